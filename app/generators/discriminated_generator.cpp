#include "app/generators/discriminated_generator.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "diffusion/generator_archive.hpp"
#include "engine/error.hpp"
#include "engine/numeric/random.hpp"
#include "engine/stage.hpp"

namespace ballast::app {
namespace {

constexpr std::string_view kStoredAs = "discriminated";
constexpr std::size_t kFewestRows = 500;                // below, a discriminator learns single rows
constexpr std::size_t kMostRows = 50'000;               // that it learns from, and twice as many made ones
constexpr double kTellsNothing = 0.55;                  // ROC-AUC
constexpr std::size_t kRowsAtOnce = 4096;               // whose proposals are in memory
constexpr std::uint64_t kMadeKey = 0x5DEECE66D1234567;  // rows to learn from are those of no seed that a user names

std::string rounded(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.2f", value);
  return text.data();
}

}  // namespace

DiscriminatedGenerator::DiscriminatedGenerator(std::unique_ptr<diffusion::Generator> proposes, std::size_t proposals)
    : proposes_(std::move(proposes)), proposals_(proposals) {}

void DiscriminatedGenerator::fit(const tabular::Table& rows, std::uint64_t seed, numeric::ThreadPool& pool,
                                 Observer& observer) {
  discriminator_.reset();
  {
    Stage stage(observer, "", 0, 0.7);
    proposes_->fit(rows, seed, pool, stage);
  }
  if (rows.rows() >= kFewestRows) {
    std::vector<std::size_t> order(rows.rows());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    numeric::RandomStream(seed, numeric::Purpose::kCandidate).shuffle(std::span(order));
    order.resize(std::min(order.size(), kMostRows));
    std::ranges::sort(order);
    Stage makes(observer, "", 0.7, 0.8), learns(observer, "", 0.8, 1);
    const tabular::Table made = proposes_->sample(0, 2 * order.size(), seed ^ kMadeKey, pool, makes);
    discriminator_ = Discriminator::train(rows.take_rows(order), made, seed, pool, learns);
    if (discriminator_->auc() < kTellsNothing) {
      discriminator_.reset();
    } else {
      observer.note("trees tell made rows from learned ones (ROC-AUC " + rounded(discriminator_->auc()) +
                    "): each row is picked among " + std::to_string(proposals_) + " by their odds (--proposals)");
    }
  }
  id_ = diffusion::model_id(*this);
}

tabular::Table DiscriminatedGenerator::sample(std::uint64_t first, std::size_t count, std::uint64_t seed,
                                              numeric::ThreadPool& pool, Observer& observer) const {
  return sample_where({}, first, count, seed, pool, observer);
}

tabular::Table DiscriminatedGenerator::sample_where(std::span<const diffusion::CellCondition> conditions,
                                                    std::uint64_t first, std::size_t count, std::uint64_t seed,
                                                    numeric::ThreadPool& pool, Observer& observer) const {
  if (!discriminator_) return propose(conditions, first, count, seed, pool, observer);
  diffusion::require_row_numbers(first * proposals_, count * proposals_);
  tabular::Table out(schema(), 0);
  for (std::size_t done = 0; done < count; done += kRowsAtOnce) {
    const std::size_t rows = std::min(kRowsAtOnce, count - done);
    const auto share = [&](std::size_t at) { return static_cast<double>(at) / static_cast<double>(count); };
    Stage stage(observer, "", share(done), share(done + rows));
    const tabular::Table proposals = propose(conditions, first + done, rows, seed, pool, stage);
    out.append(proposals.take_rows(pick(proposals, first + done, seed, pool)));
  }
  diffusion::set_origins(out, id_, seed, first);
  return out;
}

tabular::Table DiscriminatedGenerator::propose(std::span<const diffusion::CellCondition> conditions,
                                               std::uint64_t first, std::size_t count, std::uint64_t seed,
                                               numeric::ThreadPool& pool, Observer& observer) const {
  const std::size_t times = discriminator_ ? proposals_ : 1;
  if (conditions.empty()) return proposes_->sample(first * times, count * times, seed, pool, observer);
  return diffusion::answering(*proposes_, "make rows under conditions")
      .sample_where(conditions, first * times, count * times, seed, pool, observer);
}

// By Gumbel's trick: the largest of ln w_i - ln(-ln u_i) is i with probability w_i / (w_1 + .. + w_k).
std::vector<std::size_t> DiscriminatedGenerator::pick(const tabular::Table& proposals, std::uint64_t first,
                                                      std::uint64_t seed, numeric::ThreadPool& pool) const {
  const std::vector<double> log_w = discriminator_->log_odds(proposals, pool);
  std::vector<std::size_t> out(log_w.size() / proposals_);
  for (std::size_t row = 0; row < out.size(); ++row) {
    numeric::RandomStream stream(seed, numeric::Purpose::kCandidate, first + row);
    double best = -std::numeric_limits<double>::infinity();
    for (std::size_t i = row * proposals_; i < (row + 1) * proposals_; ++i) {
      const double perturbed = log_w[i] - std::log(-std::log(stream.uniform()));
      if (perturbed <= best && i > row * proposals_) continue;
      best = perturbed;
      out[row] = i;
    }
  }
  return out;
}

diffusion::RowTrace DiscriminatedGenerator::trace(std::span<const diffusion::CellCondition> conditions,
                                                  std::uint64_t row, std::uint64_t seed, numeric::ThreadPool& pool,
                                                  Observer& observer) const {
  const diffusion::Answering& answers = diffusion::answering(*proposes_, "tell how a row came about");
  if (!discriminator_) return answers.trace(conditions, row, seed, pool, observer);
  diffusion::require_row_numbers(row * proposals_, proposals_);
  const std::size_t picked = pick(propose(conditions, row, 1, seed, pool, observer), row, seed, pool)[0];
  diffusion::RowTrace out = answers.trace(conditions, row * proposals_ + picked, seed, pool, observer);
  diffusion::set_origins(out.row, id_, seed, row);
  return out;
}

tabular::Table DiscriminatedGenerator::impute(const tabular::Table& rows, Fill fill, std::size_t draw,
                                              std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer) const {
  return diffusion::answering(*proposes_, "fill missing cells").impute(rows, fill, draw, seed, pool, observer);
}

std::vector<diffusion::ConditionChance> DiscriminatedGenerator::chances(
    std::span<const diffusion::CellCondition> conditions, numeric::ThreadPool& pool, Observer& observer) const {
  return diffusion::answering(*proposes_, "tell how likely conditions are").chances(conditions, pool, observer);
}

std::vector<double> DiscriminatedGenerator::log_likelihood(const tabular::Table& rows, std::size_t orders,
                                                           std::uint64_t seed, numeric::ThreadPool& pool,
                                                           Observer& observer) const {
  return diffusion::answering(*proposes_, "tell how likely rows are")
      .log_likelihood(rows, orders, seed, pool, observer);
}

// Without a discriminator the generator's own file. With one the name of the kind is another, so that a program that
// does not know discriminators refuses the file instead of making proposals.
void DiscriminatedGenerator::save(files::ArchiveWriter out) const {
  if (!discriminator_) return proposes_->save(out);
  out.text("generator", kStoredAs);
  out.integer("proposals", static_cast<std::int64_t>(proposals_));
  proposes_->save(out.child("proposes"));
  discriminator_->save(out.child("discriminator"));
}

std::unique_ptr<diffusion::Generator> DiscriminatedGenerator::load(const files::ArchiveReader& in) {
  in.require_kind("generator");
  if (in.text("generator") != kStoredAs) return diffusion::load_generator(in);
  auto out = std::make_unique<DiscriminatedGenerator>(diffusion::load_generator(in.child("proposes")),
                                                      in.size("proposals", 2, kMostProposals));
  out->discriminator_ = Discriminator::load(out->schema(), in.child("discriminator"));
  out->id_ = diffusion::model_id(*out);
  return out;
}

std::string DiscriminatedGenerator::describe() const {
  if (!discriminator_) return proposes_->describe();
  return proposes_->describe() + "each row is picked among " + std::to_string(proposals_) + " by a discriminator of " +
         std::to_string(discriminator_->trees()) + " trees, which tells made rows from learned ones with ROC-AUC " +
         rounded(discriminator_->auc()) + " on rows set aside\n";
}

}  // namespace ballast::app
