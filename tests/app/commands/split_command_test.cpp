// `ballast split`, and what a model remembers of the rows that it learned from.
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/app/program.hpp"

using namespace ballast::app::testing;
using Json = nlohmann::json;
using Words = std::vector<std::string>;

namespace {

// Rows that only bytes tell apart: spaces, quotes, trailing zeros, CRLF.
std::string odd_csv(int rows = 100) {
  std::string out = "x,note,Class\r\n";
  for (int i = 0; i < rows; ++i) {
    out += " " + std::to_string(i % 17) + "." + std::to_string(100 + i) + "0 ,\"a, \"\"b\"\"\n" +
           std::to_string(i % 3) + "\"," + (i % 10 == 0 ? "yes" : "no") + "\r\n";
  }
  return out;
}

std::vector<std::string> sorted_rows(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find("\r\n", at) + 2;
    out.push_back(text.substr(at, end - at));
    at = end;
  }
  std::ranges::sort(out);
  return out;
}

// 40 groups of 10 rows, a tenth of them positive; `halves` are two groups, all positives in one.
std::string grouped_csv() {
  std::string out = "who,x,same,halves,Class\n";
  for (int i = 0; i < 400; ++i) {
    const bool positive = i % 10 == 3;
    out += "c" + std::to_string((i + i / 10) % 40) + "," + std::to_string(i) + ",1," + (positive ? "a" : "b") + "," +
           (positive ? "yes" : "no") + "\n";
  }
  return out;
}

std::vector<std::string> column_of(const std::string& csv, std::size_t column) {
  std::vector<std::string> out;
  for (std::size_t at = csv.find('\n') + 1; at < csv.size(); at = csv.find('\n', at) + 1) {
    std::size_t begin = at;
    for (std::size_t c = 0; c < column; ++c) begin = csv.find(',', begin) + 1;
    out.push_back(csv.substr(begin, csv.find_first_of(",\n", begin) - begin));
  }
  return out;
}

std::set<std::string> groups_of(const std::string& csv) {
  const std::vector<std::string> who = column_of(csv, 0);
  return {who.begin(), who.end()};
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(split_command_test, TempFolder)

BOOST_AUTO_TEST_CASE(both_parts_hold_the_rows_byte_for_byte_and_their_share_of_each_label) {
  const std::string csv = write("odd.csv", odd_csv());
  const Outcome done = must({"split", csv, "--target", "Class", "--out", file("parts")});
  BOOST_TEST(done.err.find("train.csv: 80 rows; Class: yes 8, no 72\n") != std::string::npos, done.err);
  BOOST_TEST(done.err.find("test.csv: 20 rows; Class: yes 2, no 18\n") != std::string::npos, done.err);
  const std::string header = "x,note,Class\r\n";
  const std::string train = read_file(file("parts/train.csv")), test = read_file(file("parts/test.csv"));
  BOOST_TEST(train.starts_with(header));
  BOOST_TEST(test.starts_with(header));
  BOOST_TEST(sorted_rows(train + test.substr(header.size())) == sorted_rows(odd_csv()),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(by_time_the_last_rows_are_set_aside) {
  const std::string csv =
      write("t.csv", "when,x\n03/01/2020,3\n01/12/2019,1\n20/01/2020,5\n02/01/2020,2\n04/01/2020,4\n");
  must({"split", csv, "--time", "when", "--test-fraction", "0.4", "--out", file("parts")});
  BOOST_TEST(read_file(file("parts/test.csv")) == "when,x\n20/01/2020,5\n04/01/2020,4\n");
  const std::string labels = write("l.csv", "when,y\n1,a\n2,b\n3,a\n4,a\n");
  const Outcome counted = must({"split", labels, "--time", "when", "--target", "y", "--out", file("both")});
  BOOST_TEST(counted.says("the labels of --target are counted, not shared out"), counted.err);
}

BOOST_AUTO_TEST_CASE(no_group_stands_on_both_sides) {
  const std::string csv = write("g.csv", grouped_csv());
  must({"split", csv, "--target", "Class", "--group", "who", "--out", file("parts")});
  const std::set<std::string> train = groups_of(read_file(file("parts/train.csv")));
  const std::set<std::string> test = groups_of(read_file(file("parts/test.csv")));
  BOOST_TEST(train.size() + test.size() == 40u);
  BOOST_TEST(test.size() > 4u);
  for (const std::string& who : test) BOOST_TEST(!train.contains(who), who);
}

BOOST_AUTO_TEST_CASE(the_gap_before_the_test_part_is_in_neither) {
  const std::string csv = write("t.csv", "when,x\n1,1\n2,2\n3,3\n4,4\n5,5\n6,6\n7,7\n8,8\n9,9\n10,10\n");
  must({"split", csv, "--time", "when", "--test-fraction", "0.2", "--gap", "3", "--out", file("parts")});
  BOOST_TEST(read_file(file("parts/test.csv")) == "when,x\n9,9\n10,10\n");
  BOOST_TEST(read_file(file("parts/train.csv")) == "when,x\n1,1\n2,2\n3,3\n4,4\n5,5\n6,6\n");
}

BOOST_AUTO_TEST_CASE(a_study_keeps_groups_on_one_side_of_its_splits) {
  const std::string csv = write("g.csv", grouped_csv());
  const Json summary = Json::parse(
      must({"run",       csv,         "--target",       "Class",       "--positive", "yes",      "--group",
            "who",       "--augment", "smote",          "--trees",     "5",          "--rounds", "5",
            "--repeats", "2",         "--write-splits", "--no-report", "--json",     "--out",    file("out")})
          .out);
  BOOST_TEST(summary["study"]["group"] == "who");
  BOOST_TEST(summary["data"]["columns"] == 3);  // who is none of them
  const std::vector<std::string> who = column_of(grouped_csv(), 0);
  const std::string splits = read_file(file("out/splits.csv"));
  const std::vector<std::string> repeat = column_of(splits, 0), row = column_of(splits, 1), part = column_of(splits, 2);
  std::map<std::pair<std::string, std::string>, std::set<std::string>> parts_of;
  for (std::size_t i = 0; i < row.size(); ++i) parts_of[{repeat[i], who[std::stoul(row[i])]}].insert(part[i]);
  BOOST_TEST(parts_of.size() == 80u);
  for (const auto& [group, parts] : parts_of) BOOST_TEST(parts.size() == 1u, group.second);
}

BOOST_AUTO_TEST_CASE(groups_and_gaps_that_cannot_be_kept_are_refused) {
  const std::string csv = write("g.csv", grouped_csv());
  const auto refused = [&](const Words& more, const std::string& why) {
    Words words{"split", csv, "--target", "Class", "--out", file("parts")};
    words.insert(words.end(), more.begin(), more.end());
    const Outcome outcome = call_ballast(words);
    BOOST_TEST(outcome.status == 2);
    BOOST_TEST(outcome.says(why), outcome.err);
    BOOST_TEST(!std::filesystem::exists(file("parts")));
  };
  refused({"--group", "whom"}, "no column 'whom'");
  refused({"--group", "same"}, "all rows are of one group");
  refused({"--gap", "3"}, "--gap");
  refused({"--group", "halves"}, "the groups leave");
  refused({"--time", "x", "--gap", "week"}, "not a length of time");
  refused({"--time", "x", "--gap", "1000"}, "part of the chronological split empty");
}

BOOST_AUTO_TEST_CASE(a_split_is_a_function_of_the_seed) {
  const std::string csv = write("odd.csv", odd_csv());
  must({"split", csv, "--out", file("a"), "--seed", "1"});
  must({"split", csv, "--out", file("b"), "--seed", "1"});
  const Json summary = Json::parse(must({"split", csv, "--out", file("c"), "--seed", "2", "--json"}).out);
  BOOST_TEST(read_file(file("a/test.csv")) == read_file(file("b/test.csv")));
  BOOST_TEST(read_file(file("a/test.csv")) != read_file(file("c/test.csv")));
  BOOST_TEST(summary["train_rows"] == 80);
  BOOST_TEST(summary["test_rows_in_train"] == 0);
}

BOOST_AUTO_TEST_CASE(equal_rows_on_both_sides_are_told) {
  const std::string csv = write("same.csv", "x\n1\n1\n1\n1\n1\n");
  const Outcome done = must({"split", csv, "--out", file("parts")});
  BOOST_TEST(done.err.find("1 test row has an equal one in the training part") != std::string::npos, done.err);
}

BOOST_AUTO_TEST_CASE(a_target_of_too_many_labels_is_refused) {
  std::string csv = "x,y\n";
  for (int i = 0; i < 1100; ++i) csv += "1,l" + std::to_string(i) + "\n";
  const Outcome refused = call_ballast({"split", write("y.csv", csv), "--target", "y", "--out", file("parts")});
  BOOST_TEST(refused.status == 2);
  BOOST_TEST(refused.says("column 'y' has more than 1000 labels"));
  BOOST_TEST(call_ballast({"split", file("y.csv"), "--target", "z", "--out", file("parts")}).says("no column 'z'"));
  BOOST_TEST(call_ballast({"split", write("one.csv", "x\n1\n"), "--out", file("parts")}).says("too few rows"));
}

BOOST_AUTO_TEST_CASE(figures_on_learned_rows_are_told_and_those_on_rows_set_aside_are_not) {
  const std::string csv = file("cards.csv"), model = file("m.ballast");
  must({"demo", "--rows", "2000", "--positives", "60", "--write", csv});
  must({"split", csv, "--target", "Class", "--out", file("parts")});
  const std::string train = file("parts/train.csv"), test = file("parts/test.csv");
  must({"train", train, "--target", "Class", "--positive", "1", "--classifier", "boosting", "--rounds", "5", "--out",
        model});
  const std::string line = "the model learned from 1,600 of these 1,600 rows: what is said of them is optimistic";
  BOOST_TEST(must({"evaluate", model, train}).out.find(line) == 0u);
  BOOST_TEST(must({"evaluate", model, csv}).out.find("the model learned from 1,600 of these 2,000 rows") == 0u);
  BOOST_TEST(must({"evaluate", model, test}).out.find("learned") == std::string::npos);
  BOOST_TEST(Json::parse(must({"evaluate", model, train, "--json"}).out)["learned_rows"] == 1600);
  BOOST_TEST(Json::parse(must({"evaluate", model, test, "--json"}).out)["learned_rows"] == 0);
  BOOST_TEST(must({"predict", model, train, "--out", file("s.csv")}).says(line));
  BOOST_TEST(must({"explain", model, train, "--row-numbers", "3,4"}).says("the model learned from 2 of these 2 rows"));
  BOOST_TEST(!must({"explain", model, test, "--row-numbers", "3"}).says("learned"));
}

BOOST_AUTO_TEST_CASE(figures_of_a_model_of_added_rows_say_that_they_are_optimistic) {
  const std::string csv = file("cards.csv");
  must({"demo", "--rows", "1000", "--positives", "60", "--write", csv});
  must({"fit", csv, "--target", "Class", "--positive", "1", "--generator", "smote", "--out", file("g.ballast")});
  must({"sample", file("g.ballast"), "--rows", "50", "--out", file("made.csv")});
  Words train{"train",    csv,        "--target", "Class",    "--positive", "1",     "--classifier",
              "boosting", "--rounds", "10",       "--choose", "f1",         "--out", file("m.ballast")};
  BOOST_TEST(must(train).out.find("optimistic") == std::string::npos);
  std::filesystem::remove(file("m.ballast"));
  train.insert(train.end(), {"--added", file("made.csv")});
  const std::string line =
      "these figures are optimistic if the generator of the added rows has seen the rows that judge here";
  BOOST_TEST(must(train).out.find(line) != std::string::npos);
  std::filesystem::remove(file("m.ballast"));
  train.push_back("--json");
  BOOST_TEST(Json::parse(must(train).out)["optimistic"] == true);
}

BOOST_AUTO_TEST_SUITE_END()
