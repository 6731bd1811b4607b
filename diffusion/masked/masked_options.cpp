#include "diffusion/masked/masked_options.hpp"

#include <algorithm>

#include "diffusion/option_ranges.hpp"

namespace ballast::diffusion {

MaskedOptions MaskedOptions::resolved(std::size_t rows, std::size_t columns, std::size_t) const {
  MaskedOptions out = *this;
  if (out.hidden == 0) out.hidden = columns < 20 ? 128 : 256;
  if (out.layers == 0) out.layers = 3;
  if (out.batch == 0) out.batch = std::clamp<std::size_t>(rows / 8, 64, 512);
  // So many rows are looked at in all: many times each of a few, a few times each of many.
  const std::size_t looks = std::clamp<std::size_t>(rows * 60, 100'000, 2'000'000);
  if (out.updates == 0) out.updates = looks / out.batch;
  if (out.learning_rate == 0) out.learning_rate = 2e-3;
  return out;
}

void MaskedOptions::validate() const {
  const auto check = [](std::string_view name, const Range& range, double value) {
    if (value != 0) require_option("masked", name, range, value);
  };
  check("hidden", kHiddenRange, static_cast<double>(hidden));
  check("layers", kLayersRange, static_cast<double>(layers));
  check("batch", kBatchRange, static_cast<double>(batch));
  check("updates", kUpdatesRange, static_cast<double>(updates));
  check("learning_rate", kLearningRateRange, learning_rate);
}

}  // namespace ballast::diffusion
