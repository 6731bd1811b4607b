// MaskedGenerator: the absorbing ("masked") diffusion over codes as a generator of table rows.
//
//   fit      rows -> codes (codes/table_codes.hpp) -> a network learns every column from any others
//   sample   all cells hidden -> revealed one after another (reveal.hpp) -> values of their codes
//
// Noise is hiding, denoising is revealing: docs/masked.md.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "diffusion/codes/table_codes.hpp"
#include "diffusion/generator.hpp"
#include "diffusion/masked/masked_options.hpp"
#include "diffusion/masked/masked_training.hpp"
#include "diffusion/privacy/privacy_spent.hpp"
#include "diffusion/questions.hpp"
#include "nn/code_network.hpp"

namespace ballast::diffusion {

class MaskedGenerator final : public Generator, public Answering {
 public:
  static constexpr std::size_t kFewestRows = 10;

  // Throws Error on options out of range.
  explicit MaskedGenerator(const MaskedOptions& options = {});

  std::string_view kind() const override { return "masked"; }
  // Throws Error on fewer than kFewestRows rows, or fewer than the promise of `privacy` bears.
  void fit(const tabular::Table& rows, std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer) override;
  tabular::Table sample(std::uint64_t first, std::size_t count, std::uint64_t seed, numeric::ThreadPool& pool,
                        Observer& observer) const override;
  tabular::Table sample_where(std::span<const CellCondition> conditions, std::uint64_t first, std::size_t count,
                              std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer) const override;
  tabular::Table impute(const tabular::Table& rows, Fill fill, std::size_t draw, std::uint64_t seed,
                        numeric::ThreadPool& pool, Observer& observer) const override;
  std::vector<double> log_likelihood(const tabular::Table& rows, std::size_t orders, std::uint64_t seed,
                                     numeric::ThreadPool& pool, Observer& observer) const override;
  std::vector<ConditionChance> chances(std::span<const CellCondition> conditions, numeric::ThreadPool& pool,
                                       Observer& observer) const override;
  RowTrace trace(std::span<const CellCondition> conditions, std::uint64_t row, std::uint64_t seed,
                 numeric::ThreadPool& pool, Observer& observer) const override;
  const tabular::Schema& schema() const override { return codes_.schema(); }
  const PrivacySpent* privacy() const override { return privacy_.is_promised() ? &privacy_ : nullptr; }
  void save(files::ArchiveWriter out) const override;
  static std::unique_ptr<MaskedGenerator> load(const files::ArchiveReader& in);
  std::string describe() const override;

  const TableCodes& codes() const { return codes_; }
  const MaskedTraining& training() const { return training_; }

 private:
  // With a promise to each row: nothing of the rows gets in but what is noised (private_coding.hpp,
  // private_training.hpp).
  void fit_privately(const tabular::Table& rows, std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer);
  // A fresh network for the codes; returns the ranks of all codes.
  std::vector<double> start_network(std::uint64_t seed, Observer& observer);
  void check_cost(std::span<const std::uint32_t> counts, Observer& observer) const;
  void say_unrelated(std::span<const std::uint32_t> unrelated, Observer& observer) const;
  double entropy_of(std::span<const std::uint32_t> columns) const;
  // Of each column of the table: its place among the learned ones, or their number.
  std::vector<std::size_t> learned_places() const;
  std::string private_lines() const;
  void decode(const CodeRows& rows, std::span<const std::uint64_t> numbers, std::uint64_t seed, tabular::Table& out,
              numeric::ThreadPool& pool) const;

  MaskedOptions wanted_, options_;  // as given; as resolved for the rows
  TableCodes codes_;
  std::unique_ptr<nn::CodeNetwork<float>> network_;  // none if every column is constant
  MaskedTraining training_;                          // empty of a private one: losses tell of rows
  PrivacySpent privacy_ = {};
  std::size_t rows_ = 0;  // trained on
  std::uint64_t seed_ = 0, id_ = 0;
};

}  // namespace ballast::diffusion
