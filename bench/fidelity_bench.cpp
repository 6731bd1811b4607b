// How real are the rows of a generator?
//   fidelity FILE.csv --target Class --positive 1 [--drop Time] [--seed 42] [--rows 10000] [--threads 2]
//                  [--generator diffusion|gan|kde|oversample|smote|vae], and of diffusion
//                  [--updates N --batch N --hidden N --layers N --steps N --network residual_gelu|plain_silu
//                   --predict noise|v|data|mean --rate X --decay constant|linear|cosine --ema X
//                   --sampler ancestral|ddim --evaluations N --schedule linear|cosine
//                   --clusters N (0: auto) --noise-level X --away X] [--columns 1]
// Learns the positive rows of the training part (stratified 80/20), samples, and prints what fitting and sampling cost
// and how far the rows are from those learned: columns whose mean and standard deviation (sd) are within 15 % of one
// real sd, the mean absolute error of the correlations, and the median distance to the nearest learned row over the
// median distance between learned rows (both in standardised columns; near 0 is memorised). --columns 1 lists them.
#include <ctime>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include "bench/probe.hpp"
#include "diffusion/baselines/gan.hpp"
#include "diffusion/baselines/vae.hpp"
#include "diffusion/diffusion_generator.hpp"
#include "engine/geometry/neighbours.hpp"
#include "engine/tabular/csv.hpp"
#include "engine/tabular/splits.hpp"

using namespace ballast;

namespace {

constexpr double kNear = 0.15;  // in real standard deviations

struct Moments {
  std::vector<double> mean, sd;
  numeric::Matrix<double> correlation;
};

Moments moments_of(const tabular::Table& rows) {
  const std::size_t columns = rows.columns();
  const double n = static_cast<double>(rows.rows());
  Moments m{std::vector<double>(columns), std::vector<double>(columns), numeric::Matrix<double>(columns, columns)};
  const auto covariance = [&](std::size_t a, std::size_t b) {
    double sum = 0.0;
    for (std::size_t i = 0; i < rows.rows(); ++i) {
      sum += (rows.column(a)[i] - m.mean[a]) * (rows.column(b)[i] - m.mean[b]);
    }
    return sum / n;
  };
  for (std::size_t c = 0; c < columns; ++c) {
    for (const double cell : rows.column(c)) m.mean[c] += cell / n;
    m.sd[c] = std::sqrt(covariance(c, c));
  }
  for (std::size_t a = 0; a < columns; ++a) {
    for (std::size_t b = 0; b < columns; ++b) m.correlation(a, b) = covariance(a, b) / (m.sd[a] * m.sd[b]);
  }
  return m;
}

numeric::Matrix<float> standardised(const tabular::Table& rows, const Moments& by) {
  numeric::Matrix<float> x(rows.rows(), rows.columns());
  for (std::size_t c = 0; c < rows.columns(); ++c) {
    for (std::size_t i = 0; i < rows.rows(); ++i) {
      x(i, c) = static_cast<float>((rows.column(c)[i] - by.mean[c]) / by.sd[c]);
    }
  }
  return x;
}

double median_nearest(const numeric::Matrix<float>& from, const numeric::Matrix<float>& to, bool same,
                      numeric::ThreadPool& pool) {
  const auto found = geometry::nearest_neighbours<float>(from.view(), to.view(), {1, same}, pool);
  std::vector<double> distances(found.squared_distances.values().begin(), found.squared_distances.values().end());
  std::ranges::nth_element(distances, distances.begin() + static_cast<std::ptrdiff_t>(distances.size() / 2));
  return std::sqrt(distances[distances.size() / 2]);
}

void judge(const tabular::Table& real, const tabular::Table& made, bool list, numeric::ThreadPool& pool) {
  const Moments want = moments_of(real), got = moments_of(made);
  std::size_t near = 0;
  double correlation_error = 0.0;
  const std::size_t columns = real.columns();
  for (std::size_t c = 0; c < columns; ++c) {
    const double mean_off = (got.mean[c] - want.mean[c]) / want.sd[c], width = got.sd[c] / want.sd[c];
    near += std::abs(mean_off) <= kNear && std::abs(width - 1.0) <= kNear;
    if (list) {
      std::printf("  %-12s mean %+.3f sd, width %.3f\n", real.schema()[c].name.c_str(), mean_off, width);
    }
    for (std::size_t b = 0; b < columns; ++b) {
      correlation_error += std::abs(got.correlation(c, b) - want.correlation(c, b));
    }
  }
  const auto real_x = standardised(real, want), made_x = standardised(made, want);
  const double ratio = median_nearest(made_x, real_x, false, pool) / median_nearest(real_x, real_x, true, pool);
  std::printf("columns within 15 %%: %zu of %zu; correlation error %.4f; nearest-distance ratio %.3f\n", near, columns,
              correlation_error / static_cast<double>(columns * (columns - 1)), ratio);
}

double real_number(const bench::Arguments& arguments, std::string_view name, double otherwise) {
  const std::string_view text = arguments.text(name, "");
  return text.empty() ? otherwise : std::strtod(std::string(text).c_str(), nullptr);
}

diffusion::DiffusionOptions options_of(const bench::Arguments& arguments) {
  diffusion::DiffusionOptions options;
  options.schedule = arguments.text("--schedule", options.schedule);
  options.steps = arguments.number("--steps", options.steps);
  options.hidden = arguments.number("--hidden", options.hidden);
  options.layers = arguments.number("--layers", options.layers);
  options.embedding = arguments.number("--embedding", options.embedding);
  if (const auto network = arguments.text("--network", ""); !network.empty()) {
    options.network = network == "plain_silu" ? nn::DenoiserKind::plain_silu : nn::DenoiserKind::residual_gelu;
  }
  auto& training = options.training;
  training.parametrisation =
      diffusion::parametrisation_of(arguments.text("--predict", to_string(training.parametrisation)));
  training.updates = arguments.number("--updates", training.updates);
  training.batch = arguments.number("--batch", training.batch);
  training.warmup = arguments.number("--warmup", training.warmup);
  training.learning_rate = real_number(arguments, "--rate", training.learning_rate);
  training.ema_decay = real_number(arguments, "--ema", training.ema_decay);
  if (const auto decay = arguments.text("--decay", ""); !decay.empty()) {
    training.decay =
        decay == "constant" ? nn::Decay::constant : (decay == "cosine" ? nn::Decay::cosine : nn::Decay::linear);
  }
  options.sampling.sampler = arguments.text("--sampler", options.sampling.sampler);
  options.sampling.steps = arguments.number("--evaluations", options.sampling.steps);
  options.away_from_majority = real_number(arguments, "--away", options.away_from_majority);
  options.clusters = arguments.number("--clusters", options.clusters);
  options.noise_level = real_number(arguments, "--noise-level", options.noise_level);
  return options;
}

// What the VAE and the GAN have in common.
template <class Options>
Options common_options(const bench::Arguments& arguments) {
  Options options;
  options.latent = arguments.number("--latent", options.latent);
  options.hidden = arguments.number("--hidden", options.hidden);
  options.layers = arguments.number("--layers", options.layers);
  options.updates = arguments.number("--updates", options.updates);
  options.batch = arguments.number("--batch", options.batch);
  options.learning_rate = real_number(arguments, "--rate", options.learning_rate);
  return options;
}

std::unique_ptr<diffusion::Generator> generator_of(const bench::Arguments& arguments) {
  const std::string kind(arguments.text("--generator", "diffusion"));
  if (kind == "diffusion") return std::make_unique<diffusion::DiffusionGenerator>(options_of(arguments));
  if (kind == "vae") {
    auto options = common_options<diffusion::VaeOptions>(arguments);
    options.kl_weight = real_number(arguments, "--kl", options.kl_weight);
    options.refit_latent = arguments.number("--refit", 1) != 0;
    options.match_widths = arguments.number("--match", 1) != 0;
    return std::make_unique<diffusion::Vae>(options);
  }
  if (kind == "gan") {
    auto options = common_options<diffusion::GanOptions>(arguments);
    options.critic_rate = real_number(arguments, "--critic", options.critic_rate);
    if (arguments.text("--noise", "") != "") options.noise = real_number(arguments, "--noise", 0);
    options.ema_decay = real_number(arguments, "--ema", options.ema_decay);
    return std::make_unique<diffusion::Gan>(options);
  }
  return diffusion::make_generator(kind);
}

// The rows of the training part, without the target and the dropped column.
struct TrainingPart {
  tabular::Table positives, others;
};

TrainingPart training_part(const bench::Arguments& arguments, numeric::ThreadPool& pool) {
  Observer observer;
  std::vector<std::string> drop{std::string(arguments.text("--target", "Class"))};
  const auto table = tabular::read_csv(std::string(arguments.file()), {drop}, pool, observer);
  const std::size_t target = table.index_of(drop[0]);
  const auto& labels = table.schema()[target].labels;
  const auto positive = static_cast<std::int32_t>(
      std::ranges::find(labels, std::string(arguments.text("--positive", "1"))) - labels.begin());
  std::vector<std::int32_t> classes;
  for (const double cell : table.column(target)) classes.push_back(static_cast<std::int32_t>(cell));
  std::vector<std::size_t> rows = tabular::stratified_split(classes, {0.2, 0.0}, 42).train, others = rows;
  std::erase_if(rows, [&](std::size_t i) { return classes[i] != positive; });
  std::erase_if(others, [&](std::size_t i) { return classes[i] == positive; });
  if (const auto name = arguments.text("--drop", ""); !name.empty()) drop.emplace_back(name);
  return {table.take_rows(rows).drop(drop), table.take_rows(others).drop(drop)};
}

// Processor seconds of all threads: what a loaded machine does not change.
double processor_seconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

int run(const bench::Arguments& arguments) {
  numeric::ThreadPool pool(arguments.number("--threads", 2));
  Observer observer;
  const std::uint64_t seed = arguments.number("--seed", 42);
  const TrainingPart part = training_part(arguments, pool);
  const tabular::Table& real = part.positives;
  const auto model = generator_of(arguments);
  diffusion::Generator& generator = *model;
  double start = processor_seconds();
  const double fit_seconds = bench::seconds_of([&] { generator.fit_against(real, part.others, seed, pool, observer); });
  std::printf("%sfit %zu rows: %.2f s (%.2f s of processor time)\n", generator.describe().c_str(), real.rows(),
              fit_seconds, processor_seconds() - start);
  tabular::Table made;
  const std::size_t rows = arguments.number("--rows", 10000);
  start = processor_seconds();
  const double seconds = bench::seconds_of([&] { made = generator.sample(0, rows, seed, pool, observer); });
  std::printf("sample %zu rows: %.2f s (%.2f s of processor time)\n", rows, seconds, processor_seconds() - start);
  judge(real, made, arguments.number("--columns", 0) != 0, pool);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(bench::Arguments(argc, argv));
  } catch (const Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 2;
  }
}
