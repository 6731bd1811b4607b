#include "app/study/tune/candidate_space.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <span>

#include "app/text/numbers.hpp"
#include "classifiers/option_ranges.hpp"
#include "engine/numeric/random.hpp"

namespace ballast::app {
namespace {

using numeric::RandomStream;

constexpr std::size_t kDraws = 20;
constexpr double kLeastTrees = 150, kMostTrees = 500, kLeastRounds = 20, kMostRounds = 1000;
constexpr std::size_t kLeastColumns = 4;  // below, drawing among them says little

double two_digits(double value) {
  const double unit = std::pow(10.0, std::floor(std::log10(value)) - 1);
  return unit >= 1 ? std::round(value / unit) * unit : std::round(value / unit) / std::round(1 / unit);
}

double between(RandomStream& stream, double low, double high) {
  return two_digits(low + (high - low) * stream.uniform());
}

// Each factor is as likely as any other.
double by_factors(RandomStream& stream, double low, double high) {
  return two_digits(low * std::pow(high / low, stream.uniform()));
}

std::size_t whole_by_factors(RandomStream& stream, double low, double high) {
  return static_cast<std::size_t>(std::llround(by_factors(stream, low, high)));
}

std::size_t rounds_near(double rounds) {
  return static_cast<std::size_t>(std::llround(two_digits(std::clamp(rounds, kLeastRounds, kMostRounds))));
}

double negatives_per_positive(const TableSize& table) {
  return static_cast<double>(table.rows - table.positives) / static_cast<double>(table.positives);
}

double tenth_of_positives(const TableSize& table) {
  return static_cast<double>(table.positives) / 10;
}

// An option that can be changed. value: of a switch 0 or 1.
struct Knob {
  std::string_view classifier;
  const char* option;
  double (*value)(const LearnerOptions&);
  void (*change)(LearnerOptions&, RandomStream&, const TableSize&);
  bool (*offered)(const TableSize&) = [](const TableSize&) { return true; };
  bool is_switch = false;
};

constexpr Knob kForestKnobs[]{
    {"forest", "trees", [](const LearnerOptions& o) { return static_cast<double>(o.forest.trees); },
     [](LearnerOptions& o, RandomStream& s, const TableSize&) {
       o.forest.trees = whole_by_factors(s, kLeastTrees, kMostTrees);
     }},
    {"forest", "max-features", [](const LearnerOptions& o) { return static_cast<double>(o.forest.max_features); },
     [](LearnerOptions& o, RandomStream& s, const TableSize& t) {
       o.forest.max_features = whole_by_factors(s, 1, static_cast<double>(t.features));
     },
     [](const TableSize& t) { return t.features >= kLeastColumns; }},
    {"forest", "min-leaf", [](const LearnerOptions& o) { return static_cast<double>(o.forest.min_samples_leaf); },
     [](LearnerOptions& o, RandomStream& s, const TableSize& t) {
       o.forest.min_samples_leaf = whole_by_factors(s, 2, std::min(20.0, tenth_of_positives(t)));
     },
     [](const TableSize& t) { return tenth_of_positives(t) >= 3; }},
    {"forest", "balanced-bootstrap", [](const LearnerOptions& o) { return o.forest.balanced_bootstrap ? 1.0 : 0.0; },
     [](LearnerOptions& o, RandomStream&, const TableSize&) { o.forest.balanced_bootstrap = true; },
     [](const TableSize&) { return true; }, true},
    {"forest", "extra-random", [](const LearnerOptions& o) { return o.forest.extra_random ? 1.0 : 0.0; },
     [](LearnerOptions& o, RandomStream&, const TableSize&) { o.forest.extra_random = true; },
     [](const TableSize&) { return true; }, true},
};

constexpr Knob kBoostingKnobs[]{
    {"boosting", "eta", [](const LearnerOptions& o) { return o.boosting.eta; },
     [](LearnerOptions& o, RandomStream& s, const TableSize&) {
       const double steps = o.boosting.eta * static_cast<double>(o.boosting.rounds);
       o.boosting.eta = by_factors(s, 0.03, 0.5);
       o.boosting.rounds = rounds_near(steps / o.boosting.eta);
     }},
    {"boosting", "rounds", [](const LearnerOptions& o) { return static_cast<double>(o.boosting.rounds); },
     [](LearnerOptions& o, RandomStream& s, const TableSize&) {
       o.boosting.rounds = rounds_near(static_cast<double>(o.boosting.rounds) * by_factors(s, 0.4, 2.5));
     }},
    {"boosting", "depth", [](const LearnerOptions& o) { return static_cast<double>(o.boosting.max_depth); },
     [](LearnerOptions& o, RandomStream& s, const TableSize&) { o.boosting.max_depth = 2 + s.below(9); }},
    {"boosting", "min-child-weight", [](const LearnerOptions& o) { return o.boosting.min_child_weight; },
     [](LearnerOptions& o, RandomStream& s, const TableSize& t) {
       o.boosting.min_child_weight = by_factors(s, 0.05, std::clamp(tenth_of_positives(t), 2.0, 10.0));
     }},
    {"boosting", "lambda", [](const LearnerOptions& o) { return o.boosting.lambda; },
     [](LearnerOptions& o, RandomStream& s, const TableSize&) { o.boosting.lambda = by_factors(s, 0.1, 30); }},
    {"boosting", "subsample", [](const LearnerOptions& o) { return o.boosting.subsample; },
     [](LearnerOptions& o, RandomStream& s, const TableSize&) { o.boosting.subsample = between(s, 0.4, 1); }},
    {"boosting", "colsample", [](const LearnerOptions& o) { return o.boosting.colsample_bytree; },
     [](LearnerOptions& o, RandomStream& s, const TableSize&) { o.boosting.colsample_bytree = between(s, 0.3, 1); },
     [](const TableSize& t) { return t.features >= kLeastColumns; }},
    {"boosting", "scale-pos-weight", [](const LearnerOptions& o) { return o.boosting.scale_pos_weight; },
     [](LearnerOptions& o, RandomStream& s, const TableSize& t) {
       o.boosting.scale_pos_weight = by_factors(s, 1, negatives_per_positive(t));
     },
     [](const TableSize& t) { return negatives_per_positive(t) > 2; }},
    {"boosting", "label-lambda", [](const LearnerOptions& o) { return o.boosting.label_lambda; },
     [](LearnerOptions& o, RandomStream& s, const TableSize&) { o.boosting.label_lambda = by_factors(s, 1, 300); },
     [](const TableSize& t) { return t.has_labels; }},
};

std::span<const Knob> knobs_of(const std::string& classifier) {
  if (classifier == "forest") return kForestKnobs;
  return kBoostingKnobs;
}

std::vector<Setting> differences_from_defaults(const std::string& classifier, const LearnerOptions& learners) {
  std::vector<Setting> out;
  for (const Knob& knob : knobs_of(classifier)) {
    const double value = knob.value(learners);
    if (value == knob.value(LearnerOptions{})) continue;
    out.push_back({knob.option, knob.is_switch ? "" : all_digits(value)});
  }
  return out;
}

TuneCandidate draw(const CandidateSpace& space, std::size_t number, std::size_t attempt) {
  TuneCandidate out{number, space.classifiers[number % space.classifiers.size()]};
  if (number < space.classifiers.size()) return out;
  RandomStream stream(space.seed, numeric::Purpose::kCandidate, number, static_cast<std::uint32_t>(attempt));
  out.arm = stream.below(space.arms + (out.classifier == "boosting" ? space.arms_of_boosting : 0));
  for (const Knob& knob : knobs_of(out.classifier)) {
    if (knob.offered(space.table) && stream.below(2) == 1) knob.change(out.learners, stream, space.table);
  }
  out.settings = differences_from_defaults(out.classifier, out.learners);
  return out;
}

std::string identity(const TuneCandidate& candidate) {
  return candidate.classifier + " " + std::to_string(candidate.arm) + " " + settings_text(candidate);
}

}  // namespace

std::vector<TuneCandidate> draw_candidates(const CandidateSpace& space, std::size_t count) {
  std::vector<TuneCandidate> out;
  std::set<std::string> seen;
  for (std::size_t number = 0; number < count; ++number) {
    TuneCandidate drawn = draw(space, number, 0);
    for (std::size_t attempt = 1; attempt < kDraws && seen.contains(identity(drawn)); ++attempt) {
      drawn = draw(space, number, attempt);
    }
    seen.insert(identity(drawn));
    out.push_back(std::move(drawn));
  }
  return out;
}

std::string settings_text(const TuneCandidate& candidate) {
  std::string out;
  for (const Setting& setting : candidate.settings) {
    out.append(out.empty() ? "--" : " --").append(setting.option);
    if (!setting.value.empty()) out.append(" ").append(setting.value);
  }
  return out;
}

}  // namespace ballast::app
