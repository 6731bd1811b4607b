// The experiment as published (arXiv 2412.10948): one stratified split 80/20, Amount standardised on the training part
// and all else raw, the paper's network and training on the rare rows, as one model and as one for each of three
// clusters (UMAP with 25 neighbours, k-means), rows added to the training part, decisions at 0.5. Then what one split
// can say: Wilson intervals, and exact McNemar tests against plain training on the same test rows.
//
// Where the reference code errs (labels of steps off by one, sigma of the wrong step, noise in the last step, a
// generator that had seen test rows) this does the right thing. It draws rows with replacement and knows no epochs:
// 3,500 updates of 64 rows are the paper's 500 epochs of 394 frauds; clusters share them in proportion.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/experiments/paper/published.hpp"
#include "app/study/proportions.hpp"
#include "app/study/study.hpp"

namespace ballast::app {

struct ReplayOptions {
  bool trajectories = false;                // train on whole trajectories as published; else on random steps
  std::optional<std::size_t> updates = {};  // of the network. Default: 3,500, or 10,000 by random steps
  std::size_t synthetic = 3000;
  LearnerOptions learners = {};
  std::optional<double> base_rate = {};
  std::string group_column = {};  // as in StudyOptions: no group on both sides of the split
  std::uint64_t seed = 42;
};

struct ReplayRow {
  std::string classifier, augmentation;
  RepeatResult judged;
  Interval precision, recall;
  McNemar on_positives, on_all;  // against none
  const PublishedCounts* published = nullptr;
};

struct ReplayResult {
  DataFacts data;
  std::size_t synthetic = 0;
  bool raw_values = false;  // false: no column Amount, so this is not the card data and every column is standardised
  bool trajectories = false;
  std::vector<ReplayRow> rows;  // by classifier: none, clusters, diffusion, smote
  Timings timings;
};

// The paper's generator. amount: the column that enters as an embedding; empty for none.
diffusion::DiffusionOptions published_diffusion(const ReplayOptions& options, const std::string& amount);

// The paper's learners: XGBoost's defaults and a forest of 50 trees.
LearnerOptions published_learners();

// Throws Error as run_study does, Stopped.
ReplayResult run_replay(const Dataset& data, const ReplayOptions& options, numeric::ThreadPool& pool,
                        Observer& observer);

}  // namespace ballast::app
