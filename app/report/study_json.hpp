// The study as a JSON value, for the reports that add to it. Includes the JSON library, so only report/*.cpp may.
#pragma once

#include <nlohmann/json.hpp>

#include "app/study/study.hpp"

namespace ballast::app {

nlohmann::ordered_json study_json(const StudyResult& result);
// The columns and counts of the data.
nlohmann::ordered_json data_json(const DataFacts& data);
nlohmann::ordered_json repeat_json(const RepeatResult& repeat);
nlohmann::ordered_json timings_json(const Timings& timings);
nlohmann::ordered_json paired_test_json(const PairedTest& test);

}  // namespace ballast::app
