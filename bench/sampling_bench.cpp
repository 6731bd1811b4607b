// Rows per second from noise to a row of 30 columns: ancestral sampling in 1000 steps, and DDIM in 50. Of the 1000 some
// are run and the time is scaled up (every step does the same work). Verified first: the network's predictions against
// products summed one by one in double, and rows against the same rows asked for in another order. Reported beside: the
// matrix products of the steps as GFLOP/s.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

#include "bench/probe.hpp"
#include "diffusion/sample_rows.hpp"
#include "diffusion/sampling/network_noise.hpp"
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

void verify_predictions(const nn::Denoiser<float>& network) {
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
  bench::require(worst < kTolerance * largest, "predictions differ from the twin's");
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
    const diffusion::SamplingOptions options{.sampler = "ancestral", .evaluations = 20};
    diffusion::sample_rows(model_, schedule_, options, all, 1, whole.view(), pool_, observer_);
    diffusion::sample_rows(model_, schedule_, options, few, 1, part.view(), one, observer_);
    for (std::size_t i = 0; i < few.size(); ++i) {
      if (!std::ranges::equal(part.row(i), whole.row(static_cast<std::size_t>(few[i])))) return false;
    }
    return true;
  }

  // Seconds for a run of `steps` steps, from one of `run`.
  bench::Spread seconds(const std::string& sampler, std::size_t run, std::size_t steps) {
    const diffusion::SamplingOptions options{.sampler = sampler, .evaluations = run};
    const auto work = [&] {
      diffusion::sample_rows(model_, schedule_, options, rows_, 1, out_.view(), pool_, observer_);
    };
    const double scale = static_cast<double>(steps) / static_cast<double>(run);
    const bench::Spread time = bench::time_of(3, work);
    return {time.min * scale, time.median * scale, time.max * scale};
  }

 private:
  diffusion::NoiseSchedule schedule_ = diffusion::linear_schedule(kSteps, 1e-4, 0.02);
  diffusion::NetworkNoise model_;
  numeric::ThreadPool pool_;
  Observer observer_;
  std::vector<std::uint64_t> rows_;
  numeric::Matrix<float> out_;
};

void run(const bench::Arguments& arguments, bench::Report& report) {
  const std::string net = arguments.text("--net");
  const auto rows = arguments.number("--rows"), threads = arguments.number("--threads");
  const auto asked = arguments.number("--run_steps"), run_steps = asked == 0 ? kSteps : asked;
  const bool plain = arguments.text("--kind") == "plain";
  const nn::DenoiserConfig config{.kind = plain ? nn::DenoiserKind::plain_silu : nn::DenoiserKind::residual_gelu,
                                  .columns = kColumns,
                                  .steps = kSteps,
                                  .hidden = std::stoul(net.substr(net.find('x') + 1)),
                                  .layers = std::stoul(net),
                                  .embedding = kEmbedding};
  const auto network = nn::make_denoiser<float>(config, 3);
  Probe probe(*network, rows, threads);
  verify_predictions(*network);
  bench::require(probe.verify(), "rows asked for in another order are others");
  const double width = static_cast<double>(config.hidden);
  const double flops_a_row = 2 * (2.0 * kColumns * width + static_cast<double>(config.layers - 1) * width * width);
  const auto time = [&](const std::string& sampler, std::size_t steps, std::size_t steps_run) {
    const bench::Spread seconds = probe.seconds(sampler, steps_run, steps);
    const std::string name = sampler + " in " + std::to_string(steps);
    report.rate(name, static_cast<double>(rows), "rows/s", seconds);
    report.flops(name + ", products", flops_a_row * static_cast<double>(rows * steps), seconds, threads);
  };
  time("ancestral", kSteps, run_steps);
  time("ddim", kDdimSteps, kDdimSteps);
}

}  // namespace

int main(int count, char** values) {
  return bench::run_probe(count, values,
                          {.program = "sampling",
                           .idea = "rows from noise by a denoiser",
                           .arguments = {{"--net", "4x256", "layers x width"},
                                         {"--rows", "10000", ""},
                                         {"--threads", "2", ""},
                                         {"--run_steps", "50", "of the 1000 steps; 0: all"},
                                         {"--kind", "plain", "or residual"}}},
                          run);
}
