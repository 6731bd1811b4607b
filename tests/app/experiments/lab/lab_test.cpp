// The lab in small: what it compares, that its budget is one, that threads do not matter, and what it says.
#include "app/experiments/lab/lab.hpp"

#include <algorithm>
#include <bit>
#include <boost/test/unit_test.hpp>
#include <cmath>

#include "app/data/demo_data.hpp"
#include "app/experiments/lab/lab_figures.hpp"
#include "app/experiments/lab/lab_report.hpp"
#include "engine/error.hpp"
#include "tests/app/figures/balance.hpp"
#include "tests/refusals.hpp"

using namespace ballast;
using namespace ballast::app;
using ballast::test::message_of;
using diffusion::Parametrisation;

namespace {

LabOptions quick() {
  LabOptions options;
  options.repeats = 2;
  options.steps = 12;
  options.updates = 60;
  options.batch = 64;
  options.generated = 200;
  options.samplers = {"ddim"};
  return options;
}

LabResult run(const LabSource& source, const LabOptions& options, std::size_t threads = 2) {
  numeric::ThreadPool pool(threads);
  Observer observer;
  return run_lab(source, options, pool, observer);
}

Dataset demo_set(std::size_t positives) {
  numeric::ThreadPool pool(2);
  return make_dataset(make_demo_data({.rows = 600, .positives = positives, .seed = 3}, pool),
                      {"demo", {"Class", "1"}, {"Time"}, {}});
}

// A result with given figures: mmd[arm][repeat].
LabResult made_up(const std::vector<std::vector<double>>& mmd) {
  LabResult result;
  result.yardstick.mean = 0.1;
  for (std::size_t a = 0; a < mmd.size(); ++a) {
    LabArm arm{.predict = a % 2 == 0 ? Parametrisation::noise : Parametrisation::v,
               .training = a < 2 ? "random_steps" : "trajectories",
               .schedule = "linear"};
    for (const double figure : mmd[a]) arm.runs.push_back({.error = 1, .mmd = figure, .seconds = 1, .levels = {}});
    result.arms.push_back(std::move(arm));
  }
  return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(lab_test)

BOOST_AUTO_TEST_CASE(every_arm_gets_the_same_number_of_network_rows) {
  const LabResult result = run(*point_source("two-moons", 300), quick());
  BOOST_TEST(result.arms.size() == 8u);
  for (const LabArm& arm : result.arms) {
    BOOST_TEST_CONTEXT(arm.name()) {
      BOOST_TEST(arm.row_evaluations <= 60u * 64u);
      BOOST_TEST(arm.row_evaluations + 64 > 60u * 64u);  // less than an update short
      BOOST_TEST(arm.runs.size() == 2u);
      BOOST_TEST((arm.mmd.mean > 0 && arm.mmd.mean < 2));
      BOOST_TEST(arm.ratio >= 1);
    }
  }
  BOOST_TEST(result.arms[0].updates == 60u);
  BOOST_TEST(result.arms[4].updates == 64u);  // of 5 rows x 12 steps
  BOOST_TEST(result.arms[result.best].ratio == 1.0);
  BOOST_TEST(result.effects.size() == 1u);
  BOOST_TEST(result.curve.size() == 3u);  // 5, 10 and all 12
  BOOST_TEST(result.curve[0].evaluations == 5u);
  BOOST_TEST(result.ruler.back().n == 12u);
}

BOOST_AUTO_TEST_CASE(a_table_is_learned_from_one_half_of_its_rare_rows_and_judged_by_the_other) {
  LabOptions options = quick();
  options.predict = {Parametrisation::v};
  options.training = {"random_steps"};
  const LabResult result = run(*table_source(demo_set(60), 0.5), options);
  BOOST_TEST(result.train_rows == 30u);
  BOOST_TEST(result.held_out_rows == 30u);
  BOOST_TEST(result.columns == 29u);
  BOOST_TEST(result.arms.size() == 1u);
  BOOST_TEST(result.yardstick.mean > 0);
  BOOST_TEST(!result.arms[0].p_holm.has_value());
}

BOOST_AUTO_TEST_CASE(results_have_the_same_bits_at_one_and_three_threads) {
  LabOptions options = quick();
  options.predict = {Parametrisation::noise, Parametrisation::v};
  const auto source = point_source("spiral", 300);
  const LabResult one = run(*source, options, 1), three = run(*source, options, 3);
  const auto bits = [](double value) { return std::bit_cast<std::uint64_t>(value); };
  for (std::size_t a = 0; a < one.arms.size(); ++a) {
    BOOST_TEST(bits(one.arms[a].mmd.mean) == bits(three.arms[a].mmd.mean));
    BOOST_TEST(bits(one.arms[a].error.mean) == bits(three.arms[a].error.mean));
  }
  BOOST_TEST(figures::svg(lab_memorisation_figure(one)) == figures::svg(lab_memorisation_figure(three)));
  BOOST_TEST(figures::svg(lab_error_figure(one)) == figures::svg(lab_error_figure(three)));
}

BOOST_AUTO_TEST_CASE(figures_and_texts_are_whole) {
  const LabResult result = run(*point_source("two-diracs", 300), quick());
  for (const auto& figure : {lab_error_figure(result), lab_sampler_figure(result), lab_memorisation_figure(result)}) {
    const std::string text = figures::svg(figure);
    BOOST_TEST(test::xml_fault(text) == "");
    BOOST_TEST(text.find("nan") == std::string::npos);
  }
  const std::string text = lab_text(result), json = lab_summary_json(result);
  for (const char* word : {"random-steps", "yardstick", "copied", "verdict: least root MMD"}) {
    BOOST_TEST(text.find(word) != std::string::npos, word);
  }
  for (const char* field : {"\"arms\"", "\"samplers\"", "\"memorisation\"", "\"p_holm\"", "\"verdict\""}) {
    BOOST_TEST(json.find(field) != std::string::npos, field);
  }
}

BOOST_AUTO_TEST_CASE(the_best_arm_is_named_and_those_like_it_are_said_to_be) {
  // The second is always 1.5 times the first, give or take; the third is now better, now worse.
  LabResult result = made_up({{.10, .11, .10, .12}, {.151, .163, .149, .182}, {.09, .15, .09, .17}});
  result.options.training = {"random_steps", "trajectories"};
  compare_lab_arms(result, 0);
  BOOST_TEST(result.best == 0u);
  BOOST_TEST(result.arms[1].told_apart());
  BOOST_TEST(std::abs(result.arms[1].ratio - 1.5) < 0.02);
  BOOST_TEST(!result.arms[2].told_apart());
  const std::string verdict = lab_verdict(result);
  BOOST_TEST(verdict.find("least root MMD: noise, random-steps, linear, 1.07 of the yardstick") == 0u, verdict);
  BOOST_TEST(verdict.find("cannot be told apart from it: noise, trajectories, linear") != std::string::npos, verdict);
  // Of the pairs of arms that differ in training alone there is one: the third against the first.
  BOOST_TEST(std::abs(result.effects[0].mmd - result.arms[2].ratio) < 1e-12);
}

// The second is 1.01 times the first in every repeat: surely another, and of no account.
BOOST_AUTO_TEST_CASE(what_is_told_apart_by_next_to_nothing_is_said_to_be) {
  LabResult result = made_up({{.10, .11, .10, .12}, {.1011, .1110, .1009, .1213}, {.151, .163, .149, .182}});
  compare_lab_arms(result, 0);
  BOOST_TEST(result.best == 0u);
  BOOST_TEST(result.arms[1].told_apart());
  const std::string verdict = lab_verdict(result);
  BOOST_TEST(
      verdict.find("told apart from it, but by less than 2 %: v, random-steps, linear (x 1.0") != std::string::npos,
      verdict);
  BOOST_TEST(verdict.find("told apart from all others") == std::string::npos, verdict);
}

BOOST_AUTO_TEST_CASE(rows_that_flew_off_are_far_away_and_no_fault) {
  numeric::ThreadPool pool(1);
  numeric::Matrix<float> made(20, 2), real(20, 2);
  numeric::fill_normal_rows({.seed = 1}, made.view());
  numeric::fill_normal_rows({.seed = 2}, real.view());
  const double near = root_mmd(made, real.view(), 10, pool);
  for (float& value : made.values()) value = std::nanf("");
  const double far = root_mmd(made, real.view(), 10, pool);
  BOOST_TEST(near < 0.5);
  BOOST_TEST(far > 1.0);
}

BOOST_AUTO_TEST_CASE(bad_requests_are_refused) {
  BOOST_TEST(message_of([] { point_source("two-mons", 300); }).find("two-moons") != std::string::npos);
  BOOST_TEST(message_of([] {
               table_source(demo_set(14), 0.5);
             }).find("too few rare rows: 7 to learn from, 7 held out") != std::string::npos);
  const auto with = [](auto&& change) {
    return message_of([&] {
      LabOptions options = quick();
      change(options);
      run(*point_source("uniform", 300), options);
    });
  };
  BOOST_TEST(with([](LabOptions& o) { o.steps = 1; }).find("so few noising steps; expected 2 or more, got '1'") !=
             std::string::npos);
  BOOST_TEST(with([](LabOptions& o) { o.generated = 5; }).find("so few generated rows") != std::string::npos);
  BOOST_TEST(with([](LabOptions& o) { o.repeats = 0; }).find("so few repeats") != std::string::npos);
  BOOST_TEST(with([](LabOptions& o) { o.samplers = {"dim"}; }).find("did you mean 'ddim'?") != std::string::npos);
  BOOST_TEST(with([](LabOptions& o) { o.training = {"trajectory"}; }).find("trajectories") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
