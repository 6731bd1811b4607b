// denoiser_step_bench [--net 4x256] [--batch 256] [--threads 2] [--seconds 2] [--kind plain|residual]
//
// Training steps per second of a denoiser, on 30 columns and 1000 diffusion steps: draw rows, steps and noise, mix
// them, forward, backward, Adam and moving average. Verified first: the gradients in float against the same network in
// double built from the slow twins. The bound is what the matrix products alone take, measured in the same run on the
// same shapes, threads and row blocks.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "engine/numeric/blas.hpp"
#include "engine/numeric/kernels_twin.hpp"
#include "engine/numeric/random.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "nn/denoiser.hpp"
#include "nn/trainer.hpp"

using namespace ballast;

namespace {

constexpr std::size_t kColumns = 30, kSteps = 1000, kEmbedding = 128, kDataRows = 10000;
constexpr double kGradientTolerance = 2e-5;  // of the largest gradient, float against double

struct Options {
  std::size_t layers = 4, hidden = 256, batch = 256, threads = 2;
  double seconds = 2;
  bool plain = true;
};

Options parse(int count, char** arguments) {
  Options options;
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string name = arguments[i], value = arguments[i + 1];
    if (name == "--net") {
      options.layers = std::stoul(value);
      options.hidden = std::stoul(value.substr(value.find('x') + 1));
    } else if (name == "--batch") {
      options.batch = std::stoul(value);
    } else if (name == "--threads") {
      options.threads = std::stoul(value);
    } else if (name == "--seconds") {
      options.seconds = std::stod(value);
    } else if (name == "--kind") {
      options.plain = value == "plain";
    } else {
      std::fprintf(stderr, "unknown option %s\n", name.c_str());
      std::exit(2);
    }
  }
  return options;
}

nn::DenoiserConfig config_of(const Options& options) {
  return {.kind = options.plain ? nn::DenoiserKind::plain_silu : nn::DenoiserKind::residual_gelu,
          .columns = kColumns,
          .steps = kSteps - 1,
          .hidden = options.hidden,
          .layers = options.layers,
          .embedding = kEmbedding};
}

// x_t = sqrt(abar_t) x_0 + sqrt(1 - abar_t) noise for rows and steps drawn at random; the noise is the target.
class Batches {
 public:
  Batches() : data_(kDataRows, kColumns) {
    numeric::fill_normal_rows({.seed = 1}, data_.view());
    double kept = 1;
    for (std::size_t t = 0; t < kSteps; ++t) {
      kept *= 1 - (1e-4 + (0.02 - 1e-4) * static_cast<double>(t) / (kSteps - 1));
      signal_[t] = static_cast<float>(std::sqrt(kept));
      noise_[t] = static_cast<float>(std::sqrt(1 - kept));
    }
  }

  void fill(nn::Trainer<float>& trainer, std::uint64_t k, numeric::ThreadPool& pool) {
    numeric::RandomStream stream(7, numeric::Purpose::kTrainingStep, k);
    const std::size_t batch = trainer.inputs().rows();
    rows_.resize(batch);
    for (std::size_t i = 0; i < batch; ++i) {
      rows_[i] = static_cast<std::uint32_t>(stream.below(kDataRows));
      trainer.steps()[i] = static_cast<std::uint32_t>(stream.below(kSteps));
    }
    pool.parallel_for_blocks(batch, 128, [&](std::size_t first, std::size_t last) {
      const numeric::MatrixView<float> noise = trainer.targets().row_block(first, last - first);
      numeric::fill_normal_rows(
          {.seed = 7, .purpose = numeric::Purpose::kTrainingNoise, .row = first, .step = static_cast<std::uint32_t>(k)},
          noise);
      for (std::size_t i = first; i < last; ++i) {
        const float a = signal_[trainer.steps()[i]], b = noise_[trainer.steps()[i]];
        const float* x0 = data_.row(rows_[i]).data();
        for (std::size_t j = 0; j < kColumns; ++j) {
          trainer.inputs()(i, j) = std::fma(a, x0[j], b * trainer.targets()(i, j));
        }
      }
    });
  }

 private:
  numeric::Matrix<float> data_;
  std::vector<std::uint32_t> rows_;
  float signal_[kSteps], noise_[kSteps];
};

double seconds_of(auto&& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median_time(double budget, auto&& work) {
  for (int i = 0; i < 5; ++i) work();
  std::vector<double> times;
  for (double spent = 0; spent < budget || times.size() < 5; spent += times.back()) times.push_back(seconds_of(work));
  std::ranges::nth_element(times, times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2));
  return times[times.size() / 2];
}

// The plain network written out once more with the slow twins, in double; returns the gradients in slab order.
std::vector<double> twin_gradients(const nn::Denoiser<double>& denoiser, nn::Trainer<float>& trainer) {
  using numeric::Matrix, numeric::MatrixView, numeric::Op, numeric::gemm_twin, numeric::Activation;
  const nn::DenoiserConfig& config = denoiser.config();
  const nn::Parameters<double>& p = denoiser.parameters();
  const std::size_t rows = trainer.inputs().rows(), layers = config.layers, count = p.shapes().size();
  std::vector<double> gradients(p.size());
  const auto gradient = [&](std::size_t k) { return p.parameter(k, gradients).gradient; };

  Matrix<double> input(rows, kColumns + kEmbedding), target(rows, kColumns);
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t j = 0; j < kColumns; ++j) {
      input(i, j) = static_cast<double>(trainer.inputs()(i, j));
      target(i, j) = static_cast<double>(trainer.targets()(i, j));
    }
    for (std::size_t j = 0; j < kEmbedding / 2; ++j) {
      const double angle = trainer.steps()[i] * std::pow(1e4, -static_cast<double>(j) / (kEmbedding / 2));
      input(i, kColumns + j) = std::cos(angle);
      input(i, kColumns + kEmbedding / 2 + j) = std::sin(angle);
    }
  }
  // Layer l's weight and bias: the first two matrices are one weight.
  const auto weight = [&](std::size_t l) { return l == 0 ? p.stacked(0, gradients).value : p.matrix(2 * l + 1); };
  const auto d_weight = [&](std::size_t l) { return l == 0 ? p.stacked(0, gradients).gradient : gradient(2 * l + 1); };
  const auto bias = [&](std::size_t l) { return l < layers ? 2 * l + 2 : count - 1; };
  std::vector<Matrix<double>> pre, y;
  for (std::size_t l = 0; l <= layers; ++l) {
    pre.emplace_back(rows, l < layers ? config.hidden : kColumns);
    y.emplace_back(rows, pre[l].columns());
    const MatrixView<const double> x = l == 0 ? std::as_const(input).view() : std::as_const(y[l - 1]).view();
    gemm_twin<double>(1, x, Op::kNone, weight(l), Op::kNone, 0, pre[l].view());
    numeric::twin::bias_activation<double>(pre[l].view(), p.matrix(bias(l)).row(0), {},
                                           l < layers ? Activation::silu : Activation::identity, y[l].view());
  }
  Matrix<double> dy(rows, kColumns);
  numeric::twin::squared_error_backward<double>(y[layers].view(), target.view(), {},
                                                2.0 / static_cast<double>(rows * kColumns), dy.view());
  for (std::size_t l = layers + 1; l-- > 0;) {
    numeric::twin::bias_activation_backward<double>(std::as_const(dy).view(), pre[l].view(),
                                                    l < layers ? Activation::silu : Activation::identity,
                                                    gradient(bias(l)).row(0));
    const MatrixView<const double> x = l == 0 ? std::as_const(input).view() : std::as_const(y[l - 1]).view();
    gemm_twin<double>(1, x, Op::kTranspose, std::as_const(pre[l]).view(), Op::kNone, 0, d_weight(l));
    if (l == 0) break;
    dy = Matrix<double>(rows, config.hidden);
    gemm_twin<double>(1, std::as_const(pre[l]).view(), Op::kNone, weight(l), Op::kTranspose, 0, dy.view());
  }
  return gradients;
}

// Float gradients of a batch of 64 rows against the twins.
bool verify(const Options& options, Batches& batches, numeric::ThreadPool& pool) {
  if (!options.plain) return true;
  const nn::DenoiserConfig config = config_of(options);
  const auto denoiser = nn::make_denoiser<float>(config, 3);
  const auto reference = nn::make_denoiser<double>(config, 3);
  std::ranges::copy(denoiser->parameters().values(), reference->parameters().values().begin());
  nn::Trainer<float> trainer(*denoiser, 64, {});
  batches.fill(trainer, 0, pool);
  trainer.accumulate(pool);
  const std::vector<double> expected = twin_gradients(*reference, trainer);
  double largest = 0, worst = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    largest = std::max(largest, std::fabs(expected[i]));
    worst = std::max(worst, std::fabs(expected[i] - static_cast<double>(trainer.gradients()[i])));
  }
  std::printf("verify: largest gradient error %.1e of the largest gradient\n", worst / largest);
  return worst < kGradientTolerance * largest;
}

// Floating-point operations of the matrix products of one step on layers in x out: forward, dX and dW.
struct Product {
  std::size_t in, out;
  bool first;  // needs no dX
};

std::vector<Product> products_of(const nn::Denoiser<float>& denoiser) {
  std::vector<Product> products;
  std::size_t carried = 0;  // rows of a weight that is multiplied together with the next
  for (const nn::ParameterShape& shape : denoiser.parameters().shapes()) {
    if (shape.name.find("weight") == std::string::npos) continue;
    if (shape.name == "in.weight") {
      carried = shape.rows;
      continue;
    }
    products.push_back({shape.rows + carried, shape.columns, products.empty()});
    carried = 0;
  }
  return products;
}

// The products alone, cut like a training step: forward and dX in blocks of rows, dW in tiles.
class ProductsAlone {
 public:
  ProductsAlone(std::vector<Product> products, std::size_t batch) : products_(std::move(products)), batch_(batch) {
    for (const Product& product : products_) {
      x_.emplace_back(batch, product.in);
      y_.emplace_back(batch, product.out);
      w_.emplace_back(product.in, product.out);
      dw_.emplace_back(product.in, product.out);
    }
  }

  double flops() const {
    double sum = 0;
    for (const Product& p : products_) sum += 2.0 * static_cast<double>(p.in * p.out * batch_) * (p.first ? 2 : 3);
    return sum;
  }

  void run(numeric::ThreadPool& pool) {
    using numeric::Op;
    pool.parallel_for_blocks(batch_, 128, [&](std::size_t first, std::size_t last) {
      for (std::size_t l = 0; l < products_.size(); ++l) {
        const auto x = x_[l].view().row_block(first, last - first), y = y_[l].view().row_block(first, last - first);
        numeric::gemm<float>(1, x, Op::kNone, w_[l].view(), Op::kNone, 0, y);
        if (!products_[l].first) numeric::gemm<float>(1, y, Op::kNone, w_[l].view(), Op::kTranspose, 0, x);
      }
    });
    pool.parallel_for(products_.size() * 2, [&](std::size_t task) {
      const std::size_t l = task / 2, half = products_[l].out / 2, first = task % 2 * half;
      numeric::gemm<float>(1, x_[l].view(), Op::kTranspose, y_[l].view().column_block(first, half), Op::kNone, 0,
                           dw_[l].view().column_block(first, half));
    });
  }

 private:
  std::vector<Product> products_;
  std::size_t batch_;
  std::vector<numeric::Matrix<float>> x_, y_, w_, dw_;
};

}  // namespace

int main(int count, char** arguments) {
  const Options options = parse(count, arguments);
  numeric::ThreadPool pool(options.threads);
  Batches batches;
  if (!verify(options, batches, pool)) {
    std::fprintf(stderr, "the gradients differ from the twin's\n");
    return 1;
  }
  const auto denoiser = nn::make_denoiser<float>(config_of(options), 1);
  nn::Trainer<float> trainer(*denoiser, options.batch, {});
  std::uint64_t k = 0;
  const double step = median_time(options.seconds, [&] {
    batches.fill(trainer, ++k, pool);
    trainer.step(1e-3, pool);
  });
  ProductsAlone products(products_of(*denoiser), options.batch);
  const double bound = median_time(options.seconds / 2, [&] { products.run(pool); });
  std::printf(
      "%zux%zu batch %zu threads %zu: %.1f steps/s, %.1f GFLOP/s, %.0f%% of the products alone (%.1f GFLOP/s)\n",
      options.layers, options.hidden, options.batch, options.threads, 1 / step, products.flops() / step * 1e-9,
      100 * bound / step, products.flops() / bound * 1e-9);
  return 0;
}
