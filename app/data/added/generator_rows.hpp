// GeneratorRows: a generator as a source of rows for learners: the one place where the two meet. Row k of the source is
// row k of the generator's table, encoded as the training set is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include "classifiers/row_source.hpp"
#include "diffusion/generator.hpp"
#include "engine/tabular/features/features.hpp"

namespace ballast::app {

class GeneratorRows final : public classifiers::RowSource {
 public:
  // Positives, `rows` of them for each tree or round, each of this weight. Borrows the encoder.
  GeneratorRows(std::shared_ptr<const diffusion::Generator> generator, const tabular::FeatureEncoder& encoder,
                std::uint64_t seed, std::size_t rows, float weight)
      : generator_(std::move(generator)), encoder_(encoder), seed_(seed), rows_(rows), weight_(weight) {}

  std::size_t rows() const override { return rows_; }
  std::int32_t label() const override { return 1; }
  float weight() const override { return weight_; }
  void fill(std::uint64_t first, numeric::MatrixView<double> out, numeric::ThreadPool& pool) const override;

 private:
  std::shared_ptr<const diffusion::Generator> generator_;
  const tabular::FeatureEncoder& encoder_;
  std::uint64_t seed_;
  std::size_t rows_;
  float weight_;
};

}  // namespace ballast::app
