#include "classifiers/forest/bootstrap.hpp"

#include <algorithm>

#include "engine/numeric/random.hpp"

namespace ballast::classifiers {

Bootstrap::Bootstrap(const ForestData& data, std::uint64_t seed) : data_(data), seed_(seed), draws_(data.y.size()) {}

void Bootstrap::draw(std::uint64_t tree, std::size_t slot, std::span<std::uint8_t> drawn, std::vector<InBag>& samples) {
  std::fill(draws_.begin(), draws_.end(), std::uint16_t{0});
  numeric::RandomStream random(seed_, numeric::Purpose::kBootstrap, tree);
  const std::size_t rows = draws_.size(), real = rows - data_.fresh;
  if (data_.draws_of_class != 0) {
    for (const std::vector<std::uint32_t>& of_class : data_.rows_of_class) {
      for (std::size_t i = 0; !of_class.empty() && i < data_.draws_of_class; ++i) {
        ++draws_[of_class[random.below(of_class.size())]];
      }
    }
  } else {
    for (std::size_t i = 0; i < rows; ++i) ++draws_[random.below(rows)];
  }
  samples.clear();
  for (std::size_t row = 0; row < rows; ++row) {
    if (row < drawn.size()) drawn[row] = draws_[row] != 0 ? 1 : 0;
    if (draws_[row] == 0 || (!data_.weight.empty() && data_.weight[row] == 0)) continue;
    const std::size_t place = row < real ? row : row + slot * data_.fresh;
    samples.push_back({static_cast<std::uint32_t>(place), draws_[row], static_cast<std::uint16_t>(data_.y[row])});
  }
  if (samples.empty()) {  // only rows of weight 0 were drawn: take the first that has weight
    const auto first = std::find_if(data_.weight.begin(), data_.weight.end(), [](std::int64_t w) { return w != 0; });
    const auto row = static_cast<std::uint32_t>(first - data_.weight.begin());
    samples.push_back({row, 1, static_cast<std::uint16_t>(data_.y[row])});
  }
}

}  // namespace ballast::classifiers
