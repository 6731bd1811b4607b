// How well membership attacks do: on as many rows that the generator learned as on rows that it has not seen.
//
// What counts is whether anybody is exposed, not the average record: the share of members that an attack names while
// being wrong about one in a hundred (one in a thousand) others (Carlini and others 2022). Chance names as few members.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "app/fidelity/figure.hpp"
#include "app/fidelity/privacy/membership_attacks.hpp"

namespace ballast::app::fidelity {

// The true positive rate at the lowest threshold whose false positive rate is at most `level`, equal scores together;
// with the exact interval at that threshold.
Value true_positive_rate(const std::vector<double>& members, const std::vector<double>& others, double level);

// False alarms at which attacks are judged.
inline constexpr double kHundredth = 0.01, kThousandth = 0.001;

// Of scores of members, then of others.
double membership_auc(const std::vector<double>& scores, std::size_t members);

struct AttackOutcome {
  std::string id, name;
  Value auc, at_hundredth, at_thousandth;
};

struct Membership {
  std::size_t members = 0, others = 0, reference = 0;
  std::vector<AttackOutcome> attacks;  // the ensemble is the last
};

// learned: rows that the generator learned from; unseen: others of the same population, which the attacker lacks;
// reference: more of them, which the attacker has; half of these show what scores others get. As many of the learned
// rows are drawn as there are unseen, at most 5,000 each. Tables under one schema, of at least two rows.
Membership audit_membership(const tabular::Table& learned, const tabular::Table& unseen,
                            const tabular::Table& reference, const tabular::Table& synthetic, std::uint64_t seed,
                            numeric::ThreadPool& pool, Observer& observer);

}  // namespace ballast::app::fidelity
