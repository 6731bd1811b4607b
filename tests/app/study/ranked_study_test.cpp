// A study over ranks is the study of one process, to the bit: its figures, and what reaches the first rank's sink.
#include <boost/test/unit_test.hpp>

#include "app/data/demo_data.hpp"
#include "app/report/summary.hpp"
#include "app/study/ranked/arm_groups.hpp"
#include "app/study/study.hpp"
#include "engine/ranks/alone.hpp"
#include "tests/engine/ranks/thread_ranks.hpp"

using namespace ballast;
using namespace ballast::app;
using ballast::ranks::testing::run_ranks;

namespace {

Dataset small_data(std::uint64_t seed = 5) {
  numeric::ThreadPool pool(1);
  DataRequest request;
  request.path = "made data";
  request.target = {"Class", "1"};
  return make_dataset(make_demo_data({.rows = 500, .positives = 50, .seed = seed}, pool), request);
}

StudyOptions small_options() {
  StudyOptions options;
  options.augmentations = make_augmentations({"tuned", "oversample", "smote", "smote-fresh", "none+smote", "weights"});
  options.repeats = 4;
  options.synthetic = 30;
  options.base_rate = 0.01;
  options.learners.forest.trees = 3;
  options.learners.boosting.rounds = 3;
  return options;
}

// All that arrives, as text.
struct Written final : StudySink {
  std::string text;
  void split(std::size_t repeat, const tabular::Split& split) override {
    text += std::to_string(repeat) + " split " + std::to_string(split.test.at(0)) + "\n";
  }
  void generator(std::size_t repeat, const std::string& name, const diffusion::Generator&) override {
    if (repeat == 0) text += "0 generator " + name + "\n";
  }
  void classifier(std::size_t repeat, const std::string& kind, const std::string& name, const classifiers::Classifier&,
                  std::optional<double> /*threshold*/) override {
    if (repeat == 0) text += "0 classifier " + kind + "-" + name + "\n";
  }
  void scores(std::size_t repeat, const ArmScores& arm) override {
    text += std::to_string(repeat) + " scores " + arm.classifier + "-" + arm.augmentation + " from " +
            std::to_string(arm.threshold) + ":";
    for (std::size_t i = 0; i < arm.score.size(); ++i) {
      text += " " + std::to_string(arm.rows[i]) + "/" + std::to_string(arm.y[i]) + "/" + std::to_string(arm.score[i]);
    }
    text += "\n";
  }
};

struct Seen {
  std::string summary, sink;
};

void study(ranks::Ranks& ranks, const Dataset& data, Seen& seen) {
  numeric::ThreadPool pool(1 + ranks.rank() % 2);
  Observer quiet;
  Written sink;
  StudyResult result = run_study(data, small_options(), pool, quiet, sink, ranks);
  if (!ranks.is_first()) return;
  BOOST_TEST(!result.timings.empty());
  result.timings.clear();
  seen = {summary_json(result), sink.text};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ranked_study_test)

BOOST_AUTO_TEST_CASE(figures_and_what_the_sink_sees_are_the_same_at_any_number_of_ranks) {
  const Dataset data = small_data();
  ranks::Alone alone;
  Seen expected;
  study(alone, data, expected);
  BOOST_TEST(expected.sink.find("3 scores boosting-none+smote") != std::string::npos);
  for (const std::size_t size : {1U, 2U, 3U, 7U}) {
    Seen seen;
    const auto failure = run_ranks(size, [&](ranks::Ranks& ranks) { study(ranks, data, seen); });
    BOOST_TEST_CONTEXT(size << " ranks") {
      BOOST_TEST(!failure);
      BOOST_TEST((seen.summary == expected.summary));
      BOOST_TEST((seen.sink == expected.sink));
    }
  }
}

BOOST_AUTO_TEST_CASE(other_data_on_a_rank_are_refused) {
  const auto failure = run_ranks(3, [&](ranks::Ranks& ranks) {
    Seen seen;
    study(ranks, small_data(ranks.rank() == 1 ? 6 : 5), seen);
  });
  BOOST_REQUIRE(failure);
  BOOST_TEST(failure->line.starts_with("rank 1 differs from rank 0 in its data"));
}

BOOST_AUTO_TEST_CASE(arms_that_share_work_are_one_group) {
  using Groups = std::vector<std::vector<std::size_t>>;
  const auto groups = [](const std::vector<std::string>& names) { return arm_groups(make_augmentations(names)); };
  BOOST_TEST((groups({"none", "oversample", "smote"}) == Groups{{0}, {1}, {2}}));
  BOOST_TEST((groups({"none", "smote", "tuned", "smote-fresh", "weights"}) == Groups{{0, 2}, {1, 3}, {4}}));
  BOOST_TEST((groups({"none", "smote", "kde", "none+kde", "bag"}) == Groups{{0, 2, 3, 4}, {1}}));
}

BOOST_AUTO_TEST_SUITE_END()
