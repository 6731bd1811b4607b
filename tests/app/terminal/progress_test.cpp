#include "app/terminal/progress.hpp"

#include <boost/test/unit_test.hpp>
#include <vector>

#include "engine/stage.hpp"

namespace {

using ballast::Progress;
using ballast::Stage;
using ballast::app::progress_bar;

class Recorder final : public ballast::Observer {
 public:
  bool report(const Progress& progress) override {
    phases.emplace_back(progress.phase);
    whole.push_back(progress.whole);
    return true;
  }
  std::vector<std::string> phases;
  std::vector<double> whole;
};

std::size_t columns(const std::string& text) {
  std::size_t count = 0;
  for (const char byte : text) count += (static_cast<unsigned char>(byte) & 0xC0) != 0x80 ? 1 : 0;
  return count;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(progress_test)

BOOST_AUTO_TEST_CASE(a_bar_never_takes_more_columns_than_the_terminal_has) {
  const Progress progress{"repeat 12 of 100, gradient boosting + überlange Bezeichnung: train diffusion", 3, 10, 0.25};
  for (std::size_t width = 0; width < 140; ++width) BOOST_TEST(columns(progress_bar(progress, 60, width)) <= width);
  BOOST_TEST(progress_bar(progress, 60, 200) ==
             "[=======                 ]  30 %  2 min 20 s left  repeat 12 of 100, gradient boosting + überlange "
             "Bezeichnung: train diffusion  loss 0.2500");
}

BOOST_AUTO_TEST_CASE(a_narrow_terminal_loses_the_loss_then_the_end_of_the_phase_then_the_bar) {
  const Progress progress{"repeat 1 of 5, smote: sample", 1, 2, 0.5};
  BOOST_TEST(progress_bar(progress, 10, 75) ==
             "[============            ]  50 %  10 s left  repeat 1 of 5, smote: sample");
  BOOST_TEST(progress_bar(progress, 10, 60) == "[============            ]  50 %  10 s left  repeat 1 of 5, ");
  BOOST_TEST(progress_bar(progress, 10, 40) == " 50 %  10 s left  repeat 1 of 5, smote: ");
}

BOOST_AUTO_TEST_CASE(the_time_left_is_that_of_the_whole_and_not_of_the_phase) {
  Progress progress{"sample", 9, 10};
  progress.whole = 0.25;
  BOOST_TEST(progress_bar(progress, 30, 80).find("25 %  1 min 30 s left") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(stages_inside_one_another_report_one_share_that_never_falls) {
  Recorder seen;
  Stage study(seen, "study: ", 0.5, 1);
  Stage first(study, "fit: ", 0, 0.5), second(study, "judge: ", 0.5, 1);
  first.step({"train", 1, 2});
  first.step({"sample", 0, 2});  // a new phase starts at its beginning, the stage does not
  second.step({"score", 2, 2});
  BOOST_TEST(
      seen.phases == (std::vector<std::string>{"study: fit: train", "study: fit: sample", "study: judge: score"}),
      boost::test_tools::per_element());
  BOOST_TEST(seen.whole == (std::vector<double>{0.625, 0.625, 1}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
