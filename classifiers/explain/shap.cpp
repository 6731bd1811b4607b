#include "classifiers/explain/shap.hpp"

#include <algorithm>
#include <cassert>
#include <string>

#include "engine/error.hpp"

namespace ballast::classifiers {
namespace {

// The share of a node's cover that went to one of its children.
double share_of(const DecisionTree& tree, const TreeNode& node, std::size_t child) {
  const auto left = static_cast<double>(tree.nodes[node.left].cover);
  const auto right = static_cast<double>(tree.nodes[node.left + 1].cover);
  if (left + right <= 0) return 0.5;
  return (child == node.left ? left : right) / (left + right);
}

// The mean of the leaves' values, weighted by cover, added to `mean`.
void add_mean(const DecisionTree& tree, std::size_t outputs, double* mean) {
  std::vector<double> reach(tree.nodes.size(), 0.0);
  reach[0] = 1;
  for (std::size_t i = 0; i < tree.nodes.size(); ++i) {  // children stand behind their parents
    const TreeNode& node = tree.nodes[i];
    if (node.is_leaf()) {
      const float* const value = tree.values.data() + node.value * outputs;
      for (std::size_t k = 0; k < outputs; ++k) mean[k] += reach[i] * static_cast<double>(value[k]);
    } else {
      reach[node.left] = reach[i] * share_of(tree, node, node.left);
      reach[node.left + 1] = reach[i] * share_of(tree, node, node.left + 1);
    }
  }
}

}  // namespace

// One feature of the path from the root to a node. `zero`: the share of the coalitions' rows that come this way when
// the feature is outside, the product of its splits' shares; `one`: 1 if the row itself comes this way, else 0.
// `weight` belongs to a number of features, not to this one: step i holds, summed over the subsets of the path with i
// features inside, the product of their ones and the others' zeros times i! (m - i)! / (m + 1)!, m features in all.
struct TreeShap::Step {
  std::int32_t feature;
  double zero, one, weight;
};

// One row through one tree. Each level of the recursion has a copy of its path: level d at most d + 1 steps.
class TreeShap::Walk {
 public:
  Walk(const DecisionTree& tree, std::span<const double> row, std::size_t outputs, double* values, std::size_t stride)
      : tree_(tree), row_(row), outputs_(outputs), values_(values), stride_(stride) {}

  void run(Step* path) { descend(0, path, 0, {-1, 1, 1, 0}); }

 private:
  // path[0 .. length - 1] leads to the parent of `index`; `last` is the split that leads on to it.
  void descend(std::size_t index, Step* path, std::size_t length, Step last) {
    extend(path, length++, last);
    const TreeNode& node = tree_.nodes[index];
    if (node.is_leaf()) return add_leaf(node, path, length);
    const double x = row_[static_cast<std::size_t>(node.feature)];
    const std::size_t hot = goes_left(tree_, node, x) ? node.left : node.left + 1;
    const std::size_t cold = hot == node.left ? node.left + 1 : node.left;
    Step before{node.feature, 1, 1, 0};  // what earlier splits on this feature made of it: taken out of the path
    for (std::size_t i = 1; i < length; ++i) {
      if (path[i].feature != node.feature) continue;
      before = path[i];
      unwind(path, length--, i);
      break;
    }
    const double hot_zero = before.zero * share_of(tree_, node, hot);
    const double cold_zero = before.zero * share_of(tree_, node, cold);
    visit(hot, path, length, {node.feature, hot_zero, before.one, 0});
    visit(cold, path, length, {node.feature, cold_zero, 0, 0});
  }
  // A branch that nothing goes down adds nothing.
  void visit(std::size_t index, Step* path, std::size_t length, Step last) {
    if (last.zero == 0 && last.one == 0) return;
    Step* const copy = path + length;
    std::copy_n(path, length, copy);
    descend(index, copy, length, last);
  }

  // Adds a feature to the path: every weight parts into "inside" and "outside".
  static void extend(Step* path, std::size_t length, Step last) {
    last.weight = length == 0 ? 1 : 0;
    path[length] = last;
    const auto m = static_cast<double>(length + 1);
    for (std::size_t i = length; i-- > 0;) {
      path[i + 1].weight += last.one * path[i].weight * static_cast<double>(i + 1) / m;
      path[i].weight = last.zero * path[i].weight * static_cast<double>(length - i) / m;
    }
  }

  // Takes step `out` from the path again: extend backwards.
  static void unwind(Step* path, std::size_t length, std::size_t out) {
    const double one = path[out].one, zero = path[out].zero;
    const auto m = static_cast<double>(length);
    double next = path[length - 1].weight;
    for (std::size_t j = length - 1; j-- > 0;) {
      const auto inside = static_cast<double>(j + 1), outside = static_cast<double>(length - 1 - j);
      if (one != 0) {
        const double before = path[j].weight;
        path[j].weight = next * m / (inside * one);
        next = before - path[j].weight * zero * outside / m;
      } else {
        path[j].weight *= m / (zero * outside);
      }
    }
    for (std::size_t j = out; j + 1 < length; ++j) {
      path[j].feature = path[j + 1].feature;
      path[j].zero = path[j + 1].zero;
      path[j].one = path[j + 1].one;
    }
  }

  // The sum of the weights that unwind would leave: the share of all orders in which the others let the leaf through.
  static double unwound_sum(const Step* path, std::size_t length, std::size_t out) {
    const double one = path[out].one, zero = path[out].zero;
    const auto m = static_cast<double>(length);
    double sum = 0, next = path[length - 1].weight;
    for (std::size_t j = length - 1; j-- > 0;) {
      const auto inside = static_cast<double>(j + 1), outside = static_cast<double>(length - 1 - j);
      if (one != 0) {
        const double weight = next * m / (inside * one);
        sum += weight;
        next = path[j].weight - weight * zero * outside / m;
      } else {
        sum += path[j].weight * m / (zero * outside);
      }
    }
    return sum;
  }

  void add_leaf(const TreeNode& leaf, const Step* path, std::size_t length) {
    const float* const value = tree_.values.data() + leaf.value * outputs_;
    for (std::size_t i = 1; i < length; ++i) {
      const double moved = unwound_sum(path, length, i) * (path[i].one - path[i].zero);
      double* const of_feature = values_ + path[i].feature;
      for (std::size_t k = 0; k < outputs_; ++k) of_feature[k * stride_] += moved * static_cast<double>(value[k]);
    }
  }

  const DecisionTree& tree_;
  std::span<const double> row_;
  std::size_t outputs_;
  double* values_;
  std::size_t stride_;  // between the values of two outputs
};

TreeShap::TreeShap(const Classifier& model) : ensemble_(ensemble_of(model)), base_(ensemble_.sums(), 0.0) {
  for (std::size_t t = 0; t < ensemble_.trees.size(); ++t) {
    const DecisionTree& tree = ensemble_.trees[t];
    if (!tree.has_cover()) {
      throw Error("this model stores no node covers, which explanations need")
          .hint("it was made by an older version or another program: train it again");
    }
    depth_ = std::max(depth_, tree.depth());
    add_mean(tree, ensemble_.outputs, base_.data() + t % ensemble_.groups);
  }
  if (depth_ > kMostDepth) {
    throw Error("a tree is too deep to explain")
        .expected("at most " + std::to_string(kMostDepth) + " splits on a path")
        .got(std::to_string(depth_));
  }
  for (std::size_t k = 0; k < base_.size(); ++k) {
    if (ensemble_.is_forest) base_[k] /= static_cast<double>(ensemble_.trees.size());
    if (!ensemble_.start.empty()) base_[k] += static_cast<double>(ensemble_.start[k]);
  }
}

TreeShap::~TreeShap() = default;

void TreeShap::explain(numeric::MatrixView<const double> x, numeric::MatrixView<double> values,
                       numeric::ThreadPool& pool) {
  const std::size_t features = ensemble_.features;
  assert(x.columns() == features && values.rows() == x.rows() && values.columns() == outputs() * features);
  if (scratch_.size() < pool.threads()) scratch_.resize(pool.threads());
  for (auto& path : scratch_) path.resize((depth_ + 2) * (depth_ + 3) / 2);
  const auto trees = static_cast<double>(ensemble_.trees.size());
  pool.parallel_for(x.rows(), [&](std::size_t row, std::size_t worker) {
    const auto out = values.row(row);
    std::ranges::fill(out, 0.0);
    for (std::size_t t = 0; t < ensemble_.trees.size(); ++t) {
      double* const first = out.data() + t % ensemble_.groups * features;
      Walk(ensemble_.trees[t], x.row(row), ensemble_.outputs, first, features).run(scratch_[worker].data());
    }
    if (!ensemble_.is_forest) return;
    for (double& value : out) value /= trees;
  });
}

}  // namespace ballast::classifiers
