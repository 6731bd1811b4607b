#include <algorithm>
#include <charconv>

#include "app/commands/data_options.hpp"
#include "app/commands/model_rows.hpp"
#include "app/explain/explanation.hpp"
#include "engine/files/output.hpp"

namespace ballast::app {
namespace {

std::vector<std::size_t> row_numbers(const Arguments& arguments) {
  std::vector<std::size_t> rows;
  for (const std::string& word : arguments.list("rows")) {
    std::size_t row = 0;
    const char* const end = word.data() + word.size();
    const auto [stop, fault] = std::from_chars(word.data(), end, row);
    if (fault != std::errc{} || stop != end) {
      throw Error("--rows holds what is no row number")
          .expected("whole numbers such as 17,99; the first row below the header is 0")
          .got(word);
    }
    rows.push_back(row);
  }
  return rows;
}

void require_rows(const std::vector<std::size_t>& rows, const tabular::Table& table, const std::string& path) {
  const auto beyond = std::ranges::find_if(rows, [&](std::size_t row) { return row >= table.rows(); });
  if (beyond == rows.end()) return;
  throw Error("no such row")
      .in(path)
      .expected("--rows from 0 to " + std::to_string(table.rows() - 1))
      .got(std::to_string(*beyond))
      .hint("the first row below the header is 0");
}

void run(const Arguments& arguments, Session& session) {
  files::refuse_two_streams({arguments.positional(0), arguments.positional(1)});
  const std::vector<std::size_t> rows = row_numbers(arguments);
  const std::size_t top = arguments.whole("top", 0, 1000000);
  const ClassifierFile file = load_classifier_file(arguments.positional(0));
  const std::string& path = arguments.positional(1);
  const tabular::Table table = read_for_model(path, file.features, session);
  require_rows(rows, table, path);
  session.observer.step({.phase = "explain"});
  Explanation explanation;
  try {
    explanation = explain_rows(file, table, rows, session.pool);
  } catch (Error& error) {
    if (error.file().empty()) error.in(path);
    throw;
  }
  note_learnt(learnt_rows(file, table.take_rows(rows)), rows.size(), session);
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
      "is "
      "held to 0 .. 1), the probability of a forest. Of more than two classes the likeliest is explained, and in a "
      "boosted model its logit, from which softmax makes "
      "probabilities; "
      "--json explains every class.\n\n"
      "Rows are numbered as in the file from 0, the header apart: row 0 is the first line below it. --json gives all "
      "columns of all rows. Writes no file.",
      {"MODEL.ballast", "DATA.csv"},
      {{"rows", "A,B", "", "Numbers of the rows to explain.", true},
       {"top", "N", "10", "Columns to show for each row, those that moved it most; 0 shows all."}},
      "ballast explain model.ballast new.csv --rows 17,99",
      run};
  return command;
}

}  // namespace ballast::app
