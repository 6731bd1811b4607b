// `train` over 1 to 4 ranks writes the model file of `ballast train` in one process, and leaves to the first rank what it
// does not share out.
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <nlohmann/json.hpp>

#include "tests/app/mixed_rows.hpp"
#include "tests/mpi/mpirun.hpp"

using namespace ballast::testing;
using namespace ballast::app::testing;

namespace {

constexpr int kRows = 70'000;  // five blocks of rows: one for each of four ranks, and more

struct Bench : TempFolder {
  Bench() {
    write("rows.csv", mixed_rows(kRows));
    BOOST_REQUIRE_EQUAL(call_one({"convert", file("rows.csv"), "--out", file("rows.table")}).status, 0);
  }
  Words train(const std::string& data, const std::string& out, const Words& more) const {
    return with({"train", file(data), "--target", "grade", "--classifier", "boosting", "--rounds", "3", "--force",
                 "--out", file(out)},
                more);
  }
  std::string one(const Words& way) const {
    const Outcome outcome = call_one(train("rows.csv", "one", way));
    BOOST_REQUIRE_MESSAGE(outcome.status == 0, outcome.err);
    return read_file(file("one"));
  }
  Outcome over_ranks(std::size_t ranks, const std::string& data, const Words& way) const {
    return call(over(ranks, with({BALLAST_MANY}, train(data, "many", way))));
  }
  void compare(const std::string& wanted, std::size_t ranks, const std::string& data, const Words& way) const {
    fs::remove(file("many"));
    const Outcome outcome = over_ranks(ranks, data, way);
    BOOST_TEST_CONTEXT(ranks << " ranks, " << data << ", " << outcome.err) {
      BOOST_TEST(outcome.status == 0);
      BOOST_TEST((read_file(file("many")) == wanted));
      BOOST_TEST(!outcome.says("does not work over ranks"));
    }
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(training_test, Bench)

BOOST_AUTO_TEST_CASE(model_files_are_those_of_one_process_at_1_to_4_ranks_and_1_and_2_threads) {
  const Words way{"--positive", "rare"};
  const std::string wanted = one(way);
  for (const std::size_t ranks : {1u, 2u, 3u, 4u}) {
    for (const char* threads : {"1", "2"}) {
      for (const char* data : {"rows.table", "rows.csv"})
        compare(wanted, ranks, data, with(way, {"--threads", threads}));
    }
  }
  BOOST_TEST(names() == (Words{"many", "one", "rows.csv", "rows.table"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(so_are_those_of_several_classes_and_other_options) {
  const std::vector<Words> ways{
      {},
      {"--positive", "rare", "--subsample", "0.7", "--colsample", "0.6", "--monotone", "+size", "--scale-pos-weight",
       "3", "--drop", "weight", "--base-rate", "0.001"},
      {"--max-leaves", "12", "--max-bin", "40", "--lambda", "2", "--colsample-node", "0.5"},
      {"--positive", "rare", "--loss", "focal", "--focusing", "1.5", "--depth", "9", "--min-child-weight", "0"}};
  for (const Words& way : ways) {
    const std::string wanted = one(way);
    for (const std::size_t ranks : {2u, 4u}) compare(wanted, ranks, "rows.table", with(way, {"--threads", "1"}));
    compare(wanted, 3, "rows.csv", with(way, {"--threads", "1"}));
  }
}

BOOST_AUTO_TEST_CASE(csv_is_read_by_parts_where_these_tell_what_the_whole_is) {
  const std::string header = "when,colour,size,weight,grade\n";
  const std::string rows = mixed_rows(kRows).substr(header.size());
  std::string text_rows;
  for (int row = 0; row < 2'000; ++row) text_rows += "2024-03-12,red,three,485.1,low\n";
  struct Case {
    const char* what;
    std::string text;
    bool by_parts;
  };
  const std::vector<Case> cases{{"labels, line feeds and a fraction of the last part alone",
                                 header + rows + "2024-03-12,\"a\n\"\"new\"\" one\",3.5,485.1,low\n\n", true},
                                {"delimiters alone at the end", header + rows + ",,,,\n,,,,\n", true},
                                {"text where other parts have numbers", header + rows + text_rows, false},
                                {"few rows", header + rows.substr(0, rows.find('\n', 60'000) + 1), false}};
  for (const Case& test : cases) {
    write("rows.csv", test.text);
    const Words way{"--positive", "rare", "--threads", "1"};
    const Outcome alone = call_one(train("rows.csv", "one", way));
    const Outcome outcome = over_ranks(3, "rows.csv", way);
    BOOST_TEST_CONTEXT(test.what << ": " << outcome.err) {
      BOOST_TEST(alone.status == 0);
      BOOST_TEST(outcome.status == 0);
      BOOST_TEST((read_file(file("many")) == read_file(file("one"))));
      BOOST_TEST((outcome.out.find("over 3 ranks: each gave ") != std::string::npos) == test.by_parts);
    }
  }
}

BOOST_AUTO_TEST_CASE(faults_in_csv_are_told_with_their_line_as_in_one_process) {
  const std::string text = mixed_rows(kRows);
  const auto with_row = [&](std::size_t place, const std::string& row) {
    const std::size_t at = text.find('\n', place) + 1;
    return text.substr(0, at) + row + "\n" + text.substr(at);
  };
  const std::vector<std::string> rows{"2024-03-12,red,3,485.1", "2024-03-12,red,x,485.1,low", "2024-03-12,red,3,485.1,",
                                      "2024-03-12,\"red\"s,3,485.1,low", "2024-13-12,red,3,485.1,low"};
  for (const std::string& row : rows) {
    for (const std::size_t place : {text.size() / 4, text.size() * 9 / 10}) {
      write("rows.csv", with_row(place, row));
      const Words way{"--positive", "rare", "--threads", "1"};
      const Outcome alone = call_one(train("rows.csv", "one", way));
      fs::remove(file("many"));
      const Outcome outcome = over_ranks(3, "rows.csv", way);
      BOOST_TEST_CONTEXT(row << " at " << place << ": " << outcome.err) {
        BOOST_TEST(alone.status == 2);
        BOOST_TEST(outcome.status == 2);
        BOOST_REQUIRE(alone.complaints().size() == 1u);
        BOOST_REQUIRE(outcome.complaints().size() == 1u);  // of the rank that is there first
        const std::string line = alone.complaints()[0].substr(std::string("ballast: ").size());
        BOOST_TEST(line.starts_with(file("rows.csv") + ":"));
        BOOST_TEST(outcome.complaints()[0].ends_with(line));
        BOOST_TEST(!fs::exists(file("many")));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(bytes_between_ranks_are_counted_and_told) {
  const Words way{"--positive", "rare", "--depth", "3", "--min-child-weight", "0"};
  const Outcome outcome = over_ranks(2, "rows.table", with(way, {"--json"}));
  BOOST_REQUIRE_MESSAGE(outcome.status == 0, outcome.err);
  const auto json = nlohmann::json::parse(outcome.out);
  BOOST_TEST(json["ranks"] == 2);
  BOOST_TEST(json["trees"] == 3);
  const auto& levels = json["histogram_bytes"];
  BOOST_TEST(levels.size() == 3u);
  // docs/scale.md: of three trees the root, the smaller child of its split, those of at most two splits below.
  const double roots = levels["0"], one = roots / 3;
  BOOST_TEST(levels["1"] == roots);
  BOOST_TEST(std::fmod(levels["2"].get<double>(), one) == 0);
  BOOST_TEST((levels["2"] >= one && levels["2"] <= 2 * roots));
  // Beside: the largest derivatives of each tree, the loss of five moments, and 16 bytes of each of at most 21 splits.
  const double histograms = 2 * roots + levels["2"].get<double>(), largest = 8.0 * 2 * 3, loss = 8.0 * 2 * 5;
  const double splits = (json["sum_bytes"].get<double>() - histograms - largest - loss) / 16;
  BOOST_TEST((splits >= 3 && splits <= 21 && std::floor(splits) == splits), splits);
  BOOST_TEST(over_ranks(3, "rows.table", way).out.find("over 3 ranks: each gave ") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(so_are_those_that_need_the_table_in_memory) {
  BOOST_REQUIRE_EQUAL(call_one({"train", file("rows.table"), "--target", "grade", "--positive", "rare", "--classifier",
                                "boosting", "--rounds", "2", "--out", file("base")})
                          .status,
                      0);
  const std::string header = "when,colour,size,weight,grade\n";
  write("other.csv", header + mixed_rows(kRows + 3'000).substr(mixed_rows(kRows).size()));
  write("added.csv", header + "2024-03-12,red,3,485.1,rare\n2024-04-15,blue,2,97.5,rare\n");
  const std::vector<Words> ways{{"--early-stopping", "1", "--eta", "0.9"},
                                {"--positive", "rare", "--early-stopping", "1", "--metric", "pr-auc", "--choose", "f1"},
                                {"--positive", "rare", "--continue", file("base"), "--added", file("added.csv")},
                                {"--positive", "rare", "--calibrate", "platt", "--choose", "f1"},
                                {"--positive", "rare", "--decide-on", file("other.csv"), "--choose", "f1"}};
  for (const Words& way : ways) {
    const std::string wanted = one(way);
    for (const std::size_t ranks : {2u, 3u}) compare(wanted, ranks, "rows.csv", with(way, {"--threads", "1"}));
  }
}

BOOST_AUTO_TEST_CASE(forests_are_grown_by_trees) {
  const auto train = [&](const std::string& out, const Words& way) {
    return with({"train", file("rows.csv"), "--target", "grade", "--classifier", "forest", "--trees", "3", "--force",
                 "--out", file(out)},
                way);
  };
  const std::vector<Words> ways{
      {},
      {"--positive", "rare", "--class-weight", "balanced", "--choose", "f1", "--out-of-bag-scores", file("scores")}};
  for (const Words& way : ways) {
    BOOST_REQUIRE_EQUAL(call_one(train("one", way)).status, 0);
    const std::string wanted = read_file(file("one"));
    const std::string scores = fs::exists(file("scores")) ? read_file(file("scores")) : "";
    for (const std::size_t ranks : {2u, 4u}) {
      const Outcome outcome = call(over(ranks, with({BALLAST_MANY}, train("many", way))));
      BOOST_TEST_CONTEXT(ranks << " ranks, " << outcome.err) {
        BOOST_TEST(outcome.status == 0);
        BOOST_TEST((read_file(file("many")) == wanted));
        BOOST_TEST(!outcome.says("does not work over ranks"));
        if (!scores.empty()) BOOST_TEST((read_file(file("scores")) == scores));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(ranks_that_read_other_rows_beside_the_data_are_refused) {
  for (const char* folder : {"a", "b"}) fs::create_directory(file(folder));
  const std::string header = "when,colour,size,weight,grade\n";
  write("a/added.csv", header + "2024-03-12,red,3,485.1,rare\n");
  write("b/added.csv", header + "2024-03-12,red,4,485.1,rare\n");
  const auto part = [&](const std::string& ranks, const std::string& folder) {
    return with({"-n", ranks, "-wdir", file(folder), BALLAST_MANY},
                train("rows.csv", "many", {"--positive", "rare", "--added", "added.csv", "--threads", "1"}));
  };
  const Outcome outcome = call(over_parts({part("2", "a"), part("1", "b")}));
  BOOST_TEST(outcome.status == 2);
  BOOST_TEST(outcome.says("rank 2 differs from rank 0 in its file added.csv"), outcome.err);
  BOOST_TEST(!fs::exists(file("many")));
}

BOOST_AUTO_TEST_CASE(what_is_not_shared_out_is_done_by_the_first) {
  const Words way{"--positive", "rare", "--memory", "300M"};
  const std::string wanted = one(way);
  const Outcome outcome = over_ranks(2, "rows.table", way);
  BOOST_TEST(outcome.status == 0, outcome.err);
  BOOST_TEST(outcome.says("note: `train` with --memory does not work over ranks: the first does it alone"),
             outcome.err);
  BOOST_TEST((read_file(file("many")) == wanted));
}

BOOST_AUTO_TEST_SUITE_END()
