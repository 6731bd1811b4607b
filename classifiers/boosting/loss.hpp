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
  squared         // the margin is the probability itself, but may leave 0 .. 1; two classes only
};

inline constexpr std::array<std::string_view, 2> kLossNames{"cross-entropy", "squared"};

constexpr std::string_view loss_name(Loss loss) noexcept {
  return kLossNames[static_cast<std::size_t>(loss)];
}

}  // namespace ballast::classifiers
