#include "engine/geometry/neighbours.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

#include "engine/numeric/blas.hpp"

namespace ballast::geometry {
namespace {

using numeric::Matrix;
using numeric::MatrixView;

constexpr std::size_t kQueryBlock = 64;
constexpr std::size_t kPointTile = 1024;  // with 64 queries a tile of 256 kB, which stays in the second cache
constexpr std::size_t kChunk = 32;        // values tested at once against the threshold
constexpr float kInfinity = std::numeric_limits<float>::infinity();

// ---- the proposal: values l = |y|^2 (1 - e) - 2 x.y by matrix product
// ------------------------------------------------
//
// Coordinates are centred at the mean of the points and scaled by a power of two into [-1, 1], then rounded to float
// with unit roundoff u = 2^-24. Let d^2 be the true squared distance in these units. Rounding the coordinates moves d^2
// by at most 4 u (|x|^2 + |y|^2); the product of D + 1 terms is off by at most (D + 2) u (2 |x||y| + |y|^2), rounding
// of |y|^2 included. All of it is below e (|x|^2 + |y|^2) + tiny with e = 4 (D + 6) u, twice what is needed, so that
//     l - e |x|^2 - tiny  <=  d^2 - |x|^2  <=  l + e |x|^2 + 2 e |y|^2 + tiny.
// `tiny` stands for what underflows.
constexpr double kTiny = 1e-30;

double relative_error(std::size_t columns) {
  return 4.0 * static_cast<double>(columns + 6) * 0x1p-24;
}

struct Frame {
  std::vector<double> centre;
  double scale = 1;
};

template <class T>
double largest_offset(MatrixView<const T> x, const std::vector<double>& centre) {
  double largest = 0;
  for (std::size_t i = 0; i < x.rows(); ++i) {
    for (std::size_t j = 0; j < x.columns(); ++j) {
      largest = std::max(largest, std::fabs(static_cast<double>(x(i, j)) - centre[j]));
    }
  }
  return largest;
}

template <class T>
Frame find_frame(MatrixView<const T> queries, MatrixView<const T> points) {
  Frame frame{std::vector<double>(points.columns(), 0.0), 1};
  const double weight = 1 / static_cast<double>(points.rows());
  for (std::size_t i = 0; i < points.rows(); ++i) {
    for (std::size_t j = 0; j < points.columns(); ++j) frame.centre[j] += weight * static_cast<double>(points(i, j));
  }
  const double largest = std::max(largest_offset(queries, frame.centre), largest_offset(points, frame.centre));
  if (largest > 0) frame.scale = std::ldexp(1.0, -std::ilogb(largest) - 1);
  return frame;
}

// Rows in the frame with one more column, ready for the product: (x, 1) or (-2 y, |y|^2 (1 - e)).
struct Prepared {
  Matrix<float> rows;
  std::vector<double> squared_norms;
};

enum class Side { kQuery, kPoint };

template <class T>
Prepared prepare(MatrixView<const T> x, const Frame& frame, Side side) {
  const std::size_t columns = x.columns();
  const double shrink = 1 - relative_error(columns);
  Prepared out{Matrix<float>(x.rows(), columns + 1), std::vector<double>(x.rows())};
  for (std::size_t i = 0; i < x.rows(); ++i) {
    const std::span<float> row = out.rows.row(i);
    double norm = 0;
    for (std::size_t j = 0; j < columns; ++j) {
      const auto value = static_cast<float>((static_cast<double>(x(i, j)) - frame.centre[j]) * frame.scale);
      norm += static_cast<double>(value) * static_cast<double>(value);
      row[j] = side == Side::kQuery ? value : -2 * value;
    }
    row[columns] = side == Side::kQuery ? 1.0f : static_cast<float>(norm * shrink);
    out.squared_norms[i] = norm;
  }
  return out;
}

// ---- the candidates of one query ------------------------------------------------------------------------------------

class Candidates {
 public:
  void start(std::size_t k, std::size_t self, double query_slack) {
    k_ = k;
    self_ = self;
    query_slack_ = query_slack;
    threshold_ = kInfinity;
    capacity_ = std::max<std::size_t>(64, 4 * k);
    kept_.clear();
  }

  // Takes in the values of points first .. first + values.size() - 1.
  void scan(std::span<const float> values, std::size_t first, const double* point_slack) {
    for (std::size_t start = 0; start < values.size(); start += kChunk) {
      const std::size_t count = std::min(kChunk, values.size() - start);
      if (!any_within(values.data() + start, count)) continue;
      for (std::size_t i = start; i < start + count; ++i) {
        if (values[i] <= threshold_) add(values[i], first + i, point_slack[first + i]);
      }
    }
  }

  // Ranks by direct distance and writes the nearest k.
  template <class T>
  void finish(std::span<const T> query, MatrixView<const T> points, std::span<std::uint32_t> rows,
              std::span<double> squared_distances) {
    prune();
    ranked_.clear();
    for (const Kept& c : kept_) ranked_.emplace_back(squared_distance<T>(query, points.row(c.row)), c.row);
    std::ranges::sort(ranked_);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      squared_distances[i] = ranked_[i].first;
      rows[i] = ranked_[i].second;
    }
  }

 private:
  struct Kept {
    float lower;
    std::uint32_t row;
    double upper;
  };

  bool any_within(const float* values, std::size_t count) const noexcept {
    const float threshold = threshold_;
    unsigned any = 0;
    if (count == kChunk) {
      for (std::size_t i = 0; i < kChunk; ++i) any |= values[i] <= threshold ? 1u : 0u;
    } else {
      for (std::size_t i = 0; i < count; ++i) any |= values[i] <= threshold ? 1u : 0u;
    }
    return any != 0;
  }

  void add(float lower, std::size_t row, double point_slack) {
    if (row == self_) return;
    kept_.push_back({lower, static_cast<std::uint32_t>(row), static_cast<double>(lower) + query_slack_ + point_slack});
    if (kept_.size() >= capacity_) {
      prune();
      capacity_ = std::max(capacity_, 2 * kept_.size());  // many ties: do not come back at every step
    }
  }

  // At least k points lie within the k-th smallest upper bound; who cannot lie within it goes.
  void prune() {
    if (kept_.size() <= k_) return;
    const auto kth = kept_.begin() + static_cast<std::ptrdiff_t>(k_ - 1);
    std::ranges::nth_element(kept_, kth, {}, &Kept::upper);
    threshold_ = std::nextafter(static_cast<float>(kth->upper), kInfinity);
    std::erase_if(kept_, [this](const Kept& c) { return c.lower > threshold_; });
  }

  std::size_t k_ = 0, self_ = 0, capacity_ = 0;
  double query_slack_ = 0;
  float threshold_ = kInfinity;
  std::vector<Kept> kept_;
  std::vector<std::pair<double, std::uint32_t>> ranked_;
};

constexpr std::size_t kNoSelf = static_cast<std::size_t>(-1);

struct Worker {
  Matrix<float> tile{kQueryBlock, kPointTile};
  std::vector<Candidates> candidates{kQueryBlock};
};

Neighbours empty_answer(std::size_t queries, std::size_t points, const NeighbourOptions& options) {
  const std::size_t available = options.exclude_self && points > 0 ? points - 1 : points;
  const std::size_t columns = std::min(options.k, available);
  return {Matrix<std::uint32_t>(queries, columns), Matrix<double>(queries, columns)};
}

}  // namespace

template <class T>
double squared_distance(std::span<const T> a, std::span<const T> b) noexcept {
  double sum = 0;
  for (std::size_t j = 0; j < a.size(); ++j) {
    const double difference = static_cast<double>(a[j]) - static_cast<double>(b[j]);
    sum += difference * difference;
  }
  return sum;
}

template <class T>
Neighbours nearest_neighbours(MatrixView<const T> queries, MatrixView<const T> points, const NeighbourOptions& options,
                              numeric::ThreadPool& pool) {
  assert(queries.columns() == points.columns() && points.rows() <= std::numeric_limits<std::uint32_t>::max());
  assert(!options.exclude_self || queries.rows() == points.rows());
  Neighbours answer = empty_answer(queries.rows(), points.rows(), options);
  const std::size_t k = answer.rows.columns();
  if (answer.rows.empty()) return answer;

  const Frame frame = find_frame(queries, points);
  const Prepared from = prepare(queries, frame, Side::kQuery);
  Prepared to = prepare(points, frame, Side::kPoint);
  const double error = relative_error(points.columns());
  for (double& slack : to.squared_norms) slack *= 2 * error;

  std::vector<Worker> workers(pool.threads());
  pool.parallel_for_blocks(queries.rows(), kQueryBlock, [&](std::size_t first, std::size_t last, std::size_t worker) {
    Worker& mine = workers[worker];
    for (std::size_t i = first; i < last; ++i) {
      mine.candidates[i - first].start(k, options.exclude_self ? i : kNoSelf,
                                       2 * (error * from.squared_norms[i] + kTiny));
    }
    for (std::size_t tile = 0; tile < points.rows(); tile += kPointTile) {
      const std::size_t count = std::min(kPointTile, points.rows() - tile);
      const MatrixView<float> values = mine.tile.view().row_block(0, last - first).column_block(0, count);
      numeric::gemm<float>(1, from.rows.view().row_block(first, last - first), numeric::Transpose::no,
                           to.rows.view().row_block(tile, count), numeric::Transpose::yes, 0, values);
      for (std::size_t i = 0; i < values.rows(); ++i) {
        mine.candidates[i].scan(values.row(i), tile, to.squared_norms.data());
      }
    }
    for (std::size_t i = first; i < last; ++i) {
      mine.candidates[i - first].finish(queries.row(i), points, answer.rows.row(i), answer.squared_distances.row(i));
    }
  });
  return answer;
}

template <class T>
Neighbours nearest_neighbours_twin(MatrixView<const T> queries, MatrixView<const T> points,
                                   const NeighbourOptions& options) {
  Neighbours answer = empty_answer(queries.rows(), points.rows(), options);
  std::vector<std::pair<double, std::uint32_t>> all;
  for (std::size_t i = 0; i < answer.rows.rows(); ++i) {
    all.clear();
    for (std::size_t j = 0; j < points.rows(); ++j) {
      if (options.exclude_self && i == j) continue;
      all.emplace_back(squared_distance<T>(queries.row(i), points.row(j)), static_cast<std::uint32_t>(j));
    }
    std::ranges::sort(all);
    for (std::size_t n = 0; n < answer.rows.columns(); ++n) {
      answer.squared_distances(i, n) = all[n].first;
      answer.rows(i, n) = all[n].second;
    }
  }
  return answer;
}

#define BALLAST_NEIGHBOURS_FOR(T)                                                                              \
  template double squared_distance<T>(std::span<const T>, std::span<const T>) noexcept;                        \
  template Neighbours nearest_neighbours<T>(MatrixView<const T>, MatrixView<const T>, const NeighbourOptions&, \
                                            numeric::ThreadPool&);                                             \
  template Neighbours nearest_neighbours_twin<T>(MatrixView<const T>, MatrixView<const T>, const NeighbourOptions&);
BALLAST_NEIGHBOURS_FOR(float)
BALLAST_NEIGHBOURS_FOR(double)
#undef BALLAST_NEIGHBOURS_FOR

}  // namespace ballast::geometry
