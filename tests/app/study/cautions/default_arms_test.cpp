// The default arms of a study with few positives.
#include "app/study/cautions/default_arms.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "tests/app/study/demo_rows.hpp"

using namespace ballast;
using namespace ballast::app;
using namespace ballast::app::testing;

namespace {

struct Notes final : Observer {
  std::vector<std::string> all;
  void note(std::string_view text) override { all.emplace_back(text); }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(default_arms_test)

BOOST_AUTO_TEST_CASE(diffusion_is_left_out_where_a_part_holds_too_few_positives) {
  StudyOptions options;
  options.repeats = 2;
  const std::size_t arms = options.augmentations.size();
  Notes notes;
  leave_out_hungry_arms(demo_rows(400, 26), options, notes);  // 21 to learn from, 10 and 11 without a fold
  BOOST_TEST(options.augmentations.size() == arms);
  BOOST_TEST(notes.all.empty());
  leave_out_hungry_arms(demo_rows(400, 24), options, notes);  // 19, 9 and 10
  BOOST_TEST(options.augmentations.size() == arms - 1);
  for (const Augmentation& arm : options.augmentations) BOOST_TEST(!arm.uses_diffusion());
  BOOST_REQUIRE_EQUAL(notes.all.size(), 1U);
  BOOST_TEST(notes.all[0].find("holds 9 positives") != std::string::npos, notes.all[0]);
}

BOOST_AUTO_TEST_CASE(without_folds_the_training_part_alone_counts) {
  StudyOptions options;
  options.folds = 0;
  Notes notes;
  leave_out_hungry_arms(demo_rows(400, 13), options, notes);  // 10 to learn from
  BOOST_TEST(notes.all.empty());
}

BOOST_AUTO_TEST_SUITE_END()
