// Tables from text.
#pragma once

#include <string>

#include "engine/tabular/csv/csv.hpp"
#include "tests/refusals.hpp"

namespace ballast::app::testing {

inline tabular::Table table_of(const std::string& csv, const tabular::CsvOptions& options = {}) {
  static numeric::ThreadPool pool(1);
  return tabular::parse_csv(csv, "t.csv", options, pool);
}

using ballast::test::message_of;

inline bool has_all(const std::string& text, const std::vector<std::string>& fragments) {
  for (const std::string& fragment : fragments) {
    if (text.find(fragment) == std::string::npos) return false;
  }
  return true;
}

}  // namespace ballast::app::testing
