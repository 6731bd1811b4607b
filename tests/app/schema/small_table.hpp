// Tables from text.
#pragma once

#include <string>

#include "engine/tabular/csv/csv.hpp"

namespace ballast::app::testing {

inline tabular::Table table_of(const std::string& csv, const tabular::CsvOptions& options = {}) {
  static numeric::ThreadPool pool(1);
  return tabular::parse_csv(csv, "t.csv", options, pool);
}

// The message of the Error that `work` throws; empty if it throws none.
template <class Work>
std::string refusal_of(Work&& work) {
  try {
    work();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

inline bool has_all(const std::string& text, const std::vector<std::string>& fragments) {
  for (const std::string& fragment : fragments) {
    if (text.find(fragment) == std::string::npos) return false;
  }
  return true;
}

}  // namespace ballast::app::testing
