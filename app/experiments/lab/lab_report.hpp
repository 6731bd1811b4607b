// A lab in words and numbers, for a person and for a script.
#pragma once

#include <string>

#include "app/experiments/lab/lab.hpp"

namespace ballast::app {

// Tables of the arms, of the samplers and of the ruler, and what they come to.
std::string lab_text(const LabResult& result);

// Which arm is worth it and by how much, in a few sentences.
std::string lab_verdict(const LabResult& result);

// summary.json; mmd figures are roots of biased MMD^2.
std::string lab_summary_json(const LabResult& result);

}  // namespace ballast::app
