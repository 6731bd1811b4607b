// `ballast explain`: importance of columns, or why single rows got their scores (app/models/explain).
#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

#include "app/commands/options/data_options.hpp"
#include "app/commands/options/format_options.hpp"
#include "app/commands/scoring/model_rows.hpp"
#include "app/models/explain/explanation.hpp"
#include "engine/files/output.hpp"

namespace ballast::app {
namespace {

constexpr std::size_t kMostRows = 10'000'000;

std::optional<std::size_t> row_number(std::string_view word) {
  std::size_t row = 0;
  const char* const end = word.data() + word.size();
  const auto [stop, fault] = std::from_chars(word.data(), end, row);
  return fault == std::errc{} && stop == end ? std::optional(row) : std::nullopt;
}

// "17,99,100-120": numbers, and ranges with both ends.
std::vector<std::size_t> row_numbers(const Arguments& arguments) {
  std::vector<std::size_t> rows;
  for (const std::string& word : arguments.list("row-numbers")) {
    const std::size_t dash = word.find('-', 1);
    const std::optional<std::size_t> first = row_number(std::string_view(word).substr(0, dash)),
                                     last = dash < word.size() ? row_number(std::string_view(word).substr(dash + 1))
                                                               : first;
    if (!first || !last || *last < *first) {
      throw Error("--row-numbers holds what is no row number")
          .expected("whole numbers and ranges such as 17,99,100-120; the first row below the header is 0")
          .got(word);
    }
    if (*last - *first >= kMostRows - std::min(kMostRows, rows.size())) {
      throw Error("--row-numbers names too many rows").expected("at most 10,000,000").got(word);
    }
    for (std::size_t row = *first; row <= *last; ++row) rows.push_back(row);
  }
  return rows;
}

void require_rows(const std::vector<std::size_t>& rows, const tabular::Table& table, const std::string& path) {
  const auto beyond = std::ranges::find_if(rows, [&](std::size_t row) { return row >= table.rows(); });
  if (beyond == rows.end()) return;
  throw Error("no such row")
      .in(path)
      .expected("--row-numbers from 0 to " + std::to_string(table.rows() - 1))
      .got(std::to_string(*beyond))
      .hint("the first row below the header is 0");
}

void run_explain(const Arguments& arguments, Session& session) {
  files::refuse_two_streams({arguments.positional(0), arguments.positional(1)});
  const std::vector<std::size_t> rows = row_numbers(arguments);
  const std::size_t top = arguments.whole("top");
  const ClassifierFile file = load_classifier_file(arguments.positional(0));
  const std::string& path = arguments.positional(1);
  const ModelRows data = read_for_model(path, file.features, file.made_by.format, arguments, session);
  encode_for_model(file.features, data, session);  // labels of the whole file are judged, as `predict` does
  require_rows(rows, data.table, path);
  session.observer.step({.phase = "explain"});
  Explanation explanation;
  try {
    explanation = explain_rows(file, data.table, rows, session.pool);
  } catch (Error& error) {
    if (error.file().empty()) error.in(path);
    throw;
  }
  note_learned(learned_rows(file, data.table.take_rows(rows)), rows.size(), session);
  session.observer.clear();
  print(session.json ? explanation_json(explanation) : explanation_text(explanation, top));
}

}  // namespace

const Command& explain_command() {
  static const Command command{
      "explain",
      "say why a model gave rows their scores",
      "For each row asked for: its score, the mean score that every row starts from, and the columns that moved it up "
      "or down, with their cells and by how much (exact Shapley values of the trees, Lundberg et al. 2020). Mean and "
      "contributions add up to the score: the log-odds of a boosted model (of squared loss the probability before it "
      "is held to 0 .. 1), the probability of a forest. Of more than two classes the likeliest is explained, and in a "
      "boosted model its logit, from which softmax makes probabilities; --json explains every class.\n\nRows are "
      "numbered as in the file from 0, the header apart: row 0 is the first line below it. --json gives all columns of "
      "all rows. Writes no file.",
      {"MODEL.ballast", "DATA.csv"},
      joined({{"row-numbers", "A,B-C", kRequired,
               "Numbers of the rows to explain, from 0, and ranges of them: 17,99,100-120.", Values::names()},
              {"top", "N", "10", "Columns to show for each row, those that moved it most; 0 shows all.",
               whole_range(0, 1'000'000), "!json"},
              accept_unseen_option()},
             later_format_options()),
      "ballast explain model.ballast new.csv --row-numbers 17,99,100-120",
      run_explain};
  return command;
}

}  // namespace ballast::app
