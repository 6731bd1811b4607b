// Generative adversarial network as a generator of table rows (Goodfellow et al. 2014; for tables CTGAN, Xu et al.
// 2019):
//
//   fit     rows -> RowTransform (quantile-normal) -> generator and discriminator, trained in turn -> the generator
//   sample  x_k = generator(z_k),   z_k ~ N(0, 1), addressed by (seed, k) -> inverse transform
//
// gan_training.hpp has the losses and what keeps them steady. Left out on purpose: CTGAN's conditions (there is one
// class) and its mode-specific columns, for which the transform stands.
#pragma once

#include <string>
#include <vector>

#include "diffusion/baselines/gan_training.hpp"
#include "diffusion/baselines/latent_generator.hpp"

namespace ballast::diffusion {

struct GanMethod {
  using Options = GanOptions;
  using Network = GanGenerator;
  static constexpr const char* kKind = "gan";
  static constexpr const char* kName = "generative adversarial network";
  static constexpr const char* kPart = "maker";
  static constexpr auto kTrain = train_gan;  // the losses are the discriminator's

  static std::vector<float> widths(const GanGenerator& /*generator*/) { return {}; }
  static void save(const GanOptions& options, files::ArchiveWriter& out);
  static void load(GanOptions& options, const files::ArchiveReader& in);
  static std::string describe(const GanOptions& options);
};

using Gan = LatentGenerator<GanMethod>;

}  // namespace ballast::diffusion
