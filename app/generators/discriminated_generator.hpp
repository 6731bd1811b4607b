// DiscriminatedGenerator: a generator whose rows are picked by a discriminator.
//
//   fit      the generator learns the rows; a discriminator learns to tell them from rows that it makes
//   sample   row n is one of the generator's rows n k .. n k + k - 1, its proposals, drawn with probability
//            w_i / (w_1 + .. + w_k),  w = p_real / p_made  as the discriminator has it
//
// That is sampling-importance-resampling (Rubin 1987) with the weights of Grover et al. 2019: with many proposals rows
// have the density p_made w. Where discriminator rejection (Azadi et al. 2019) draws until a row is accepted, each row
// here costs k proposals and is a function of (generator, seed, n) alone.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/generators/discriminator.hpp"
#include "diffusion/generator.hpp"
#include "diffusion/questions.hpp"

namespace ballast::app {

class DiscriminatedGenerator final : public diffusion::Generator, public diffusion::Answering {
 public:
  static constexpr std::size_t kMostProposals = 64;

  // proposals: 2 .. kMostProposals.
  DiscriminatedGenerator(std::unique_ptr<diffusion::Generator> proposes, std::size_t proposals);

  std::string_view kind() const override { return proposes_->kind(); }
  // Notes what the discriminator can tell. Where that is next
  // to nothing there is none, and rows are the generator's own.
  void fit(const tabular::Table& rows, std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer) override;
  tabular::Table sample(std::uint64_t first, std::size_t count, std::uint64_t seed, numeric::ThreadPool& pool,
                        Observer& observer) const override;
  // Of proposals that fulfil the conditions.
  tabular::Table sample_where(std::span<const diffusion::CellCondition> conditions, std::uint64_t first,
                              std::size_t count, std::uint64_t seed, numeric::ThreadPool& pool,
                              Observer& observer) const override;
  diffusion::RowTrace trace(std::span<const diffusion::CellCondition> conditions, std::uint64_t row, std::uint64_t seed,
                            numeric::ThreadPool& pool, Observer& observer) const override;
  // These three are the generator's own: the discriminator has no part in them.
  tabular::Table impute(const tabular::Table& rows, Fill fill, std::size_t draw, std::uint64_t seed,
                        numeric::ThreadPool& pool, Observer& observer) const override;
  std::vector<diffusion::ConditionChance> chances(std::span<const diffusion::CellCondition> conditions,
                                                  numeric::ThreadPool& pool, Observer& observer) const override;
  std::vector<double> log_likelihood(const tabular::Table& rows, std::size_t orders, std::uint64_t seed,
                                     numeric::ThreadPool& pool, Observer& observer) const override;

  const tabular::Schema& schema() const override { return proposes_->schema(); }
  const diffusion::PrivacySpent* privacy() const override { return proposes_->privacy(); }
  void save(files::ArchiveWriter out) const override;
  std::string describe() const override;

  const std::optional<Discriminator>& discriminator() const { return discriminator_; }

  // The generator of the archive, with its discriminator if there is one. Throws Error as diffusion::load_generator.
  static std::unique_ptr<diffusion::Generator> load(const files::ArchiveReader& in);

 private:
  // count x k proposals of the rows from `first` on.
  tabular::Table propose(std::span<const diffusion::CellCondition> conditions, std::uint64_t first, std::size_t count,
                         std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer) const;
  // Of each row the place among its proposals of the one that is picked.
  std::vector<std::size_t> pick(const tabular::Table& proposals, std::uint64_t first, std::uint64_t seed,
                                numeric::ThreadPool& pool) const;

  std::unique_ptr<diffusion::Generator> proposes_;
  std::size_t proposals_;
  std::optional<Discriminator> discriminator_;
  std::uint64_t id_ = 0;
};

}  // namespace ballast::app
