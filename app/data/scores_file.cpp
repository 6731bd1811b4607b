#include "app/data/scores_file.hpp"

#include <cmath>
#include <numeric>

#include "app/data/dataset.hpp"
#include "engine/error.hpp"
#include "engine/tabular/csv/csv.hpp"

namespace ballast::app {
namespace {

constexpr const char* kColumn = "probability";
constexpr std::string_view kPrefix = "probability_";
constexpr float kRounding = 1e-3F;  // of a sum of probabilities that were written with few digits

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

float probability_of(const tabular::Table& table, std::size_t column, std::size_t row, const std::string& path) {
  const double cell = table.column(column)[row];
  if (cell >= 0 && cell <= 1) return static_cast<float>(cell);
  throw Error("not a probability")
      .in(path, table.line(row))
      .expected("a number from 0 to 1")
      .got(cell_text(table.schema()[column], cell));
}

void require_sums(const numeric::Matrix<float>& probability, const tabular::Table& table, const std::string& path) {
  for (std::size_t row = 0; row < probability.rows(); ++row) {
    const auto cells = probability.row(row);
    const float sum = std::accumulate(cells.begin(), cells.end(), 0.0F);
    if (std::fabs(sum - 1) <= kRounding) continue;
    throw Error("the probabilities of a row do not sum to 1")
        .in(path, table.line(row))
        .got(std::to_string(sum))
        .hint("one column per class is needed, \"probability_\" and its label");
  }
}

}  // namespace

ScoresFile read_scores(const std::string& path, numeric::ThreadPool& pool, Observer& observer) {
  tabular::CsvFormat format;
  const tabular::Table table = tabular::read_csv(path, {.only_starting = kColumn}, pool, observer, &format);
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
  ScoresFile out{{}, numeric::Matrix<float>(table.rows(), columns.size())};
  for (std::size_t k = 0; k < columns.size(); ++k) {
    if (of_classes) out.classes.push_back(table.schema()[columns[k]].name.substr(kPrefix.size()));
    for (std::size_t row = 0; row < table.rows(); ++row) {
      out.probability(row, k) = probability_of(table, columns[k], row, path);
    }
  }
  if (columns.size() > 1) require_sums(out.probability, table, path);
  return out;
}

}  // namespace ballast::app
