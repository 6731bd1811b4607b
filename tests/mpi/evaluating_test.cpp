// `evaluate` of a model over 2 to 4 ranks says what it says in one process.
#include <boost/test/unit_test.hpp>

#include "tests/app/mixed_rows.hpp"
#include "tests/mpi/mpirun.hpp"

using namespace ballast::testing;
using namespace ballast::app::testing;

namespace {

constexpr int kRows = 70'000;

struct Bench : TempFolder {
  Bench() {
    write("rows.csv", mixed_rows(kRows));
    const std::vector<Words> ways{{"--positive", "rare", "--base-rate", "0.01"}, {}};
    for (const Words& way : ways) {
      const std::string name = way.empty() ? "classes" : "two";
      const Words train{"train",    file("rows.csv"), "--target", "grade", "--classifier",
                        "boosting", "--rounds",       "3",        "--out", file(name)};
      BOOST_REQUIRE_EQUAL(call_one(with(train, way)).status, 0);
    }
  }
  void compare(std::size_t ranks, const Words& words) const {
    const Outcome alone = call_one(words), outcome = call(over(ranks, with({BALLAST_MANY}, words)));
    BOOST_TEST_CONTEXT(ranks << " ranks: " << outcome.err) {
      BOOST_TEST(outcome.status == alone.status);
      BOOST_TEST(outcome.out == alone.out);
      BOOST_TEST(outcome.complaints() == alone.complaints(), boost::test_tools::per_element());
      BOOST_TEST(!outcome.says("does not work over ranks"));
    }
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(evaluating_test, Bench)

BOOST_AUTO_TEST_CASE(figures_are_those_of_one_process) {
  const std::string text = mixed_rows(kRows + 30'000);
  const std::string later = text.substr(0, text.find('\n') + 1) + text.substr(mixed_rows(kRows).size());
  write("later.csv", later + "2024-03-12,violet,3,485.1,low\n");
  for (const std::size_t ranks : {2u, 3u}) {
    for (const char* threads : {"1", "2"}) {
      compare(ranks, {"evaluate", file("two"), file("rows.csv"), "--threads", threads});
    }
    compare(ranks,
            {"evaluate", file("two"), file("rows.csv"), "--json", "--threads", "1", "--raw", "--threshold", "0.1"});
    compare(ranks, {"evaluate", file("classes"), file("rows.csv"), "--json", "--threads", "1"});
  }
  compare(2, {"evaluate", file("two"), file("later.csv"), "--json", "--threads", "1"});
}

BOOST_AUTO_TEST_CASE(what_cannot_be_shared_out_or_is_refused_is_told_as_in_one_process) {
  const std::string text = mixed_rows(kRows);
  const auto with_row = [&](const std::string& row) {
    const std::size_t at = text.find('\n', text.size() * 9 / 10) + 1;
    return text.substr(0, at) + row + "\n" + text.substr(at);
  };
  for (const char* row : {"2024-03-12,red,3,485.1", "2024-03-12,red,x,485.1,low", "2024-03-12,red,3,485.1,"}) {
    write("bad.csv", with_row(row));
    compare(3, {"evaluate", file("two"), file("bad.csv"), "--threads", "1"});
  }
  write("few.csv", text.substr(0, text.find('\n', 60'000) + 1));
  compare(3, {"evaluate", file("two"), file("few.csv"), "--threads", "1"});
}

BOOST_AUTO_TEST_SUITE_END()
