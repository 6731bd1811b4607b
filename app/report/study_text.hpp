// The study as a table that a person enjoys reading.
#pragma once

#include <string>
#include <vector>

#include "app/study/study.hpp"

namespace ballast::app {

// The tables. name: of the data, as the title shows it.
std::string study_tables(const StudyResult& result, const std::string& name);

// The evidence, then the verdict and what to do: last, where a reader's eye stops.
std::string verdict_text(const Verdict& verdict);

}  // namespace ballast::app
