#include "app/fidelity/distances/mixed_neighbours.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <utility>

namespace ballast::app::fidelity {
namespace {

constexpr std::size_t kLanes = 64;         // points that are proposed at once
constexpr std::size_t kTile = 8 * kLanes;  // points that stay in the first cache while queries pass
constexpr std::size_t kQueriesPerTask = 32;
constexpr std::size_t kTasksAtOnce = 64;        // between two looks at the observer
constexpr double kUnequal = 2;                  // of squared Euclidean: two one-hot columns differ
constexpr double kFloatSlack = 1e-5;            // relative, of a float sum; more for many terms, a rounding each
constexpr double kFloatStep = 1.0 / (1 << 22);  // four roundings of a float in the unit of its column

// Squared, or a sum over columns: what the search compares.
double measured(const MixedRows& a, std::size_t i, const MixedRows& b, std::size_t j, Metric metric) {
  double sum = 0;
  for (std::size_t c = 0; c < a.numbers.size(); ++c) {
    const double off = std::abs(a.numbers[c][i] - b.numbers[c][j]);
    sum += metric == Metric::euclidean ? off * off : std::min(off, 1.0);
  }
  const double unequal = metric == Metric::euclidean ? kUnequal : 1.0;
  for (std::size_t c = 0; c < a.codes.size(); ++c) sum += a.codes[c][i] == b.codes[c][j] ? 0.0 : unequal;
  return sum;
}

double distance_of(double measure, Metric metric, std::size_t columns) {
  return metric == Metric::euclidean ? std::sqrt(measure) : measure / static_cast<double>(columns);
}

// Points as floats, column after column within a tile of kLanes; what fills the last tile is never looked at.
struct FloatPoints {
  std::vector<float> values;
  std::size_t columns;

  explicit FloatPoints(const MixedRows& points) : columns(points.columns()) {
    const std::size_t tiles = (points.rows + kLanes - 1) / kLanes;
    values.resize(tiles * columns * kLanes);
    for (std::size_t row = 0; row < points.rows; ++row) {
      float* out = values.data() + row / kLanes * columns * kLanes + row % kLanes;
      for (const auto* part : {&points.numbers, &points.codes}) {
        for (const std::vector<double>& column : *part) {
          *out = static_cast<float>(column[row]);
          out += kLanes;
        }
      }
    }
  }
  const float* tile(std::size_t first) const { return values.data() + first * columns; }
};

using Lanes = std::array<float, kLanes>;

template <Metric metric>
void propose(const float* query, std::size_t numbers, std::size_t codes, const float* points, Lanes& sums) {
  sums.fill(0);
  for (std::size_t c = 0; c < numbers; ++c, points += kLanes) {
    const float q = query[c];
    for (std::size_t j = 0; j < kLanes; ++j) {
      const float off = std::abs(q - points[j]);
      sums[j] += metric == Metric::euclidean ? off * off : (off < 1 ? off : 1.0f);
    }
  }
  constexpr float kDiffers = metric == Metric::euclidean ? static_cast<float>(kUnequal) : 1.0f;
  for (std::size_t c = 0; c < codes; ++c, points += kLanes) {
    const float q = query[numbers + c];
    for (std::size_t j = 0; j < kLanes; ++j) sums[j] += q == points[j] ? 0.0f : kDiffers;
  }
}

// Floats that are not negative order like their bits, and the least of whole numbers is found many at a time.
float least_of(const Lanes& sums) {
  std::int32_t least = std::bit_cast<std::int32_t>(sums[0]);
  for (const float sum : sums) least = std::min(least, std::bit_cast<std::int32_t>(sum));
  return std::bit_cast<float>(least);
}

// The k nearest of one query so far.
class Nearest {
 public:
  explicit Nearest(std::size_t k) : k_(k) { found_.reserve(k + 1); }
  double worst() const { return found_.size() < k_ ? std::numeric_limits<double>::infinity() : found_.back().first; }
  void offer(double measure, std::uint32_t row) {
    if (!(measure < worst())) return;  // rows come in order: of equals the first stays
    const auto place = std::upper_bound(found_.begin(), found_.end(), std::pair{measure, row});
    found_.insert(place, {measure, row});
    if (found_.size() > k_) found_.pop_back();
  }
  const std::vector<std::pair<double, std::uint32_t>>& found() const { return found_; }

 private:
  std::size_t k_;
  std::vector<std::pair<double, std::uint32_t>> found_;
};

class Search {
 public:
  Search(const MixedRows& queries, const MixedRows& points, Metric metric, std::size_t k, bool exclude_self)
      : queries_(queries), points_(points), metric_(metric), exclude_self_(exclude_self), floats_(points) {
    const std::size_t others = points.rows - (exclude_self && points.rows > 0 ? 1 : 0);
    k_ = std::min(k, others);
    out_.rows = numeric::Matrix<std::uint32_t>(queries.rows, k_);
    out_.distances = numeric::Matrix<double>(queries.rows, k_);
    for (std::size_t c = 0; c < queries.numbers.size(); ++c) {
      double widest = 1;
      for (const auto* rows : {&queries, &points}) {
        for (const double value : rows->numbers[c]) widest = std::max(widest, std::abs(value));
      }
      const double error = widest * kFloatStep;
      error_ += metric == Metric::euclidean ? error * error : error;
    }
    if (metric == Metric::euclidean) error_ = std::sqrt(error_);
  }

  void run(std::size_t first, std::size_t last) {
    std::vector<Nearest> nearest(last - first, Nearest(k_));
    std::vector<float> rows((last - first) * floats_.columns);
    for (std::size_t i = first; i < last; ++i) put_query(i, rows.data() + (i - first) * floats_.columns);
    for (std::size_t tile = 0; tile < points_.rows; tile += kTile) {
      for (std::size_t i = first; i < last; ++i) {
        const float* query = rows.data() + (i - first) * floats_.columns;
        for (std::size_t at = tile; at < std::min(tile + kTile, points_.rows); at += kLanes) {
          look(i, query, at, nearest[i - first]);
        }
      }
    }
    for (std::size_t i = first; i < last; ++i) {
      for (std::size_t n = 0; n < k_; ++n) {
        const auto& [measure, row] = nearest[i - first].found()[n];
        out_.rows(i, n) = row;
        out_.distances(i, n) = distance_of(measure, metric_, floats_.columns);
      }
    }
  }

  std::size_t k() const { return k_; }
  MixedNeighbours result() && { return std::move(out_); }

 private:
  void put_query(std::size_t i, float* out) const {
    for (const std::vector<double>& column : queries_.numbers) *out++ = static_cast<float>(column[i]);
    for (const std::vector<double>& column : queries_.codes) *out++ = static_cast<float>(column[i]);
  }

  // Above it a float proposal lies beyond `worst` for certain.
  float limit(double worst) const {
    const double reach = metric_ == Metric::euclidean ? std::pow(std::sqrt(worst) + error_, 2.0) : worst + error_;
    const double slack = std::max(kFloatSlack, static_cast<double>(floats_.columns) * 0x1p-23);
    return static_cast<float>(reach * (1 + slack) + kFloatStep);
  }

  void look(std::size_t i, const float* query, std::size_t first, Nearest& nearest) const {
    Lanes sums;
    const std::size_t numbers = queries_.numbers.size(), codes = queries_.codes.size();
    if (metric_ == Metric::euclidean) {
      propose<Metric::euclidean>(query, numbers, codes, floats_.tile(first), sums);
    } else {
      propose<Metric::gower>(query, numbers, codes, floats_.tile(first), sums);
    }
    float reach = limit(nearest.worst());
    if (least_of(sums) > reach) return;
    for (std::size_t j = 0; j < std::min(kLanes, points_.rows - first); ++j) {
      const std::size_t point = first + j;
      if (sums[j] > reach || (exclude_self_ && point == i)) continue;
      nearest.offer(measured(queries_, i, points_, point, metric_), static_cast<std::uint32_t>(point));
      reach = limit(nearest.worst());
    }
  }

  const MixedRows &queries_, &points_;
  Metric metric_;
  bool exclude_self_;
  FloatPoints floats_;
  std::size_t k_ = 0;
  double error_ = 0;  // of a float distance, beside its relative one
  MixedNeighbours out_;
};

}  // namespace

MixedNeighbours mixed_neighbours(const MixedRows& queries, const MixedRows& points, Metric metric, std::size_t k,
                                 bool exclude_self, numeric::ThreadPool& pool, Observer& observer) {
  Search search(queries, points, metric, k, exclude_self);
  const std::size_t step = kQueriesPerTask * kTasksAtOnce;
  for (std::size_t first = 0; search.k() > 0 && first < queries.rows; first += step) {
    observer.step({.phase = "measure distances", .done = first, .total = queries.rows});
    pool.parallel_for_blocks(std::min(step, queries.rows - first), kQueriesPerTask,
                             [&](std::size_t from, std::size_t to) { search.run(first + from, first + to); });
  }
  return std::move(search).result();
}

MixedNeighbours mixed_neighbours_twin(const MixedRows& queries, const MixedRows& points, Metric metric, std::size_t k,
                                      bool exclude_self) {
  const std::size_t others = points.rows - (exclude_self && points.rows > 0 ? 1 : 0), count = std::min(k, others);
  MixedNeighbours out{numeric::Matrix<std::uint32_t>(queries.rows, count),
                      numeric::Matrix<double>(queries.rows, count)};
  for (std::size_t i = 0; i < queries.rows; ++i) {
    std::vector<std::pair<double, std::uint32_t>> all;
    for (std::size_t j = 0; j < points.rows; ++j) {
      if (exclude_self && i == j) continue;
      all.emplace_back(measured(queries, i, points, j, metric), static_cast<std::uint32_t>(j));
    }
    std::sort(all.begin(), all.end());
    for (std::size_t n = 0; n < count; ++n) {
      out.rows(i, n) = all[n].second;
      out.distances(i, n) = distance_of(all[n].first, metric, queries.columns());
    }
  }
  return out;
}

}  // namespace ballast::app::fidelity
