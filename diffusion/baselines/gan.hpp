// Generative adversarial network as a generator of table rows (Goodfellow et al. 2014; for tables CTGAN, Xu et al.
// 2019):
//
//   fit     rows -> RowTransform (quantile-normal) -> maker and critic, trained in turn -> the maker
//   sample  x_k = maker(z_k),   z_k ~ N(0, 1), addressed by (seed, k) -> inverse transform
//
// gan_training.hpp has the losses and what keeps them steady. Left out on purpose: CTGAN's conditions (there is one
// class) and its mode-specific columns, for which the transform stands.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "diffusion/baselines/gan_training.hpp"
#include "diffusion/generator.hpp"
#include "engine/tabular/transforms.hpp"

namespace ballast::diffusion {

class Gan final : public Generator {
 public:
  static constexpr std::size_t kFewestRows = 10;

  // Throws Error on options out of range.
  explicit Gan(const GanOptions& options = {});

  std::string_view kind() const override { return "gan"; }
  // Throws Error on fewer than kFewestRows rows.
  void fit(const tabular::Table& rows, std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer) override;
  tabular::Table sample(std::uint64_t first, std::size_t count, std::uint64_t seed, numeric::ThreadPool& pool,
                        Observer& observer) const override;
  const tabular::Schema& schema() const override { return transform_.schema(); }
  void save(files::ArchiveWriter out) const override;
  static std::unique_ptr<Gan> load(const files::ArchiveReader& in);
  std::string describe() const override;

  // Of the critic.
  std::span<const float> loss_history() const { return loss_; }

 private:
  GanOptions wanted_, options_;  // as given; as resolved for the rows
  tabular::RowTransform transform_;
  std::unique_ptr<GanMaker> maker_;  // none if every column is constant
  std::vector<float> loss_;
  std::size_t rows_ = 0;  // trained on
  std::uint64_t seed_ = 0, id_ = 0;
};

}  // namespace ballast::diffusion
