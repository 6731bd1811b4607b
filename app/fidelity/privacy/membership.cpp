#include "app/fidelity/privacy/membership.hpp"

#include <algorithm>

#include "app/fidelity/learned/auc_interval.hpp"
#include "app/fidelity/privacy/exact_interval.hpp"
#include "app/fidelity/yardsticks.hpp"
#include "classifiers/judge/metrics.hpp"

namespace ballast::app::fidelity {
namespace {

constexpr std::size_t kMostRecords = 5000;  // of each kind
constexpr std::size_t kMostSynthetic = 40'000;

std::vector<double> descending(std::vector<double> scores) {
  std::sort(scores.begin(), scores.end(), std::greater<>());
  return scores;
}

AttackOutcome outcome_of(const Attack& attack, std::size_t members) {
  const auto border = attack.scores.begin() + static_cast<std::ptrdiff_t>(members);
  const std::vector<double> learned(attack.scores.begin(), border), unseen(border, attack.scores.end());
  return {attack.id, attack.name, auc_value(membership_auc(attack.scores, members), learned.size(), unseen.size()),
          true_positive_rate(learned, unseen, kHundredth), true_positive_rate(learned, unseen, kThousandth)};
}

}  // namespace

// Ranks are of equal order, and float32 holds them apart.
double membership_auc(const std::vector<double>& scores, std::size_t members) {
  std::vector<float> ranks;
  for (const double rank : normalised_ranks(scores)) ranks.push_back(static_cast<float>(rank));
  std::vector<std::int32_t> is_member(scores.size(), 0);
  std::fill_n(is_member.begin(), members, 1);
  return classifiers::roc_auc(ranks, is_member);
}

Value true_positive_rate(const std::vector<double>& members, const std::vector<double>& others, double level) {
  const std::vector<double> m = descending(members), o = descending(others);
  const auto allowed = static_cast<std::size_t>(level * static_cast<double>(o.size()));
  // Above the first score of others that is one too many, all are allowed.
  const auto named =
      allowed >= o.size() ? m.end() : std::ranges::partition_point(m, [&](double score) { return score > o[allowed]; });
  const auto hits = static_cast<std::size_t>(named - m.begin());
  return {static_cast<double>(hits) / static_cast<double>(m.size()), clopper_pearson(hits, m.size())};
}

Membership audit_membership(const tabular::Table& learned, const tabular::Table& unseen,
                            const tabular::Table& reference, const tabular::Table& synthetic, std::uint64_t seed,
                            numeric::ThreadPool& pool, Observer& observer) {
  Membership out;
  const std::size_t each = std::min({learned.rows(), unseen.rows(), kMostRecords});
  tabular::Table records = drawn_rows(learned, each, seed, 5);
  records.append(drawn_rows(unseen, each, seed, 6));
  out.members = out.others = each;
  out.reference = reference.rows();
  const tabular::Table shown = drawn_rows(synthetic, kMostSynthetic, seed, 7);
  const Halves parts = halves(reference, seed + 2);
  const tabular::Table others = drawn_rows(parts.second, kMostRecords, seed, 19);
  for (const Attack& attack : membership_attacks(records, {shown, parts.first, others}, seed, pool, observer)) {
    out.attacks.push_back(outcome_of(attack, each));
  }
  return out;
}

}  // namespace ballast::app::fidelity
