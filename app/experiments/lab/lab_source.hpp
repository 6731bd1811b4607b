// What a lab learns from and is judged by: points, which can be drawn afresh, or the rare rows of a table, which are
// cut in rows to learn from and rows held out. Either gives other rows for each seed.
//
// Everything is judged by the root of the biased MMD^2 (its largest value on the paper's ladder of kernel widths). That
// figure depends on how many rows are compared, so generated rows are judged in chunks as large as those of the
// yardstick, and the chunks' figures averaged:
//
//   points   `generated` rows against as many fresh ones; yardstick: the median over 20 pairs of true samples
//   tables   as many rows as were learned from, against the held-out ones; yardstick: the learned rows themselves
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "app/data/dataset.hpp"
#include "diffusion/sample_rows.hpp"
#include "engine/numeric/matrix.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "nn/denoiser.hpp"

namespace ballast::app {

// Of one repeat, in the model's space.
struct LabRows {
  numeric::Matrix<float> train, held_out;  // N x D, M x D
  std::size_t chunk = 0;                   // generated rows that are judged at a time
  double yardstick = 0;                    // root of biased MMD^2
};

// What a source asks for unless told otherwise.
struct LabDefaults {
  std::size_t steps, updates, batch;
  diffusion::SamplingOptions sampling;
};

class LabSource {
 public:
  virtual ~LabSource() = default;
  virtual std::string name() const = 0;
  virtual std::string yardstick_name() const = 0;
  virtual LabDefaults defaults() const = 0;
  // Held-out rows to learned ones, for the corrected test (statistics.hpp); 0 where repeats are independent.
  virtual double test_to_train() const = 0;
  virtual nn::DenoiserConfig network(std::size_t columns, std::size_t steps) const = 0;
  virtual LabRows rows(std::uint64_t seed, std::size_t generated, numeric::ThreadPool& pool) const = 0;
};

// points: a name of point_sets.hpp, `rows` of which are learned. Throws Error with the nearest name.
std::unique_ptr<LabSource> point_source(const std::string& points, std::size_t rows);

// The rare rows of data, of which the share `held_out` judges. Throws Error where that leaves fewer than the
// generator's least to learn from, or fewer than ten to judge by.
std::unique_ptr<LabSource> table_source(Dataset data, double held_out);

// The root of the biased MMD^2 between chunks of `generated` and `real`, averaged over the whole chunks there are.
// Values that are not finite or beyond 1000 count as 1000: far from everything. Requires: a whole chunk.
double root_mmd(const numeric::Matrix<float>& generated, numeric::MatrixView<const float> real, std::size_t chunk,
                numeric::ThreadPool& pool);

}  // namespace ballast::app
