// A tuning in words, as JSON (summary.json) and as a table (tried.csv). None of them says anything of time or threads.
#pragma once

#include <string>

#include "app/study/tune/tune_result.hpp"

namespace ballast::app {

// What was tuned, as the summary tells it.
struct TuneFacts {
  std::size_t rows = 0, positives = 0, features = 0;
  std::uint64_t seed = 0;
  std::string command;  // that trains the chosen one again, with a threshold; empty where there is none
};

std::string tune_text(const TuneResult& result);
std::string tune_json(const TuneResult& result, const TuneFacts& facts);
std::string tune_csv(const TuneResult& result);
// What was chosen and why, and what its figures are worth.
std::string tune_verdict(const TuneResult& result);

}  // namespace ballast::app
