// What was promised to each row, and what the promise was made of; a generator's file holds it.
#pragma once

#include <cstddef>
#include <string>

#include "engine/files/archive.hpp"

namespace ballast::diffusion {

struct PrivacySpent {
  double epsilon = 0, delta = 0;  // reached
  std::size_t about_rows = 0;     // their noised number
  bool secret_noise = false;
  double count_sigma = 0;     // noise of each count of rows
  std::size_t counts = 0;     // how often a row was counted
  double label_delta = 0;     // what of delta went to finding labels
  double gradient_sigma = 0;  // noise of a gradient, of a row's longest
  double sample_rate = 0;     // the probability that a step draws a row
  std::size_t steps = 0;

  bool is_promised() const { return epsilon > 0; }
  // "(epsilon 3, delta 1e-05) for each row"; with a warning unless the noise is secret. Empty if nothing is promised.
  std::string text() const;

  // about_rows apart, which is the generator's own.
  void save(files::ArchiveWriter out) const;
  // Throws Error on numbers that nothing could have been promised with.
  static PrivacySpent load(const files::ArchiveReader& in);
};

}  // namespace ballast::diffusion
