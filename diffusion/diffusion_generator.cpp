#include "diffusion/diffusion_generator.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "diffusion/clusters.hpp"
#include "diffusion/generator_archive.hpp"
#include "diffusion/network_noise.hpp"
#include "diffusion/sample_rows.hpp"
#include "diffusion/samplers.hpp"
#include "engine/error.hpp"

namespace ballast::diffusion {

namespace {

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
  require_rows(rows, kFewestRows, kind());
  rows_ = rows.rows();
  seed_ = seed;
  transform_ = tabular::RowTransform::fit(rows, options_.scaling);
  parts_.clear();
  if (transform_.width() > 0) {
    const numeric::Matrix<float> x = transform_.forward(rows).x;
    const ClusterOptions clusters{.clusters = options_.clusters, .fewest_rows = kFewestRows};
    for (const auto& members : find_clusters(x.view(), clusters, seed, pool, observer)) {
      parts_.push_back(train_part(rows_of(x, members), pool, observer));
    }
  }
  id_ = model_id(*this);
}

DiffusionGenerator::Part DiffusionGenerator::train_part(numeric::Matrix<float> x, numeric::ThreadPool& pool,
                                                        Observer& observer) const {
  const std::uint64_t seed = seed_of_part(seed_, parts_.size());
  const TrainingOptions training = share_of(options_.training, x.rows(), rows_);
  const auto network = nn::make_denoiser<float>(options_.network_config(x.columns()), seed);
  TrainedNetwork trained = train(*network, x.view(), schedule_, training, seed, pool, observer);
  Part part{static_cast<double>(x.rows()), std::move(trained.network), std::move(trained.loss), {}};
  if (options_.noise_level < 1.0) part.rows = std::move(x);
  return part;
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

tabular::Table DiffusionGenerator::sample(std::uint64_t first, std::size_t count, std::uint64_t seed,
                                          numeric::ThreadPool& pool, Observer& observer) const {
  require_row_numbers(first, count);
  std::vector<double> weights;
  for (const Part& part : parts_) weights.push_back(part.weight);
  numeric::Matrix<float> x(count, transform_.width());
  for (std::size_t p = 0; p < parts_.size(); ++p) {
    std::vector<std::uint64_t> rows;
    for (std::uint64_t k = first; k < first + count; ++k) {
      if (part_of_row(k, weights) == p) rows.push_back(k);
    }
    numeric::Matrix<float> made(rows.size(), x.columns());
    StartingRows start;
    if (options_.noise_level < 1.0) start = {parts_[p].rows.view(), options_.starting_step()};
    sample_rows(NetworkNoise(*parts_[p].network, schedule_, options_.training.parametrisation), schedule_,
                options_.sampling, rows, seed, made.view(), pool, observer, start);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      std::ranges::copy(made.row(i), x.row(static_cast<std::size_t>(rows[i] - first)).begin());
    }
  }
  tabular::Table out = transform_.inverse(transform_.adopt(std::move(x)));
  set_origins(out, id_, seed, first);
  return out;
}

}  // namespace ballast::diffusion
