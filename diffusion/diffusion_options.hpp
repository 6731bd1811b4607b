// What can be chosen about the diffusion generator. The defaults are measured on the 394 frauds of a training part:
//   fidelity creditcard_random.csv.gz --target Class --positive 1 --drop Time
// says 28 or 29 of 29 columns within 15 % (seeds 42, 1, 2), for 1.5 s of processor time.
#pragma once

#include <cstddef>
#include <string>

#include "diffusion/sample_rows.hpp"
#include "diffusion/training/training.hpp"
#include "engine/files/archive.hpp"
#include "engine/tabular/features/transforms.hpp"
#include "nn/denoiser.hpp"

namespace ballast::diffusion {

struct DiffusionOptions {
  tabular::Scaling scaling = tabular::Scaling::quantile_normal;
  // The process: the paper's fraud model has 800 steps that end at T = 4.047, where 2 % of the data are left. Fewer
  // steps on the same line of variances end too early: 200 leave 36 %, and samples that start from N(0, 1) come out
  // too narrow.
  std::string schedule = "linear";
  std::size_t steps = 800;
  // The network: with v prediction (training.hpp) the answer 0 already has the right width, so no input skip is needed,
  // and more updates are worth more than width or depth.
  nn::DenoiserKind network = nn::DenoiserKind::plain_silu;
  std::size_t hidden = 128, layers = 2, embedding = 128;
  std::string embedded_column;  // of the residual network: enters as an embedding of its value (the paper's Amount)
  TrainingOptions training;
  SamplingOptions sampling;
  // One network for each of so many clusters of the rows (clusters.hpp); 1: one for all; 0: as many as the rows
  // suggest.
  std::size_t clusters = 1;
  // 1: rows are made from pure noise. Below 1 they start as rows that were learned from, noised to that fraction of the
  // N steps (sample_rows.hpp): a dial between copying and inventing. The generator then keeps its rows.
  double noise_level = 1.0;
  // How strongly rows are kept away from other classes (guided_noise.hpp); 0: not at all. Doubles the work of sampling.
  double away_from_majority = 0.0;

  // Throws Error naming the first option out of range.
  void validate() const;
  // The step that noise_level stands for: the nearest in 1 .. N.
  std::size_t starting_step() const;
  nn::DenoiserConfig network_config(std::size_t columns) const;

  void save(files::ArchiveWriter out) const;  // scaling apart, which the transform knows
  static DiffusionOptions load(const files::ArchiveReader& in);
};

}  // namespace ballast::diffusion
