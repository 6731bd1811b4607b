#include "engine/geometry/umap.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/error.hpp"
#include "engine/geometry/fuzzy_graph.hpp"
#include "engine/geometry/neighbours.hpp"
#include "engine/geometry/umap_layout.hpp"
#include "engine/geometry/umap_start.hpp"

namespace ballast::geometry {
namespace {

using numeric::Matrix;
using numeric::MatrixView;
using numeric::ThreadPool;
using Rows = MatrixView<const float>;

void require_finite(Rows rows) {
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    for (const float value : rows.row(i)) {
      if (!std::isfinite(value)) {
        throw Error("UMAP needs finite values").expected("numbers").got("row " + std::to_string(i) + " without");
      }
    }
  }
}

void require_valid(Rows rows, const UmapOptions& options) {
  const auto at_least = [](const char* what, std::size_t fewest, std::size_t got) {
    if (got < fewest) throw Error(what).expected("at least " + std::to_string(fewest)).got(std::to_string(got));
  };
  at_least("UMAP needs two neighbours to measure by", 2, options.neighbours);
  at_least("UMAP needs a component to embed in", 1, options.components);
  at_least("UMAP needs a column", 1, rows.columns());
  at_least("too few rows for UMAP in that many components", options.components + 3, rows.rows());
  if (options.neighbours >= rows.rows()) {
    throw Error("too few rows for that many neighbours")
        .expected("more than " + std::to_string(options.neighbours) + " rows")
        .got(std::to_string(rows.rows()))
        .hint("ask for fewer neighbours");
  }
  require_finite(rows);
}

std::size_t epochs_of(const UmapOptions& options, std::size_t rows) {
  constexpr std::size_t kSmall = 10'000;
  return options.epochs > 0 ? options.epochs : rows <= kSmall ? 500 : 200;
}

LayoutOptions layout_options(const UmapOptions& options, const UmapCurve& curve, std::size_t rows) {
  LayoutOptions layout;
  layout.curve = curve;
  layout.epochs = epochs_of(options, rows);
  layout.seed = options.seed;
  return layout;
}

Matrix<float> copy_of(Rows rows) {
  Matrix<float> out(rows.rows(), rows.columns());
  for (std::size_t i = 0; i < rows.rows(); ++i) std::copy_n(rows.row(i).data(), rows.columns(), out.row(i).data());
  return out;
}

Matrix<float> start_of(Rows rows, const SparseGraph& graph, const UmapOptions& options, ThreadPool& pool) {
  const bool spectral = options.start == UmapStart::spectral && connected_components(graph) == 1;
  Matrix<float> start = spectral ? spectral_embedding(graph, options.components, pool)
                                 : principal_components(rows, options.components, pool);
  scale_start(start.view(), options.seed);
  return start;
}

Matrix<double> roots(const Matrix<double>& squares) {
  Matrix<double> out(squares.rows(), squares.columns());
  std::transform(squares.values().begin(), squares.values().end(), out.values().begin(),
                 [](double square) { return std::sqrt(square); });
  return out;
}

// Each new point at the mean of its neighbours' points, weighted by membership.
Matrix<float> weighted_means(const SparseGraph& graph, Rows points) {
  Matrix<float> out(graph.rows(), points.columns());
  for (std::size_t i = 0; i < graph.rows(); ++i) {
    double total = 0;
    for (std::size_t e = graph.offsets[i]; e < graph.offsets[i + 1]; ++e) total += static_cast<double>(graph.weight[e]);
    for (std::size_t c = 0; c < points.columns(); ++c) {
      double sum = 0;
      for (std::size_t e = graph.offsets[i]; e < graph.offsets[i + 1]; ++e) {
        sum = std::fma(static_cast<double>(graph.weight[e]), static_cast<double>(points(graph.to[e], c)), sum);
      }
      out(i, c) = static_cast<float>(sum / total);
    }
  }
  return out;
}

}  // namespace

Umap fit_umap(Rows rows, const UmapOptions& options, ThreadPool& pool, Observer& observer) {
  const UmapCurve curve = fit_umap_curve(options.min_dist, options.spread);
  require_valid(rows, options);
  const Neighbours near = nearest_neighbours(rows, rows, {.k = options.neighbours, .exclude_self = true}, pool);
  const SparseGraph graph = fuzzy_graph(near.rows.view(), roots(near.squared_distances).view());
  Umap model{options, curve, copy_of(rows), start_of(rows, graph, options, pool)};
  lay_out(graph, layout_options(options, curve, rows.rows()), model.embedding, pool, observer);
  return model;
}

Matrix<float> transform(const Umap& model, Rows rows, ThreadPool& pool, Observer& observer) {
  if (rows.columns() != model.rows.columns()) {
    throw Error("the rows do not belong to this embedding")
        .expected(std::to_string(model.rows.columns()) + " columns")
        .got(std::to_string(rows.columns()));
  }
  require_finite(rows);
  const Rows known = model.rows.view();
  const Neighbours near = nearest_neighbours(rows, known, {.k = model.options.neighbours}, pool);
  const Matrix<double> distances = roots(near.squared_distances);
  const SmoothDistances smooth = smooth_knn_distances(distances.view(), LocalConnectivity::none);
  const SparseGraph graph = directed_memberships(near.rows.view(), distances.view(), smooth);
  Matrix<float> points = weighted_means(graph, model.embedding.view());
  LayoutOptions layout = layout_options(model.options, model.curve, model.rows.rows());
  layout.epochs = std::max<std::size_t>(1, layout.epochs / 3);
  layout.learning_rate = 0.25;
  lay_out_among(graph, model.embedding.view(), layout, points, pool, observer);
  return points;
}

}  // namespace ballast::geometry
