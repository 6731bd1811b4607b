// What boosting minimises, by name. objective.hpp says what each is; a model remembers it, for it says what margins
// mean.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ballast::classifiers {

enum class Loss : std::uint8_t {
  cross_entropy,  // margins are log-odds of two classes (logistic), logits of more (softmax)
  squared,        // the margin is the probability itself, but may leave 0 .. 1; two classes only
  focal           // the margin rises with the probability, by a link of its own; two classes only
};

inline constexpr std::array<std::string_view, 3> kLossNames{"cross-entropy", "squared", "focal"};

// How much less than in cross-entropy rows count that are told right already, in focal loss; 0 is cross-entropy.
struct Focusing {
  double positives = 2, others = 2;
  bool operator==(const Focusing&) const = default;
};

constexpr std::string_view loss_name(Loss loss) noexcept {
  return kLossNames[static_cast<std::size_t>(loss)];
}

}  // namespace ballast::classifiers
