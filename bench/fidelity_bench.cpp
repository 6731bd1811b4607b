// How real are the rows of a generator?
//
// Learns the positive rows of the training part (stratified 80/20), samples, and prints what fitting and sampling cost
// and how far the rows are from those learned: columns whose mean and standard deviation (sd) are within 15 % of one
// real sd, the mean absolute error of the correlations, and the median distance to the nearest learned row over the
// median distance between learned rows (both in standardised columns; near 0 is memorised). --columns 1 lists them.
#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "bench/probe.hpp"
#include "diffusion/baselines/gan.hpp"
#include "diffusion/baselines/vae.hpp"
#include "diffusion/diffusion_generator.hpp"
#include "engine/geometry/neighbours.hpp"
#include "engine/tabular/csv/csv.hpp"
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

void judge(const tabular::Table& real, const tabular::Table& made, bool list, bench::Report& report,
           numeric::ThreadPool& pool) {
  const Moments want = moments_of(real), got = moments_of(made);
  std::size_t near = 0;
  double correlation_error = 0.0;
  const std::size_t columns = real.columns();
  for (std::size_t c = 0; c < columns; ++c) {
    const double mean_off = (got.mean[c] - want.mean[c]) / want.sd[c], width = got.sd[c] / want.sd[c];
    near += std::abs(mean_off) <= kNear && std::abs(width - 1.0) <= kNear;
    if (list) {
      report.value(real.schema()[c].name + ", mean", mean_off, "sd");
      report.value(real.schema()[c].name + ", width", width, "sd");
    }
    for (std::size_t b = 0; b < columns; ++b) {
      correlation_error += std::abs(got.correlation(c, b) - want.correlation(c, b));
    }
  }
  const auto real_x = standardised(real, want), made_x = standardised(made, want);
  const double ratio = median_nearest(made_x, real_x, false, pool) / median_nearest(real_x, real_x, true, pool);
  report.value("columns of " + std::to_string(columns) + " within 15 %", static_cast<double>(near));
  report.value("correlation error", correlation_error / static_cast<double>(columns * (columns - 1)));
  report.value("nearest-distance ratio", ratio);
}

diffusion::DiffusionOptions options_of(const bench::Arguments& arguments) {
  diffusion::DiffusionOptions options;
  if (arguments.given("--schedule")) options.schedule = arguments.text("--schedule");
  options.steps = arguments.number_or("--steps", options.steps);
  options.hidden = arguments.number_or("--hidden", options.hidden);
  options.layers = arguments.number_or("--layers", options.layers);
  options.embedding = arguments.number_or("--embedding", options.embedding);
  if (const auto network = arguments.text("--network"); !network.empty()) {
    options.network = network == "plain_silu" ? nn::DenoiserKind::plain_silu : nn::DenoiserKind::residual_gelu;
  }
  auto& training = options.training;
  if (arguments.given("--predict"))
    training.parametrisation = diffusion::parametrisation_of(arguments.text("--predict"));
  training.updates = arguments.number_or("--updates", training.updates);
  training.batch = arguments.number_or("--batch", training.batch);
  training.warmup = arguments.number_or("--warmup", training.warmup);
  training.learning_rate = arguments.number_or("--rate", training.learning_rate);
  training.ema_decay = arguments.number_or("--ema", training.ema_decay);
  if (const auto decay = arguments.text("--decay"); !decay.empty()) {
    training.decay =
        decay == "constant" ? nn::Decay::constant : (decay == "cosine" ? nn::Decay::cosine : nn::Decay::linear);
  }
  if (arguments.given("--sampler")) options.sampling.sampler = arguments.text("--sampler");
  options.sampling.evaluations = arguments.number_or("--evaluations", options.sampling.evaluations);
  options.away_from_majority = arguments.number_or("--away", options.away_from_majority);
  options.clusters = arguments.number_or("--clusters", options.clusters);
  options.noise_level = arguments.number_or("--noise-level", options.noise_level);
  return options;
}

// What the VAE and the GAN have in common.
template <class Options>
Options common_options(const bench::Arguments& arguments) {
  Options options;
  options.latent = arguments.number_or("--latent", options.latent);
  options.hidden = arguments.number_or("--hidden", options.hidden);
  options.layers = arguments.number_or("--layers", options.layers);
  options.updates = arguments.number_or("--updates", options.updates);
  options.batch = arguments.number_or("--batch", options.batch);
  options.learning_rate = arguments.number_or("--rate", options.learning_rate);
  return options;
}

std::unique_ptr<diffusion::Generator> generator_of(const bench::Arguments& arguments) {
  const std::string kind = arguments.text("--generator");
  if (kind == "diffusion") return std::make_unique<diffusion::DiffusionGenerator>(options_of(arguments));
  if (kind == "vae") {
    auto options = common_options<diffusion::VaeOptions>(arguments);
    options.kl_weight = arguments.number_or("--kl", options.kl_weight);
    options.refit_latent = arguments.number("--refit") != 0;
    options.match_widths = arguments.number("--match") != 0;
    return std::make_unique<diffusion::Vae>(options);
  }
  if (kind == "gan") {
    auto options = common_options<diffusion::GanOptions>(arguments);
    options.discriminator_rate = arguments.number_or("--critic", options.discriminator_rate);
    if (arguments.given("--noise")) options.noise = arguments.number<double>("--noise");
    options.ema_decay = arguments.number_or("--ema", options.ema_decay);
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
  std::vector<std::string> drop{arguments.text("--target")};
  const auto table = tabular::read_csv(arguments.file(), {drop}, pool, observer);
  const std::size_t target = table.index_of(drop[0]);
  const auto& labels = table.schema()[target].labels;
  const auto positive =
      static_cast<std::int32_t>(std::ranges::find(labels, arguments.text("--positive")) - labels.begin());
  std::vector<std::int32_t> classes;
  for (const double cell : table.column(target)) classes.push_back(static_cast<std::int32_t>(cell));
  std::vector<std::size_t> rows = tabular::stratified_split(classes, {0.2, 0.0}, 42).train, others = rows;
  std::erase_if(rows, [&](std::size_t i) { return classes[i] != positive; });
  std::erase_if(others, [&](std::size_t i) { return classes[i] == positive; });
  if (const auto name = arguments.text("--drop"); !name.empty()) drop.emplace_back(name);
  return {table.take_rows(rows).drop(drop), table.take_rows(others).drop(drop)};
}

void run(const bench::Arguments& arguments, bench::Report& report) {
  numeric::ThreadPool pool(arguments.number("--threads"));
  Observer observer;
  const auto seed = arguments.number<std::uint64_t>("--seed");
  const TrainingPart part = training_part(arguments, pool);
  const tabular::Table& real = part.positives;
  const auto generator = generator_of(arguments);
  const auto timed = [&](const std::string& what, auto&& work) {
    const double start = bench::processor_seconds();
    report.value(what, bench::seconds_of(work), "s");
    report.value(what + ", processor time", bench::processor_seconds() - start, "s");
  };
  timed("fit", [&] { generator->fit_against(real, part.others, seed, pool, observer); });
  report.note(generator->describe());
  tabular::Table made;
  timed("sample", [&] { made = generator->sample(0, arguments.number("--rows"), seed, pool, observer); });
  judge(real, made, arguments.number("--columns") != 0, report, pool);
}

}  // namespace

int main(int count, char** values) {
  return bench::run_probe(count, values,
                          {.program = "fidelity",
                           .idea = "how real the rows of a generator are",
                           .file = "FILE.csv",
                           .arguments = {{"--target", "Class", "column"},
                                         {"--positive", "1", "label"},
                                         {"--drop", "", "column left out"},
                                         {"--seed", "42", ""},
                                         {"--rows", "10000", "sampled"},
                                         {"--threads", "2", ""},
                                         {"--columns", "0", "1: list the columns"},
                                         {"--generator", "diffusion", "gan, kde, oversample, smote, vae"},
                                         {"--updates", "", "of networks"},
                                         {"--batch", "", ""},
                                         {"--hidden", "", ""},
                                         {"--layers", "", ""},
                                         {"--rate", "", "learning rate"},
                                         {"--ema", "", "diffusion, gan: decay of the average"},
                                         {"--steps", "", "diffusion"},
                                         {"--embedding", "", "diffusion"},
                                         {"--network", "", "diffusion: residual_gelu, plain_silu"},
                                         {"--predict", "", "diffusion: noise, v, data, mean"},
                                         {"--warmup", "", "diffusion: updates"},
                                         {"--decay", "", "diffusion: constant, linear, cosine"},
                                         {"--schedule", "", "diffusion: linear, cosine"},
                                         {"--sampler", "", "diffusion"},
                                         {"--evaluations", "", "diffusion: of the network, a row"},
                                         {"--clusters", "", "diffusion; 0: auto"},
                                         {"--noise-level", "", "diffusion: partial noising"},
                                         {"--away", "", "diffusion: away from the majority"},
                                         {"--latent", "", "vae, gan: width"},
                                         {"--kl", "", "vae: weight"},
                                         {"--refit", "1", "vae"},
                                         {"--match", "1", "vae: widths"},
                                         {"--critic", "", "gan: learning rate"},
                                         {"--noise", "", "gan"}}},
                          run);
}
