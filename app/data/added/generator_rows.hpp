// GeneratorRows: a generator as a source of rows for learners: the one place where the two meet. Row k of draw d is row
// d n + k of the generator's table, encoded as the training set is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "app/data/fresh_draws.hpp"
#include "classifiers/row_source.hpp"
#include "diffusion/generator.hpp"
#include "engine/tabular/features/features.hpp"

namespace ballast::app {

class GeneratorRows final : public classifiers::RowSource {
 public:
  // Positives. Borrows the encoder.
  GeneratorRows(std::shared_ptr<const diffusion::Generator> generator, const tabular::FeatureEncoder& encoder,
                std::uint64_t seed, const FreshDraws& fresh)
      : generator_(std::move(generator)), encoder_(encoder), seed_(seed), fresh_(fresh) {}

  std::size_t rows() const override { return fresh_.rows; }
  std::int32_t label() const override { return 1; }
  float weight() const override { return static_cast<float>(fresh_.weight); }
  void fill(std::uint64_t first, numeric::MatrixView<double> out, numeric::ThreadPool& pool) const override;

 private:
  numeric::Matrix<double> make(std::uint64_t draw, std::size_t draws, numeric::ThreadPool& pool) const;

  std::shared_ptr<const diffusion::Generator> generator_;
  const tabular::FeatureEncoder& encoder_;
  std::uint64_t seed_;
  FreshDraws fresh_;
  mutable std::vector<numeric::Matrix<double>> kept_;  // draws that come back, by their numbers
};

}  // namespace ballast::app
