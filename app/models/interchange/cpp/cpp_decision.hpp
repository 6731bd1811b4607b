// The decision of a model as C++17: decided(), which turns the classifier's score into the probability, and where there
// is a threshold flag(). The same operations in the same order as classifiers/decide/decision.cpp, calibration.cpp and
// prior_shift.cpp, each multiplication and addition fused by hand: tests/app/models/interchange/cpp_export_test.cpp
// holds the bits together.
#pragma once

#include <string>

#include "classifiers/decide/decision.hpp"

namespace ballast::app {

std::string cpp_decision(const classifiers::Decision& decision);

}  // namespace ballast::app
