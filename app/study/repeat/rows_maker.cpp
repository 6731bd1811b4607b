#include "app/study/repeat/rows_maker.hpp"

#include <algorithm>
#include <cmath>

#include "app/data/added/generator_rows.hpp"
#include "engine/error.hpp"
#include "engine/tabular/levels.hpp"

namespace ballast::app {
namespace {

constexpr std::size_t kEnoughForAll = 10;  // positives, with which every generator works

}  // namespace

ArmRows RowsMaker::whole(const Augmentation& augmentation) {
  return make(augmentation, repeat_.split.train, repeat_.synthetic, true);
}

ArmRows RowsMaker::whole(const Augmentation& augmentation, std::size_t synthetic) {
  return make(augmentation, repeat_.split.train, synthetic, false);
}

std::vector<ArmRows> RowsMaker::folds(const Augmentation& augmentation, std::size_t synthetic) {
  std::vector<ArmRows> out;
  for (const tabular::Split& fold : repeat_.folds) {
    out.push_back(make(augmentation, fold.train, in_proportion(synthetic, fold.train), false));
  }
  return out;
}

// kept: the generator and its rows go to the sink.
ArmRows RowsMaker::make(const Augmentation& augmentation, Rows real, std::size_t synthetic, bool kept) {
  if (augmentation.is_bag()) return make_members(augmentation, real, synthetic);
  const bool once = augmentation.adds_rows() && !augmentation.fresh;
  ArmRows rows = gather_rows(work_.x, work_.data.y, real, once ? synthetic : 0);
  if (is_whole(real)) rows.key = augmentation.name;
  if (is_whole(real) && augmentation.adds_rows()) {
    rows.key.append(" ").append(std::to_string(augmentation.fresh_rows.value_or(synthetic)));
  }
  if (once) add_synthetic(augmentation, real, synthetic, kept, rows);
  if (augmentation.fresh) rows.fresh = fresh_rows(augmentation, real, synthetic, kept);
  if (augmentation.balanced_weights) balance_weights(rows);
  rows.focal = augmentation.focal;
  return rows;
}

ArmRows RowsMaker::make_members(const Augmentation& bag, Rows real, std::size_t synthetic) {
  ArmRows rows;
  for (const Augmentation& member : bag.members) {
    const std::span before(bag.members.data(), rows.members.size());
    const auto like = std::ranges::count(before, member.name, &Augmentation::name);
    rows.members.push_back(make(member, real, synthetic, false));
    ArmRows& made = rows.members.back();
    made.like_before = static_cast<std::size_t>(like);
    if (like > 0 && !made.key.empty()) made.key.append(" ").append(std::to_string(like));
  }
  return rows;
}

std::string RowsMaker::phase_of(Rows real, const std::string& of_all) const {
  if (repeat_.share < 1) return kChoicePhase;
  return is_whole(real) ? of_all : kFoldPhase;
}

double RowsMaker::share_of(Rows real) const {
  return repeat_.share * static_cast<double>(real.size()) / static_cast<double>(repeat_.split.train.size());
}

std::size_t RowsMaker::in_proportion(std::size_t rows, Rows real) const {
  return static_cast<std::size_t>(std::llround(share_of(real) * static_cast<double>(rows)));
}

// Arms that draw from a generator in different ways share it, if it is that of the whole training part.
RowsMaker::FittedGenerator RowsMaker::fitted_generator(const Augmentation& augmentation, Rows real, Stage& named) {
  if (is_whole(real) && generators_.contains(augmentation.rows_of)) return generators_.at(augmentation.rows_of);
  std::vector<std::size_t> rare, others;
  for (const std::size_t row : real) (work_.data.y[row] == 1 ? rare : others).push_back(row);
  const std::shared_ptr<diffusion::Generator> generator = make_generator(augmentation, share_of(real));
  const PhaseTimer timer(work_.timings, phase_of(real, "fit_" + augmentation.rows_of));
  tabular::Table rows = work_.data.features_of(rare);
  tabular::set_levels(rows, work_.data.table, real);
  try {
    if (generator->wants_others()) {
      generator->fit_against(rows, work_.data.features_of(others), repeat_.seed, work_.pool, named);
    } else {
      generator->fit(rows, repeat_.seed, work_.pool, named);
    }
  } catch (Error& error) {
    if (rare.size() >= kEnoughForAll) throw;
    if (repeat_.share < 1)
      throw error.hint("--choose-from none,bag,oversample,smote leaves out what needs more positives");
    throw error.hint("a part of the data holds " + std::to_string(rare.size()) +
                     " positives: --augment none,smote,oversample " +
                     "leaves out what needs more; a smaller --test-fraction and more --folds leave more to learn from");
  }
  if (is_whole(real)) generators_[augmentation.rows_of] = generator;
  return generator;
}

// Those of tree or round 0 are the rows that one draw for all has.
std::shared_ptr<const classifiers::RowSource> RowsMaker::fresh_rows(const Augmentation& augmentation, Rows real,
                                                                    std::size_t synthetic, bool kept) {
  Stage named = work_.tasks.next(augmentation.name);
  const FittedGenerator generator = fitted_generator(augmentation, real, named);
  if (kept) work_.sink.generator(repeat_.number, augmentation.name, *generator);
  FreshDraws drawn = augmentation.drawn(synthetic);
  if (augmentation.fresh_rows) drawn.rows = in_proportion(drawn.rows, real);
  return std::make_shared<GeneratorRows>(generator, work_.encoder, repeat_.seed, drawn);
}

void RowsMaker::add_synthetic(const Augmentation& augmentation, Rows real, std::size_t synthetic, bool kept,
                              ArmRows& rows) {
  Stage named = work_.tasks.next(augmentation.name);
  const FittedGenerator generator = fitted_generator(augmentation, real, named);
  if (kept) work_.sink.generator(repeat_.number, augmentation.name, *generator);
  const PhaseTimer timer(work_.timings, phase_of(real, "sample_" + augmentation.name));
  const tabular::Table made = generator->sample(0, synthetic, repeat_.seed, work_.pool, named);
  if (kept) work_.sink.synthetic(repeat_.number, augmentation.name, made);
  const numeric::Matrix<double> encoded = work_.encoder.encode(made).x;
  std::ranges::copy(encoded.values(), rows.x.values().subspan(rows.real * rows.x.columns()).begin());
}

}  // namespace ballast::app
