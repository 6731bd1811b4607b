#include "app/models/interchange/cpp/cpp_decision.hpp"

#include <span>

#include "app/models/interchange/number_text.hpp"

namespace ballast::app {
namespace {

using classifiers::Calibration;
using classifiers::Decision;

constexpr const char* kShift = R"part(
// The odds of a score times kOddsRatio: for the share of positives where the model works.
inline float shifted(float score) {
  const double s = static_cast<double>(score);
  return static_cast<float>(kOddsRatio * s / std::fma(kOddsRatio, s, 1 - s));
}
)part";

constexpr const char* kPlatt = R"part(
// Platt's map: a logistic curve of the score's log-odds.
inline float calibrated(float score) {
  const double s = std::min(std::max(static_cast<double>(score), kLow), kHigh);
  const double margin = std::fma(kSlope, std::log(s / (1 - s)), kOffset);
  return static_cast<float>(1 / (1 + std::exp(-margin)));
}
)part";

constexpr const char* kIsotonic = R"part(
// Straight lines between knots, level beyond the first and the last.
inline float calibrated(float score) {
  const double s = static_cast<double>(score);
  const std::size_t above = static_cast<std::size_t>(std::upper_bound(kScores, kScores + kKnots, s) - kScores);
  if (above == 0) return static_cast<float>(kProbabilities[0]);
  if (above == kKnots) return static_cast<float>(kProbabilities[kKnots - 1]);
  const double share = (s - kScores[above - 1]) / (kScores[above] - kScores[above - 1]);
  const double rise = kProbabilities[above] - kProbabilities[above - 1];
  const double p = std::fma(rise, share, kProbabilities[above - 1]);
  return static_cast<float>(std::min(p, kProbabilities[above]));
}
)part";

constexpr const char* kFlag = R"part(
// Whether a row of this probability is flagged.
inline bool flag(float probability) {
  return static_cast<double>(probability) >= kThreshold;
}
)part";

std::string constant(const std::string& name, double value) {
  return std::string("inline constexpr double ").append(name).append(" = ").append(double_text(value)).append(";\n");
}

std::string knots(const std::string& name, std::span<const double> values) {
  std::string out = "inline constexpr double ";
  out += name + "[] = {";
  for (const double value : values) out.append("\n  ").append(double_text(value)).append(",");
  return out + "\n};\n";
}

std::string calibration_text(const Calibration& map) {
  if (map.kind() == Calibration::Kind::none) return "";
  if (map.kind() == Calibration::Kind::platt) {
    const Calibration::Platt& platt = map.platt();
    return std::string("\n") + constant("kSlope", platt.slope) + constant("kOffset", platt.offset) +
           constant("kLow", platt.low) + constant("kHigh", platt.high) + kPlatt;
  }
  std::string out = "\ninline constexpr std::size_t kKnots = ";
  out += std::to_string(map.scores().size()) + ";\n" + knots("kScores", map.scores());
  return out + knots("kProbabilities", map.probabilities()) + kIsotonic;
}

}  // namespace

std::string cpp_decision(const Decision& decision) {
  std::string out, chain = "score";
  const auto wrap = [&](const char* name) { chain = std::string(name) + "(" + chain + ")"; };
  if (decision.odds_ratio != 1) {
    out += std::string("\n") + constant("kOddsRatio", decision.odds_ratio) + kShift;
    wrap("shifted");
  }
  out += calibration_text(decision.calibration);
  if (decision.calibration.kind() != Calibration::Kind::none) wrap("calibrated");
  if (decision.changes_scores()) wrap("flushed");
  out += "\n// The probability that the classifier's score stands for.\ninline float decided(float score) {\n";
  out += "  return " + chain + ";\n}\n";
  if (!decision.threshold) return out;
  return out + "\n// Chosen by " + decision.rule + ".\n" + constant("kThreshold", *decision.threshold) + kFlag;
}

}  // namespace ballast::app
