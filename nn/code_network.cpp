#include "nn/code_network.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <utility>

#include "autodiff/ops/layer_norm.hpp"
#include "engine/error.hpp"
#include "engine/numeric/random.hpp"
#include "engine/numeric/softmax.hpp"
#include "nn/parameters_archive.hpp"
#include "nn/rank_waves.hpp"

namespace ballast::nn {
namespace {

constexpr std::size_t kMostCodeColumns = 1 << 16, kMostCodes = 1 << 22, kMostUnits = 1 << 14, kMostBlocks = 64;
constexpr std::size_t kMostParameters = std::size_t{1} << 31;
constexpr double kHeadStart = 0.1;  // of lecun_bound: the biases alone are a good start

void require(const CodeNetworkShape& shape) {
  const bool sizes = !shape.codes.empty() && shape.columns() <= kMostCodeColumns && shape.hidden >= 1 &&
                     shape.hidden <= kMostUnits && shape.blocks <= kMostBlocks;
  const bool codes = std::ranges::all_of(shape.codes, [](std::uint32_t c) { return c >= 1 && c <= kMostCodes; });
  if (sizes && codes && shape.all_codes() <= kMostCodes &&
      (2 * shape.all_codes() + shape.columns() + 2 * shape.blocks * shape.hidden) * shape.hidden <= kMostParameters) {
    return;
  }
  throw Error("a network over codes of an impossible size")
      .expected("1 to " + std::to_string(kMostCodeColumns) + " columns, at most " + std::to_string(kMostCodes) +
                " codes in all, at most " + std::to_string(kMostUnits) + " units")
      .got(std::to_string(shape.columns()) + " columns, " + std::to_string(shape.hidden) + " units");
}

}  // namespace

std::size_t CodeNetworkShape::all_codes() const {
  return std::accumulate(codes.begin(), codes.end(), std::size_t{0});
}

template <class T>
CodeNetwork<T>::CodeNetwork(CodeNetworkShape shape) : shape_(std::move(shape)) {
  require(shape_);
  first_.push_back(0);
  for (const std::uint32_t c : shape_.codes) first_.push_back(first_.back() + c);
  const std::size_t hidden = shape_.hidden, all = first_.back(), columns = shape_.columns();
  // h_0 starts with about unit variance: D terms of variance bound^2 / 3 each.
  const double bound = std::sqrt(3.0 / static_cast<double>(columns));
  embedding_ = parameters_.declare("embedding", all + columns, hidden, 0.6 * bound);
  for (std::size_t l = 0; l < shape_.blocks; ++l) {
    const std::string name = "block." + std::to_string(l);
    Linear<T> in(parameters_, name + ".in", hidden, hidden, lecun_bound(hidden));
    Linear<T> out(parameters_, name + ".out", hidden, hidden, lecun_bound(hidden));
    blocks_.push_back({in, out});
  }
  head_weight_ = parameters_.declare("head.weight", hidden, all, kHeadStart * lecun_bound(hidden));
  head_bias_ = parameters_.declare("head.bias", 1, all);
}

template <class T>
void CodeNetwork<T>::draw(std::span<const double> share, std::uint64_t seed) {
  parameters_.allocate();
  parameters_.draw(seed);
  const std::span<T> bias = parameters_.matrix(head_bias_).row(0);
  std::ranges::transform(share, bias.begin(), [](double p) { return static_cast<T>(std::log(p)); });
}

// A fixed random projection of the functions of the rank.
template <class T>
void CodeNetwork<T>::smooth_embeddings(std::span<const double> rank, std::uint64_t seed) {
  constexpr double kOwn = 0.1;  // of the drawn start that stays, so that codes of equal rank differ
  const numeric::MatrixView<T> table = parameters_.matrix(embedding_);
  const double width = 0.6 / std::sqrt(static_cast<double>(shape_.columns()));
  numeric::Matrix<float> projection(kRankFunctions, shape_.hidden);
  for (std::size_t j = 0; j < shape_.columns(); ++j) {
    numeric::fill_normal_rows({seed, numeric::Purpose::kEmbeddingStart, j * kRankFunctions}, projection.view());
    for (std::uint32_t c = 0; c < shape_.codes[j]; ++c) {
      const double r = rank[first_[j] + c];
      if (std::isnan(r)) continue;
      const std::array<double, kRankFunctions> wave = rank_waves(r);
      const std::span<T> row = table.row(embedding_row(j, c));
      for (std::size_t h = 0; h < row.size(); ++h) {
        double sum = 0;
        for (std::size_t f = 0; f < kRankFunctions; ++f) sum += wave[f] * double{projection(f, h)};
        row[h] = static_cast<T>(kOwn * static_cast<double>(row[h]) + width * sum);
      }
    }
  }
}

template <class T>
numeric::MatrixView<T> CodeNetwork<T>::table(std::size_t column, std::span<T> slab) const {
  return parameters_.parameter(embedding_, slab).gradient.row_block(embedding_row(column, 0), shape_.codes[column]);
}

template <class T>
numeric::MatrixView<T> CodeNetwork<T>::head(std::size_t column, std::span<T> slab) const {
  return parameters_.parameter(head_weight_, slab).gradient.column_block(first_[column], shape_.codes[column]);
}

template <class T>
void CodeNetwork<T>::detach(std::size_t column) {
  const numeric::MatrixView<T> codes = table(column, parameters_.values()), out = head(column, parameters_.values());
  const std::span<const T> hidden = parameters_.matrix(embedding_).row(hidden_row(column));
  for (std::size_t c = 0; c < codes.rows(); ++c) std::ranges::copy(hidden, codes.row(c).begin());
  for (std::size_t h = 0; h < out.rows(); ++h) std::ranges::fill(out.row(h), T{0});
}

template <class T>
void CodeNetwork<T>::record(autodiff::Graph<T>& graph, autodiff::Index codes, autodiff::Index targets,
                            autodiff::Node cell_weights, std::span<T> gradients) const {
  autodiff::Node h = graph.embedding_sum(parameters_.parameter(embedding_, gradients), codes);
  for (const Block& block : blocks_) {
    const autodiff::Node inner =
        block.in.record(graph, parameters_, gradients, graph.layer_norm(h), numeric::Activation::gelu);
    h = block.out.record(graph, parameters_, gradients, inner, numeric::Activation::identity, h);
  }
  graph.masked_cross_entropy(graph.layer_norm(h), parameters_.parameter(head_weight_, gradients),
                             parameters_.parameter(head_bias_, gradients), first_, targets, cell_weights);
}

template <class T>
CodePredictor<T> CodeNetwork<T>::predictor() const {
  std::vector<typename CodePredictor<T>::PackedBlock> blocks;
  for (const Block& block : blocks_) blocks.push_back({block.in.packed(parameters_), block.out.packed(parameters_)});
  std::vector<PackedLinear<T>> heads;
  std::vector<std::span<const T>> bias;
  for (std::size_t j = 0; j < shape_.columns(); ++j) {
    heads.emplace_back(parameters_.matrix(head_weight_).column_block(first_[j], shape_.codes[j]));
    bias.push_back(parameters_.matrix(head_bias_).row(0).subspan(first_[j], shape_.codes[j]));
  }
  return CodePredictor<T>(*this, parameters_.matrix(embedding_), std::move(blocks), std::move(heads), std::move(bias));
}

template <class T>
void CodeNetwork<T>::save(files::ArchiveWriter out) const {
  save_parameters(parameters_, out);
}

template <class T>
CodeNetwork<T> CodeNetwork<T>::load(CodeNetworkShape shape, const files::ArchiveReader& in) {
  CodeNetwork network(std::move(shape));
  load_parameters(network.parameters_, in);
  return network;
}

template <class T>
CodePredictor<T>::CodePredictor(const CodeNetwork<T>& network, numeric::MatrixView<const T> embedding,
                                std::vector<PackedBlock> blocks, std::vector<PackedLinear<T>> heads,
                                std::vector<std::span<const T>> head_bias)
    : network_(network),
      embedding_(embedding),
      blocks_(std::move(blocks)),
      heads_(std::move(heads)),
      head_bias_(std::move(head_bias)) {}

template <class T>
void CodePredictor<T>::trunk(numeric::MatrixView<const T> h, numeric::MatrixView<T> out,
                             numeric::Workspace& scratch) const {
  const numeric::Workspace::Scope scope(scratch);
  const std::size_t rows = h.rows(), hidden = h.columns();
  const numeric::MatrixView<T> inner = scratch.take_matrix<T>(rows, hidden), pre = scratch.take_matrix<T>(rows, hidden),
                               last = scratch.take_matrix<T>(rows, hidden);
  for (std::size_t i = 0; i < rows; ++i) std::ranges::copy(h.row(i), last.row(i).begin());
  const auto normalise = [&] {
    for (std::size_t i = 0; i < rows; ++i) {
      autodiff::normalise_row<T>(last.row(i).data(), hidden, out.row(i).data());
    }
  };
  for (const PackedBlock& block : blocks_) {
    normalise();
    block.in.apply(out, {}, numeric::Activation::gelu, inner, inner);
    block.out.apply(inner, last, numeric::Activation::identity, pre, last);
  }
  normalise();
}

template <class T>
void CodePredictor<T>::distribution(std::size_t head, numeric::MatrixView<const T> trunk_rows,
                                    numeric::MatrixView<T> p) const {
  heads_[head].apply(trunk_rows, {}, numeric::Activation::identity, p, p);
  for (std::size_t i = 0; i < p.rows(); ++i) numeric::softmax(p.row(i).data(), head_bias_[head].data(), p.columns());
}

template <class T>
std::size_t CodePredictor<T>::scratch_bytes() const {
  return 3 * numeric::Workspace::bytes_for<T>(kRows * network_.shape().hidden);
}

template class CodeNetwork<float>;
template class CodeNetwork<double>;
template class CodePredictor<float>;
template class CodePredictor<double>;

}  // namespace ballast::nn
