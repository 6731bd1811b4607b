// Rows that are shared out over ranks: the bytes of the model in memory at any number of ranks and threads; how many
// bytes go between ranks; and that no rank is left waiting. Ranks are threads here; tests/mpi has processes.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <mutex>
#include <vector>

#include "classifiers/bins/class_edges.hpp"
#include "classifiers/boosting/ranked_boosting.hpp"
#include "classifiers/boosting/tree_rows.hpp"
#include "tests/classifiers/boosting/rows/boosting_cases.hpp"
#include "tests/classifiers/trained.hpp"
#include "tests/engine/ranks/thread_ranks.hpp"

using namespace ballast;
using namespace ballast::classifiers;
using ballast::classifiers::test::BoostingCase;
using ballast::classifiers::test::file_of;
using ballast::ranks::testing::run_ranks;

namespace {

// The bins of all rows, and of one rank's its codes, labels and weights.
class ShareOfRows {
 public:
  ShareOfRows(const TrainingSet& all, std::size_t max_bin, std::size_t rank, std::size_t ranks)
      : pool_(1), whole_(bins_of(all, max_bin, pool_)), codes_(whole_, 0), set_(all) {
    const std::size_t blocks = (all.y.size() + kRowsTogether - 1) / kRowsTogether;
    const auto begin = [&](std::size_t r) { return std::min(all.y.size(), blocks * r / ranks * kRowsTogether); };
    rows_ = {begin(rank), begin(rank + 1) - begin(rank), all.y.size()};
    set_.x = all.x.row_block(rows_.first, rows_.count);
    set_.y = all.y.subspan(rows_.first, rows_.count);
    if (!all.weight.empty()) set_.weight = all.weight.subspan(rows_.first, rows_.count);
    codes_ = BinnedData(whole_, rows_.count);
    codes_.put(0, set_.x);
  }

  const BinnedData& codes() const { return codes_; }
  const TrainingSet& set() const { return set_; }
  const RankRows& rows() const { return rows_; }

 private:
  static BinnedData bins_of(const TrainingSet& all, std::size_t max_bin, numeric::ThreadPool& pool) {
    const RareRows rare = find_rare_rows(all, max_bin - 1);
    return {all.x, all.weight, max_bin - 1, pool, BinnedData::Layout::columns, all.labels, &rare};
  }

  numeric::ThreadPool pool_;
  BinnedData whole_, codes_;
  TrainingSet set_;
  RankRows rows_;
};

// Models of all ranks, and what each of them gave to sums.
struct Trained {
  std::vector<std::vector<std::byte>> files;
  std::vector<RankTraffic> traffic;
  std::vector<double> loss;
};

Trained train_over(std::size_t ranks, const BoostingCase& one, std::size_t threads) {
  Trained out{std::vector<std::vector<std::byte>>(ranks), std::vector<RankTraffic>(ranks), std::vector<double>(ranks)};
  const auto failure = run_ranks(ranks, [&](ranks::Ranks& all) {
    numeric::ThreadPool pool(threads);
    Observer quiet;
    const ShareOfRows own(one.set(), one.options.max_bin, all.rank(), all.size());
    BoostingReport report;
    out.files[all.rank()] = file_of(train_boosting(own.codes(), own.set(), own.rows(), one.options, all, pool, quiet,
                                                   &report, &out.traffic[all.rank()]));
    out.loss[all.rank()] = report.training_loss.back();
  });
  BOOST_REQUIRE_MESSAGE(!failure, (failure ? failure->line : ""));
  return out;
}

// Levels of one tree of so many, and how many of its splits lie at each.
std::vector<std::size_t> splits_by_level(const DecisionTree& tree) {
  std::vector<std::size_t> out;
  std::vector<std::uint32_t> level{0};
  while (!level.empty()) {
    std::vector<std::uint32_t> next;
    std::size_t splits = 0;
    for (const std::uint32_t node : level) {
      if (tree.nodes[node].left == 0) continue;
      ++splits;
      next.insert(next.end(), {tree.nodes[node].left, tree.nodes[node].left + 1});
    }
    if (splits != 0) out.push_back(splits);
    level = next;
  }
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ranked_rows_test)

BOOST_AUTO_TEST_CASE(models_are_those_of_rows_in_memory) {
  for (const BoostingCase& one : test::boosting_cases()) {
    BoostingReport report;
    const auto wanted = file_of(test::boosting_of(one.set(), one.options, 2, nullptr, nullptr, &report));
    for (const std::size_t ranks : {1u, 2u, 3u, 4u}) {
      const Trained trained = train_over(ranks, one, ranks % 2 + 1);
      BOOST_TEST_CONTEXT(one.name << ", " << ranks << " ranks") {
        for (const auto& file : trained.files) BOOST_TEST((file == wanted));
        for (const double loss : trained.loss)
          BOOST_TEST(loss == report.training_loss.back(), boost::test_tools::tolerance(1e-12));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(so_are_those_of_ranks_that_all_have_all_rows_stopped_early_and_continued) {
  for (const BoostingCase& one : test::boosting_cases()) {
    BoostingOptions first = one.options, more = one.options;
    first.rounds = 2;
    first.eta = more.eta = 0.9;
    more.early_stopping_rounds = 1;
    const TrainingSet all = one.set();
    TrainingSet learned = all, watched = all;
    learned.x = all.x.row_block(1000, 8000);
    learned.y = all.y.subspan(1000);
    watched.x = all.x.row_block(0, 1000);
    watched.y = all.y.first(1000);
    if (!all.weight.empty()) {
      learned.weight = all.weight.subspan(1000);
      watched.weight = all.weight.first(1000);
    }
    const Boosting base = test::boosting_of(learned, first);
    BoostingReport report;
    const auto wanted = file_of(test::boosting_of(learned, more, 2, &base, &watched, &report));
    for (const std::size_t ranks : {1u, 2u, 4u}) {
      const auto failure = run_ranks(ranks, [&](ranks::Ranks& own) {
        numeric::ThreadPool pool(1);
        Observer quiet;
        BoostingReport told;
        const auto file = file_of(train_boosting(learned, more, own, pool, quiet, &watched, &told, &base));
        if (file != wanted || told.validation_score != report.validation_score) throw Error("another model");
      });
      BOOST_TEST(!failure, one.name << ", " << ranks << " ranks: " << (failure ? failure->line : ""));
    }
  }
}

// docs/scale.md: of a tree of depth d, grown by level, whose nodes all may be split,
//   histograms  16 x (bins + 1 of each feature) x (1 + splits above the last level)
//   beside      16 a split, 8 x ranks for the largest derivatives; 8 x ranks a round, and once, for the loss
BOOST_AUTO_TEST_CASE(bytes_are_those_of_the_formula) {
  BoostingCase one{"", test::random_data(30000, 19, 2, 21), test::few_rounds()};
  one.options.min_child_weight = 0;
  one.options.max_depth = 5;
  const Boosting model = test::boosting_of(one.set(), one.options);
  numeric::ThreadPool pool(1);
  const RareRows rare = find_rare_rows(one.set(), 255);
  const BinnedData bins(one.set().x, {}, 255, pool, BinnedData::Layout::columns, {}, &rare);
  std::uint64_t cells = 0;
  for (std::size_t f = 0; f < bins.features(); ++f) cells += bins.bins(f).bins() + 1;
  constexpr std::size_t kRanks = 3;
  std::vector<std::uint64_t> by_level(5);
  std::uint64_t bytes = 0, sums = 0;
  for (const DecisionTree& tree : model.trees()) {
    const std::vector<std::size_t> splits = splits_by_level(tree);
    BOOST_REQUIRE(splits.size() == 5u);
    by_level[0] += 16 * cells;
    bytes += 8 * kRanks;  // largest derivatives
    sums += 2 + splits.size();
    for (std::size_t level = 0; level < splits.size(); ++level) {
      bytes += 16 * splits[level];
      if (level + 1 == splits.size()) continue;
      by_level[level + 1] += 16 * cells * splits[level];
      ++sums;
    }
  }
  for (const std::uint64_t level : by_level) bytes += level;
  bytes += 8 * kRanks * (2 + one.options.rounds);  // the loss, before and after each round, and the rows' weight
  sums += 2 + one.options.rounds;
  for (const RankTraffic& traffic : train_over(kRanks, one, 1).traffic) {
    BOOST_TEST(traffic.trees == 4u);
    BOOST_TEST(traffic.histogram_bytes == by_level, boost::test_tools::per_element());
    BOOST_TEST(traffic.bytes == bytes);
    BOOST_TEST(traffic.sums == sums);
  }
}

BOOST_AUTO_TEST_CASE(a_rank_that_is_stopped_ends_those_that_wait_for_it) {
  struct Stopping : Observer {
    bool report(const Progress& progress) override { return progress.phase != "boost" || progress.done < 2; }
  };
  const BoostingCase one{"", test::random_data(9000, 9, 2, 22), test::few_rounds()};
  std::mutex mutex;
  std::size_t stopped = 0;
  const auto failure = run_ranks(3, [&](ranks::Ranks& all) {
    numeric::ThreadPool pool(1);
    Observer quiet;
    Stopping stopping;
    const ShareOfRows own(one.set(), one.options.max_bin, all.rank(), all.size());
    try {
      Observer& observer = all.rank() == 1 ? stopping : quiet;
      train_boosting(own.codes(), own.set(), own.rows(), one.options, all, pool, observer);
    } catch (const Stopped&) {
      const std::lock_guard lock(mutex);
      ++stopped;
      throw;
    }
  });
  BOOST_TEST(failure.has_value());
  BOOST_TEST(stopped == 3u);
}

BOOST_AUTO_TEST_SUITE_END()
