// Loading a CSV file: verifies every 97th row of a numeric file against the slow twin, std::getline and strtod, then
// times the whole read_csv: median MB/s, and the peak memory of this process. Columns of text are left out of the
// check. Then the same of its table file, which must hold the same cells: bytes of the file and of the cells a second.
#include <sys/resource.h>
#include <sys/stat.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>

#include "bench/probe.hpp"
#include "engine/tabular/binary/table_file.hpp"
#include "engine/tabular/csv/csv.hpp"

using namespace ballast;

namespace {

constexpr std::size_t kEvery = 97;  // rows from one that is checked to the next

// Whether one line of the file says what the row of the table does.
bool row_agrees(const std::string& line, const tabular::Table& table, std::size_t row) {
  const char* at = line.c_str();
  for (std::size_t c = 0; c < table.columns(); ++c) {
    if (table.schema()[c].is_text()) {
      while (*at != ',' && *at != '\0') ++at;
    } else {
      at += *at == '"';
      char* stop = nullptr;
      const double slow = std::strtod(at, &stop), fast = table.column(c)[row];
      if (stop == at ? !tabular::is_missing(fast) : slow != fast) return false;
      at = stop + (*stop == '"');
    }
    at += *at == ',';
  }
  return true;
}

bool agrees_with_twin(const std::string& path, const tabular::Table& table) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);  // the header
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (!std::getline(file, line)) return false;
    if (row % kEvery == 0 && !row_agrees(line, table, row)) return false;
  }
  return !std::getline(file, line);
}

double megabytes_of(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 ? static_cast<double>(status.st_size) * 1e-6 : 0;
}

double peak_megabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) * 1024e-6;
}

bool same_cells(const tabular::Table& one, const tabular::Table& other) {
  if (one.schema() != other.schema() || one.rows() != other.rows()) return false;
  for (std::size_t c = 0; c < one.columns(); ++c) {
    const auto a = one.column(c), b = other.column(c);
    if (std::memcmp(a.data(), b.data(), a.size_bytes()) != 0) return false;
  }
  return true;
}

void time_table_file(const tabular::Table& table, const bench::Arguments& arguments, numeric::ThreadPool& pool,
                     bench::Report& report) {
  const std::string path = (std::filesystem::temp_directory_path() / "ballast-bench.table").string();
  tabular::binary::write_table_file({.table = table}, path, pool);
  Observer quiet;
  bench::require(same_cells(table, tabular::read_csv(path, {}, pool, quiet)), "the table file holds other cells");
  const bench::Spread seconds =
      bench::time_of(arguments.number("--repeats"), [&] { bench::keep(tabular::read_csv(path, {}, pool, quiet)); });
  const double cells = static_cast<double>(table.rows() * table.columns() * sizeof(double));
  report.time("read its table file", seconds, 1, "s");
  report.rate("bytes of the table file, a second", megabytes_of(path), "MB/s", seconds);
  report.rate("bytes of cells, a second", cells * 1e-6, "MB/s", seconds);
  std::filesystem::remove(path);
}

void run(const bench::Arguments& arguments, bench::Report& report) {
  const std::string& path = arguments.file();
  numeric::ThreadPool pool(arguments.number("--threads"));
  Observer quiet;
  const tabular::Table table = tabular::read_csv(path, {}, pool, quiet);
  const double peak = peak_megabytes();
  bench::require(path.ends_with(".gz") || agrees_with_twin(path, table), "read_csv disagrees with its twin");
  report.note(std::to_string(table.rows()) + " rows x " + std::to_string(table.columns()) + " columns");
  const bench::Spread seconds =
      bench::time_of(arguments.number("--repeats"), [&] { bench::keep(tabular::read_csv(path, {}, pool, quiet)); });
  report.time("read", seconds, 1, "s");
  report.rate("read, a second", megabytes_of(path), "MB/s", seconds);
  report.value("most memory of the first read", peak, "MB");
  time_table_file(table, arguments, pool, report);
}

}  // namespace

int main(int count, char** values) {
  return bench::run_probe(count, values,
                          {.program = "csv",
                           .idea = "reading a CSV file, and the memory it takes",
                           .file = "FILE.csv",
                           .arguments = {{"--threads", "2", ""}, {"--repeats", "5", ""}}},
                          run);
}
