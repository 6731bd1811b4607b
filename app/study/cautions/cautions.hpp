// Cautions: what about the data may mislead who reads a study's figures: columns that give
// the classes away, plain training at chance, too few positives to judge by, copies of test
// rows among those that teach, labels that look wrong. Each is a sentence that says the count and what follows from it;
// the same for the terminal, summary.json and report.html.
#pragma once

#include <string>
#include <vector>

namespace ballast::app {

struct StudyResult;

// Empty where there is nothing to say. Requires: compared arms.
std::vector<std::string> cautions_of(const StudyResult& result);

}  // namespace ballast::app
