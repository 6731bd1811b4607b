// Studies over 1 to 4 ranks write what one process writes: every file byte by byte, but for how long things took.
#include <boost/test/unit_test.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/mpi/mpirun.hpp"

using namespace ballast::testing;
using namespace ballast::app::testing;
using Json = nlohmann::json;

namespace {

struct Bench : TempFolder {
  std::string data = file("data.csv");
  Bench() {
    const Outcome made = call_one({"demo", "--rows", "600", "--positives", "60", "--data-out", data, "--quiet"});
    BOOST_REQUIRE_EQUAL(made.status, 0);
  }
  Words run(const std::string& out, const std::string& threads) const {
    return {"run",
            data,
            "--target",
            "Class",
            "--positive",
            "1",
            "--drop",
            "Time",
            "--augment",
            "none,tuned,oversample,smote,kde,none+smote",
            "--trees",
            "4",
            "--rounds",
            "4",
            "--synthetic",
            "60",
            "--repeats",
            "4",
            "--base-rate",
            "0.01",
            "--threads",
            threads,
            "--write-splits",
            "--figures",
            "--out",
            file(out)};
  }
  Words paper(const std::string& out) const {
    return {"paper", data,        "--augment", "none,smote", "--updates", "20",    "--synthetic",
            "60",    "--repeats", "3",         "--threads",  "1",         "--out", file(out)};
  }

  // Name to content of all that is in a folder; timings are taken out of summary.json, and the manifest, which holds
  // its checksum, is left out.
  std::map<std::string, std::string> content(const std::string& folder) const {
    std::map<std::string, std::string> out;
    for (const auto& entry : fs::recursive_directory_iterator(file(folder))) {
      if (!entry.is_regular_file() || entry.path().filename() == ".ballast-manifest") continue;
      out[fs::relative(entry.path(), file(folder)).string()] = read_file(entry.path().string());
    }
    Json summary = Json::parse(out.at("summary.json"));
    summary.erase("timings");
    if (summary.contains("study")) summary["study"].erase("timings");
    if (summary.contains("replay")) summary["replay"].erase("timings");
    out["summary.json"] = summary.dump();
    return out;
  }
  void compare(const std::string& one, const std::string& many) const {
    const auto a = content(one), b = content(many);
    BOOST_TEST(a.size() == b.size());
    for (const auto& [name, bytes] : a) {
      BOOST_TEST_CONTEXT(name) {
        BOOST_REQUIRE(b.contains(name));
        BOOST_TEST((b.at(name) == bytes));
      }
    }
  }
};

Words many(Words words) {
  words.insert(words.begin(), BALLAST_MANY);
  return words;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(studies_test, Bench)

BOOST_AUTO_TEST_CASE(run_writes_the_bytes_of_one_process_at_1_to_4_ranks) {
  const Outcome one = call_one(run("one", "2"));
  BOOST_REQUIRE_EQUAL(one.status, 0);
  BOOST_TEST(content("one").size() > 15u);
  for (const std::size_t ranks : {1U, 2U, 3U, 4U}) {
    BOOST_TEST_CONTEXT(ranks << " ranks") {
      const std::string out = "many" + std::to_string(ranks);
      const Outcome outcome = call(over(ranks, many(run(out, ranks % 2 == 0 ? "1" : "2"))));
      BOOST_TEST_CONTEXT(outcome.err) {
        BOOST_REQUIRE_EQUAL(outcome.status, 0);
      }
      BOOST_TEST(outcome.out == one.out);
      compare("one", out);
    }
  }
}

BOOST_AUTO_TEST_CASE(paper_writes_the_bytes_of_one_process) {
  BOOST_REQUIRE_EQUAL(call_one(paper("one")).status, 0);
  const Outcome outcome = call(over(3, many(paper("many"))));
  BOOST_TEST_CONTEXT(outcome.err) {
    BOOST_REQUIRE_EQUAL(outcome.status, 0);
  }
  compare("one", "many");
}

BOOST_AUTO_TEST_CASE(sample_writes_the_bytes_of_one_process) {
  BOOST_REQUIRE_EQUAL(call_one({"fit", data, "--target", "Class", "--positive", "1", "--generator", "smote", "--out",
                                file("g"), "--quiet"})
                          .status,
                      0);
  const auto sample = [&](const std::string& out) {
    return Words{"sample", file("g"), "--rows", "50000", "--out", file(out), "--quiet"};
  };
  BOOST_REQUIRE_EQUAL(call_one(sample("one.csv")).status, 0);
  for (const std::size_t ranks : {2U, 3U}) {
    const std::string out = std::to_string(ranks) + ".csv.gz";
    const Outcome outcome = call(over(ranks, many(sample(out))));
    BOOST_REQUIRE_MESSAGE(outcome.status == 0, outcome.err);
    BOOST_REQUIRE_EQUAL(call_one({"convert", file(out), "--out", file("back.csv"), "--force", "--quiet"}).status, 0);
    BOOST_TEST((read_file(file("back.csv")) == read_file(file("one.csv"))));
  }
}

// Rows of text that runs over lines; one in fifty has a label that no model knows.
std::string rows_with_text(std::size_t count, bool with_target) {
  const std::string more(60, 'x');
  std::string out = std::string("note,size,colour") + (with_target ? ",y\n" : "\n");
  for (std::size_t row = 0; row < count; ++row) {
    const std::size_t noise = row * 7919 % 1009;
    out += "\"a \"\"new\"\" one,\n" + more + "\n\"," + std::to_string(noise) + ",";
    out += !with_target && row % 50 == 7 ? "green" : row % 3 == 0 ? "red" : "blue";
    out += with_target ? (noise + 300 * (row % 3) > 900 ? ",1\n" : ",0\n") : "\n";
  }
  return out;
}

BOOST_AUTO_TEST_CASE(predict_writes_the_bytes_of_one_process) {
  write("learned.csv", rows_with_text(2'000, true));
  const std::string rows = rows_with_text(450'000, false);  // two times the 16 MiB that each rank looks at, and more
  BOOST_REQUIRE(rows.size() > std::size_t{36} << 20);
  write("rows.csv", rows);
  write("bad.csv", rows + "short\n" + rows_with_text(100, false).substr(17));
  BOOST_REQUIRE_EQUAL(call_one({"train", file("learned.csv"), "--target", "y", "--positive", "1", "--drop", "note",
                                "--classifier", "boosting", "--rounds", "3", "--out", file("model")})
                          .status,
                      0);
  BOOST_REQUIRE_EQUAL(call_one({"convert", file("learned.csv"), "--out", file("rows.table")}).status, 0);
  const auto predict = [&](const std::string& from, const std::string& out, const Words& more) {
    Words words{"predict", file("model"), file(from), "--out", file(out), "--force"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  };
  const auto notes = [](const Outcome& outcome) {
    std::string out;
    std::istringstream lines(outcome.err);
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with("note: ") || line.starts_with("ballast: ")) out += line + "\n";
    }
    return out;
  };
  for (const auto& [from, more] : std::vector<std::pair<std::string, Words>>{
           {"rows.csv", {}}, {"rows.csv", {"--keep", "note,size"}}, {"rows.table", {}}, {"bad.csv", {}}}) {
    const Outcome one = call_one(predict(from, "one.csv", more));
    BOOST_TEST(one.status == (from == "bad.csv" ? 2 : 0), one.err);
    for (const std::size_t ranks : {2U, 4U}) {
      const Outcome outcome = call(over(ranks, many(predict(from, "many.csv", more))));
      BOOST_TEST_CONTEXT(ranks << " ranks, " << from << ", " << outcome.err) {
        BOOST_TEST(outcome.status == one.status);
        BOOST_TEST(notes(outcome) == notes(one));
        if (one.status == 0) BOOST_TEST((read_file(file("many.csv")) == read_file(file("one.csv"))));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(survey_finds_what_one_process_finds_and_a_table_that_cannot_be_read_is_a_row) {
  write("list.csv",
        "file,target,positive,options\ndata.csv,Class,1,--drop Time\nnone.csv,Class,1,\n"
        "data.csv,Class,1,--drop V1\n");
  const auto survey = [&](const std::string& out) {
    return Words{"survey", file("list.csv"), "--augment", "none,smote", "--trees",   "4", "--rounds", "4", "--repeats",
                 "3",      "--out",          file(out),   "--quiet",    "--threads", "1"};
  };
  // What was found, without how long it took and what memory.
  const auto found = [&](const std::string& out) {
    Json all = Json::parse(read_file(file(out) + "/summary.json"));
    for (Json& table : all["tables"]) {
      table.erase("seconds");
      table.erase("megabytes");
    }
    return all.dump();
  };
  constexpr int kIncomplete = 3;
  BOOST_REQUIRE_EQUAL(call_one(survey("one")).status, kIncomplete);
  const Outcome outcome = call(over(3, many(survey("many"))));
  BOOST_REQUIRE_MESSAGE(outcome.status == kIncomplete, outcome.err);
  BOOST_TEST(found("one") == found("many"));
  BOOST_TEST(found("one").find("none.csv: no such file") != std::string::npos, found("one"));
}

BOOST_AUTO_TEST_CASE(what_does_not_work_over_ranks_is_done_by_the_first_and_says_so) {
  const auto split = [&](const std::string& out) {
    return Words{"split", data, "--target", "Class", "--out", file(out)};
  };
  BOOST_REQUIRE_EQUAL(call_one(split("one")).status, 0);
  const Outcome outcome = call(over(3, many(split("many"))));
  BOOST_REQUIRE_EQUAL(outcome.status, 0);
  BOOST_TEST(outcome.says("note: `split` does not work over ranks: the first does it alone"));
  for (const char* part : {"/train.csv", "/test.csv"}) {
    BOOST_TEST((read_file(file("one") + part) == read_file(file("many") + part)));
  }
}

BOOST_AUTO_TEST_CASE(help_is_shown_once) {
  const Outcome one = call_one({"run", "--help"}), two = call(over(3, many({"run", "--help"})));
  BOOST_TEST(two.status == 0);
  BOOST_TEST((two.out == one.out));
  BOOST_TEST((call(over(3, many({"--version"}))).out == call_one({"--version"}).out));
}

BOOST_AUTO_TEST_SUITE_END()
