#include "app/data/scores_file.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "app/data/dataset.hpp"
#include "app/text/numbers.hpp"
#include "engine/error.hpp"
#include "engine/files/paths.hpp"
#include "engine/tabular/cells/csv_encoding.hpp"
#include "engine/tabular/csv/csv.hpp"
#include "engine/tabular/csv/csv_head.hpp"
#include "engine/tabular/csv/in_place/in_place.hpp"
#include "engine/tabular/labels/label_index.hpp"

namespace ballast::app {
namespace {

constexpr const char *kColumn = "probability", *kFlags = "flagged", *kPredicted = "predicted";
constexpr std::string_view kPrefix = "probability_";
constexpr double kRounding = 1e-3;  // of a sum of probabilities that were written with few digits

bool is_numeric(const tabular::Table& table, std::size_t column) {
  return !table.schema()[column].is_text();
}

// The columns of scores: of the positive class, or of each.
std::vector<std::size_t> score_columns(const tabular::Table& table) {
  if (const auto column = table.find(kColumn); column && is_numeric(table, *column)) return {*column};
  std::vector<std::size_t> out;
  for (std::size_t c = 0; c < table.columns(); ++c) {
    if (table.schema()[c].name.starts_with(kPrefix) && is_numeric(table, c)) out.push_back(c);
  }
  return out;
}

double probability_of(const tabular::Table& table, std::size_t column, std::size_t row, const std::string& path) {
  const double cell = table.column(column)[row];
  if (cell >= 0 && cell <= 1) return cell;
  throw Error("not a probability")
      .in(path, table.line(row))
      .expected("a number from 0 to 1")
      .got(cell_text(table.schema()[column], cell));
}

void require_sums(const numeric::Matrix<double>& probability, const tabular::Table& table, const std::string& path) {
  for (std::size_t row = 0; row < probability.rows(); ++row) {
    const auto cells = probability.row(row);
    const double sum = std::accumulate(cells.begin(), cells.end(), 0.0);
    if (std::fabs(sum - 1) <= kRounding) continue;
    throw Error("the probabilities of a row do not sum to 1")
        .in(path, table.line(row))
        .got(std::to_string(sum))
        .hint("one column per class is needed, \"probability_\" and its label");
  }
}

// Whether each row is flagged: by 1 and 0, or words that say yes and no. Nothing of a column that holds anything else.
std::vector<bool> flags_of(const tabular::ColumnSchema& column, std::span<const double> cells) {
  std::vector<bool> out;
  out.reserve(cells.size());
  for (const double cell : cells) {
    const std::optional<tabular::Truth> truth = tabular::truth_of(cell_text(column, cell));
    if (!truth) return {};
    out.push_back(truth->value);
  }
  return out;
}

// Names of the columns beside the scores; none of a text that is not in UTF-8.
std::vector<std::string> names_of_others(std::string_view text, const std::string& name) {
  std::vector<std::string> out;
  if (!tabular::csv::is_utf8(text)) return out;
  Observer quiet;
  tabular::csv::Source source{text, name};
  const tabular::CsvOptions all;
  const tabular::csv::Head head = tabular::csv::read_head(source, all, quiet);
  for (const tabular::csv::ColumnRule& column : head.columns) {
    const bool ours = column.name.starts_with(kColumn) || column.name == kFlags || column.name == kPredicted;
    if (!ours && !column.name.empty()) out.push_back(column.name);
  }
  return out;
}

}  // namespace

tabular::Table ScoresFile::other_columns(const std::vector<std::string>& names, numeric::ThreadPool& pool) const {
  return tabular::parse_csv({text->bytes.get(), text->size}, name,
                            {.categorical = {}, .categorical_if_present = names, .only = names}, pool);
}

std::optional<double> ScoresFile::threshold(std::size_t k, const std::string& path) const {
  if (flagged.empty()) return std::nullopt;
  constexpr double kAbove = 2;
  double least = kAbove, most = -1;  // of rows that are flagged, and of the others
  for (std::size_t row = 0; row < flagged.size(); ++row) {
    double& side = flagged[row] ? least : most;
    side = flagged[row] ? std::min(side, probability(row, k)) : std::max(side, probability(row, k));
  }
  if (least == kAbove) return std::nextafter(most, kAbove);
  if (most < least) return least;
  throw Error(
      "column 'flagged' and the scores do not go together: one row is flagged, and another with as high a score is not")
      .in(path)
      .hint("--threshold X judges the scores alone");
}

ScoresFile read_scores(const std::string& path, numeric::ThreadPool& pool, Observer& observer) {
  tabular::CsvFormat format;
  const std::string name = files::shown_name(path, files::Direction::input);
  observer.step({.phase = "read " + name});
  const auto bytes = std::make_shared<const tabular::csv::FileText>(tabular::csv::read_text_of(path, pool));
  const std::string_view text(bytes->bytes.get(), bytes->size);
  const tabular::Table table =
      tabular::parse_csv(text, name, {.only_starting = {kColumn, kFlags}}, pool, observer, &format);
  const std::vector<std::size_t> columns = score_columns(table);
  for (const std::size_t column : columns) {
    const std::string& name = table.schema()[column].name;
    if (const std::string unit = format.style_of(name).unit; !unit.empty()) {
      throw Error("the scores of column '" + name + "' have a unit").in(path).expected("numbers from 0 to 1").got(unit);
    }
  }
  if (columns.empty()) {
    throw Error("no numeric column 'probability', nor a column 'probability_LABEL' of one class or more")
        .in(path)
        .hint("`ballast predict` writes such a file");
  }
  const bool of_classes = table.schema()[columns[0]].name != kColumn;
  ScoresFile out{{}, numeric::Matrix<double>(table.rows(), columns.size())};
  for (std::size_t k = 0; k < columns.size(); ++k) {
    if (of_classes) out.classes.push_back(table.schema()[columns[k]].name.substr(kPrefix.size()));
    for (std::size_t row = 0; row < table.rows(); ++row) {
      out.probability(row, k) = probability_of(table, columns[k], row, path);
    }
  }
  const auto cells = out.probability.values();
  out.are_float32 = std::ranges::all_of(cells, [](double cell) { return written(static_cast<float>(cell)) == cell; });
  if (out.are_float32) {
    for (double& cell : cells) cell = static_cast<double>(static_cast<float>(cell));
  }
  if (columns.size() > 1) require_sums(out.probability, table, path);
  if (const auto flags = table.find(kFlags)) out.flagged = flags_of(table.schema()[*flags], table.column(*flags));
  out.others = names_of_others(text, name);
  out.name = name;
  out.text = bytes;
  return out;
}

}  // namespace ballast::app
