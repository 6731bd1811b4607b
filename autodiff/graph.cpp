#include "autodiff/graph.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "autodiff/gradient_space.hpp"
#include "autodiff/ops/add.hpp"
#include "autodiff/ops/bce_with_logits.hpp"
#include "autodiff/ops/concatenate.hpp"
#include "autodiff/ops/embedding_sum.hpp"
#include "autodiff/ops/gather.hpp"
#include "autodiff/ops/gaussian_nll.hpp"
#include "autodiff/ops/kl_divergence.hpp"
#include "autodiff/ops/layer_norm.hpp"
#include "autodiff/ops/linear.hpp"
#include "autodiff/ops/masked_cross_entropy.hpp"
#include "autodiff/ops/mean_squared_error.hpp"
#include "autodiff/ops/reparametrise.hpp"
#include "autodiff/ops/scale_columns.hpp"
#include "autodiff/ops/sinusoidal.hpp"

namespace ballast::autodiff {

template <class T>
Graph<T>::Graph(std::size_t rows) : rows_(rows), block_rows_(choose_block_rows(rows)) {
  assert(rows >= 1);
}
template <class T>
Graph<T>::~Graph() = default;
template <class T>
Graph<T>::Graph(Graph&&) noexcept = default;
template <class T>
Graph<T>& Graph<T>::operator=(Graph&&) noexcept = default;

// ---- recording

template <class T>
Tensor<T>* Graph<T>::make(std::size_t columns, bool needs_gradient) {
  tensors_.push_back(std::make_unique<Tensor<T>>(rows_, columns, needs_gradient));
  return tensors_.back().get();
}

// The op's output is the tensor made last.
template <class T>
template <class AnyOp>
Node Graph<T>::append(std::unique_ptr<AnyOp> op) {
  assert(!planned_);
  ops_.push_back(std::move(op));
  return {tensors_.size() - 1};
}

template <class T>
std::size_t Graph<T>::columns(Node node) const {
  return tensor(node)->columns();
}

template <class T>
numeric::MatrixView<T> Graph<T>::values(Node node) {
  return tensor(node)->values();
}

template <class T>
std::span<std::uint32_t> Graph<T>::indices(Index index) {
  return *indices_[index.index];
}

template <class T>
Node Graph<T>::input(std::size_t columns) {
  make(columns, false);
  return {tensors_.size() - 1};
}

template <class T>
Index Graph<T>::index(std::size_t width) {
  indices_.push_back(std::make_unique<std::vector<std::uint32_t>>(rows_ * width));
  return {indices_.size() - 1};
}

template <class T>
Node Graph<T>::linear(Node x, Parameter<T> weight, Parameter<T> bias, Activation activation,
                      std::optional<Node> added) {
  Tensor<T>* y = make(weight.value.columns(), true);
  return append(std::make_unique<LinearOp<T>>(tensor(x), weight, bias, activation, tensor(added), y, blocks()));
}

template <class T>
Node Graph<T>::custom(Node x, std::size_t columns, const MakeOp& make_op) {
  Tensor<T>* y = make(columns, tensor(x)->needs_gradient());
  return append(make_op(tensor(x), y));
}

template <class T>
Node Graph<T>::add(Node a, Node b) {
  Tensor<T>* y = make(columns(a), tensor(a)->needs_gradient() || tensor(b)->needs_gradient());
  return append(std::make_unique<AddOp<T>>(tensor(a), tensor(b), y));
}

template <class T>
Node Graph<T>::concatenate(std::span<const Node> parts) {
  std::vector<Tensor<T>*> tensors;
  std::size_t width = 0;
  bool needs_gradient = false;
  for (const Node part : parts) {
    tensors.push_back(tensor(part));
    width += columns(part);
    needs_gradient |= tensor(part)->needs_gradient();
  }
  Tensor<T>* y = make(width, needs_gradient);
  return append(std::make_unique<ConcatenateOp<T>>(tensors, y));
}

template <class T>
Node Graph<T>::gather(numeric::MatrixView<const T> table, Index index) {
  Tensor<T>* y = make(table.columns(), false);
  return append(std::make_unique<GatherOp<T>>(table, *indices_[index.index], y));
}

template <class T>
Node Graph<T>::gather_projection(numeric::MatrixView<const T> table, Parameter<T> weight, Index index) {
  Tensor<T>* y = make(weight.value.columns(), true);
  return append(std::make_unique<GatherProjectionOp<T>>(table, weight, *indices_[index.index], y));
}

template <class T>
Node Graph<T>::sinusoidal(Node x, std::span<const std::size_t> embedded, std::span<const T> frequencies) {
  Tensor<T>* y = make(columns(x) - embedded.size() + 2 * frequencies.size() * embedded.size(), false);
  return append(std::make_unique<SinusoidalOp<T>>(tensor(x), embedded, frequencies, y));
}

template <class T>
Node Graph<T>::scale_columns(Node x, std::span<const T> factors) {
  Tensor<T>* y = make(columns(x), tensor(x)->needs_gradient());
  return append(std::make_unique<ScaleColumnsOp<T>>(tensor(x), factors, y));
}

template <class T>
Node Graph<T>::reparametrise(Node moments, Node noise) {
  Tensor<T>* z = make(columns(noise), tensor(moments)->needs_gradient());
  return append(std::make_unique<ReparametriseOp<T>>(tensor(moments), tensor(noise), z));
}

template <class T>
Node Graph<T>::embedding_sum(Parameter<T> table, Index codes) {
  Tensor<T>* y = make(table.value.columns(), true);
  return append(std::make_unique<EmbeddingSumOp<T>>(table, *indices_[codes.index], y));
}

template <class T>
Node Graph<T>::layer_norm(Node x) {
  Tensor<T>* y = make(columns(x), tensor(x)->needs_gradient());
  return append(std::make_unique<LayerNormOp<T>>(tensor(x), y));
}

template <class T>
void Graph<T>::append_loss(std::unique_ptr<LossOp<T>> op) {
  losses_.push_back(op.get());
  append(std::move(op));
}

template <class T>
void Graph<T>::mean_squared_error(Node prediction, Node target, std::optional<Node> row_weights) {
  append_loss(
      std::make_unique<MeanSquaredErrorOp<T>>(tensor(prediction), tensor(target), tensor(row_weights), blocks()));
}

template <class T>
void Graph<T>::gaussian_nll(Node mean, Parameter<T> log_width, Node target) {
  append_loss(std::make_unique<GaussianNllOp<T>>(tensor(mean), log_width, tensor(target), blocks()));
}

template <class T>
void Graph<T>::kl_divergence(Node moments, Node row_weights) {
  append_loss(std::make_unique<KlDivergenceOp<T>>(tensor(moments), tensor(row_weights), blocks()));
}

template <class T>
void Graph<T>::bce_with_logits(Node logit, Node sign) {
  append_loss(std::make_unique<BceWithLogitsOp<T>>(tensor(logit), tensor(sign), blocks()));
}

template <class T>
void Graph<T>::masked_cross_entropy(Node x, Parameter<T> weight, Parameter<T> bias, std::span<const std::size_t> first,
                                    Index codes, Node cell_weights) {
  append_loss(std::make_unique<MaskedCrossEntropyOp<T>>(tensor(x), weight, bias, first, *indices_[codes.index],
                                                        tensor(cell_weights), blocks(), block_rows_));
}

// ---- planning

template <class T>
void Graph<T>::plan() {
  if (planned_) return;
  planned_ = true;
  place_gradients();
  for (const auto& op : ops_) {
    for (std::size_t i = 0; i < op->prepare_tasks(); ++i) prepare_tasks_.push_back({op.get(), i});
    for (std::size_t i = 0; i < op->weight_tasks(); ++i) weight_tasks_.push_back({op.get(), i});
  }
}

// Walks the ops as the backward pass will. A gradient is born at the first operand met, which writes it, and dies with
// the op that made its tensor; its scratch memory is then free for another.
template <class T>
void Graph<T>::place_gradients() {
  GradientSpace space;
  std::vector<std::pair<Tensor<T>*, std::size_t>> alive;  // with its place
  for (auto op = ops_.rbegin(); op != ops_.rend(); ++op) {
    for (Operand<T>* operand : (*op)->inputs()) {
      if (!operand->needs_gradient()) continue;
      operand->add = std::ranges::any_of(alive, [&](const auto& entry) { return entry.first == operand->tensor; });
      if (operand->add) continue;
      const std::size_t place =
          operand->tensor->keeps_gradient() ? 0 : space.take(block_rows_ * operand->tensor->columns());
      operand->tensor->place_gradient(place);
      alive.emplace_back(operand->tensor, place);
    }
    Tensor<T>* made = (*op)->output();
    if (made != nullptr && made->needs_gradient() && !made->keeps_gradient()) {
      for (const auto& [tensor, place] : alive) {
        if (tensor == made) space.give_back(place);
      }
    }
  }
  scratch_size_ = space.size();
}

template <class T>
void Graph<T>::reserve(std::size_t workers) {
  while (scratch_.size() < workers) scratch_.emplace_back(scratch_size_);
}

// ---- replaying

template <class T>
RowBlock<T> Graph<T>::block(std::size_t number, std::size_t worker) {
  const std::size_t first = number * block_rows_;
  return {number, first, std::min(block_rows_, rows_ - first), scratch_[worker].data()};
}

template <class T>
void Graph<T>::run_prepare(numeric::ThreadPool& pool) {
  plan();
  reserve(pool.threads());
  pool.parallel_for(prepare_tasks_.size(),
                    [this](std::size_t i) { prepare_tasks_[i].op->prepare(prepare_tasks_[i].number); });
}

template <class T>
void Graph<T>::run_weights(numeric::ThreadPool& pool, bool add) {
  pool.parallel_for(weight_tasks_.size(),
                    [this, add](std::size_t i) { weight_tasks_[i].op->weight_gradient(weight_tasks_[i].number, add); });
}

template <class T>
void Graph<T>::forward(numeric::ThreadPool& pool) {
  run_prepare(pool);
  pool.parallel_for(blocks(), [this](std::size_t number, std::size_t worker) {
    const RowBlock<T> rows = block(number, worker);
    for (const auto& op : ops_) op->forward(rows);
  });
}

template <class T>
void Graph<T>::backward(numeric::ThreadPool& pool, bool add) {
  reserve(pool.threads());
  pool.parallel_for(blocks(), [this](std::size_t number, std::size_t worker) {
    const RowBlock<T> rows = block(number, worker);
    for (auto op = ops_.rbegin(); op != ops_.rend(); ++op) (*op)->backward(rows);
  });
  run_weights(pool, add);
}

template <class T>
void Graph<T>::forward_backward(numeric::ThreadPool& pool, bool add) {
  run_prepare(pool);
  pool.parallel_for(blocks(),
                    [this](std::size_t number, std::size_t worker) { forward_backward_block(block(number, worker)); });
  run_weights(pool, add);
}

template <class T>
void Graph<T>::forward_backward_block(const RowBlock<T>& rows) {
  for (const auto& op : ops_) op->forward(rows);
  for (auto op = ops_.rbegin(); op != ops_.rend(); ++op) (*op)->backward(rows);
}

template <class T>
double Graph<T>::loss() const {
  assert(!losses_.empty());
  double sum = 0;
  for (const LossOp<T>* loss : losses_) sum += loss->loss();
  return sum;
}

template class Graph<float>;
template class Graph<double>;

}  // namespace ballast::autodiff
