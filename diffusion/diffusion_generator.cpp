#include "diffusion/diffusion_generator.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "diffusion/clusters.hpp"
#include "diffusion/generator_archive.hpp"
#include "diffusion/sample_rows.hpp"
#include "diffusion/sampling/guided_noise.hpp"
#include "diffusion/sampling/network_noise.hpp"
#include "diffusion/sampling/samplers.hpp"
#include "engine/error.hpp"
#include "engine/numeric/random.hpp"

namespace ballast::diffusion {

namespace {

constexpr std::size_t kOthers = 0xFFFF;  // the network of the other class, beyond any part

numeric::Matrix<float> rows_of(const numeric::Matrix<float>& x, const std::vector<std::size_t>& members) {
  numeric::Matrix<float> out(members.size(), x.columns());
  for (std::size_t i = 0; i < members.size(); ++i) std::ranges::copy(x.row(members[i]), out.row(i).begin());
  return out;
}

// The first part's is the generator's own, so that one cluster is the same as none.
std::uint64_t seed_of_part(std::uint64_t seed, std::size_t part) {
  return seed ^ (static_cast<std::uint64_t>(part) << 48);
}

// A part of the rows gets that part of the updates: each row is seen as often as by one model of all rows, and clusters
// cost no more training than none.
TrainingOptions share_of(TrainingOptions all, std::size_t rows, std::size_t of_rows) {
  const double share = static_cast<double>(rows) / static_cast<double>(of_rows);
  const auto scaled = [&](std::size_t count) {
    return static_cast<std::size_t>(std::lround(share * static_cast<double>(count)));
  };
  all.updates = std::max<std::size_t>(1, scaled(all.updates));
  all.warmup = std::min(scaled(all.warmup), all.updates);
  return all;
}

}  // namespace

std::size_t part_of_row(std::uint64_t k, std::span<const double> weights) {
  constexpr std::uint64_t kGoldenRatio = 0x9E3779B97F4A7C15;  // 2^64 / phi
  const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
  double left = std::ldexp(static_cast<double>((k * kGoldenRatio) >> 11), -53) * total;
  std::size_t part = 0;
  while (part + 1 < weights.size() && left >= weights[part]) left -= weights[part++];
  return part;
}

DiffusionGenerator::DiffusionGenerator(DiffusionOptions options) : options_(std::move(options)) {
  options_.validate();
  schedule_ = make_schedule(options_.schedule, options_.steps);
}

void DiffusionGenerator::fit(const tabular::Table& rows, std::uint64_t seed, numeric::ThreadPool& pool,
                             Observer& observer) {
  if (wants_others()) {
    throw Error("this generator is to keep away from another class, and has no rows of it")
        .hint("--target and --positive say which rows are learned, and which are the others");
  }
  learn(rows, nullptr, seed, pool, observer);
}

void DiffusionGenerator::fit_against(const tabular::Table& rows, const tabular::Table& others, std::uint64_t seed,
                                     numeric::ThreadPool& pool, Observer& observer) {
  learn(rows, wants_others() ? &others : nullptr, seed, pool, observer);
}

void DiffusionGenerator::learn(const tabular::Table& rows, const tabular::Table* others, std::uint64_t seed,
                               numeric::ThreadPool& pool, Observer& observer) {
  require_rows(rows, kFewestRows, kind());
  if (others != nullptr && others->rows() < kFewestRows) {
    throw Error("too few rows of the other class to keep away from")
        .expected("at least " + std::to_string(kFewestRows))
        .got(std::to_string(others->rows()));
  }
  rows_ = rows.rows();
  seed_ = seed;
  transform_ = tabular::RowTransform::fit(rows, options_.scaling);
  parts_.clear();
  others_ = {};
  if (transform_.width() > 0) {
    const numeric::Matrix<float> x = transform_.spread(rows, seed).x;
    const ClusterOptions clusters{.clusters = options_.clusters, .fewest_rows = kFewestRows};
    for (const auto& members : find_clusters(x.view(), clusters, seed, pool, observer)) {
      parts_.push_back(train_part(rows_of(x, members), pool, observer));
    }
    if (others != nullptr) learn_others(*others, x, pool, observer);
    match_rates(pool, observer);
  }
  id_ = model_id(*this);
}

DiffusionGenerator::Part DiffusionGenerator::train_part(numeric::Matrix<float> x, numeric::ThreadPool& pool,
                                                        Observer& observer) const {
  TrainedNetwork trained =
      train_network(x, share_of(options_.training, x.rows(), rows_), parts_.size(), pool, observer);
  Part part{static_cast<double>(x.rows()), std::move(trained.network), std::move(trained.loss), {}};
  if (options_.noise_level < 1.0) part.rows = std::move(x);
  return part;
}

TrainedNetwork DiffusionGenerator::train_network(const numeric::Matrix<float>& x, const TrainingOptions& training,
                                                 std::size_t part, numeric::ThreadPool& pool,
                                                 Observer& observer) const {
  const std::uint64_t seed = seed_of_part(seed_, part);
  nn::DenoiserConfig config = options_.network_config(x.columns());
  const std::vector<std::string> names = transform_.column_names();
  for (std::size_t c = 0; c < names.size(); ++c) {
    if (names[c] == options_.embedded_column) config.embedded_columns.push_back(c);
  }
  const auto network = nn::make_denoiser<float>(config, seed);
  return train(*network, x.view(), schedule_, training, seed, pool, observer);
}

// The other class is learned in the space of the rare rows' transform, since that is where the two models meet. Values
// beyond those of the rare rows stand at their edge: how far beyond does not matter to where they lie.
void DiffusionGenerator::learn_others(const tabular::Table& others, const numeric::Matrix<float>& x,
                                      numeric::ThreadPool& pool, Observer& observer) {
  std::vector<std::size_t> chosen(others.rows());
  std::iota(chosen.begin(), chosen.end(), 0);
  numeric::RandomStream(seed_, numeric::Purpose::kOtherRow).shuffle(std::span(chosen));
  chosen.resize(std::min(chosen.size(), kMostOthers));
  std::ranges::sort(chosen);
  numeric::Matrix<float> y = transform_.spread(others.take_rows(chosen), seed_).x;
  for (std::size_t d = 0; d < y.columns(); ++d) {
    float low = x(0, d), high = x(0, d);
    for (std::size_t i = 1; i < x.rows(); ++i) low = std::min(low, x(i, d)), high = std::max(high, x(i, d));
    for (std::size_t i = 0; i < y.rows(); ++i) y(i, d) = std::clamp(y(i, d), low, high);
  }
  TrainedNetwork trained = train_network(y, options_.training, kOthers, pool, observer);
  others_ = {static_cast<double>(y.rows()), std::move(trained.network), std::move(trained.loss), {}};
}

void DiffusionGenerator::set_noise_level(double level) {
  if (level < 1.0 && !parts_.empty() && !holds_rows()) {
    throw Error("this generator does not hold the rows that partial noising starts from")
        .expected("noise level 1")
        .hint("fit it with a noise level below 1");
  }
  DiffusionOptions changed = options_;
  changed.noise_level = level;
  changed.validate();
  options_ = std::move(changed);
  id_ = model_id(*this);
}

void DiffusionGenerator::sample_part(const Part& part, std::span<const std::uint64_t> rows, std::uint64_t seed,
                                     numeric::MatrixView<float> out, numeric::ThreadPool& pool,
                                     Observer& observer) const {
  StartingRows start;
  if (options_.noise_level < 1.0) start = {part.rows.view(), options_.starting_step()};
  const Parametrisation parametrisation = options_.training.parametrisation;
  const NetworkNoise wanted(*part.network, schedule_, parametrisation);
  if (others_.network == nullptr) {
    sample_rows(wanted, schedule_, options_.sampling, rows, seed, out, pool, observer, start);
    return;
  }
  const NetworkNoise avoided(*others_.network, schedule_, parametrisation);
  const GuidedNoise guided(wanted, avoided, options_.away_from_majority);
  sample_rows(guided, schedule_, options_.sampling, rows, seed, out, pool, observer, start);
}

// Of as many rows as rates can be seen in.
void DiffusionGenerator::match_rates(numeric::ThreadPool& pool, Observer& observer) {
  constexpr std::size_t kDraws = 4096;
  if (transform_.has_rates()) transform_.match_rates(sample_scores(0, kDraws, seed_, pool, observer).view());
}

tabular::Table DiffusionGenerator::sample(std::uint64_t first, std::size_t count, std::uint64_t seed,
                                          numeric::ThreadPool& pool, Observer& observer) const {
  require_row_numbers(first, count);
  tabular::Table out = transform_.inverse(transform_.adopt(sample_scores(first, count, seed, pool, observer)));
  set_origins(out, id_, seed, first);
  return out;
}

numeric::Matrix<float> DiffusionGenerator::sample_scores(std::uint64_t first, std::size_t count, std::uint64_t seed,
                                                         numeric::ThreadPool& pool, Observer& observer) const {
  std::vector<double> weights;
  for (const Part& part : parts_) weights.push_back(part.weight);
  numeric::Matrix<float> x(count, transform_.width());
  for (std::size_t p = 0; p < parts_.size(); ++p) {
    std::vector<std::uint64_t> rows;
    for (std::uint64_t k = first; k < first + count; ++k) {
      if (part_of_row(k, weights) == p) rows.push_back(k);
    }
    numeric::Matrix<float> made(rows.size(), x.columns());
    sample_part(parts_[p], rows, seed, made.view(), pool, observer);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      std::ranges::copy(made.row(i), x.row(static_cast<std::size_t>(rows[i] - first)).begin());
    }
  }
  return x;
}

}  // namespace ballast::diffusion
