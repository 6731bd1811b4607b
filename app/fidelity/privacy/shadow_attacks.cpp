// Each record's shadows as its own measure.
#include "app/fidelity/privacy/shadow_attacks.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <numeric>
#include <optional>

#include "app/fidelity/privacy/exact_interval.hpp"
#include "app/fidelity/privacy/membership.hpp"
#include "app/study/statistics.hpp"

namespace ballast::app::fidelity {
namespace {

// Count, mean and squares of what some shadows say of a record.
struct Tally {
  double n = 0, sum = 0, squares = 0;

  void add(double value, double times = 1) {
    n += times;
    sum += times * value;
    squares += times * value * value;
  }
  Tally without(double value) const {
    Tally out = *this;
    out.add(value, -1);
    return out;
  }
  double mean() const { return sum / n; }
  double spread() const { return std::max(0.0, squares - sum * sum / n); }  // sum of squares about the mean
  double variance() const { return spread() / (n - 1); }
};

struct Sides {
  Tally in, out;
};

// Values are taken from the record's mean, so that squares keep their digits.
struct Record {
  std::vector<double> said;
  Sides sides;
};

Record record_of(const ShadowSignal& signal, const numeric::Matrix<std::uint8_t>& learned, std::size_t r) {
  Record out;
  const auto all = signal.said.row(r);
  const double centre = std::accumulate(all.begin(), all.end(), 0.0) / static_cast<double>(all.size());
  for (std::size_t k = 0; k < all.size(); ++k) {
    out.said.push_back(all[k] - centre);
    (learned(r, k) != 0 ? out.sides.in : out.sides.out).add(out.said.back());
  }
  return out;
}

// A deviation below a hundredth of what is usual is rounding, and would make an alarm of nothing.
double least_variance(const ShadowSignal& signal, const numeric::Matrix<std::uint8_t>& learned) {
  double sum = 0;
  for (std::size_t r = 0; r < signal.said.rows(); ++r) sum += record_of(signal, learned, r).sides.out.variance();
  const double usual = sum / static_cast<double>(signal.said.rows());
  return usual > 0 ? 1e-4 * usual : 1;
}

double unusual(double said, const Sides& others, double least) {
  return (said - others.out.mean()) / std::sqrt(std::max(others.out.variance(), least));
}

double ratio(double said, const Sides& others, double least) {
  const Tally &in = others.in, &out = others.out;
  const double variance = std::max((in.spread() + out.spread()) / (in.n + out.n - 2), least);
  const double to_in = said - in.mean(), to_out = said - out.mean();
  return (to_out * to_out - to_in * to_in) / (2 * variance);
}

// Scores of records in shadows that learned them, and in those that did not.
struct Scores {
  std::vector<double> members, others;
};

Scores scores_by(double (*attack)(double, const Sides&, double), const ShadowSignal& signal,
                 const numeric::Matrix<std::uint8_t>& learned) {
  const double least = least_variance(signal, learned);
  Scores out;
  for (std::size_t r = 0; r < signal.said.rows(); ++r) {
    const Record record = record_of(signal, learned, r);
    for (std::size_t k = 0; k < record.said.size(); ++k) {
      const bool member = learned(r, k) != 0;
      Sides others = record.sides;
      Tally& own = member ? others.in : others.out;
      own = own.without(record.said[k]);
      (member ? out.members : out.others).push_back(attack(record.said[k], others, least));
    }
  }
  return out;
}

// Of as many trials as there are records.
Value rate_at(const Scores& scores, double level, std::size_t records) {
  const double rate = true_positive_rate(scores.members, scores.others, level).value;
  const auto hits = static_cast<std::size_t>(std::llround(rate * static_cast<double>(records)));
  return {rate, clopper_pearson(hits, records)};
}

double auc_of_scores(const Scores& scores) {
  std::vector<double> all = scores.members;
  all.insert(all.end(), scores.others.begin(), scores.others.end());
  return membership_auc(all, scores.members.size());
}

ShadowAttack attack_of(const std::string& way, const std::string& name, const ShadowSignal& signal,
                       const Scores& scores) {
  const std::size_t records = signal.said.rows();
  return {signal.id + "_" + way,
          signal.name + ", " + name,
          {auc_of_scores(scores)},
          rate_at(scores, kHundredth, records),
          rate_at(scores, kThousandth, records)};
}

// Welch's test of two means; 1 where nothing varies and nothing differs.
double welch_p(const Sides& sides) {
  const double in = sides.in.variance() / sides.in.n, out = sides.out.variance() / sides.out.n;
  const double gap = std::fabs(sides.in.mean() - sides.out.mean());
  if (!(in + out > 0)) return gap > 0 ? 0 : 1;
  const double degrees = (in + out) * (in + out) / (in * in / (sides.in.n - 1) + out * out / (sides.out.n - 1));
  const boost::math::students_t t(degrees);
  return 2 * cdf(complement(t, gap / std::sqrt(in + out)));
}

}  // namespace

std::vector<ShadowAttack> shadow_attacks(const ShadowSignal& signal, const numeric::Matrix<std::uint8_t>& learned) {
  return {attack_of("unusual", "beside shadows without the row", signal, scores_by(unusual, signal, learned)),
          attack_of("ratio", "likelihood ratio", signal, scores_by(ratio, signal, learned))};
}

std::vector<ExposedRecord> exposed_records(const std::vector<ShadowSignal>& signals,
                                           const numeric::Matrix<std::uint8_t>& learned) {
  std::vector<ExposedRecord> all;
  std::vector<std::optional<double>> p;
  for (const ShadowSignal& signal : signals) {
    for (std::size_t r = 0; r < learned.rows(); ++r) {
      Sides sides;
      for (std::size_t k = 0; k < learned.columns(); ++k) {
        (learned(r, k) != 0 ? sides.in : sides.out).add(signal.said(r, k));
      }
      const Sides centred = record_of(signal, learned, r).sides;
      all.push_back({r, signal.id, sides.in.mean(), sides.out.mean(), welch_p(centred)});
      p.emplace_back(all.back().p);
    }
  }
  const std::vector<std::optional<double>> corrected = holm(p);
  for (std::size_t i = 0; i < all.size(); ++i) all[i].p_holm = *corrected[i];
  std::ranges::stable_sort(all, {}, &ExposedRecord::p);
  std::vector<ExposedRecord> out;
  std::vector<std::uint8_t> seen(learned.rows(), 0);
  for (const ExposedRecord& one : all) {
    if (std::exchange(seen[one.record], 1) == 0) out.push_back(one);
  }
  return out;
}

}  // namespace ballast::app::fidelity
