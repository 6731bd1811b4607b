#include "diffusion/masked/masked_options.hpp"

#include <algorithm>

#include "diffusion/option_ranges.hpp"

namespace ballast::diffusion {

MaskedOptions MaskedOptions::resolved(std::size_t rows, std::size_t columns, std::size_t) const {
  MaskedOptions out = *this;
  if (privacy.is_on()) out.resolve_private(rows);
  if (out.hidden == 0) out.hidden = columns < 20 ? 128 : 256;
  if (out.layers == 0) out.layers = 3;
  if (out.batch == 0) out.batch = std::clamp<std::size_t>(rows / 8, 64, 512);
  // So many rows are looked at in all: many times each of a few, a few times each of many.
  const std::size_t looks = std::clamp<std::size_t>(rows * 120, 100'000, 2'000'000);
  if (out.updates == 0) out.updates = looks / out.batch;
  if (out.learning_rate == 0) out.learning_rate = 2e-3;
  return out;
}

// Noise is added to every parameter at every step: a smaller network, and few large batches.
void MaskedOptions::resolve_private(std::size_t rows) {
  if (hidden == 0) hidden = 64;
  if (layers == 0) layers = 2;
  if (batch == 0) batch = std::clamp<std::size_t>(rows / 16, 64, 4096);
  if (updates == 0) updates = 1000;
  if (learning_rate == 0) learning_rate = 2e-3;
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
  privacy.validate();
}

}  // namespace ballast::diffusion
