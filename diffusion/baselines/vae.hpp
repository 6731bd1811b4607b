// Variational autoencoder as a generator of table rows (Kingma & Welling 2014; for tables TVAE, Xu et al. 2019):
//
//   fit     rows -> RowTransform (quantile-normal) -> encoder and decoder, trained together -> the decoder
//   sample  x_k = decoder(z_k) + width e_k,   z_k, e_k ~ N(0, 1), addressed by (seed, k) -> inverse transform
//
// The decoder's noise is sampled: its mean alone is what rows have in common, and comes out too narrow.
// vae_training.hpp has the loss. Left out on purpose: TVAE's mode-specific columns, for which the transform stands.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "diffusion/baselines/vae_training.hpp"
#include "diffusion/generator.hpp"
#include "engine/tabular/transforms.hpp"

namespace ballast::diffusion {

class Vae final : public Generator {
 public:
  static constexpr std::size_t kFewestRows = 10;

  // Throws Error on options out of range.
  explicit Vae(const VaeOptions& options = {});

  std::string_view kind() const override { return "vae"; }
  // Throws Error on fewer than kFewestRows rows.
  void fit(const tabular::Table& rows, std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer) override;
  tabular::Table sample(std::uint64_t first, std::size_t count, std::uint64_t seed, numeric::ThreadPool& pool,
                        Observer& observer) const override;
  const tabular::Schema& schema() const override { return transform_.schema(); }
  void save(files::ArchiveWriter out) const override;
  static std::unique_ptr<Vae> load(const files::ArchiveReader& in);
  std::string describe() const override;

  std::span<const float> loss_history() const { return loss_; }

 private:
  VaeOptions wanted_, options_;  // as given; as resolved for the rows
  tabular::RowTransform transform_;
  std::unique_ptr<VaeDecoder> decoder_;  // none if every column is constant
  std::vector<float> loss_;
  std::size_t rows_ = 0;  // trained on
  std::uint64_t seed_ = 0, id_ = 0;
};

}  // namespace ballast::diffusion
