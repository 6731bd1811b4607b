// Later files are read as the first one was: by the model's columns and labels, in a file and in a stream; and scores
// are judged as those of the label that they are of.
#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <string>
#include <vector>

#include "tests/app/program.hpp"

using namespace ballast::app::testing;

namespace {

using Words = std::vector<std::string>;

constexpr int kRows = 240;

bool is_positive(int row) {
  return row % 6 == 0 || row % 40 == 3;
}

struct Bench : TempFolder {
  Bench() {
    data = write("t.csv", table("", "1", "0"));
    must({"train", data, "--target", "Class", "--positive", "1", "--categorical", "code", "--drop", "ref",
          "--classifier", "boosting", "--rounds", "5", "--choose", "f1", "--out", file("m")});
  }
  // code_end: put behind each code; yes and no: labels.
  static std::string table(const std::string& code_end, const std::string& yes, const std::string& no) {
    std::string text = "ref,code,a,Class\n";
    for (int row = 0; row < kRows; ++row) {
      text += "r" + std::to_string(row) + "," + std::to_string(row % 4) + code_end + "," +
              std::to_string(row * 37 % 101 + (is_positive(row) ? 50 : 0)) + "," + (is_positive(row) ? yes : no) + "\n";
    }
    return text;
  }
  static void refused(const Outcome& outcome, const Words& fragments) {
    BOOST_TEST(outcome.status == 2);
    for (const std::string& fragment : fragments) {
      BOOST_TEST(outcome.says(fragment), "'" << fragment << "' in " << outcome.err);
    }
  }
  Outcome stream(const std::string& input, const std::string& more = "") const {
    const std::string call = std::string(BALLAST_PROGRAM) + " predict " + file("m") + " - " + more + " < " +
                             write("in", input) + " > " + file("out") + " 2> " + file("err");
    const int raw = std::system(call.c_str());
    return {WEXITSTATUS(raw), read_file(file("out")), read_file(file("err"))};
  }
  std::string scores(const std::string& csv, const Words& more = {}) const {
    Words words{"predict", file("m"), csv, "--out", file("s.csv"), "--force"};
    words.insert(words.end(), more.begin(), more.end());
    must(words);
    return read_file(file("s.csv"));
  }
  std::string data;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(later_files_test, Bench)

BOOST_AUTO_TEST_CASE(codes_written_as_other_numbers_are_the_same_labels) {
  const std::string plain = scores(data), text = table(".0", "1", "0");
  BOOST_TEST(scores(write("pd.csv", text)) == plain);
  BOOST_TEST(stream(text).out == plain);
}

BOOST_AUTO_TEST_CASE(a_column_of_labels_never_seen_is_refused_and_a_few_are_noted) {
  const std::string text = table("x", "1", "0"), csv = write("x.csv", text);
  const Words said{"x.csv: column 'code': 240 of 240 cells", "never seen", "0, 1, 2, ...", "'0x, 1x, 2x, ...'",
                   "--accept-unseen"};
  refused(call_ballast({"predict", file("m"), csv, "--out", file("x")}), said);
  refused(call_ballast({"evaluate", file("m"), csv}), said);
  refused(call_ballast({"explain", file("m"), csv, "--row-numbers", "1"}), said);
  refused(call_ballast({"train", data, "--target", "Class", "--positive", "1", "--categorical", "code", "--drop", "ref",
                        "--classifier", "boosting", "--choose", "f1", "--decide-on", csv, "--out", file("x")}),
          said);
  const Outcome streamed = stream(text);
  refused(streamed, {"standard input: column 'code': 20 of 20 cells", "--accept-unseen"});
  const std::string accepted = scores(csv, {"--accept-unseen"});
  BOOST_TEST(stream(text, "--accept-unseen").out == accepted);
  const std::string one = write("one.csv", "code,a\n9,1\n");
  const Outcome noted = must({"predict", file("m"), one, "--out", file("one")});
  BOOST_TEST(noted.says("one.csv, column 'code': 1 cell holds a label the model has never seen (9)"), noted.err);
}

BOOST_AUTO_TEST_CASE(columns_that_the_model_does_not_know_are_not_parsed) {
  std::string text = "ratio,code,a,Class\n";
  for (int row = 0; row < kRows; ++row) {
    text += (row == 200 ? std::string("inf") : std::to_string(row)) + "," + std::to_string(row % 4) + "," +
            std::to_string(row) + "," + (is_positive(row) ? "1" : "0") + "\n";
  }
  const std::string csv = write("inf.csv", text);
  BOOST_TEST(scores(csv) == stream(text).out);
  must({"evaluate", file("m"), csv});
  must({"explain", file("m"), csv, "--row-numbers", "3"});
  must({"train", csv, "--target", "Class", "--positive", "1", "--drop", "ratio", "--classifier", "boosting", "--rounds",
        "2", "--out", file("m2")});
}

BOOST_AUTO_TEST_CASE(kept_columns_stand_before_the_scores_as_they_are_written) {
  const std::string text = "id,code,a,when\n007,1,5,\"a, b\"\nNA,2,6,\n", csv = write("k.csv", text);
  const std::string plain = scores(csv), kept = scores(csv, {"--keep", "when,id"});
  std::string wanted;
  const Words before{"when,id,", "\"a, b\",007,", ",NA,"};
  for (std::size_t line = 0, at = 0; line < 3; ++line) {
    const std::size_t end = plain.find('\n', at) + 1;
    wanted += before[line] + plain.substr(at, end - at);
    at = end;
  }
  BOOST_TEST(kept == wanted);
  BOOST_TEST(stream(text, "--keep when,id").out == wanted);
  BOOST_TEST(stream("id,code,a\n1,1,x\n2,1,5\n", "--keep id --skip-bad")
                 .out.starts_with("id,probability,flagged\n1,NA,NA\n2,"));
  refused(call_ballast({"predict", file("m"), csv, "--out", file("x"), "--keep", "idd"}),
          {"k.csv:1: there is no column 'idd' to keep", "did you mean 'id'?"});
  const std::string odd = write("odd.csv", "code,a,probability\n1,2,3\n");
  refused(call_ballast({"predict", file("m"), odd, "--out", file("x"), "--keep", "probability"}),
          {"--keep", "of their own"});
}

BOOST_AUTO_TEST_CASE(explain_takes_ranges_of_rows) {
  const auto rows = [&](const std::string& list) {
    const std::string out = must({"explain", file("m"), data, "--row-numbers", list, "--top", "1"}).out;
    Words found;
    for (std::size_t at = out.find("row "); at != std::string::npos; at = out.find("\nrow ", at + 1)) {
      const std::size_t number = out.find("row ", at) + 4;
      found.push_back(out.substr(number, out.find(':', number) - number));
    }
    return found;
  };
  BOOST_TEST(rows("7,3-5,9-9") == (Words{"7", "3", "4", "5", "9"}), boost::test_tools::per_element());
  for (const char* bad : {"5-3", "3-", "3-x", "1-2-3"}) {
    refused(call_ballast({"explain", file("m"), data, "--row-numbers", bad}),
            {"--row-numbers", std::string("'") + bad + "'"});
  }
  refused(call_ballast({"explain", file("m"), data, "--row-numbers", "0-99999999999"}), {"too many rows"});
  refused(call_ballast({"explain", file("m"), data, "--row-numbers", "238-240"}), {"no such row", "'240'"});
}

BOOST_AUTO_TEST_CASE(a_model_is_not_judged_by_another_label) {
  const Outcome own = must({"evaluate", file("m"), data});
  BOOST_TEST(must({"evaluate", file("m"), data, "--positive", "1.0"}).out == own.out);
  refused(call_ballast({"evaluate", file("m"), data, "--positive", "0"}),
          {"the model's scores are those of Class = 1", "--positive 1", "'0'"});
  const std::string words = write("words.csv", table("", "fraud", "fine"));
  const Outcome translated = must({"evaluate", file("m"), words, "--positive", "fraud"});
  BOOST_TEST(translated.out == own.out);
  BOOST_TEST(translated.says("scores of Class = 1 are judged as those of Class = fraud"), translated.err);
}

BOOST_AUTO_TEST_CASE(a_file_of_scores_is_not_judged_by_another_label) {
  scores(data);
  const Words call{"evaluate", file("s.csv"), data, "--target", "Class", "--positive"};
  const auto with = [&](Words more) {
    more.insert(more.begin(), call.begin(), call.end());
    return call_ballast(more);
  };
  const Outcome own = with({"1"});
  BOOST_TEST(own.status == 0, own.err);
  refused(with({"0"}), {"s.csv: the scores rank rows of Class = 0 last (ROC-AUC 0.", "--scores-of 0"});
  BOOST_TEST(with({"0", "--scores-of", "0"}).status == 0);
  refused(with({"0", "--scores-of", "1"}), {"--scores-of", "--positive 1"});
  std::string named = read_file(file("s.csv"));
  named.replace(0, std::string("probability").size(), "probability_1");
  const std::string csv = write("named.csv", named);
  BOOST_TEST(must({"evaluate", csv, data, "--target", "Class", "--positive", "1"}).out == own.out);
  refused(call_ballast({"evaluate", csv, data, "--target", "Class", "--positive", "0"}),
          {"no scores of Class = 0", "--positive 1"});
}

BOOST_AUTO_TEST_CASE(both_columns_of_two_classes_are_judged_by_the_label_asked_for) {
  std::string both = "probability_0,probability_1\n";
  for (int row = 0; row < kRows; ++row) both += is_positive(row) ? "0.25,0.75\n" : "0.875,0.125\n";
  const std::string csv = write("both.csv", both);
  for (const char* label : {"0", "1"}) {
    const std::string out = must({"evaluate", csv, data, "--target", "Class", "--positive", label}).out;
    BOOST_TEST(out.find("roc_auc             1.0000") != std::string::npos, out);
  }
}

BOOST_AUTO_TEST_CASE(a_threshold_that_was_printed_comes_back) {
  const std::string shown = must({"inspect", file("m")}).out;
  const std::size_t at = shown.find_first_not_of(' ', shown.find("\nthreshold ") + 11);
  const std::string threshold = shown.substr(at, shown.find(' ', at) - at);
  const Outcome own = must({"evaluate", file("m"), data, "--json"});
  BOOST_TEST(own.out.find("\"threshold\": " + threshold + ",") != std::string::npos, threshold << " in " << own.out);
  BOOST_TEST(must({"evaluate", file("m"), data, "--json", "--threshold", threshold}).out == own.out);
  const std::string text = must({"evaluate", file("m"), data}).out;
  BOOST_TEST(text.find("decisions at " + threshold + "\n") != std::string::npos, text);
}

BOOST_AUTO_TEST_CASE(training_goes_on_from_a_model_by_its_schema) {
  must({"train", data, "--target", "Class", "--positive", "1", "--drop", "ref", "--classifier", "boosting", "--rounds",
        "2", "--continue", file("m"), "--out", file("more")});
}

BOOST_AUTO_TEST_SUITE_END()
