// What can be chosen about the diffusion generator. The defaults are measured (bench/fidelity_bench.cpp prints the
// figures); docs/decisions.md says what else was tried.
#pragma once

#include <cstddef>
#include <string>

#include "diffusion/sample_rows.hpp"
#include "diffusion/training.hpp"
#include "engine/files/archive.hpp"
#include "engine/tabular/transforms.hpp"
#include "nn/denoiser.hpp"

namespace ballast::diffusion {

struct DiffusionOptions {
  tabular::Scaling scaling = tabular::Scaling::quantile_normal;
  // The process: the paper's fraud model has 800 steps that end at T = 4.047, where 2 % of the data are left. Fewer
  // steps on the same line of variances end too early: 200 leave 36 %, and samples that start from N(0, 1) come out
  // too narrow.
  std::string schedule = "linear";
  std::size_t steps = 800;
  // The network: the input skip of residual_gelu is worth more than width or depth.
  nn::DenoiserKind network = nn::DenoiserKind::residual_gelu;
  std::size_t hidden = 128, layers = 2, embedding = 128;
  TrainingOptions training;
  SamplingOptions sampling;

  // Throws Error naming the first option out of range.
  void validate() const;
  nn::DenoiserConfig network_config(std::size_t columns) const;

  void save(files::ArchiveWriter out) const;  // scaling apart, which the transform knows
  static DiffusionOptions load(const files::ArchiveReader& in);
};

}  // namespace ballast::diffusion
