// What is drawn: by number, within ranges, and as it can be typed.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <set>

#include "app/study/tune/candidate_space.hpp"

using namespace ballast::app;

namespace {

CandidateSpace space(std::uint64_t seed = 42) {
  return {{"forest", "boosting"}, 2, {.rows = 2000, .positives = 100, .features = 12, .has_labels = true}, seed};
}

std::string text_of(const TuneCandidate& candidate) {
  return candidate.classifier + " " + std::to_string(candidate.arm) + " " + settings_text(candidate);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(candidate_space_test)

BOOST_AUTO_TEST_CASE(the_first_candidates_are_the_defaults_and_no_later_one_is) {
  const std::vector<TuneCandidate> drawn = draw_candidates(space(), 60);
  BOOST_TEST(drawn.size() == 60u);
  for (std::size_t k = 0; k < drawn.size(); ++k) {
    BOOST_TEST(drawn[k].number == k);
    BOOST_TEST(drawn[k].classifier == (k % 2 == 0 ? "forest" : "boosting"));
    BOOST_TEST(drawn[k].is_default() == (k < 2));
  }
}

BOOST_AUTO_TEST_CASE(a_candidate_is_a_function_of_seed_and_number) {
  const std::vector<TuneCandidate> few = draw_candidates(space(), 10), many = draw_candidates(space(), 80);
  for (std::size_t k = 0; k < few.size(); ++k) BOOST_TEST(text_of(few[k]) == text_of(many[k]));
  BOOST_TEST(text_of(draw_candidates(space(7), 10)[5]) != text_of(few[5]));
}

BOOST_AUTO_TEST_CASE(none_is_twice_in_it) {
  std::set<std::string> seen;
  for (const TuneCandidate& candidate : draw_candidates(space(), 200))
    BOOST_TEST(seen.insert(text_of(candidate)).second);
}

BOOST_AUTO_TEST_CASE(every_draw_is_an_option_that_the_learners_take) {
  std::set<std::string> changed;
  for (const TuneCandidate& candidate : draw_candidates(space(), 300)) {
    BOOST_CHECK_NO_THROW(candidate.learners.forest.validate());
    BOOST_CHECK_NO_THROW(candidate.learners.boosting.validate());
    BOOST_TEST(candidate.learners.forest.max_features <= 12u);
    BOOST_TEST(candidate.learners.forest.min_samples_leaf <= 10u);     // a tenth of the positives
    BOOST_TEST(candidate.learners.boosting.scale_pos_weight <= 19.0);  // what balances the classes
    for (const Setting& setting : candidate.settings) changed.insert(candidate.classifier + setting.option);
  }
  BOOST_TEST(changed.size() == 14u);  // every knob is turned
}

BOOST_AUTO_TEST_CASE(losses_are_drawn_for_boosting_alone) {
  CandidateSpace with_losses = space();
  with_losses.arms_of_boosting = 2;
  std::set<std::string> drawn;
  for (const TuneCandidate& candidate : draw_candidates(with_losses, 200)) {
    drawn.insert(candidate.classifier + std::to_string(candidate.arm));
  }
  const std::set<std::string> wanted{"forest0", "forest1", "boosting0", "boosting1", "boosting2", "boosting3"};
  BOOST_TEST((drawn == wanted));
}

BOOST_AUTO_TEST_CASE(what_the_table_cannot_bear_is_not_drawn) {
  CandidateSpace small = space();
  small.table = {.rows = 100, .positives = 40, .features = 2, .has_labels = false};
  for (const TuneCandidate& candidate : draw_candidates(small, 100)) {
    for (const Setting& setting : candidate.settings) {
      BOOST_TEST(setting.option != "label-lambda");
      BOOST_TEST(setting.option != "max-features");
      BOOST_TEST(setting.option != "scale-pos-weight");
    }
  }
}

BOOST_AUTO_TEST_CASE(rounds_go_with_the_learning_rate) {
  std::size_t seen = 0;
  for (const TuneCandidate& candidate : draw_candidates(space(), 300)) {
    if (candidate.classifier != "boosting" || candidate.learners.boosting.eta == 0.3) continue;
    const double steps = candidate.learners.boosting.eta * static_cast<double>(candidate.learners.boosting.rounds);
    BOOST_TEST(steps > 30 * 0.38);
    BOOST_TEST(steps < 30 * 2.65);
    ++seen;
  }
  BOOST_TEST(seen > 50u);
}

BOOST_AUTO_TEST_SUITE_END()
