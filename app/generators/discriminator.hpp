// Discriminator: boosted trees that learned to tell real rows from those that a generator makes.
//
// Where both come in equal numbers and D(x) is the probability that x is real, D / (1 - D) = p_real(x) / p_made(x):
// what the generator got wrong at x (Sugiyama, Suzuki and Kanamori 2012). Trees that know the rows they learned from
// flatter themselves, so there are several, each learned without one part of the rows, stopped where that part is told
// best; the logarithms of their odds are averaged.
#pragma once

#include <cstdint>
#include <vector>

#include "classifiers/boosting/boosting.hpp"
#include "engine/files/archive.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/observer.hpp"
#include "engine/tabular/features/features.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::app {

class Discriminator {
 public:
  // Tables under one schema. Same bits at any number of threads. Throws Stopped.
  static Discriminator train(const tabular::Table& real, const tabular::Table& made, std::uint64_t seed,
                             numeric::ThreadPool& pool, Observer& observer);

  // ln p_real / p_made of each row.
  std::vector<double> log_odds(const tabular::Table& rows, numeric::ThreadPool& pool) const;
  // ROC-AUC on rows not learned from: a half where nobody can tell.
  double auc() const { return auc_; }
  std::size_t trees() const;

  void save(files::ArchiveWriter out) const;
  // Throws Error on trees of other columns than these.
  static Discriminator load(const tabular::Schema& schema, const files::ArchiveReader& in);

 private:
  tabular::FeatureEncoder columns_;
  std::vector<classifiers::Boosting> parts_;
  double auc_ = 0.5;
};

}  // namespace ballast::app
