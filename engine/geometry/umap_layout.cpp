#include "engine/geometry/umap_layout.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

#include "engine/numeric/simd_math.hpp"

namespace ballast::geometry {
namespace {

using numeric::Matrix;
using numeric::MatrixView;

constexpr float kLargestMove = 4.0f;

// What an epoch needs to know, in the types of the inner loop.
struct Epoch {
  const SparseGraph& graph;
  const LayoutOptions& options;
  float a, b;
  float pull;            // 2 when every edge is seen from both ends
  double heaviest;       // w_max
  std::uint32_t number;  // from 1
  numeric::Purpose purpose;

  float learning_rate() const {
    const double left = 1.0 - static_cast<double>(number - 1) / static_cast<double>(options.epochs);
    return static_cast<float>(options.learning_rate * left);
  }
  // An edge of weight w has had floor(e w / w_max) pulls after epoch e: is one of them due in this epoch?
  bool pulls(float weight) const {
    const double rate = static_cast<double>(weight) / heaviest;
    return std::floor(rate * number) > std::floor(rate * (number - 1));
  }
};

// One pull along an edge and the pushes that go with it, side by side in the lanes of a vector: lane 0 is the pull.
constexpr std::size_t kLanes = 8;
static_assert(1 + kPushes <= kLanes);

struct Encounter {
  std::array<const float*, kLanes> met{};  // the other points
  std::array<float, kLanes> distance{};    // squared
  std::array<float, kLanes> pull{}, push{};

  // The two coefficients at every distance. Points that coincide have no direction to move in, so any finite
  // coefficient will do for them.
  void weigh(float a, float b) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      const float d = distance[lane] > kSmallest ? distance[lane] : kSmallest;
      const float power = numeric::exp(b * numeric::log_positive(d));
      const float fall = 2 * b / std::fma(a, power, 1.0f);
      pull[lane] = -a * power * fall / d;
      push[lane] = fall / (0.001f + d);
    }
  }

 private:
  static constexpr float kSmallest = 1e-20f;
};

float clipped(float move) {
  return std::clamp(move, -kLargestMove, kLargestMove);
}

// One epoch of point i: `own` starts as its position and ends as the next one. C components, known to the compiler
// (0: any number, from the view).
template <std::size_t C>
void move_point(const Epoch& epoch, std::size_t i, MatrixView<const float> others, bool among_themselves, float* own) {
  const std::size_t components = C > 0 ? C : others.columns();
  const float rate = epoch.learning_rate();
  numeric::RandomStream random(epoch.options.seed, epoch.purpose, i, epoch.number);
  Encounter now;
  for (std::size_t edge = epoch.graph.offsets[i]; edge < epoch.graph.offsets[i + 1]; ++edge) {
    if (!epoch.pulls(epoch.graph.weight[edge])) continue;
    now.met[0] = others.row(epoch.graph.to[edge]).data();
    for (std::size_t lane = 1; lane <= kPushes; ++lane) {
      // Multiply and shift: uneven by less than N parts in 2^32, which a push at random can bear.
      const std::size_t r = (std::uint64_t{random.word()} * others.rows()) >> 32;
      now.met[lane] = among_themselves && r == i ? own : others.row(r).data();
    }
    for (std::size_t lane = 0; lane <= kPushes; ++lane) {
      float sum = 0;
      for (std::size_t c = 0; c < components; ++c) {
        const float difference = own[c] - now.met[lane][c];
        sum = std::fma(difference, difference, sum);
      }
      now.distance[lane] = sum;
    }
    now.weigh(epoch.a, epoch.b);
    for (std::size_t c = 0; c < components; ++c) {
      float move = epoch.pull * clipped(now.pull[0] * (own[c] - now.met[0][c]));
      for (std::size_t lane = 1; lane <= kPushes; ++lane) {
        move += clipped(now.push[lane] * (own[c] - now.met[lane][c]));
      }
      own[c] = std::fma(rate, move, own[c]);
    }
  }
}

template <std::size_t C>
void run_epoch(const Epoch& epoch, MatrixView<const float> others, bool among_themselves, MatrixView<const float> now,
               MatrixView<float> next, numeric::ThreadPool& pool) {
  pool.parallel_for_blocks(now.rows(), 128, [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) {
      std::copy_n(now.row(i).data(), now.columns(), next.row(i).data());
      move_point<C>(epoch, i, others, among_themselves, next.row(i).data());
    }
  });
}

void run(const SparseGraph& graph, const MatrixView<const float>* fixed, const LayoutOptions& options,
         Matrix<float>& positions, numeric::ThreadPool& pool, Observer& observer) {
  assert(positions.rows() == graph.rows());
  if (graph.edges() == 0) return;
  Epoch epoch{graph,
              options,
              static_cast<float>(options.curve.a),
              static_cast<float>(options.curve.b),
              fixed ? 1.0f : 2.0f,
              fixed ? 1.0 : static_cast<double>(*std::max_element(graph.weight.begin(), graph.weight.end())),
              1,
              fixed ? numeric::Purpose::kEmbeddingTransform : numeric::Purpose::kEmbedding};
  const auto one_epoch = positions.columns() == 2   ? run_epoch<2>
                         : positions.columns() == 3 ? run_epoch<3>
                                                    : run_epoch<0>;
  Matrix<float> next(positions.rows(), positions.columns());
  for (; epoch.number <= options.epochs; ++epoch.number) {
    one_epoch(epoch, fixed ? *fixed : positions.view(), fixed == nullptr, positions.view(), next.view(), pool);
    std::swap(positions, next);
    observer.step({.phase = "lay out", .done = epoch.number, .total = options.epochs});
  }
}

}  // namespace

void lay_out(const SparseGraph& graph, const LayoutOptions& options, Matrix<float>& positions,
             numeric::ThreadPool& pool, Observer& observer) {
  run(graph, nullptr, options, positions, pool, observer);
}

void lay_out_among(const SparseGraph& graph, MatrixView<const float> fixed, const LayoutOptions& options,
                   Matrix<float>& positions, numeric::ThreadPool& pool, Observer& observer) {
  run(graph, &fixed, options, positions, pool, observer);
}

}  // namespace ballast::geometry
