// Several generators on one point set: each learns the same points as a table of columns x and y, at its defaults,
// makes as many, and is judged like a toy study. Diffusion is the toy study itself, with the paper's network.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "app/experiments/toy/toy_study.hpp"
#include "diffusion/generator.hpp"

namespace ballast::app {

struct ToyContender {
  std::string generator;
  numeric::Matrix<float> points;
  double mmd = 0;  // root of biased MMD^2 to the true points
};

struct ToyRivals {
  ToyOptions options;
  std::size_t dimensions = 0;
  numeric::Matrix<float> fresh;  // true points, which none of them learned
  std::vector<ToyContender> contenders;
  ToyMmd yardstick;                                     // between true samples
  std::vector<std::pair<std::string, double>> timings;  // "fit_vae", "sample_vae"; seconds

  double ratio(const ToyContender& contender) const { return contender.mmd / yardstick.true_median; }
};

// Throws Error on an unknown point set or generator, or too few points; Stopped. Same bits at any number of threads,
// the timings aside.
ToyRivals run_toy_rivals(const ToyOptions& options, const std::vector<std::string>& generators,
                         numeric::ThreadPool& pool, Observer& observer);

// For a person; summary.json, with one figure for each generator; "source,x[,y]" with the generator as source.
std::string toy_rivals_text(const ToyRivals& result);
std::string toy_rivals_json(const ToyRivals& result);
std::string toy_rivals_csv(const ToyRivals& result);

}  // namespace ballast::app
