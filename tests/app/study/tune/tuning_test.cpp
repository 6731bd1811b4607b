// The race as a whole: the same at any number of threads and after an end in between, defaults among the last, and a
// choice that does not believe the best of many.
#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "app/report/tune/tune_report.hpp"
#include "app/study/tune/tuning.hpp"
#include "engine/files/archive.hpp"
#include "tests/app/study/demo_rows.hpp"
#include "tests/refusals.hpp"

using namespace ballast;
using namespace ballast::app;
using ballast::app::testing::demo_rows;
using ballast::test::says;

namespace {

Dataset small_data(std::size_t positives = 24) {
  return demo_rows(160, positives);
}

TuneOptions small_options(std::size_t fits = 12) {
  TuneOptions options;
  options.classifiers = {"boosting"};
  options.arms = make_augmentations({"none", "oversample"});
  options.folds = 2;
  options.fits = fits;
  return options;
}

struct Tuned {
  TuneResult result;
  std::vector<std::byte> model;
  std::size_t trained = 0;  // that the journal did not know
};

Tuned tune(const Dataset& data, const TuneOptions& options, TuneJournal& journal, std::size_t threads = 2) {
  numeric::ThreadPool pool(threads);
  Observer quiet;
  Tuned out;
  Tuning tuning(data, options, journal, pool, quiet, [&](const TuneJournal&) { ++out.trained; });
  out.result = tuning.run();
  files::ArchiveWriter archive("classifier");
  tuning.train(out.result.trials[out.result.chosen]).model->save(archive.child("model"));
  out.model = archive.bytes();
  return out;
}

Tuned tune(const Dataset& data, const TuneOptions& options, std::size_t threads = 2) {
  TuneJournal journal(tune_key(data, options));
  return tune(data, options, journal, threads);
}

void require_same(const Tuned& a, const Tuned& b) {
  BOOST_REQUIRE(a.result.trials.size() == b.result.trials.size());
  for (std::size_t k = 0; k < a.result.trials.size(); ++k) {
    BOOST_TEST(a.result.trials[k].candidate.number == b.result.trials[k].candidate.number);
    BOOST_TEST((a.result.trials[k].pr_auc == b.result.trials[k].pr_auc));
  }
  BOOST_TEST(a.result.chosen == b.result.chosen);
  BOOST_TEST((a.model == b.model));
}

// Stops after so many reports of a fit.
struct Impatient final : Observer {
  std::size_t left;
  explicit Impatient(std::size_t reports) : left(reports) {}
  bool report(const Progress&) override { return left-- > 1; }
};

TuneTrial trial(std::size_t number, std::size_t changes, std::vector<double> pr_auc) {
  TuneTrial out{{number, "boosting"}, "none", 0, std::move(pr_auc)};
  for (std::size_t k = 0; k < changes; ++k) out.candidate.settings.push_back({"eta", std::to_string(number)});
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(tuning_test)

BOOST_AUTO_TEST_CASE(threads_do_not_change_what_is_found) {
  const Dataset data = small_data();
  const Tuned one = tune(data, small_options(), 1);
  require_same(one, tune(data, small_options(), 3));
  BOOST_TEST(one.trained == one.result.fits);
  BOOST_TEST(one.result.fits <= 12u);
}

BOOST_AUTO_TEST_CASE(a_race_that_was_ended_comes_to_the_same_end) {
  const Dataset data = small_data();
  const TuneOptions options = small_options();
  const Tuned whole = tune(data, options);
  TuneJournal journal(tune_key(data, options));
  numeric::ThreadPool pool(2);
  Impatient impatient(400);
  Tuning ended(data, options, journal, pool, impatient, [](const TuneJournal&) {});
  BOOST_CHECK_THROW(ended.run(), Stopped);
  BOOST_TEST(journal.size() > 0u);
  BOOST_TEST(journal.size() < whole.result.fits);
  TuneJournal read(tune_key(data, options), journal.text(), "journal");
  const std::size_t known = read.size();
  const Tuned then = tune(data, options, read);
  BOOST_TEST(then.trained == whole.result.fits - known);
  require_same(whole, then);
}

BOOST_AUTO_TEST_CASE(a_larger_budget_takes_what_is_known) {
  const Dataset data = small_data();
  const TuneOptions options = small_options(6), larger = small_options(12);
  TuneJournal journal(tune_key(data, options));
  tune(data, options, journal);
  const Tuned then = tune(data, larger, journal);
  BOOST_TEST(then.trained < then.result.fits);
  require_same(tune(data, larger), then);
}

BOOST_AUTO_TEST_CASE(defaults_are_judged_on_all_folds_and_so_is_the_chosen_one) {
  TuneOptions options = small_options(12);
  options.classifiers = {"forest", "boosting"};
  const TuneResult result = tune(small_data(), options).result;
  std::size_t defaults = 0;
  for (const TuneTrial& trial : result.trials) {
    if (!trial.candidate.is_default()) continue;
    ++defaults;
    BOOST_TEST(trial.pr_auc.size() == result.folds);
  }
  BOOST_TEST(defaults == 2u);
  BOOST_TEST(result.trials[result.chosen].pr_auc.size() == result.folds);
  BOOST_TEST(result.trials[result.defaults].candidate.is_default());
  BOOST_TEST(result.trials[result.defaults].from_defaults.mean == 0);
}

BOOST_AUTO_TEST_CASE(time_that_is_over_leaves_the_defaults) {
  TuneOptions options = small_options();
  options.seconds = 1e-9;
  const TuneResult result = tune(small_data(), options).result;
  BOOST_TEST(result.trials.size() == 1u);
  BOOST_TEST(result.keeps_defaults());
}

BOOST_AUTO_TEST_CASE(the_simplest_within_one_standard_error_of_the_best_is_chosen) {
  // .04 over the defaults with an error of .0091: clear. The third is as good as the second, and simpler.
  const TuneResult clear = judge_trials(
      {trial(0, 0, {.5, .5, .5}), trial(1, 2, {.53, .55, .54}), trial(2, 1, {.54, .54, .53}), trial(3, 1, {.6})}, 3,
      .5);
  BOOST_TEST(clear.trials[clear.best].candidate.number == 1u);
  BOOST_TEST(clear.trials[clear.chosen].candidate.number == 2u);
  BOOST_TEST(clear.trials[clear.defaults].candidate.number == 0u);
  BOOST_TEST(clear.trials.back().candidate.number == 3u);  // it came no further than one fold
  BOOST_TEST(clear.fits == 10u);
  const TuneResult noise = judge_trials({trial(0, 0, {.5, .5, .5}), trial(1, 2, {.47, .55, .51})}, 3, .5);
  BOOST_TEST(noise.keeps_defaults());
  BOOST_TEST(noise.trials[noise.best].candidate.number == 1u);
}

BOOST_AUTO_TEST_CASE(of_two_defaults_the_better_is_what_others_are_compared_with) {
  TuneTrial forest = trial(0, 0, {.4, .4, .4});
  forest.candidate.classifier = "forest";
  const TuneResult result = judge_trials({forest, trial(1, 0, {.5, .5, .52}), trial(2, 1, {.5, .51, .51})}, 3, .5);
  BOOST_TEST(result.trials[result.defaults].candidate.number == 1u);
  BOOST_TEST(result.trials[result.chosen].candidate.number == 1u);
}

BOOST_AUTO_TEST_CASE(too_few_rows_or_fits_are_refused) {
  BOOST_CHECK_EXCEPTION(tune(small_data(3), small_options()), Error, says("3 positives"));
  BOOST_CHECK_EXCEPTION(tune(small_data(), small_options(3)), Error, says("at least 4"));
}

// Defaults are one test; the best of many has to be further above.
BOOST_AUTO_TEST_CASE(trials_that_are_no_better_than_blind_scores_are_told) {
  const auto trials = [](double defaults, double other) {
    std::vector<TuneTrial> out(2);
    for (const std::size_t i : {0, 1}) {
      out[i].candidate.number = i;
      out[i].candidate.classifier = "boosting";
      for (const double noise : {-.02, -.01, .0, .01, .02}) {
        out[i].pr_auc.push_back((i == 0 ? defaults : other) + noise);
      }
    }
    out[1].candidate.settings = {{"eta", "0.3"}};
    TuneResult result = judge_trials(out, 5, 0.25);
    result.blind_pr_auc = 0.05;
    return result;
  };
  BOOST_TEST(trials(0.05, 0.06).at_chance());
  BOOST_TEST(!trials(0.2, 0.06).at_chance());
  BOOST_TEST(!trials(0.05, 0.3).at_chance());
  BOOST_TEST(tune_verdict(trials(0.05, 0.06))
                 .find("caution: nothing that was tried can be told from chance: blind "
                       "scores have a PR-AUC of 0.0500") != std::string::npos);
  BOOST_TEST(tune_verdict(trials(0.2, 0.06)).find("caution") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
