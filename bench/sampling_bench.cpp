// sampling [--net 4x256] [--rows 10000] [--threads 2] [--run_steps 50] [--kind plain|residual]
//
// Rows per second from noise to a row of 30 columns: ancestral sampling in 1000 steps, and DDIM in 50. --run_steps
// of the 1000 are run and the time is scaled up (every step does the same work); 0 runs them all. Verified first:
// the network's predictions against products summed one by one in double, and rows against the same rows asked for in
// another order. Reported beside: the matrix products of the steps as GFLOP/s, and as a part of the cores' peak.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <numeric>
#include <string>
#include <vector>

#include "bench/probe.hpp"
#include "diffusion/network_noise.hpp"
#include "diffusion/sample_rows.hpp"
#include "engine/numeric/kernels_twin.hpp"
#include "engine/numeric/random.hpp"

using namespace ballast;

namespace {

constexpr std::size_t kColumns = 30, kSteps = 1000, kDdimSteps = 50, kEmbedding = 128;
constexpr double kTolerance = 1e-5;  // of the largest prediction, float against double

// The prediction for one row, written out in double on the parameters as they are stored.
std::vector<double> twin_prediction(const nn::Denoiser<float>& network, std::span<const float> x, std::size_t step) {
  using numeric::Activation;
  const nn::Parameters<float>& p = network.parameters();
  const bool plain = network.config().kind == nn::DenoiserKind::plain_silu;
  const std::size_t layers = network.config().layers;
  std::vector<double> h(x.begin(), x.end());
  for (std::size_t j = 0; j < kEmbedding; ++j) {
    const double angle =
        static_cast<double>(step) * std::pow(1e4, -static_cast<double>(j % (kEmbedding / 2)) / (kEmbedding / 2));
    h.push_back(j < kEmbedding / 2 ? std::cos(angle) : std::sin(angle));
  }
  for (std::size_t l = 0; l <= layers; ++l) {
    const std::size_t bias = 2 * l + (plain ? 2 : 1), out = p.matrix(bias).columns();
    const float* weight = p.matrix(plain && l == 0 ? 0 : bias - 1).data();
    numeric::Matrix<double> pre(1, out), y(1, out);
    for (std::size_t j = 0; j < out; ++j) {
      pre(0, j) = static_cast<double>(p.matrix(bias)(0, j));
      for (std::size_t k = 0; k < h.size(); ++k) pre(0, j) += h[k] * static_cast<double>(weight[k * out + j]);
    }
    const Activation inside = plain ? Activation::silu : Activation::gelu;
    numeric::twin::bias_activation<double>(pre.view(), {}, {}, l < layers ? inside : Activation::identity, y.view());
    const bool skips = !plain && l > 0;
    for (std::size_t j = 0; skips && j < out; ++j) y(0, j) += l < layers ? h[j] : static_cast<double>(x[j]);
    h.assign(y.row(0).begin(), y.row(0).end());
  }
  return h;
}

bool verify_predictions(const nn::Denoiser<float>& network) {
  constexpr std::size_t kRows = 150, kStep = 321;
  numeric::Matrix<float> x(kRows, kColumns), out(kRows, kColumns);
  numeric::fill_normal_rows({.seed = 5}, x.view());
  const auto predictor = network.predictor();
  numeric::Workspace scratch(predictor->scratch_bytes());
  predictor->predict(x.view(), kStep, out.view(), scratch);
  double worst = 0, largest = 0;
  for (std::size_t i = 0; i < kRows; ++i) {
    const std::vector<double> expected = twin_prediction(network, x.row(i), kStep);
    for (std::size_t j = 0; j < kColumns; ++j) {
      worst = std::max(worst, std::fabs(static_cast<double>(out(i, j)) - expected[j]));
      largest = std::max(largest, std::fabs(expected[j]));
    }
  }
  std::printf("verify: largest error of a prediction %.1e of the largest prediction\n", worst / largest);
  return worst < kTolerance * largest;
}

class Probe {
 public:
  Probe(const nn::Denoiser<float>& network, std::size_t rows, std::size_t threads)
      : model_(network, schedule_, diffusion::Parametrisation::v), pool_(threads), rows_(rows), out_(rows, kColumns) {
    std::iota(rows_.begin(), rows_.end(), 0U);
  }

  // Backwards and alone on another number of threads, a row is the same row.
  bool verify() {
    std::vector<std::uint64_t> few = {200, 3, 77, 12};
    numeric::Matrix<float> whole(256, kColumns), part(few.size(), kColumns);
    std::vector<std::uint64_t> all(256);
    std::iota(all.begin(), all.end(), 0U);
    numeric::ThreadPool one(1);
    const diffusion::SamplingOptions options{.sampler = "ancestral", .steps = 20};
    diffusion::sample_rows(model_, schedule_, options, all, 1, whole.view(), pool_, observer_);
    diffusion::sample_rows(model_, schedule_, options, few, 1, part.view(), one, observer_);
    for (std::size_t i = 0; i < few.size(); ++i) {
      if (!std::ranges::equal(part.row(i), whole.row(static_cast<std::size_t>(few[i])))) return false;
    }
    return true;
  }

  // Seconds for a run of `steps` steps, from one of `run`.
  double seconds(const std::string& sampler, std::size_t run, std::size_t steps) {
    const diffusion::SamplingOptions options{.sampler = sampler, .steps = run};
    const auto work = [&] {
      diffusion::sample_rows(model_, schedule_, options, rows_, 1, out_.view(), pool_, observer_);
    };
    return bench::median_seconds(3, work) * static_cast<double>(steps) / static_cast<double>(run);
  }

 private:
  diffusion::NoiseSchedule schedule_ = diffusion::linear_schedule(kSteps, 1e-4, 0.02);
  diffusion::NetworkNoise model_;
  numeric::ThreadPool pool_;
  Observer observer_;
  std::vector<std::uint64_t> rows_;
  numeric::Matrix<float> out_;
};

}  // namespace

int main(int count, char** values) {
  const bench::Arguments arguments(count, values);
  const std::string net(arguments.text("--net", "4x256"));
  const std::size_t rows = arguments.number("--rows", 10000), threads = arguments.number("--threads", 2);
  const std::size_t asked = arguments.number("--run_steps", 50), run = asked == 0 ? kSteps : asked;
  const bool plain = arguments.text("--kind", "plain") == "plain";
  const nn::DenoiserConfig config{.kind = plain ? nn::DenoiserKind::plain_silu : nn::DenoiserKind::residual_gelu,
                                  .columns = kColumns,
                                  .steps = kSteps,
                                  .hidden = std::stoul(net.substr(net.find('x') + 1)),
                                  .layers = std::stoul(net),
                                  .embedding = kEmbedding};
  const auto network = nn::make_denoiser<float>(config, 3);
  Probe probe(*network, rows, threads);
  if (!verify_predictions(*network) || !probe.verify()) {
    std::fprintf(stderr, "predictions or rows differ from the twin's\n");
    return 1;
  }
  const double width = static_cast<double>(config.hidden);
  const double flops_a_row = 2 * (2.0 * kColumns * width + static_cast<double>(config.layers - 1) * width * width);
  const double peak = bench::peak_gflops() * static_cast<double>(threads);
  const auto report = [&](const char* sampler, std::size_t steps, std::size_t run_steps) {
    const double seconds = probe.seconds(sampler, run_steps, steps);
    const double gflops = flops_a_row * static_cast<double>(rows * steps) / seconds * 1e-9;
    std::printf("%s %zu steps, %s, %zu rows, %zu threads: %.1f rows/s, %.1f GFLOP/s, %.0f%% of peak\n", sampler, steps,
                net.c_str(), rows, threads, static_cast<double>(rows) / seconds, gflops, 100 * gflops / peak);
  };
  report("ancestral", kSteps, run);
  report("ddim", kDdimSteps, kDdimSteps);
  return 0;
}
