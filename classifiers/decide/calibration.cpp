#include "classifiers/decide/calibration.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <utility>

#include "engine/error.hpp"

namespace ballast::classifiers {
namespace {

bool in_unit(double x) {
  return x >= 0 && x <= 1;
}

// Multiplications and additions are fused by hand, so that an exported copy of this code, whatever its compiler fuses,
// gives the same bits.
double platt_probability(const Calibration::Platt& map, double score) {
  const double s = std::clamp(score, map.low, map.high);
  const double margin = std::fma(map.slope, std::log(s / (1 - s)), map.offset);
  return 1 / (1 + std::exp(-margin));
}

double line_probability(std::span<const double> score, std::span<const double> probability, double at) {
  const auto above = static_cast<std::size_t>(std::ranges::upper_bound(score, at) - score.begin());
  if (above == 0) return probability.front();
  if (above == score.size()) return probability.back();
  const double share = (at - score[above - 1]) / (score[above] - score[above - 1]);
  const double rise = probability[above] - probability[above - 1];
  return std::min(std::fma(rise, share, probability[above - 1]), probability[above]);
}

}  // namespace

Calibration Calibration::platt(const Platt& map) {
  const bool good = std::isfinite(map.slope) && map.slope > 0 && std::isfinite(map.offset) && map.low > 0 &&
                    map.low < map.high && map.high < 1;
  if (!good) {
    throw Error("calibration: bad coefficients of Platt's map")
        .expected("finite numbers, a slope above 0, 0 < low < high < 1")
        .got(std::to_string(map.slope) + ", " + std::to_string(map.offset) + ", " + std::to_string(map.low) + ", " +
             std::to_string(map.high));
  }
  Calibration out;
  out.kind_ = Kind::platt;
  out.platt_ = map;
  return out;
}

Calibration Calibration::isotonic(std::vector<double> score, std::vector<double> probability) {
  const bool knots = !score.empty() && score.size() == probability.size() && std::ranges::all_of(score, in_unit) &&
                     std::ranges::all_of(probability, in_unit);
  const bool rising = std::ranges::adjacent_find(score, std::greater_equal<>()) == score.end() &&
                      std::ranges::adjacent_find(probability, std::greater<>()) == probability.end();
  if (!knots || !rising) {
    throw Error("calibration: bad knots of an isotonic map")
        .expected("as many scores as probabilities, from 0 to 1, scores ascending and probabilities not falling");
  }
  Calibration out;
  out.kind_ = Kind::isotonic;
  out.score_ = std::move(score);
  out.probability_ = std::move(probability);
  return out;
}

std::string_view Calibration::name() const noexcept {
  if (kind_ == Kind::none) return "none";
  return kind_ == Kind::platt ? "platt" : "isotonic";
}

float Calibration::apply(float score) const noexcept {
  if (kind_ == Kind::none) return score;
  const double s = score;
  return static_cast<float>(kind_ == Kind::platt ? platt_probability(platt_, s)
                                                 : line_probability(score_, probability_, s));
}

void Calibration::save(files::ArchiveWriter out) const {
  if (kind_ == Kind::none) return;
  out.text("kind", name());
  if (kind_ == Kind::platt) {
    out.number("slope", platt_.slope);
    out.number("offset", platt_.offset);
    out.number("low", platt_.low);
    out.number("high", platt_.high);
  } else {
    out.array<double>("score", score_);
    out.array<double>("probability", probability_);
  }
}

Calibration Calibration::load(const files::ArchiveReader& in) {
  if (!in.has("kind")) return {};
  const std::string kind = in.text("kind");
  try {
    if (kind == "platt") return platt({in.number("slope"), in.number("offset"), in.number("low"), in.number("high")});
    if (kind == "isotonic") return isotonic(in.array<double>("score"), in.array<double>("probability"));
  } catch (Error& error) {
    if (error.file().empty()) error.in(in.path());
    throw;
  }
  throw Error("unknown kind of calibration").in(in.path()).expected("platt or isotonic").got(kind);
}

}  // namespace ballast::classifiers
