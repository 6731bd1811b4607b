#include "classifiers/judge/choice.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <string_view>
#include <vector>

#include "classifiers/judge/row_weight.hpp"
#include "engine/names.hpp"

namespace ballast::classifiers {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kRefused = -kInfinity;  // merit of a point outside the floor or budget
constexpr const char* kRules = "f1, fbeta=2, recall@precision=0.9, precision@recall=0.8, cost or alerts=5";

struct Form {
  std::string_view name;
  Choice::Rule rule;
  double low, high;  // low < number <= high; low < 0 where the rule takes no number
  const char* range;
};

constexpr std::array<Form, 6> kForms{
    {{"f1", Choice::Rule::f_beta, -1, 0, ""},
     {"fbeta", Choice::Rule::f_beta, 0, 1000, "a number above 0, at most 1000"},
     {"recall@precision", Choice::Rule::recall_at_precision, 0, 1, "a number above 0, at most 1"},
     {"precision@recall", Choice::Rule::precision_at_recall, 0, 1, "a number above 0, at most 1"},
     {"cost", Choice::Rule::cost, -1, 0, ""},
     {"alerts", Choice::Rule::alerts, 0, 1000, "a number above 0, at most 1000"}}};

Error unknown_rule(const std::string& text, std::string_view name) {
  std::vector<std::string_view> names;
  for (const Form& form : kForms) names.push_back(form.name);
  return hint_nearest(Error("unknown rule for choosing a threshold").expected(kRules).got(text), name, names);
}

// The number behind the equals sign.
double read_value(const Form& form, const std::string& text, std::string_view number) {
  double value = 0;
  const char* const end = number.data() + number.size();
  const auto [stop, fault] = std::from_chars(number.data(), end, value);
  if (fault == std::errc{} && stop == end && value > form.low && value <= form.high) return value;
  throw Error("the rule " + std::string(form.name) + " needs its number")
      .expected(std::string(form.name) + "=" + form.range)
      .got(text);
}

double merit_of(const Choice& choice, const Confusion& counts) {
  switch (choice.rule) {
    case Choice::Rule::f_beta:
      return f_beta(counts, choice.value);
    case Choice::Rule::recall_at_precision:
      return precision(counts) >= choice.value ? recall(counts) : kRefused;
    case Choice::Rule::precision_at_recall:
      // Of equal precision the point of more recall: this adds less than two precisions of so few rows can differ by.
      return recall(counts) >= choice.value ? precision(counts) + 1e-12 * recall(counts) : kRefused;
    case Choice::Rule::cost:
      return -(counts.fn + counts.fp);  // of weights that are costs
    case Choice::Rule::alerts: {
      const bool flags = counts.tp + counts.fp > 0;
      return flags && alerts_per_thousand(counts) <= choice.value ? recall(counts) : kRefused;
    }
  }
  return kRefused;
}

std::string shown(double value) {
  std::array<char, 32> text{};
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general, 4).ptr};
}

// The best that can be had, in the unit of the rule.
Error out_of_reach(const Choice& choice, std::span<const OperatingPoint> points) {
  if (choice.rule == Choice::Rule::alerts) {
    return Error("no threshold flags so few rows")
        .expected("at most " + shown(choice.value) + " alerts per 1,000 rows")
        .got(shown(alerts_per_thousand(points[1].counts)) + ", the fewest there can be");
  }
  const OperatingPoint best = best_point(points, [](const Confusion& counts) { return precision(counts); });
  return Error("no threshold reaches that precision")
      .expected("a precision of " + shown(choice.value))
      .got(shown(precision(best.counts)) + ", the best there is, at a recall of " + shown(recall(best.counts)));
}

// A row's weight times what it costs to decide it wrongly.
std::vector<float> cost_weights(std::span<const std::int32_t> y, std::span<const float> weight,
                                const DecisionCosts& costs) {
  std::vector<float> out;
  for (std::size_t row = 0; row < y.size(); ++row) {
    const double w = weight_at(weight, row);
    const double amount = costs.amount.empty() ? 1.0 : static_cast<double>(costs.amount[row]);
    out.push_back(static_cast<float>(w * (y[row] == 1 ? costs.miss * amount : costs.alarm)));
  }
  return out;
}

}  // namespace

Choice Choice::parse(const std::string& text) {
  const std::string_view all = text;
  const std::size_t equals = all.find('=');
  const std::string_view name = all.substr(0, equals);
  const auto* const form = std::ranges::find(kForms, name, &Form::name);
  if (form == kForms.end()) throw unknown_rule(text, name);
  if (form->low < 0) {
    if (equals == std::string_view::npos) return {form->rule, 1};
    throw Error("the rule " + std::string(name) + " takes no number").got(text);
  }
  return {form->rule, read_value(*form, text, equals == std::string_view::npos ? "" : all.substr(equals + 1))};
}

double alerts_per_thousand(const Confusion& counts) {
  const double rows = counts.tp + counts.fp + counts.fn + counts.tn;
  return rows > 0 ? 1000 * (counts.tp + counts.fp) / rows : 0;
}

OperatingPoint choose(const Choice& choice, std::span<const float> score, std::span<const std::int32_t> y,
                      std::span<const float> weight, const DecisionCosts& costs) {
  const bool by_cost = choice.rule == Choice::Rule::cost;
  const std::vector<float> cost = by_cost ? cost_weights(y, weight, costs) : std::vector<float>{};
  const std::vector<OperatingPoint> points = operating_points(score, y, by_cost ? cost : weight);
  OperatingPoint best = best_point(points, [&](const Confusion& counts) { return merit_of(choice, counts); });
  if (merit_of(choice, best.counts) == kRefused) throw out_of_reach(choice, points);
  best.counts = confusion(score, y, best.threshold, weight);
  return best;
}

}  // namespace ballast::classifiers
