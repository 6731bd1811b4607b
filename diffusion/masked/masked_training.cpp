#include "diffusion/masked/masked_training.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string_view>

#include "diffusion/masked/masked_batch.hpp"
#include "engine/error.hpp"
#include "nn/shared_curves.hpp"
#include "nn/training/optimiser.hpp"

namespace ballast::diffusion {
namespace {

constexpr std::string_view kPhase = "train masked diffusion";
constexpr std::size_t kLooks = 40;     // at the rows set aside, in all
constexpr std::size_t kPatience = 10;  // looks with a worse bound that end learning
// The bounds of two looks are told apart where the rows set aside are, all together, more than so many nats more likely
// under one: twice that passes the 99.5 % point of a chi-square of one degree of freedom.
constexpr double kToldApart = 4;
constexpr std::size_t kMeasured = 4000;  // rows measured at a look: fewer rows are measured several times over
constexpr double kClipNorm = 100.0;      // of the gradient, in nats a row
constexpr double kDecayPasses = 20;      // over the rows, in which weights that learn nothing fall to 1 / e
constexpr std::uint64_t kValidationKey = 0x9E3779B97F4A7C15;  // the hidden cells of a look are the same at each

// The bound of the rows set aside, under the moving average of the weights.
class Validation {
 public:
  Validation(const nn::CodeNetwork<float>& network, const CodeRows& rows, std::span<const std::size_t> aside,
             std::span<const std::uint32_t> unrelated, std::size_t batch, std::uint64_t seed)
      : average_(network.shape()), rows_(rows), aside_(aside), seed_(seed ^ kValidationKey) {
    average_.parameters().allocate();
    gradients_ = numeric::Buffer<float>(0);
    batch_ = std::make_unique<MaskedBatch>(average_, batch, unused_gradients(), unrelated);
    const std::size_t times = std::max<std::size_t>(1, kMeasured / std::max<std::size_t>(1, aside.size()));
    looked_at_ = aside.size() * std::min<std::size_t>(times, 20);
  }

  // Reports `progress` before each batch.
  double measure(std::span<const float> weights, const Progress& progress, numeric::ThreadPool& pool,
                 Observer& observer) {
    std::ranges::copy(weights, average_.parameters().values().begin());
    double sum = 0;
    for (std::size_t first = 0; first < looked_at_; first += batch_->rows()) {
      observer.step(progress);
      const std::size_t used = std::min(batch_->rows(), looked_at_ - first);
      batch_->fill(
          rows_, [&](std::size_t i, numeric::RandomStream&) { return aside_[(first + i) % aside_.size()]; }, used,
          seed_, first / batch_->rows(), pool);
      sum += batch_->measure(pool) * static_cast<double>(batch_->rows());
    }
    return sum / static_cast<double>(looked_at_);
  }

 private:
  // A graph wants a place for gradients, which a forward pass never writes.
  std::span<float> unused_gradients() {
    gradients_ = numeric::Buffer<float>(average_.parameters().size());
    return gradients_.span();
  }

  nn::CodeNetwork<float> average_;
  const CodeRows& rows_;
  std::span<const std::size_t> aside_;
  std::uint64_t seed_;
  numeric::Buffer<float> gradients_;
  std::unique_ptr<MaskedBatch> batch_;
  std::size_t looked_at_ = 0;
};

// The network learns which codes go together, and where there are more pairs of codes than rows it learns the noise of
// few: its weights decay, at the peak rate to 1 / e in kDecayPasses. With more rows than pairs they decay less, in
// proportion, since decay keeps a small joint distribution from being learned exactly.
double weight_decay(std::size_t codes, std::size_t rows, const MaskedOptions& options) {
  const double pairs_a_row = static_cast<double>(codes) * static_cast<double>(codes) / static_cast<double>(rows);
  const double updates_a_pass = static_cast<double>(rows) / static_cast<double>(options.batch);
  return std::min(1.0, pairs_a_row) / (kDecayPasses * updates_a_pass * options.learning_rate);
}

std::size_t related_codes(const nn::CodeNetworkShape& shape, std::span<const std::uint32_t> unrelated) {
  std::size_t codes = shape.all_codes();
  for (const std::uint32_t d : unrelated) codes -= shape.codes[d];
  return codes;
}

// A shuffle of all rows, of which the first are set aside.
std::vector<std::size_t> shuffled_rows(std::size_t rows, std::uint64_t seed) {
  std::vector<std::size_t> order(rows);
  std::iota(order.begin(), order.end(), std::size_t{0});
  numeric::RandomStream(seed, numeric::Purpose::kInnerSplit).shuffle(std::span(order));
  return order;
}

bool all_finite(std::span<const float> values) {
  return std::ranges::all_of(values, [](float value) { return std::isfinite(value); });
}

}  // namespace

void MaskedTraining::add(double nats) {
  const auto more = static_cast<float>(nats);
  for (float& bound : loss) bound += more;
  for (float& bound : validation) bound += more;
  best += more;
}

std::size_t rows_set_aside(std::size_t rows) {
  return rows < 100 ? 0 : std::min<std::size_t>(rows < 2000 ? rows / 10 : rows / 20, kMeasured);
}

MaskedTraining train_masked(nn::CodeNetwork<float>& network, const CodeRows& rows, std::span<const double> rank,
                            std::span<const std::uint32_t> unrelated, const MaskedOptions& options, std::uint64_t seed,
                            numeric::ThreadPool& pool, Observer& observer) {
  const std::vector<std::size_t> order = shuffled_rows(rows.rows(), seed);
  const std::size_t aside_count = rows_set_aside(rows.rows());
  const auto aside = std::span(order).first(aside_count), learned = std::span(order).subspan(aside_count);

  nn::OptimiserConfig config;
  config.beta2 = 0.99;
  config.clip_norm = kClipNorm;
  config.ema_decay = options.ema_decay;
  const std::span<float> parameters = network.parameters().values();
  config.weight_decay = weight_decay(related_codes(network.shape(), unrelated), learned.size(), options);
  config.decayed = parameters.size() - network.shape().all_codes();  // all but biases of heads and shared curves
  const nn::SharedCurves<float> curves(network, rank);
  numeric::Buffer<float> learned_values(curves.size()), average(parameters.size());
  std::ranges::copy(parameters, learned_values.begin());
  Progress progress{kPhase, 0, options.updates};
  observer.step(progress);
  nn::Optimiser<float> optimiser(learned_values.span(), config);
  const nn::LearningRate rate{options.learning_rate, nn::Decay::cosine,
                              std::min<std::size_t>(100, options.updates / 10), options.updates};
  observer.step(progress);
  MaskedBatch batch(network, options.batch, optimiser.gradients().first(parameters.size()), unrelated);
  observer.step(progress);
  Validation validation(network, rows, aside, unrelated, options.batch, seed);
  observer.step(progress);
  numeric::Buffer<float> best = numeric::Buffer<float>::copy_of(parameters);

  MaskedTraining trained;
  const std::size_t look_every = std::max<std::size_t>(1, (options.updates + kLooks - 1) / kLooks);
  std::size_t worse_looks = 0;
  double window = 0, lowest = std::numeric_limits<double>::infinity();
  for (std::size_t update = 0; update < options.updates; ++update) {
    progress.done = update;
    observer.step(progress);
    batch.fill(
        rows, [&](std::size_t, numeric::RandomStream& stream) { return learned[stream.below(learned.size())]; },
        batch.rows(), seed, update, pool);
    window += batch.learn(pool);
    observer.step(progress);  // an update of many codes takes seconds
    curves.pull_back(optimiser.gradients(), pool);
    optimiser.update(learned_values.span(), rate.at(update), pool);
    observer.step(progress);
    curves.add_up(learned_values.span(), parameters, pool);
    const std::size_t done = update + 1, in_window = update % look_every + 1;
    if (in_window < look_every && done < options.updates) continue;
    const double loss = window / static_cast<double>(in_window);
    window = 0;
    if (!std::isfinite(loss) || !all_finite(optimiser.ema())) {
      if (trained.best_update > 0) break;
      throw Error("training diverged: the loss is not finite at update " + std::to_string(done))
          .hint("a lower learning rate");
    }
    trained.loss.push_back(static_cast<float>(loss));
    curves.add_up(optimiser.ema(), average.span(), pool);
    double bound = loss;
    if (aside_count > 0) {
      bound = validation.measure(average.span(), progress, pool, observer);
      trained.validation.push_back(static_cast<float>(bound));
    }
    progress.loss = bound;
    progress.done = done;
    observer.step(progress);
    lowest = std::min(lowest, bound);
    if (static_cast<double>(aside_count) * (bound - lowest) <= kToldApart) {
      trained.best = static_cast<float>(bound);
      trained.best_update = done;
      std::ranges::copy(average, best.begin());
      worse_looks = 0;
    } else if (++worse_looks >= kPatience) {
      break;
    }
  }
  std::ranges::copy(best, parameters.begin());
  for (const std::uint32_t d : unrelated) network.detach(d);
  return trained;
}

}  // namespace ballast::diffusion
