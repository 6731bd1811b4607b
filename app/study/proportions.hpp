// Statistics of one split: how sure a share of few counts is, and whether two classifiers that judged the same rows
// differ. Repeated splits are in statistics.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace ballast::app {

struct Interval {
  double low = 0, high = 1;
};

// Wilson's two-sided 95 % score interval of a share (Wilson 1927; Brown, Cai and DasGupta 2001 recommend it for small
// counts). Of nothing at all it is [0, 1]. Requires: hits <= trials.
Interval wilson_interval(std::size_t hits, std::size_t trials);

// McNemar's test (1947) in its exact form: of the rows that one decision gets right and the other wrong, are both kinds
// equally likely? Two-sided binomial test at 1/2; 1 where there are none.
struct McNemar {
  std::size_t gained = 0, lost = 0;  // rows right with b and wrong with a, and the reverse
  double p = 1;
};
McNemar mcnemar(std::size_t gained, std::size_t lost);

// The same from the decisions of a and b on rows with truth y (all 0 or 1), over the rows with y = 1 alone if asked so.
McNemar mcnemar(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b, std::span<const std::int32_t> y,
                bool positives_only);

}  // namespace ballast::app
