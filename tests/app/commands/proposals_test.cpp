// `fit --proposals`: rows are picked where trees can tell them,
// which is said, and what is asked for against it is refused.
#include <boost/test/unit_test.hpp>

#include "tests/app/program.hpp"

using namespace ballast::app::testing;

namespace {

using Words = std::vector<std::string>;

struct Bench : TempFolder {
  std::string data, gen = file("gen.ballast");
  // Two columns of labels that are equal in nine rows of ten.
  Bench() {
    std::string text = "here,there\n";
    for (int i = 0; i < 900; ++i) {
      const bool east = i * 7919 % 1000 < 500, moved = i % 10 == 0;
      text += std::string(east ? "east" : "west") + "," + (east != moved ? "east" : "west") + "\n";
    }
    data = write("d.csv", text);
  }
  // A network that has learned next to nothing.
  Words fit(const Words& more) const {
    Words words{"fit", data, "--generator", "masked", "--updates", "2", "--hidden", "4", "--out", gen, "--force"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  std::string rows(const Words& more) const {
    Words words{"sample", gen, "--out", file("s.csv"), "--force"};
    words.insert(words.end(), more.begin(), more.end());
    must(words);
    return read_file(file("s.csv"));
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(proposals_test, Bench)

BOOST_AUTO_TEST_CASE(rows_are_picked_by_default_which_fit_and_inspect_say) {
  const Outcome made = must(fit({}));
  BOOST_TEST(made.says("trees tell made rows from learned ones"), made.err);
  BOOST_TEST(made.says("each row is picked among 4"), made.err);
  const std::string seen = must({"inspect", gen}).out;
  BOOST_TEST(seen.find("each row is picked among 4 by a discriminator") != std::string::npos, seen);
  const std::string all = rows({"--rows", "30"}), single = rows({"--row", "17"});
  BOOST_TEST(all.find("\n") != std::string::npos);
  std::size_t at = 0;
  for (int line = 0; line < 18; ++line) at = all.find('\n', at) + 1;
  BOOST_TEST(all.substr(at, all.find('\n', at) - at) + "\n" == single.substr(single.find('\n') + 1));
}

BOOST_AUTO_TEST_CASE(one_proposal_is_the_networks_own_row) {
  const Outcome made = must(fit({"--proposals", "1"}));
  BOOST_TEST(!made.says("picked"), made.err);
  BOOST_TEST(must({"inspect", gen}).out.find("picked") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_promise_and_other_kinds_have_no_discriminator) {
  const Outcome with_promise = call_ballast(fit({"--epsilon", "5", "--proposals", "4"}));
  BOOST_TEST(with_promise.status == 2);
  BOOST_TEST(with_promise.says("--proposals"), with_promise.err);
  const Outcome other =
      call_ballast({"fit", data, "--generator", "independent", "--proposals", "4", "--out", file("other.ballast")});
  BOOST_TEST(other.status == 2);
  BOOST_TEST(other.says("--proposals"), other.err);
}

BOOST_AUTO_TEST_SUITE_END()
