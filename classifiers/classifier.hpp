// Classifier: what a random forest and gradient boosting have in common once trained.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/files/archive.hpp"
#include "engine/numeric/matrix.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/observer.hpp"

namespace ballast::classifiers {

class RowSource;

// What a learner reads; it borrows everything.
struct TrainingSet {
  numeric::MatrixView<const double> x;      // N x D, NaN is missing
  std::span<const std::int32_t> y;          // N labels in 0 .. classes-1
  std::span<const float> weight;            // N positive weights, or empty for all ones
  std::size_t classes = 2;                  // K
  std::span<const std::string> names = {};  // D feature names, or empty
  // D numbers of labels, or empty: a feature of n > 0 labels holds their codes 0 .. n - 1, any other numbers. Boosting
  // splits it by sets of labels if n <= 255 (kMaxBins), the forest, and boosting beyond that, by the order of the
  // codes.
  std::span<const std::uint32_t> labels = {};
  const RowSource* fresh = nullptr;  // rows drawn for each tree or round beside these (row_source.hpp), or none
};

class Classifier {
 public:
  virtual ~Classifier() = default;
  virtual std::string_view kind() const = 0;  // "forest" or "boosting"
  virtual std::size_t features() const = 0;   // D
  virtual std::size_t classes() const = 0;    // K

  // Probabilities of the K classes for each row: out is rows x K. For K = 2 column 1 is the positive class.
  // Same bits at any number of threads; several threads may call on one object, each with its own pool.
  virtual void predict(numeric::MatrixView<const double> x, numeric::MatrixView<float> out,
                       numeric::ThreadPool& pool) const = 0;

  virtual void save(files::ArchiveWriter out) const = 0;
  // Lines for `inspect`: "trees 100, depth 6, ...".
  virtual std::string describe() const = 0;
};

// Loads whichever kind the archive holds. Throws Error on a file that no classifier wrote or that could send a walk
// astray.
std::unique_ptr<Classifier> load_classifier(const files::ArchiveReader& in);

// For two classes: the positive class's column alone. Length x.rows().
std::vector<float> predict_positive(const Classifier& model, numeric::MatrixView<const double> x,
                                    numeric::ThreadPool& pool);

}  // namespace ballast::classifiers
