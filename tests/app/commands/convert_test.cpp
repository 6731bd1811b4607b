// `ballast convert`, and every command that reads rows on a table file in place of CSV: the same bytes.
#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "tests/app/program.hpp"

using namespace ballast::app::testing;
using Words = std::vector<std::string>;

namespace {

// 240 rows with text, cents, dates, an identifier and missing
// cells; a sixth of them positive. Written as ballast writes.
std::string mixed_csv() {
  std::string out = "id,amount,city,when,n,Class\n";
  for (int i = 0; i < 240; ++i) {
    const bool positive = i % 6 == 1;
    out += std::to_string(1000 + i) + "," + std::to_string((i * 37) % 90 + (positive ? 40 : 0)) + ".2" +
           std::to_string(1 + i % 9) + "," +
           (i % 3 == 0   ? "Rome"
            : i % 7 == 0 ? ""
                         : "\"Oslo, N\"") +
           ",2020-0" + std::to_string(1 + i % 9) + "-1" + std::to_string(i % 10) + "," +
           (i % 11 == 0 ? "" : std::to_string((i * 13) % 50)) + "," + (positive ? "1" : "0") + "\n";
  }
  return out;
}

struct Converted : TempFolder {
  std::string csv = write("d.csv", mixed_csv());
  std::string table = file("d.table");

  Converted() { must({"convert", csv, "--out", table}); }

  void refused(const Words& words, const std::string& why) const {
    const Outcome outcome = call_as_typed(words);
    BOOST_TEST(outcome.status == 2);
    BOOST_TEST(outcome.complaints().size() == 1u);
    BOOST_TEST(outcome.says(why), outcome.err);
  }
  // What the words write to --out when DATA is the CSV file, and the same of the table file.
  void same_output(const Words& words, const std::string& written = "") const {
    std::string outputs[2];
    for (const bool is_table : {false, true}) {
      Words own;
      for (const std::string& word : words) own.push_back(word == "DATA" ? (is_table ? table : csv) : word);
      const std::string out = file(is_table ? "of-table" : "of-csv");
      own.insert(own.end(), {"--out", out});
      must(own);
      outputs[is_table ? 1 : 0] = read_file(written.empty() ? out : out + "/" + written);
      std::filesystem::remove_all(out);
    }
    BOOST_TEST(!outputs[0].empty(), words[0]);
    BOOST_TEST((outputs[0] == outputs[1]), words[0]);
  }
};

const Words kTarget{"--target", "Class", "--positive", "1", "--drop", "id"};

Words with_target(Words words, const Words& more = {}) {
  words.insert(words.end(), kTarget.begin(), kTarget.end());
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(convert_test, Converted)

BOOST_AUTO_TEST_CASE(a_table_becomes_the_same_csv_again) {
  must({"convert", table, "--out", file("back.csv")});
  BOOST_TEST(read_file(file("back.csv")) == mixed_csv());
  BOOST_TEST(must({"convert", table, "--drop", "city", "--out", "-"}).out.starts_with("id,amount,when,n,Class\n"));
  must({"convert", table, "--out", file("again.table")});
  BOOST_TEST(read_file(file("again.table")) == read_file(table));
  must({"convert", csv, "--threads", "1", "--out", file("alone.table")});
  BOOST_TEST(read_file(file("alone.table")) == read_file(table));
}

BOOST_AUTO_TEST_CASE(the_name_says_which_way_and_nothing_is_overwritten) {
  refused({"convert", csv, "--out", file("d.bin")}, "NAME.table or NAME.csv");
  refused({"convert", csv, "--out", table}, "exists");
  must({"convert", csv, "--out", table, "--force"});
  refused({"convert", table, "--out", table, "--force"}, "d.table");
}

BOOST_AUTO_TEST_CASE(a_name_of_tabs_is_written_with_tabs) {
  must({"convert", table, "--out", file("d.tsv")});
  BOOST_TEST(read_file(file("d.tsv")).starts_with("id\tamount\tcity\twhen\tn\tClass\n"));
}

BOOST_AUTO_TEST_CASE(models_learned_from_a_table_file_have_the_same_bytes) {
  same_output(with_target({"train", "DATA", "--classifier", "boosting", "--rounds", "4"}));
  same_output(with_target({"train", "DATA", "--classifier", "forest", "--trees", "4", "--categorical", "n"}));
  same_output(with_target({"fit", "DATA", "--generator", "smote"}));
  same_output({"train", "DATA", "--target", "when", "--categorical", "when", "--classifier", "forest", "--trees", "3"});
}

BOOST_AUTO_TEST_CASE(later_rows_are_scored_alike) {
  const std::string model = file("m.ballast"), whole = file("g.ballast"), small = file("small.csv");
  must(with_target({"train", csv, "--classifier", "boosting", "--rounds", "4", "--out", model}));
  same_output({"predict", model, "DATA", "--keep", "id,city"});
  BOOST_TEST(must({"evaluate", model, table}).out == must({"evaluate", model, csv}).out);
  BOOST_TEST(must({"explain", model, table, "--row-numbers", "7", "--json"}).out ==
             must({"explain", model, csv, "--row-numbers", "7", "--json"}).out);
  must({"fit", csv, "--drop", "id", "--generator", "masked", "--updates", "20", "--out", whole});
  same_output({"impute", "DATA", "--with", whole});
  same_output({"score", whole, "DATA"});
}

BOOST_AUTO_TEST_CASE(studies_splits_and_comparisons_are_alike) {
  same_output({"split", "DATA", "--target", "Class"}, "train.csv");
  same_output({"split", "DATA", "--time", "when"}, "test.csv");
  const Words few{"--augment", "smote", "--repeats", "2", "--trees", "3", "--rounds", "3", "--no-report"};
  const auto rows_of = [&](const std::string& data, const std::string& out) {
    Words words = with_target({"run", data, "--out", out, "--write-splits"}, few);
    must(words);
    return read_file(out + "/splits.csv") + read_file(out + "/synthetic.csv");
  };
  BOOST_TEST((rows_of(csv, file("a")) == rows_of(table, file("b"))));
  const auto compared = [&](const std::string& data, const std::string& out) {
    must({"compare", data, csv, "--categorical", "Class", "--out", out});
    const std::string json = read_file(out + "/summary.json");
    return json.substr(json.find("\"figures\""));  // behind the names of the files
  };
  BOOST_TEST((compared(csv, file("c")) == compared(table, file("d"))));
}

BOOST_AUTO_TEST_CASE(options_of_csv_text_are_refused_by_name) {
  for (const Words& option : {Words{"--decimal", ","},
                              {"--missing", "x"},
                              {"--delimiter", ";"},
                              {"--encoding", "latin1"},
                              {"--skip-lines", "1"},
                              {"--no-header"}}) {
    Words words = with_target({"train", table, "--classifier", "forest", "--out", file("m")});
    words.insert(words.end(), option.begin(), option.end());
    refused(words, option[0] + " says how CSV text is read");
  }
  BOOST_TEST(!std::filesystem::exists(file("m")));
}

BOOST_AUTO_TEST_CASE(damage_is_one_line_in_any_command) {
  std::string bytes = read_file(table);
  bytes[bytes.size() - 3] = static_cast<char>(bytes[bytes.size() - 3] ^ 1);
  write("bad.table", bytes);
  refused(with_target({"train", file("bad.table"), "--classifier", "forest", "--out", file("m")}), "checksum");
  write("short.table", bytes.substr(0, bytes.size() / 2));
  refused({"split", file("short.table"), "--out", file("parts")}, "truncated");
}

BOOST_AUTO_TEST_CASE(inspect_says_what_a_table_file_holds) {
  const Outcome text = must({"inspect", table});
  for (const char* said : {"table of 240 rows", "cells separated by ','", "6 columns", "city", "date"}) {
    BOOST_TEST(text.out.find(said) != std::string::npos, said << " in " << text.out);
  }
  const Outcome json = must({"inspect", table, "--json"});
  BOOST_TEST(json.out.find("\"rows\": 240") != std::string::npos, json.out);
  refused({"inspect", table, "--importance"}, "--importance is read with a model file only");
}

BOOST_AUTO_TEST_SUITE_END()
