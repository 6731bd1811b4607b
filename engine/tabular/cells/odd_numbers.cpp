// Finds the style of most texts: that of all which hold a digit, or else the one of some text that reads the most.
#include "engine/tabular/cells/odd_numbers.hpp"

#include <algorithm>

#include "engine/tabular/cells/number_style.hpp"

namespace ballast::tabular {
namespace {

bool has_digit(const std::string& text) {
  return text.find_first_of("0123456789") != std::string::npos;
}

std::vector<NumberStyle> likely_styles(std::span<const std::string> texts, char decimal) {
  constexpr std::size_t kAsked = 64;
  std::vector<std::string> with_digits;
  std::ranges::copy_if(texts, std::back_inserter(with_digits), has_digit);
  std::vector<NumberStyle> out = styles_that_read(with_digits, decimal);
  if (!out.empty()) return out;
  const std::size_t step = std::max<std::size_t>(1, with_digits.size() / kAsked);
  for (std::size_t i = 0; i < with_digits.size(); i += step) {
    for (NumberStyle& style : styles_that_read({&with_digits[i], 1}, decimal)) {
      if (std::ranges::find(out, style) == out.end()) out.push_back(std::move(style));
    }
  }
  return out;
}

}  // namespace

std::vector<std::string> odd_among_numbers(std::span<const std::string> texts, char decimal) {
  std::vector<std::string> fewest(texts.begin(), texts.end());
  for (const NumberStyle& style : likely_styles(texts, decimal)) {
    std::vector<std::string> odd;
    std::ranges::copy_if(texts, std::back_inserter(odd),
                         [&](const std::string& text) { return !parse_styled(text, style); });
    if (odd.size() < fewest.size()) fewest = std::move(odd);
  }
  return 2 * fewest.size() < texts.size() ? fewest : std::vector<std::string>{};
}

}  // namespace ballast::tabular
