// Record once, replay: a graph is built for a fixed number of batch rows, then forward and backward run any number of
// times without allocating.
//
//   Graph<float> graph(256);
//   const Node x = graph.input(30), target = graph.input(30);
//   const Node h = graph.linear(x, weight, bias, Activation::silu);
//   graph.mean_squared_error(graph.linear(h, out_weight, out_bias), target);
//   ... fill graph.values(x) and graph.values(target) ...
//   graph.forward_backward(pool);   // graph.loss(), and the gradients of the parameters
//
// The batch is cut in fixed blocks of rows. One thread takes a block through every op, forward and then backward, while
// it is in the thread's cache; then the weight gradients are computed, each in tiles of the output over all rows. No
// sum depends on which thread did what, so the bits are the same at any number of threads.
//
// Left out on purpose: graphs that change shape, gradients of inputs, second derivatives.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "autodiff/tensor.hpp"
#include "engine/numeric/kernels.hpp"
#include "engine/numeric/matrix.hpp"
#include "engine/numeric/thread_pool.hpp"

namespace ballast::autodiff {

using numeric::Activation;

// A matrix of the graph, rows x columns(node).
struct Node {
  std::size_t index = 0;
};
// A list of row numbers of some table, one or as many as asked for each batch row.
struct Index {
  std::size_t index = 0;
};

template <class T>
class LossOp;

template <class T>
class Graph {
 public:
  // Requires: rows >= 1.
  explicit Graph(std::size_t rows);
  ~Graph();
  Graph(Graph&&) noexcept;
  Graph& operator=(Graph&&) noexcept;

  std::size_t rows() const noexcept { return rows_; }
  std::size_t columns(Node node) const;

  // Leaves. The caller fills values(node) and indices(index) before each replay; they are zero at first.
  Node input(std::size_t columns);
  Index index(std::size_t width = 1);
  numeric::MatrixView<T> values(Node node);
  std::span<std::uint32_t> indices(Index index);

  // activation(x W + b + added). weight: in x out; bias: 1 x out, or empty for none; added: rows x out.
  Node linear(Node x, Parameter<T> weight, Parameter<T> bias, Activation activation = Activation::identity,
              std::optional<Node> added = std::nullopt);
  // a + b, of the same shape.
  Node add(Node a, Node b);
  // [a | b | ...]
  Node concatenate(std::span<const Node> parts);
  // Row i is table row index[i]; the table is constant and outlives the graph.
  Node gather(numeric::MatrixView<const T> table, Index index);
  // Row i is row index[i] of table * weight: the projection is computed once for each table row, not for each batch
  // row, which pays when the batch has more rows than the table.
  Node gather_projection(numeric::MatrixView<const T> table, Parameter<T> weight, Index index);
  // [columns not in `embedded` | for each embedded column u: cos .. | sin ..] of the angles
  // 2 pi f_j u, for frequencies f_j in turns; x is an input.
  Node sinusoidal(Node x, std::span<const std::size_t> embedded, std::span<const T> frequencies);
  // Column j times factors[j].
  Node scale_columns(Node x, std::span<const T> factors);
  // mu + exp(l / 2) noise, for moments = [mu | l] with twice the columns of `noise`, which is an input.
  Node reparametrise(Node moments, Node noise);

  // Row i is the sum of the rows codes[i D + j] of the table, j = 0 .. D - 1, where D is the index's width.
  Node embedding_sum(Parameter<T> table, Index codes);
  // Each row to mean 0 and variance 1.
  Node layer_norm(Node x);

  // An op that the graph does not know (README.md says how to write one): make_op gives the op that fills y, rows x
  // columns, from x.
  using MakeOp = std::function<std::unique_ptr<Op<T>>(Tensor<T>* x, Tensor<T>* y)>;
  Node custom(Node x, std::size_t columns, const MakeOp& make_op);

  // Losses, recorded last; with several, the loss is their sum.
  // (1 / (rows columns)) sum_i w_i sum_j (prediction_ij - target_ij)^2; row_weights: rows x 1, all 1 if absent.
  void mean_squared_error(Node prediction, Node target, std::optional<Node> row_weights = std::nullopt);
  // -(1 / rows) sum_ij log density of target_ij under N(mean_ij, exp(2 log_width_j)), without its constant; log_width:
  // 1 x columns.
  void gaussian_nll(Node mean, Parameter<T> log_width, Node target);
  // (1 / rows) sum_i w_i KL(N(mu_i, exp(l_i)) || N(0, 1)), for moments = [mu | l]; row_weights: rows x 1.
  void kl_divergence(Node moments, Node row_weights);
  // Binary cross-entropy, (1 / rows) sum_i softplus(-sign_i logit_i); both rows x 1.
  void bce_with_logits(Node logit, Node sign);
  // (1 / rows) sum_ij w_ij (-ln of the probability of codes[i D + j] in softmax head j on x_i). first: D + 1 places in
  // the columns of weight and bias, where each head's codes begin; cell_weights: rows x D.
  void masked_cross_entropy(Node x, Parameter<T> weight, Parameter<T> bias, std::span<const std::size_t> first,
                            Index codes, Node cell_weights);

  // Replays. The first call with more threads than ever before allocates scratch memory, later ones do not.
  // backward follows a forward; forward_backward does both and is faster than one after the other. With `add` the
  // gradients of the parameters are added to those that are there, else they are overwritten.
  void forward(numeric::ThreadPool& pool);
  void backward(numeric::ThreadPool& pool, bool add = false);
  void forward_backward(numeric::ThreadPool& pool, bool add = false);
  // forward_backward in which no row has a longer part in the gradients than `longest`: the Euclidean norm of its part
  // in all of them together is measured, and a longer one scaled down to it (Abadi et al. 2016, algorithm 1). What is
  // summed is divided by rows(), as always. A row whose norm is not finite
  // is left out. Throws std::logic_error unless every
  // op with parameters is one of RowGradients.
  void forward_backward_clipped(numeric::ThreadPool& pool, double longest, bool add = false);
  // Of each row, of the last forward_backward_clipped: the squared norm of its part before it was clipped.
  std::span<const double> squared_norms() const { return squared_norms_; }
  // The sum of the losses, of the last forward.
  double loss() const;

 private:
  struct Task {  // of an op
    Op<T>* op;
    std::size_t number;
  };

  Tensor<T>* tensor(Node node) const { return tensors_[node.index].get(); }
  Tensor<T>* tensor(std::optional<Node> node) const { return node ? tensor(*node) : nullptr; }
  Tensor<T>* make(std::size_t columns, bool needs_gradient);
  template <class AnyOp>
  Node append(std::unique_ptr<AnyOp> op);
  void append_loss(std::unique_ptr<LossOp<T>> op);

  // Before the first replay: which use of a tensor writes its gradient and which add to it, where each gradient lives
  // in the scratch memory, and the list of tasks.
  void plan();
  void place_gradients();
  void reserve(std::size_t workers);

  std::size_t blocks() const { return (rows_ + block_rows_ - 1) / block_rows_; }
  RowBlock<T> block(std::size_t number, std::size_t worker);
  void forward_backward_block(const RowBlock<T>& rows);
  void plan_clipping();
  void clip_rows(const RowBlock<T>& rows, double longest);
  void run_prepare(numeric::ThreadPool& pool);
  void run_weights(numeric::ThreadPool& pool, bool add);

  std::size_t rows_, block_rows_;
  std::vector<std::unique_ptr<Tensor<T>>> tensors_;
  std::vector<std::unique_ptr<std::vector<std::uint32_t>>> indices_;
  std::vector<std::unique_ptr<Op<T>>> ops_;
  std::vector<const LossOp<T>*> losses_;
  std::vector<Task> prepare_tasks_, weight_tasks_;
  std::vector<RowGradients<T>*> row_gradients_;  // the ops that have parameters, and of each row what they say
  std::vector<double> squared_norms_;
  std::vector<T> row_factors_;
  std::vector<numeric::Buffer<T>> scratch_;  // one per worker
  std::size_t scratch_size_ = 0;
  bool planned_ = false;
};

}  // namespace ballast::autodiff
