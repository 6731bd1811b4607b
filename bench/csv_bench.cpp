// Loading a CSV file: csv FILE [--threads 2] [--repeats 5]
// Verifies every 97th row of a numeric file against the slow twin, std::getline and strtod, then times the whole
// read_csv: median MB/s, and the peak memory of this process. Columns of text are left out of the check.
#include <sys/resource.h>
#include <sys/stat.h>

#include <cstdlib>
#include <exception>
#include <fstream>
#include <string>

#include "bench/probe.hpp"
#include "engine/tabular/csv.hpp"

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

int run(const bench::Arguments& arguments) {
  const std::string path(arguments.file());
  if (path.empty()) {
    std::puts("csv FILE [--threads 2] [--repeats 5]");
    return 2;
  }
  numeric::ThreadPool pool(arguments.number("--threads", 2));
  Observer quiet;
  const tabular::Table table = tabular::read_csv(path, {}, pool, quiet);
  const double peak = peak_megabytes();
  if (!path.ends_with(".gz") && !agrees_with_twin(path, table)) {
    std::puts("read_csv disagrees with its twin");
    return 1;
  }
  const double seconds = bench::median_seconds(arguments.number("--repeats", 5),
                                               [&] { bench::keep(tabular::read_csv(path, {}, pool, quiet)); });
  const double size = megabytes_of(path);
  std::printf("csv %.1f MB, %zu rows x %zu columns, %zu threads: %.3f s, %.0f MB/s; first read peaks at %.0f MB\n",
              size, table.rows(), table.columns(), pool.threads(), seconds, size / seconds, peak);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(bench::Arguments(argc, argv));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 2;
  }
}
