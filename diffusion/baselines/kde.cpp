#include "diffusion/baselines/kde.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "diffusion/baselines/covariance.hpp"
#include "diffusion/generator_archive.hpp"
#include "engine/error.hpp"
#include "engine/numeric/random.hpp"

namespace ballast::diffusion {

namespace {

constexpr std::size_t kFewestRows = 2;
constexpr std::size_t kRowsPerTask = 64;
constexpr std::size_t kMostRows = std::size_t{1} << 40;
constexpr const char* kDense = "a kernel density, where each label counts as one";

}  // namespace

double kernel_bandwidth(BandwidthRule rule, std::size_t n, std::size_t d) {
  const double power = 1.0 / (static_cast<double>(d) + 4.0);
  const double c = rule == BandwidthRule::scott ? 1.0 : std::pow(4.0 / (static_cast<double>(d) + 2.0), power);
  return c * std::pow(static_cast<double>(n), -power);
}

void Kde::fit(const tabular::Table& rows, std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer) {
  require_rows(rows, kFewestRows, kind());
  observer.step({"estimate density", 0, rows.rows()});
  transform_ = tabular::RowTransform::fit(rows);
  require_few_columns(transform_.width(), kDense);
  x_ = transform_.spread(rows, seed).x;
  finish();
  constexpr std::size_t kDraws = 4096;  // as many as rates can be seen in
  if (transform_.has_rates()) transform_.match_rates(sample_scores(0, kDraws, seed, pool).view());
  id_ = model_id(*this);
}

void Kde::finish() {
  mean_ = column_means(x_.view());
  factor_ = cholesky(covariance(x_.view(), mean_));
  bandwidth_ = x_.columns() > 0 ? kernel_bandwidth(rule_, x_.rows(), x_.columns()) : 0.0;
}

tabular::Table Kde::sample(std::uint64_t first, std::size_t count, std::uint64_t seed, numeric::ThreadPool& pool,
                           Observer&) const {
  require_row_numbers(first, count);
  tabular::Table out = transform_.inverse(transform_.adopt(sample_scores(first, count, seed, pool)));
  set_origins(out, id_, seed, first);
  return out;
}

numeric::Matrix<float> Kde::sample_scores(std::uint64_t first, std::size_t count, std::uint64_t seed,
                                          numeric::ThreadPool& pool) const {
  numeric::Matrix<float> made(count, transform_.width());
  pool.parallel_for_blocks(made.columns() > 0 ? count : 0, kRowsPerTask, [&](std::size_t from, std::size_t to) {
    std::vector<float> noise(made.columns());
    for (std::size_t i = from; i < to; ++i) make_row(first + i, seed, noise, made.row(i));
  });
  return made;
}

// e = L times standard normal noise.
void Kde::make_row(std::uint64_t k, std::uint64_t seed, std::span<float> noise, std::span<float> out) const {
  numeric::RandomStream stream(seed, numeric::Purpose::kKernelRow, k);
  const auto row = x_.row(static_cast<std::size_t>(stream.below(x_.rows())));
  numeric::fill_normal({seed, numeric::Purpose::kKernelNoise, k}, noise);
  const double shrink = 1.0 / std::sqrt(1.0 + bandwidth_ * bandwidth_);
  for (std::size_t c = 0; c < out.size(); ++c) {
    double step = 0.0;
    for (std::size_t j = 0; j <= c; ++j) step = std::fma(factor_(c, j), double{noise[j]}, step);
    out[c] = static_cast<float>(mean_[c] + shrink * (double{row[c]} - mean_[c] + bandwidth_ * step));
  }
}

void Kde::save(files::ArchiveWriter out) const {
  out.text("generator", kind());
  out.text("bandwidth_rule", rule_ == BandwidthRule::scott ? "scott" : "silverman");
  out.integer("rows", static_cast<std::int64_t>(x_.rows()));
  transform_.save(out.child("transform"));
  out.array<float>("x", x_.values());
}

std::unique_ptr<Kde> Kde::load(const files::ArchiveReader& in) {
  const std::string rule = in.text("bandwidth_rule");
  if (rule != "scott" && rule != "silverman") {
    throw Error("unknown rule for the bandwidth").in(in.path()).expected("scott or silverman").got(rule);
  }
  auto generator = std::make_unique<Kde>(rule == "scott" ? BandwidthRule::scott : BandwidthRule::silverman);
  generator->transform_ = tabular::RowTransform::load(in.child("transform"));
  const std::size_t rows = in.size("rows", kFewestRows, kMostRows), width = generator->transform_.width();
  require_few_columns(width, kDense);
  if (width > 0 && rows > kMostRows / width) throw Error("a stored density has too many rows").in(in.path());
  const std::vector<float> x = in.array<float>("x", rows * width);
  if (!std::ranges::all_of(x, [](float value) { return std::isfinite(value); })) {
    throw Error("a stored row of the density is not finite").in(in.path());
  }
  generator->x_ = numeric::Matrix<float>(rows, width);
  std::ranges::copy(x, generator->x_.values().begin());
  generator->finish();
  generator->id_ = model_id(*generator);
  return generator;
}

std::string Kde::describe() const {
  std::string text = "kernel density of " + std::to_string(x_.rows()) + " rows in " + std::to_string(x_.columns()) +
                     " scaled columns, bandwidth " + std::to_string(bandwidth_) + " of the cloud (";
  text += rule_ == BandwidthRule::scott ? "Scott" : "Silverman";
  return text + "); the file holds the real rows\n" + tabular::levels_text(transform_.levels());
}

}  // namespace ballast::diffusion
