#include "diffusion/masked/private_training.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "diffusion/masked/masked_batch.hpp"
#include "engine/error.hpp"
#include "nn/shared_curves.hpp"
#include "nn/training/optimiser.hpp"

namespace ballast::diffusion {
namespace {

constexpr double kLongest = 1;        // C, in nats; Adam does not see it
constexpr std::size_t kChunk = 8192;  // elements of the gradient in one block of work
constexpr std::size_t kSummed = 4;    // normal numbers in one: tails reach 13 deviations, and bits say less
constexpr double kRateUnit = 0x1p-24;

// gradients += deviation z. Each z is the sum of kSummed normal numbers over sqrt(kSummed) (Holohan & Braghin 2021,
// "Secure random sampling in differential privacy").
void add_noise(std::uint64_t key, std::size_t step, double deviation, std::span<float> gradients,
               std::span<float> scratch, numeric::ThreadPool& pool) {
  const auto factor = static_cast<float>(deviation / std::sqrt(static_cast<double>(kSummed)));
  pool.parallel_for_blocks(gradients.size(), kChunk, [&](std::size_t first, std::size_t last) {
    const std::span<float> noise = scratch.subspan(first, last - first), part = gradients.subspan(first, last - first);
    for (std::size_t k = 0; k < kSummed; ++k) {
      numeric::fill_normal(
          {key, numeric::Purpose::kGradientNoise, first / kChunk * kSummed + k, static_cast<std::uint32_t>(step)},
          noise);
      for (std::size_t j = 0; j < part.size(); ++j) part[j] += factor * noise[j];
    }
  });
}

// Room for a batch that is larger than most. By the noised number of rows: gradients are divided by it.
std::size_t batch_rows(const PrivacySpent& spent) {
  const double mean = spent.sample_rate * static_cast<double>(spent.about_rows);
  return static_cast<std::size_t>(std::ceil((mean + 3 * std::sqrt(mean) + 1) / 32)) * 32;
}

}  // namespace

double sample_rate(std::size_t batch, std::size_t rows) {
  const double wanted = static_cast<double>(batch) / static_cast<double>(rows);
  return std::clamp(std::floor(wanted / kRateUnit) * kRateUnit, kRateUnit, 1.0);
}

void draw_rows(std::uint64_t key, std::size_t step, double rate, std::size_t rows, std::vector<std::uint32_t>& out) {
  constexpr std::size_t kBlock = 4096;
  std::array<float, kBlock> u;
  out.clear();
  for (std::size_t first = 0; first < rows; first += kBlock) {
    const std::size_t count = std::min(kBlock, rows - first);
    numeric::fill_uniform({key, numeric::Purpose::kSampledRow, first / kBlock, static_cast<std::uint32_t>(step)},
                          std::span(u).first(count));
    for (std::size_t i = 0; i < count; ++i) {
      if (double{u[i]} < rate) out.push_back(static_cast<std::uint32_t>(first + i));
    }
  }
}

void train_privately(nn::CodeNetwork<float>& network, const CodeRows& rows, std::span<const double> rank,
                     const MaskedOptions& options, const PrivacySpent& spent, NoiseKeys& keys,
                     numeric::ThreadPool& pool, Observer& observer) {
  nn::OptimiserConfig config;
  config.beta2 = 0.99;
  config.ema_decay = options.ema_decay;
  const std::span<float> parameters = network.parameters().values();
  const nn::SharedCurves<float> curves(network, rank);
  numeric::Buffer<float> learned(curves.size()), scratch(parameters.size());
  std::ranges::copy(parameters, learned.begin());
  nn::Optimiser<float> optimiser(learned.span(), config);
  const nn::LearningRate rate{options.learning_rate, nn::Decay::cosine, std::min<std::size_t>(100, spent.steps / 10),
                              spent.steps};
  const std::span<float> gradients = optimiser.gradients().first(parameters.size());
  MaskedBatch batch(network, batch_rows(spent), gradients, {});
  const double longest = kLongest / static_cast<double>(batch.rows());  // the graph divides by its rows

  std::vector<std::uint32_t> drawn;
  for (std::size_t step = 0; step < spent.steps; ++step) {
    const std::uint64_t key = keys.next();
    draw_rows(key, step, spent.sample_rate, rows.rows(), drawn);
    std::size_t done = 0;
    do {
      observer.step({"train masked diffusion with privacy", step, spent.steps});
      const std::size_t count = std::min(batch.rows(), drawn.size() - done);
      batch.fill_alone(rows, std::span(drawn).subspan(done, count), key, step, pool);
      batch.learn_clipped(pool, longest, done > 0);
      done += count;
    } while (done < drawn.size());
    add_noise(key, step, spent.gradient_sigma * longest, gradients, scratch.span(), pool);
    curves.pull_back(optimiser.gradients(), pool);
    optimiser.update(learned.span(), rate.at(step), pool);
    curves.add_up(learned.span(), parameters, pool);
  }
  curves.add_up(optimiser.ema(), parameters, pool);
  if (!std::ranges::all_of(parameters, [](float value) { return std::isfinite(value); })) {
    throw Error("training diverged: a parameter is not finite").hint("a lower learning rate");
  }
}

}  // namespace ballast::diffusion
