// Training steps per second of a denoiser, on 30 columns and 1000 diffusion steps: draw rows, steps and noise, mix
// them, forward, backward, Adam and moving average. Verified first: the gradients in float against the same network in
// double built from the slow twins. The bound is what the matrix products alone take: the same packed kernels on the
// same shapes and threads, measured in the same run with panels of 64, 128 and 256 rows, of which the fastest counts.
#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "autodiff/tensor.hpp"
#include "bench/probe.hpp"
#include "diffusion/training/training_batches.hpp"
#include "engine/numeric/blas.hpp"
#include "engine/numeric/kernels_twin.hpp"
#include "engine/numeric/packed.hpp"
#include "engine/numeric/random.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "nn/denoiser.hpp"
#include "nn/training/trainer.hpp"

using namespace ballast;

namespace {

constexpr std::size_t kColumns = 30, kSteps = 1000, kEmbedding = 128, kDataRows = 10000;
constexpr double kGradientTolerance = 2e-5;  // of the largest gradient, float against double

struct Options {
  std::size_t layers, hidden, batch, threads;
  double seconds;
  bool plain;
};

nn::DenoiserConfig config_of(const Options& options) {
  return {.kind = options.plain ? nn::DenoiserKind::plain_silu : nn::DenoiserKind::residual_gelu,
          .columns = kColumns,
          .steps = kSteps,
          .hidden = options.hidden,
          .layers = options.layers,
          .embedding = kEmbedding};
}

// Rows and steps drawn at random, x_t from the closed form; the noise is the target.
class Batches {
 public:
  explicit Batches(std::size_t batch) : data_(kDataRows, kColumns) {
    numeric::fill_normal_rows({.seed = 1}, data_.view());
    batches_ = diffusion::random_steps(data_.view(), schedule_, diffusion::Parametrisation::noise, batch, 7);
  }
  void fill(nn::Trainer<float>& trainer, std::size_t update, numeric::ThreadPool& pool) {
    batches_->fill(update, 0, {trainer.inputs(), trainer.steps(), trainer.targets(), trainer.row_weights()}, pool);
  }

 private:
  numeric::Matrix<float> data_;
  diffusion::NoiseSchedule schedule_ = diffusion::linear_schedule(kSteps);
  std::unique_ptr<diffusion::TrainingBatches> batches_;
};

// Over as many calls as fit in so many seconds.
bench::Spread time_within(double budget, auto&& work) {
  for (int i = 0; i < 5; ++i) work();
  std::vector<double> times;
  for (double spent = 0; spent < budget || times.size() < 5; spent += times.back()) {
    times.push_back(bench::seconds_of(work));
  }
  return bench::spread_of(std::move(times));
}

using numeric::Activation, numeric::Matrix, numeric::MatrixView, numeric::Transpose;

// A network written out once more with the slow twins, in double. Layers 0 .. L are weight, bias and activation; layer
// 0 takes [x | embedded step]. In the residual network layers 1 .. L - 1 are added to their input, and x to the output.
class Twin {
 public:
  explicit Twin(const nn::Denoiser<double>& denoiser)
      : config_(denoiser.config()), p_(denoiser.parameters()), gradients_(p_.size()) {}

  // In the order of the parameters.
  const std::vector<double>& gradients(nn::Trainer<float>& trainer) {
    forward(trainer);
    backward(trainer);
    return gradients_;
  }

 private:
  bool plain() const { return config_.kind == nn::DenoiserKind::plain_silu; }
  bool skips(std::size_t l) const { return !plain() && l > 0 && l < config_.layers; }
  Activation activation(std::size_t l) const {
    if (l == config_.layers) return Activation::identity;
    return plain() ? Activation::silu : Activation::gelu;
  }
  // Parameters stand as weight, bias, weight, bias ..; the plain network's first weight is in two parts.
  autodiff::Parameter<double> weight(std::size_t l) {
    if (!plain()) return p_.parameter(2 * l, gradients_);
    return l == 0 ? p_.stacked(0, gradients_) : p_.parameter(2 * l + 1, gradients_);
  }
  autodiff::Parameter<double> bias(std::size_t l) { return p_.parameter(2 * l + (plain() ? 2 : 1), gradients_); }

  static Matrix<double> input(nn::Trainer<float>& trainer) {
    Matrix<double> input(trainer.inputs().rows(), kColumns + kEmbedding);
    for (std::size_t i = 0; i < input.rows(); ++i) {
      for (std::size_t j = 0; j < kColumns; ++j) input(i, j) = static_cast<double>(trainer.inputs()(i, j));
      for (std::size_t j = 0; j < kEmbedding / 2; ++j) {
        const double angle = trainer.steps()[i] * std::pow(1e4, -2.0 * static_cast<double>(j) / kEmbedding);
        input(i, kColumns + j) = std::cos(angle);
        input(i, kColumns + kEmbedding / 2 + j) = std::sin(angle);
      }
    }
    return input;
  }

  // x_[l] goes into layer l, pre_[l] holds the slope of its activation; x_[L + 1] is the prediction.
  void forward(nn::Trainer<float>& trainer) {
    x_.push_back(input(trainer));
    const std::size_t rows = x_[0].rows();
    for (std::size_t l = 0; l <= config_.layers; ++l) {
      pre_.emplace_back(rows, bias(l).value.columns());
      x_.emplace_back(rows, pre_[l].columns());
      numeric::gemm_twin<double>(1, x_[l].view(), Transpose::no, weight(l).value, Transpose::no, 0, pre_[l].view());
      numeric::twin::bias_activation<double>(pre_[l].view(), bias(l).value.row(0), {}, activation(l), x_[l + 1].view());
      const bool skips_input = !plain() && l == config_.layers;
      if (skips(l)) add(x_[l], x_[l + 1]);
      if (skips_input) add(x_[0], x_[l + 1]);
    }
  }

  void backward(nn::Trainer<float>& trainer) {
    const std::size_t rows = x_[0].rows(), last = config_.layers;
    Matrix<double> target(rows, kColumns), dy(rows, kColumns);
    for (std::size_t i = 0; i < rows; ++i) std::ranges::copy(trainer.targets().row(i), target.row(i).begin());
    numeric::twin::squared_error_backward<double>(x_[last + 1].view(), target.view(), {},
                                                  2.0 / static_cast<double>(rows * kColumns), dy.view());
    for (std::size_t l = last + 1; l-- > 0;) {
      numeric::twin::bias_activation_backward<double>(std::as_const(dy).view(), pre_[l].view(),
                                                      bias(l).gradient.row(0));
      const MatrixView<const double> d_pre = std::as_const(pre_[l]).view();
      numeric::gemm_twin<double>(1, x_[l].view(), Transpose::yes, d_pre, Transpose::no, 0, weight(l).gradient);
      if (l == 0) break;
      Matrix<double> dx(rows, x_[l].columns());
      numeric::gemm_twin<double>(1, d_pre, Transpose::no, weight(l).value, Transpose::yes, 0, dx.view());
      if (skips(l)) add(dy, dx);
      dy = std::move(dx);
    }
  }

  // The columns that both have.
  static void add(const Matrix<double>& from, Matrix<double>& to) {
    for (std::size_t i = 0; i < to.rows(); ++i) {
      for (std::size_t j = 0; j < to.columns(); ++j) to(i, j) += from(i, j);
    }
  }

  nn::DenoiserConfig config_;
  const nn::Parameters<double>& p_;
  std::vector<double> gradients_;
  std::vector<Matrix<double>> x_, pre_;
};

// Float gradients of a batch of 64 rows against the twins.
void verify(const Options& options, numeric::ThreadPool& pool) {
  const nn::DenoiserConfig config = config_of(options);
  const auto denoiser = nn::make_denoiser<float>(config, 3);
  const auto reference = nn::make_denoiser<double>(config, 3);
  std::ranges::copy(denoiser->parameters().values(), reference->parameters().values().begin());
  nn::Trainer<float> trainer(*denoiser, 64, {});
  Batches(64).fill(trainer, 0, pool);
  trainer.accumulate(pool);
  Twin twin(*reference);
  const std::vector<double>& expected = twin.gradients(trainer);
  double largest = 0, worst = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    largest = std::max(largest, std::fabs(expected[i]));
    worst = std::max(worst, std::fabs(expected[i] - static_cast<double>(trainer.gradients()[i])));
  }
  bench::require(worst < kGradientTolerance * largest, "the gradients differ from the twin's");
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

// The products alone: forward and dX in panels of rows, dW in tiles of 64 columns. Weights are packed before the clock
// starts; activations stand as a graph's tensors do.
class ProductsAlone {
 public:
  ProductsAlone(std::vector<Product> products, std::size_t batch) : products_(std::move(products)), batch_(batch) {
    for (std::size_t l = 0; l < products_.size(); ++l) {
      const Product& product = products_[l];
      x_.emplace_back(batch, product.in, false);
      dx_.emplace_back(batch, product.in, false);
      y_.emplace_back(batch, product.out, false);
      dw_.emplace_back(product.in, product.out);
      forward_.emplace_back(numeric::packed_size(product.in, product.out));
      backward_.emplace_back(numeric::packed_size(product.out, product.in));
      scratch_.emplace_back(numeric::packed_size(numeric::kProductRows, product.out));
      for (std::size_t j = 0; j < product.out; j += kTile) tiles_.push_back({l, j});
    }
  }

  double flops() const {
    double sum = 0;
    for (const Product& p : products_) sum += 2.0 * static_cast<double>(p.in * p.out * batch_) * (p.first ? 2 : 3);
    return sum;
  }

  void run(std::size_t panel, numeric::ThreadPool& pool) {
    pool.parallel_for_blocks(batch_, panel, [&](std::size_t first, std::size_t last) {
      const auto rows = [=](auto& tensor) { return tensor.values().row_block(first, last - first); };
      for (std::size_t l = 0; l < products_.size(); ++l) {
        numeric::multiply_packed<float>(rows(x_[l]), Transpose::no, forward_[l].data(), false, rows(y_[l]));
      }
      for (std::size_t l = products_.size(); l-- > 1;) {
        numeric::multiply_packed<float>(rows(y_[l]), Transpose::no, backward_[l].data(), false, rows(dx_[l]));
      }
    });
    pool.parallel_for(tiles_.size(), [&](std::size_t task) {
      const auto [l, first] = tiles_[task];
      const std::size_t count = std::min(kTile, products_[l].out - first);
      numeric::multiply_transposed<float>(x_[l].values(), y_[l].values().column_block(first, count), false,
                                          dw_[l].view().column_block(first, count),
                                          scratch_[l].data() + numeric::packed_size(numeric::kProductRows, first));
    });
  }

 private:
  static constexpr std::size_t kTile = 64;
  struct Tile {
    std::size_t layer, first;
  };

  std::vector<Product> products_;
  std::size_t batch_;
  std::vector<autodiff::Tensor<float>> x_, dx_, y_;
  std::vector<Matrix<float>> dw_;
  std::vector<numeric::Buffer<float>> forward_, backward_, scratch_;
  std::vector<Tile> tiles_;
};

// Seconds a step of the products with the panel that is best for them.
bench::Spread fastest_products(ProductsAlone& products, double seconds, numeric::ThreadPool& pool) {
  bench::Spread best{1e9, 1e9, 1e9};
  for (const std::size_t panel : {64U, 128U, 256U}) {
    const bench::Spread time = time_within(seconds / 3, [&] { products.run(panel, pool); });
    if (time.median < best.median) best = time;
  }
  return best;
}

void measure(const Options& options, bench::Report& report) {
  numeric::ThreadPool pool(options.threads);
  verify(options, pool);
  const auto denoiser = nn::make_denoiser<float>(config_of(options), 1);
  nn::Trainer<float> trainer(*denoiser, options.batch, {});
  Batches batches(options.batch);
  std::size_t update = 0;
  const bench::Spread step = time_within(options.seconds, [&] {
    batches.fill(trainer, update++, pool);
    trainer.step(1e-3, pool);
  });
  ProductsAlone products(products_of(*denoiser), options.batch);
  const bench::Spread bound = fastest_products(products, options.seconds, pool);
  const std::string name =
      std::to_string(options.layers) + "x" + std::to_string(options.hidden) + " batch " + std::to_string(options.batch);
  report.rate(name, 1, "steps/s", step);
  report.flops(name + ", products of the steps", products.flops(), step, options.threads);
  report.rate(name + ", products alone", 1, "steps/s", bound);
  report.flops(name + ", products alone", products.flops(), bound, options.threads);
  report.value(name + ", part of the products alone", 100 * bound.median / step.median, "%");
}

void run(const bench::Arguments& arguments, bench::Report& report) {
  const std::string net = arguments.text("--net");
  Options options{.layers = std::stoul(net),
                  .hidden = std::stoul(net.substr(net.find('x') + 1)),
                  .batch = arguments.number("--batch"),
                  .threads = arguments.number("--threads"),
                  .seconds = arguments.number<double>("--seconds"),
                  .plain = arguments.text("--kind") == "plain"};
  measure(options, report);
  if (arguments.given("--net") || arguments.given("--batch")) return;
  Options large_batch = options, wide = options;
  large_batch.batch = 4096;
  wide.layers = 3;
  wide.hidden = 1024;
  measure(large_batch, report);
  measure(wide, report);
}

}  // namespace

int main(int count, char** values) {
  return bench::run_probe(count, values,
                          {.program = "denoiser_step",
                           .idea = "training steps of a denoiser; three shapes in turn unless one is named",
                           .arguments = {{"--net", "4x256", "layers x width"},
                                         {"--batch", "256", "rows a step"},
                                         {"--threads", "2", ""},
                                         {"--seconds", "2", "of each measurement"},
                                         {"--kind", "plain", "or residual"}}},
                          run);
}
