#include "diffusion/diffusion_generator.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "diffusion/generator_archive.hpp"
#include "diffusion/network_noise.hpp"
#include "diffusion/sample_rows.hpp"
#include "diffusion/samplers.hpp"
#include "engine/error.hpp"

namespace ballast::diffusion {

namespace {

constexpr std::size_t kMostParts = 1000;

std::string part_name(std::size_t part) {
  std::string name = "part/";
  return name += std::to_string(part);
}

[[noreturn]] void refuse_part(const files::ArchiveReader& in) {
  throw Error("a stored network or its rows do not fit their generator").in(in.path());
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
  if (transform_.width() > 0) parts_.push_back(train_part(transform_.forward(rows).x, pool, observer));
  id_ = model_id(*this);
}

DiffusionGenerator::Part DiffusionGenerator::train_part(numeric::Matrix<float> x, numeric::ThreadPool& pool,
                                                        Observer& observer) const {
  const auto network = nn::make_denoiser<float>(options_.network_config(x.columns()), seed_);
  TrainedNetwork trained = train(*network, x.view(), schedule_, options_.training, seed_, pool, observer);
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

void DiffusionGenerator::save(files::ArchiveWriter out) const {
  out.text("generator", kind());
  out.integer("rows", static_cast<std::int64_t>(rows_));
  out.text("seed", std::to_string(seed_));
  options_.save(out.child("options"));
  transform_.save(out.child("transform"));
  out.integer("parts", static_cast<std::int64_t>(parts_.size()));
  for (std::size_t p = 0; p < parts_.size(); ++p) {
    files::ArchiveWriter part = out.child(part_name(p));
    part.number("weight", parts_[p].weight);
    part.array<float>("loss", parts_[p].loss);
    if (!parts_[p].rows.empty()) part.array<float>("rows", parts_[p].rows.values());
    parts_[p].network->save(part.child("network"));
  }
}

DiffusionGenerator::Part DiffusionGenerator::load_part(const files::ArchiveReader& in, std::size_t width) {
  Part part{in.number("weight"), nn::load_denoiser<float>(in.child("network")), in.array<float>("loss"), {}};
  if (!(part.weight > 0.0 && std::isfinite(part.weight)) || part.network->config().columns != width) refuse_part(in);
  if (!in.has("rows")) return part;
  const auto values = in.array<float>("rows");
  const bool finite = std::ranges::all_of(values, [](float value) { return std::isfinite(value); });
  if (values.empty() || values.size() % width != 0 || !finite) refuse_part(in);
  part.rows = numeric::Matrix<float>(values.size() / width, width);
  std::ranges::copy(values, part.rows.values().begin());
  return part;
}

std::unique_ptr<DiffusionGenerator> DiffusionGenerator::load(const files::ArchiveReader& in) {
  auto generator = std::make_unique<DiffusionGenerator>(DiffusionOptions::load(in.child("options")));
  generator->rows_ = in.size("rows", kFewestRows, std::size_t{1} << 40);
  generator->seed_ = std::strtoull(in.text("seed").c_str(), nullptr, 10);
  generator->transform_ = tabular::RowTransform::load(in.child("transform"));
  const std::size_t width = generator->transform_.width();
  const std::size_t parts = in.size("parts", width > 0 ? 1 : 0, width > 0 ? kMostParts : 0);
  for (std::size_t p = 0; p < parts; ++p) {
    const files::ArchiveReader part = in.child(part_name(p));
    generator->parts_.push_back(load_part(part, width));
    if (generator->parts_.back().network->config().steps != generator->options_.steps) refuse_part(in);
  }
  const bool all_hold_rows =
      std::ranges::none_of(generator->parts_, [](const Part& part) { return part.rows.empty(); });
  if (generator->options_.noise_level < 1.0 && !all_hold_rows) {
    throw Error("the stored rows that partial noising starts from are missing").in(in.path());
  }
  generator->id_ = model_id(*generator);
  return generator;
}

std::string DiffusionGenerator::describe() const {
  std::string text = "diffusion model of " + std::to_string(rows_) + " rows, " + std::to_string(schema().size()) +
                     " columns (" + std::to_string(transform_.width()) + " after scaling), seed " +
                     std::to_string(seed_) + "\n";
  text += "schedule " + options_.schedule + ", " + std::to_string(options_.steps) +
          " steps, T = " + std::to_string(schedule_.end()) + "; " +
          std::string(to_string(options_.training.parametrisation)) + " prediction trained by " +
          options_.training.method + ", " + std::to_string(options_.training.updates) + " updates of " +
          std::to_string(options_.training.batch) + " rows\n";
  const SamplingOptions& sampling = options_.sampling;
  const auto stops = sampler_stops(sampling.sampler, schedule_, options_.starting_step(), sampling.steps);
  text += "sampled by " + sampling.sampler + " in " + std::to_string(evaluations_of(sampling.sampler, stops.size())) +
          " evaluations";
  if (options_.noise_level < 1.0) {
    text += ", from rows noised to step " + std::to_string(options_.starting_step()) + " of " +
            std::to_string(options_.steps);
  }
  text += "\n";
  if (holds_rows()) text += "holds the rows it learned from: treat the file as you treat them\n";
  for (std::size_t p = 0; p < parts_.size(); ++p) {
    text += "part " + std::to_string(p) + ": weight " + std::to_string(static_cast<std::uint64_t>(parts_[p].weight)) +
            ", " + std::to_string(parts_[p].network->parameters().size()) + " parameters";
    if (!parts_[p].loss.empty()) text += ", last loss " + std::to_string(parts_[p].loss.back());
    text += "\n";
  }
  return text;
}

}  // namespace ballast::diffusion
