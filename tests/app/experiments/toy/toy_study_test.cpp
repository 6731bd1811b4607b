// The whole study with a few updates: what it keeps, that threads do not matter, its figures and its texts.
#include "app/experiments/toy/toy_study.hpp"

#include <algorithm>
#include <bit>
#include <boost/test/unit_test.hpp>

#include "app/experiments/toy/toy_figures.hpp"
#include "app/experiments/toy/toy_report.hpp"
#include "engine/error.hpp"
#include "tests/app/figures/balance.hpp"
#include "tests/refusals.hpp"

using namespace ballast;
using namespace ballast::app;
using ballast::test::message_of;

namespace {

ToyOptions quick(const char* points) {
  ToyOptions options;
  options.points = points;
  options.steps = 12;
  options.rows = options.generated = kTimelineRows;
  options.batch = 64;
  options.updates = 120;
  return options;
}

ToyResult run(const ToyOptions& options, std::size_t threads = 2) {
  numeric::ThreadPool pool(threads);
  Observer observer;
  return run_toy(options, pool, observer);
}

std::string all_figures(const ToyResult& result) {
  return figures::svg(noising_figure(result)) + figures::svg(denoising_figure(result)) +
         figures::svg(score_figure(result)) + figures::svg(loss_figure(result));
}

std::string refusal(const ToyOptions& options) {
  return message_of([&] { run(options); });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(toy_study_test)

BOOST_AUTO_TEST_CASE(a_plane_study_keeps_what_a_reader_wants_to_see) {
  const ToyResult result = run(quick("two-moons"));
  BOOST_TEST(result.dimensions == 2u);
  BOOST_TEST(result.parameters == 66050u);  // (3 x 128 + 1) 128 + (128 + 1) 128 + (128 + 1) 2
  BOOST_TEST(result.noising.size() == kTimelinePanels);
  BOOST_TEST(result.denoising.size() == kTimelinePanels);
  BOOST_TEST(result.loss.size() == 3u);  // of 120 updates, in windows of 50
  BOOST_TEST(result.loss.back() < result.loss.front());
  BOOST_TEST(std::ranges::equal(result.denoising.front().points.values(), result.generated.values()));
  BOOST_TEST(result.mmd.true_pairs.size() == kTruePairs);
  BOOST_TEST(result.mmd.true_median > 0);
  BOOST_TEST(result.ruler.back().n == 12u);
  BOOST_TEST(result.mmd.ratio() > 1);  // 120 updates are far too few, and the judge must see it
}

BOOST_AUTO_TEST_CASE(artefacts_have_the_same_bytes_at_one_and_three_threads) {
  const ToyResult one = run(quick("spiral"), 1), three = run(quick("spiral"), 3);
  BOOST_TEST(toy_points_csv(one) == toy_points_csv(three));
  BOOST_TEST((all_figures(one) == all_figures(three)));
  BOOST_TEST(std::bit_cast<std::uint64_t>(one.mmd.generated) == std::bit_cast<std::uint64_t>(three.mmd.generated));
}

BOOST_AUTO_TEST_CASE(figures_of_a_line_and_of_a_plane_are_well_formed_and_small) {
  for (const char* points : {"two-diracs", "dinosaur"}) {
    const ToyResult result = run(quick(points));
    for (const figures::Figure& figure :
         {noising_figure(result), denoising_figure(result), score_figure(result), loss_figure(result)}) {
      const std::string text = figures::svg(figure);
      BOOST_TEST(ballast::test::xml_fault(text) == "");
      BOOST_TEST(text.find("nan") == std::string::npos);
      BOOST_TEST(text.size() < 300000u);
    }
    BOOST_TEST(noising_figure(result).panels.size() == kTimelinePanels);
  }
}

BOOST_AUTO_TEST_CASE(texts_name_the_figures_that_matter) {
  const ToyResult result = run(quick("uniform"));
  BOOST_TEST(toy_points_csv(result).starts_with("source,x\ngenerated,"));
  const std::string csv = toy_points_csv(result);
  BOOST_TEST(std::ranges::count(csv, '\n') == 1 + 2 * static_cast<std::ptrdiff_t>(kTimelineRows));
  const std::string json = toy_summary_json(result);
  for (const char* field :
       {"\"mmd_ratio\"", "\"mmd_true_median\"", "\"start_scale\"", "\"memorisation_gap\"", "\"timings\""}) {
    BOOST_TEST(json.find(field) != std::string::npos, field);
  }
  BOOST_TEST(toy_text(result).find("ratio") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(options_out_of_range_are_refused) {
  ToyOptions options = quick("two-moons");
  options.steps = 3;
  BOOST_TEST(refusal(options).find("too few steps; expected at least 9, got '3'") != std::string::npos);
  options = quick("two-moons");
  options.generated = 10;
  BOOST_TEST(refusal(options).find("too few generated points") != std::string::npos);
  options = quick("two-moons");
  options.schedule = "lineal";
  BOOST_TEST(refusal(options).find("linear") != std::string::npos);
  BOOST_TEST(refusal(quick("twomoons")).find("two-moons") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
