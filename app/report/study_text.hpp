// The study as a table that a person enjoys reading.
#pragma once

#include <string>
#include <vector>

#include "app/study/study.hpp"

namespace ballast::app {

// name: of the data, as the title shows it.
std::string study_text(const StudyResult& result, const std::string& name);

}  // namespace ballast::app
