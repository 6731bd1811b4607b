// What the masked diffusion can be told; zero means "from the rows and columns".
#pragma once

#include <cstddef>

#include "diffusion/codes/column_codes.hpp"
#include "diffusion/privacy/privacy_options.hpp"

namespace ballast::diffusion {

struct MaskedOptions {
  std::size_t hidden = 0;    // units, H
  std::size_t layers = 0;    // residual blocks, L
  std::size_t batch = 0;     // rows an update
  std::size_t updates = 0;   // at most
  double learning_rate = 0;  // its peak
  double ema_decay = 0.998;
  CodingOptions coding;
  PrivacyOptions privacy;  // private_training.hpp

  // With sizes for `rows` rows, `columns` columns and `codes` codes in all where they are zero.
  MaskedOptions resolved(std::size_t rows, std::size_t columns, std::size_t codes) const;
  // Throws Error that names an option out of range.
  void validate() const;

 private:
  void resolve_private(std::size_t rows);
};

}  // namespace ballast::diffusion
