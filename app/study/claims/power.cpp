#include "app/study/claims/power.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "app/study/study.hpp"
#include "app/text/numbers.hpp"

namespace ballast::app {
namespace {

constexpr std::size_t kFewRepeats = 5;

// Requires: at least one value.
double median(std::vector<double> values) {
  std::ranges::sort(values);
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

// The most by which an arm can be above plain training, of any classifier.
double room(const StudyResult& result) {
  double least = 1;
  for (const Arm& arm : result.arms) {
    if (arm.augmentation != "none") continue;
    least = std::min(least, (result.options.base_rate ? *arm.at_base_rate : arm.summary)[kPrAuc].mean);
  }
  return 1 - least;
}

}  // namespace

std::size_t two_digits(double value) {
  const double unit = std::pow(10.0, std::max(0.0, std::floor(std::log10(value)) - 1));
  return static_cast<std::size_t>(std::ceil(value / unit) * unit);
}

std::optional<Power> power_of(const StudyResult& result) {
  const bool at_base_rate = result.options.base_rate.has_value();
  const std::vector<Comparison>& family = at_base_rate ? result.comparisons_at_base_rate : result.comparisons;
  std::vector<double> errors;
  for (const Comparison& c : family) {
    if (c.metric == kPrAuc && c.test.standard_error.value_or(0) > 0) errors.push_back(*c.test.standard_error);
  }
  if (errors.empty() || result.options.repeats < 2) return std::nullopt;
  const double error = median(errors), effect = result.options.effect;
  const std::size_t now = result.options.repeats;
  const auto variance = [&](std::size_t repeats) { return 1 / static_cast<double>(repeats) + result.test_to_train; };
  const auto detectable = [&](std::size_t repeats) {
    return detectable_difference(error * std::sqrt(variance(repeats) / variance(now)), repeats,
                                 kLevel / static_cast<double>(family.size()));
  };
  Power out{.detectable = detectable(now), .repeats = {}, .positives = 0, .room = room(result)};
  const double ratio = out.detectable / effect;
  out.positives = two_digits(static_cast<double>(result.data.positives) * ratio * ratio);
  if (!result.options.time_column.empty()) return out;
  for (std::size_t repeats = 2; repeats <= kMostRepeats && !out.repeats; ++repeats) {
    if (detectable(repeats) <= effect) out.repeats = repeats;
  }
  return out;
}

std::string power_text(const StudyResult& result) {
  const std::optional<Power> power = power_of(result);
  if (!power) return "";
  const std::string gain = "a gain of " + all_digits(result.options.effect) + " in PR-AUC";
  if (power->room < result.options.effect)
    return "no " + gain.substr(2) + " is possible: plain training is that near to 1";
  if (power->detectable <= result.options.effect) return gain + " would have shown";
  std::string out = gain + " could hide here: ";
  if (power->repeats) return out + "--repeats " + std::to_string(*power->repeats) + " would show it";
  if (power->sees_none() && result.options.repeats < kFewRepeats) {  // their errors are hardly known
    return out + "so few repeats see nothing; ask for --repeats " + std::to_string(kFewRepeats) + " or more";
  }
  return out +
         (result.options.time_column.empty() ? "no number of repeats would show it, but about "
                                             : "it would take about ") +
         with_commas(power->positives) + " positives (the data have " + with_commas(result.data.positives) + ")";
}

}  // namespace ballast::app
