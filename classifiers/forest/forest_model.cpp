// A forest that is there: its scores, its file and what is said of it.
#include <algorithm>
#include <cassert>
#include <string>
#include <utility>
#include <vector>

#include "classifiers/forest/forest.hpp"
#include "engine/error.hpp"

namespace ballast::classifiers {
namespace {

std::size_t outputs_of(std::size_t classes) {
  return classes == 2 ? 1 : classes;
}

}  // namespace

Forest::Forest(std::vector<DecisionTree> trees, std::size_t features, std::size_t classes)
    : trees_(std::move(trees)),
      features_(features),
      classes_(classes),
      predictor_(trees_, features, outputs_of(classes), 1) {}

void Forest::predict(numeric::MatrixView<const double> x, numeric::MatrixView<float> out,
                     numeric::ThreadPool& pool) const {
  assert(x.columns() == features_ && out.rows() == x.rows() && out.columns() == classes_);
  const std::size_t outputs = outputs_of(classes_);
  const auto count = static_cast<float>(trees_.size());
  const std::size_t task_rows = predictor_.task_rows(x.rows(), pool.threads());
  pool.parallel_for_blocks(x.rows(), task_rows, [&](std::size_t first, std::size_t last) {
    const auto block = out.row_block(first, last - first);
    const auto sums = block.column_block(classes_ - outputs, outputs);
    for (std::size_t row = 0; row < block.rows(); ++row) std::ranges::fill(block.row(row), 0.0f);
    predictor_.add(x.row_block(first, last - first), sums);
    for (std::size_t row = 0; row < block.rows(); ++row) {
      for (float& value : sums.row(row)) value /= count;
      if (outputs == 1) block(row, 0) = 1 - block(row, 1);
    }
  });
}

void Forest::save(files::ArchiveWriter out) const {
  out.text("classifier", kind());
  out.integer("features", static_cast<std::int64_t>(features_));
  out.integer("classes", static_cast<std::int64_t>(classes_));
  save_trees(trees_, outputs_of(classes_), out.child("trees"));
}

Forest Forest::load(const files::ArchiveReader& in) {
  const std::size_t features = in.size("features", 1, kMostFeatures);
  const std::size_t classes = in.size("classes", 2, kMostClasses);
  std::vector<DecisionTree> trees = load_trees(in.child("trees"), features, outputs_of(classes));
  const auto is_share = [](float value) { return value >= 0 && value <= 1; };
  for (const DecisionTree& tree : trees) {
    if (std::ranges::all_of(tree.values, is_share)) continue;
    throw Error("forest: a leaf value that is no share of a class").in(in.path()).expected("0 to 1");
  }
  return {std::move(trees), features, classes};
}

std::string Forest::describe() const {
  return describe_trees("random forest", trees_, features_, classes_);
}

}  // namespace ballast::classifiers
