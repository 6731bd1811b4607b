// Embeds the rows of a CSV file (with --positive those of that class; the target is no column) and prints seconds and
// trustworthiness at k = 15; checks first that one and two threads give the same bits. Without a file: a rolled band.
// tests/crosscheck/umap_peer.py judges the embedding it writes beside umap-learn's. 14 neighbours are umap-learn's 15,
// which count the row itself.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "bench/probe.hpp"
#include "engine/geometry/trustworthiness.hpp"
#include "engine/geometry/umap.hpp"
#include "engine/numeric/random.hpp"
#include "engine/tabular/csv/csv.hpp"

namespace {

using namespace ballast;

numeric::Matrix<float> rolled_band(std::size_t rows) {
  numeric::Matrix<float> out(rows, 3);
  for (std::size_t i = 0; i < rows; ++i) {
    numeric::RandomStream random(1, numeric::Purpose::kGeneral, i);
    const double angle = 4 + 8 * random.uniform();
    out(i, 0) = static_cast<float>(angle * std::cos(angle));
    out(i, 1) = static_cast<float>(angle * std::sin(angle));
    out(i, 2) = static_cast<float>(10 * random.uniform());
  }
  return out;
}

tabular::Table rows_of_class(const tabular::Table& table, const std::string& target, const std::string& positive) {
  const std::size_t column = table.index_of(target);
  const auto& labels = table.schema()[column].labels;
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < table.rows(); ++i) {
    const double cell = table.column(column)[i];
    const bool chosen =
        labels.empty() ? cell == std::stod(positive) : labels[static_cast<std::size_t>(cell)] == positive;
    if (chosen) rows.push_back(i);
  }
  return table.take_rows(rows);
}

std::vector<std::string> names_in(std::string_view list) {
  std::vector<std::string> names;
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    names.emplace_back(list.substr(0, comma));
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return names;
}

// One column as float, moved and scaled to mean 0 and standard deviation 1 if asked for.
void copy_column(std::span<const double> cells, bool standardise, std::size_t column, numeric::Matrix<float>& out) {
  double mean = 0, square = 0;
  const auto n = static_cast<double>(cells.size());
  for (const double cell : cells) mean += cell / n;
  for (const double cell : cells) square += (cell - mean) * (cell - mean) / n;
  const double shift = standardise ? mean : 0, scale = standardise && square > 0 ? 1 / std::sqrt(square) : 1;
  for (std::size_t i = 0; i < cells.size(); ++i) out(i, column) = static_cast<float>((cells[i] - shift) * scale);
}

numeric::Matrix<float> read_rows(const bench::Arguments& arguments, numeric::ThreadPool& pool) {
  if (arguments.file().empty()) return rolled_band(2000);
  Observer quiet;
  tabular::Table table = tabular::read_csv(arguments.file(), {}, pool, quiet);
  const std::string target = arguments.text("--target"), positive = arguments.text("--positive");
  if (!positive.empty()) table = rows_of_class(table, target, positive);
  std::vector<std::string> unused = names_in(arguments.text("--drop"));
  if (!target.empty()) unused.push_back(target);
  table = table.drop(unused);
  numeric::Matrix<float> rows(table.rows(), table.columns());
  const bool standardise = arguments.number("--standardise") != 0;
  for (std::size_t c = 0; c < table.columns(); ++c) copy_column(table.column(c), standardise, c, rows);
  return rows;
}

void write_embedding(const numeric::Matrix<float>& embedding, const std::string& path) {
  tabular::Schema schema;
  for (std::size_t c = 0; c < embedding.columns(); ++c)
    schema.push_back({.name = std::string("y").append(std::to_string(c)), .labels = {}});
  tabular::Table table(schema, embedding.rows());
  for (std::size_t c = 0; c < embedding.columns(); ++c) {
    for (std::size_t i = 0; i < embedding.rows(); ++i) table.column(c)[i] = static_cast<double>(embedding(i, c));
  }
  tabular::write_csv(table, path);
}

void run(const bench::Arguments& arguments, bench::Report& report) {
  numeric::ThreadPool one(1), pool(arguments.number("--threads"));
  Observer quiet;
  const auto rows = read_rows(arguments, pool);
  geometry::UmapOptions options;
  options.neighbours = arguments.number("--neighbours");
  options.seed = arguments.number<std::uint64_t>("--seed");
  geometry::Umap model, alone;
  const double seconds = bench::seconds_of([&] { model = geometry::fit_umap(rows.view(), options, pool, quiet); });
  const double seconds_alone = bench::seconds_of([&] { alone = geometry::fit_umap(rows.view(), options, one, quiet); });
  bench::require(std::ranges::equal(alone.embedding.values(), model.embedding.values()),
                 "umap gives other bits at one thread");
  report.note(std::to_string(rows.rows()) + " rows x " + std::to_string(rows.columns()) + " columns");
  report.value("all threads", seconds, "s");
  report.value("one thread", seconds_alone, "s");
  report.value("trustworthiness at 15", geometry::trustworthiness(rows.view(), model.embedding.view(), 15, pool));
  const std::string out = arguments.text("--out");
  if (!out.empty()) write_embedding(model.embedding, out);
}

}  // namespace

int main(int count, char** values) {
  return bench::run_probe(count, values,
                          {.program = "umap",
                           .idea = "embeds the rows of a table in the plane",
                           .file = "[FILE.csv]",
                           .arguments = {{"--target", "", "column that is not embedded"},
                                         {"--positive", "", "only rows of this label"},
                                         {"--drop", "", "A,B: columns left out"},
                                         {"--standardise", "0", "1: columns of mean 0 and deviation 1"},
                                         {"--neighbours", "14", ""},
                                         {"--seed", "42", ""},
                                         {"--threads", "2", ""},
                                         {"--out", "", "embedding.csv"}}},
                          run);
}
