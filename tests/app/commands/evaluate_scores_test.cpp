// `ballast evaluate` of a file of scores: the flags beside them, the order of their rows, standard input.
#include <boost/test/unit_test.hpp>
#include <cstdlib>

#include "tests/app/program.hpp"

using namespace ballast::app::testing;

namespace {

// Four rows, of which the last two are positive; `kept` stands beside the scores.
struct Scores : TempFolder {
  std::string data = write("d.csv", "id,group,y\n11,a,0\n12,b,0\n13,a,1\n14,b,1\n");

  Outcome judged(const std::string& scores, const std::vector<std::string>& more = {}) const {
    std::vector<std::string> words{"evaluate", write("s.csv", scores), data, "--target", "y", "--positive", "1"};
    words.insert(words.end(), more.begin(), more.end());
    return call_as_typed(words);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(evaluate_scores_test, Scores)

BOOST_AUTO_TEST_CASE(flags_decide_unless_a_threshold_is_asked_for) {
  const std::string text = "probability,flagged\n0.1,0\n0.6,0\n0.7,0\n0.8,1\n";
  BOOST_TEST(judged(text).out.find("decisions at 0.8") != std::string::npos, judged(text).out);
  BOOST_TEST(judged(text, {"--threshold", "0.5"}).out.find("decisions at 0.5") != std::string::npos);
  BOOST_TEST(judged("probability,flagged\n0.1,1\n0.6,0\n0.7,0\n0.8,1\n").says("do not go together"));
}

// 0.7 in float32 is a little less than 0.7.
BOOST_AUTO_TEST_CASE(scores_that_are_written_as_the_threshold_are_flagged) {
  const std::string text = "probability\n0.7\n0.1\n0.7\n0.9\n";
  const std::string low = judged(text, {"--threshold", "0.7", "--json"}).out;
  BOOST_TEST(low.find("\"tp\": 2,") != std::string::npos, low);
  BOOST_TEST(low.find("\"fp\": 1,") != std::string::npos, low);
  BOOST_TEST(judged(text, {"--threshold", "0.9", "--json"}).out.find("\"tp\": 1,") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(scores_finer_than_float32_keep_their_ranks) {
  const std::string text = "probability\n0.99999999\n0.999999991\n0.999999995\n0.999999999\n";
  BOOST_TEST(judged(text).out.find("roc_auc             1.0000") != std::string::npos, judged(text).out);
}

BOOST_AUTO_TEST_CASE(scores_in_another_order_than_the_rows_are_refused) {
  const std::string sorted = "id,group,probability\n14,b,0.8\n13,a,0.7\n12,b,0.6\n11,a,0.1\n";
  const Outcome refused = judged(sorted);
  BOOST_TEST(refused.status == 2);
  BOOST_TEST(refused.says("the scores are of other rows, or in another order"), refused.err);
  BOOST_TEST(refused.says("column 'id' differs in 4 of 4 rows"), refused.err);
  BOOST_TEST(judged("id,predicted,probability\n11.0,x,0.1\n12,x,0.2\n,x,0.7\n14,x,0.8\n").status == 0);
  BOOST_TEST(judged("other,probability\n4,0.1\n3,0.2\n2,0.7\n1,0.8\n").status == 0);
}

BOOST_AUTO_TEST_CASE(scores_and_rows_may_come_from_standard_input) {
  write("s.csv", "id,probability\n11,0.1\n12,0.2\n13,0.7\n14,0.8\n");
  const auto piped = [&](const std::string& from, const std::string& words) {
    const std::string call = std::string(BALLAST_PROGRAM) + " evaluate " + words + " --target y --positive 1 < " +
                             file(from) + " > " + file("out") + " 2> " + file("err");
    return WEXITSTATUS(std::system(call.c_str()));
  };
  BOOST_TEST(piped("s.csv", "- " + data) == 0, read_file(file("err")));
  const std::string judged = read_file(file("out"));
  BOOST_TEST(judged.find("4 rows") != std::string::npos, judged);
  BOOST_TEST(piped("d.csv", file("s.csv") + " -") == 0, read_file(file("err")));
  BOOST_TEST(read_file(file("out")) == judged);
}

BOOST_AUTO_TEST_SUITE_END()
