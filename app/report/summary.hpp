// summary.json of `run` and `demo`. docs/formats.md describes the fields; what is unknown is null.
#pragma once

#include <string>

#include "app/study/study.hpp"

namespace ballast::app {

std::string summary_json(const StudyResult& result);

}  // namespace ballast::app
