// Which rows a file of scores flags, and from which score on.
#include "app/data/scores_file.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/app/program.hpp"
#include "tests/refusals.hpp"

using namespace ballast;
using namespace ballast::app;
using ballast::test::message_of;

namespace {

struct Folder : testing::TempFolder {
  ScoresFile read(const std::string& text) const {
    numeric::ThreadPool pool(1);
    Observer quiet;
    return read_scores(write("s.csv", text), pool, quiet);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(scores_file_test, Folder)

BOOST_AUTO_TEST_CASE(flags_are_a_threshold_between_scores) {
  BOOST_TEST(!read("probability\n0.25\n0.5\n").threshold(0, "s.csv").has_value());
  BOOST_TEST(*read("probability,flagged\n0.25,0\n0.75,1\n0.5,1\n").threshold(0, "s.csv") == 0.5);
  BOOST_TEST(*read("flagged,probability\n1,0.25\n1,0\n").threshold(0, "s.csv") == 0);
  const double none = *read("probability,flagged\n0.25,0\n0.75,0\n").threshold(0, "s.csv");
  BOOST_TEST(none > 0.75);
  BOOST_TEST(none < 0.7501);
}

BOOST_AUTO_TEST_CASE(flags_may_be_words_that_say_yes_and_no) {
  BOOST_TEST(*read("probability,flagged\n0.25,False\n0.75,True\n0.5,True\n").threshold(0, "s.csv") == 0.5);
  BOOST_TEST(*read("probability,flagged\n0.25,no\n0.75,yes\n0.5,no\n").threshold(0, "s.csv") == 0.75);
  BOOST_TEST(*read("probability,flagged\n0.25,Y\n0.75,Y\n").threshold(0, "s.csv") == 0.25);
  BOOST_TEST(read("probability,flagged\n0.25,by hand\n0.75,no\n").flagged.empty());
  BOOST_TEST(read("probability,flagged\n0.25,2\n0.75,1\n").flagged.empty());
  BOOST_TEST(read("probability,flagged\n0.25,\n0.75,1\n").flagged.empty());
}

BOOST_AUTO_TEST_CASE(flags_that_no_threshold_gives_are_refused) {
  const ScoresFile scores = read("probability,flagged\n0.25,1\n0.75,0\n");
  const std::string message = message_of([&] { (void)scores.threshold(0, "s.csv"); });
  BOOST_TEST(message.find("column 'flagged' and the scores do not go together") != std::string::npos, message);
}

BOOST_AUTO_TEST_SUITE_END()
