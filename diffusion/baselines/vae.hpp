// Variational autoencoder as a generator of table rows (Kingma & Welling 2014; for tables TVAE, Xu et al. 2019):
//
//   fit     rows -> RowTransform (quantile-normal) -> encoder and decoder, trained together -> the decoder
//   sample  x_k = decoder(z_k) + width e_k,   z_k, e_k ~ N(0, 1), addressed by (seed, k) -> inverse transform
//
// The decoder's noise is sampled: its mean alone is what rows have in common, and comes out too narrow.
// vae_training.hpp has the loss. Left out on purpose: TVAE's mode-specific columns, for which the transform stands.
#pragma once

#include <string>
#include <vector>

#include "diffusion/baselines/latent_generator.hpp"
#include "diffusion/baselines/vae_training.hpp"

namespace ballast::diffusion {

struct VaeMethod {
  using Options = VaeOptions;
  using Network = VaeDecoder;
  static constexpr const char* kKind = "vae";
  static constexpr const char* kName = "variational autoencoder";
  static constexpr const char* kPart = "decoder";
  static constexpr auto kTrain = train_vae;

  static std::vector<float> widths(const VaeDecoder& decoder) { return decoder.widths(); }
  static void save(const VaeOptions& options, files::ArchiveWriter& out);
  static void load(VaeOptions& options, const files::ArchiveReader& in);
  static std::string describe(const VaeOptions& options);
};

using Vae = LatentGenerator<VaeMethod>;

}  // namespace ballast::diffusion
