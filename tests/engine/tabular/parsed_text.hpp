// A CSV text as a table, and what was said of it.
#pragma once

#include <string>
#include <string_view>

#include "engine/tabular/csv/csv.hpp"

namespace ballast::tabular::testing {

struct Notes : Observer {
  void note(std::string_view text) override { all.append(text).append("\n"); }
  bool hold(const std::string& part) const { return all.find(part) != std::string::npos; }
  std::string all;
};

inline Table parse(std::string_view text, const CsvOptions& options, Observer& notes, CsvFormat* as_read = nullptr) {
  numeric::ThreadPool pool(2);
  return parse_csv(text, "f.csv", options, pool, notes, as_read);
}

}  // namespace ballast::tabular::testing
