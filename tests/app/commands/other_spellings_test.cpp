// What a later file, or an option, spells otherwise: true and false, encodings, labels that look missing, columns that
// are not there. One answer from a file, a stream and a table file.
#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <string>
#include <vector>

#include "tests/app/program.hpp"

using namespace ballast::app::testing;
using Words = std::vector<std::string>;

namespace {

struct Folder : TempFolder {
  // A column of two labels, a number and a target of the same two labels.
  std::string table(const std::string& name, const std::string& no, const std::string& yes) const {
    std::string text = "flag,amt,ok\n";
    for (int r = 0; r < 160; ++r) {
      text += (r * 7 % 10 < 5 ? yes : no) + "," + std::to_string(r * 31 % 97) + ".5," + (r % 4 == 0 ? yes : no) + "\n";
    }
    return write(name, text);
  }
  void train(const std::string& data, const std::string& positive, const Words& more = {}) const {
    Words words{"train",    data, "--target",           "ok", "--positive", positive, "--classifier", "boosting",
                "--rounds", "5",  "--min-child-weight", "0",  "--out",      file("m")};
    words.insert(words.end(), more.begin(), more.end());
    must(words);
  }
  Outcome predict(const std::string& data, const Words& more = {}) const {
    Words words{"predict", file("m"), data, "--out", "-"};
    words.insert(words.end(), more.begin(), more.end());
    return call_ballast(words);
  }
  Outcome stream(const std::string& data, const std::string& more = "") const {
    const std::string call = std::string(BALLAST_PROGRAM) + " predict " + file("m") + " - " + more + " < " + data +
                             " > " + file("out") + " 2> " + file("err");
    const int raw = std::system(call.c_str());
    return {WEXITSTATUS(raw), read_file(file("out")), read_file(file("err"))};
  }
  // The figures of `evaluate` and the scores of a file, a stream and a table file.
  void require_alike(const std::string& own, const std::string& other) const {
    const Outcome expected = predict(own);
    must({"convert", other, "--out", file("other.table")});
    for (const Outcome& got : {predict(other), stream(other), predict(file("other.table"))}) {
      BOOST_TEST(got.status == 0, got.err);
      BOOST_TEST(got.out == expected.out);
    }
    BOOST_TEST(must({"evaluate", file("m"), other}).out == must({"evaluate", file("m"), own}).out);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(other_spellings_test, Folder)

BOOST_AUTO_TEST_CASE(a_model_of_true_and_false_reads_their_other_spellings) {
  const std::string own = table("own.csv", "False", "True");
  train(own, "True");
  for (const auto& [no, yes] : std::vector<std::pair<std::string, std::string>>{
           {"FALSE", "TRUE"}, {"false", "true"}, {"0", "1"}, {"0.0", "1.0"}}) {
    require_alike(own, table("other.csv", no, yes));
  }
  refuse({"predict", file("m"), table("yes.csv", "no", "yes"), "--out", "-"}, {"never seen"});
}

BOOST_AUTO_TEST_CASE(a_model_of_zeros_and_ones_reads_true_and_false) {
  const std::string own = table("own.csv", "0", "1");
  train(own, "1");
  require_alike(own, table("other.csv", "False", "True"));
  const Outcome refused = predict(table("yes.csv", "no", "yes"));
  BOOST_TEST(refused.status == 2);
  BOOST_TEST(!refused.says("--missing"), refused.err);
}

// A point parts thousands in a file whose decimals stand behind commas, though the learned column had none.
BOOST_AUTO_TEST_CASE(thousands_of_a_file_with_decimal_commas_are_read_where_the_learned_column_had_none) {
  std::string learned = "whole;part;ok\n";
  for (int r = 0; r < 160; ++r) {
    learned += std::to_string(r * 31 % 97 * (r % 8 == 0 ? 150 : 5)) + ";" + std::to_string(r % 7) + ",5;" +
               (r % 4 == 0 ? "1" : "0") + "\n";
  }
  train(write("learned.csv", learned), "1");
  const std::string plain = write("plain.csv", "whole;part\n13817;1,5\n13;2,5\n");
  const std::string parted = write("parted.csv", "whole;part\n13.817;1,5\n13;2,5\n");
  BOOST_TEST(predict(parted).out == predict(plain).out);
  BOOST_TEST(predict(parted).out != predict(write("small.csv", "whole;part\n14;1,5\n13;2,5\n")).out);
  const Outcome doubtful = stream(parted);
  BOOST_TEST(doubtful.status == 2);
  BOOST_TEST(doubtful.says("may be read in two ways"), doubtful.err);
  BOOST_TEST(stream(parted, "--decimal ,").out == predict(plain).out);
}

BOOST_AUTO_TEST_CASE(added_rows_deciding_rows_and_compared_rows_may_spell_true_otherwise) {
  const std::string own = table("own.csv", "False", "True");
  const std::string added = write("added.csv", "flag,amt,ok\nTRUE,1.25,TRUE\nFALSE,2.25,TRUE\n");
  std::string deciding = "flag,amt,ok\n";
  for (int r = 0; r < 80; ++r) {
    deciding += std::string(r % 3 == 0 ? "1," : "0,") + std::to_string(r) + ".75," + (r % 4 == 0 ? "1" : "0") + "\n";
  }
  train(own, "True", {"--added", added, "--choose", "f1", "--decide-on", write("deciding.csv", deciding)});
  const Outcome same = must({"compare", own, table("same.csv", "False", "True")});
  const Outcome other = must({"compare", own, table("other.csv", "FALSE", "TRUE")});
  const auto figures = [](const std::string& text) { return text.substr(text.find('\n'), text.find("took ")); };
  BOOST_TEST(figures(other.out) == figures(same.out));
}

BOOST_AUTO_TEST_CASE(dates_of_columns_that_the_model_knows_otherwise_are_refused_by_file_and_stream_alike) {
  const std::string own = table("own.csv", "no", "yes");
  train(own, "yes");
  for (const Outcome& got : {predict(own, {"--date", "amt=%d/%m/%Y"}), stream(own, "--date 'amt=%d/%m/%Y'")}) {
    BOOST_TEST(got.status == 2, got.err);
    BOOST_TEST(got.says("--date names a column that was learned as numbers"), got.err);
  }
  for (const Outcome& got : {predict(own, {"--date", "ok=%d/%m/%Y"}), stream(own, "--date 'ok=%d/%m/%Y'")}) {
    BOOST_TEST(got.status == 0, got.err);  // a column that is not read
  }
  for (const Outcome& got : {predict(own, {"--date", "nope=%Y-%m-%d"}), stream(own, "--date 'nope=%Y-%m-%d'")}) {
    BOOST_TEST(got.status == 2, got.err);
    BOOST_TEST(got.says("no column 'nope' to read as dates"), got.err);
  }
}

BOOST_AUTO_TEST_CASE(words_of_a_column_that_is_not_there_are_refused) {
  const std::string own = table("own.csv", "no", "yes");
  train(own, "yes");
  for (const Outcome& got : {predict(own, {"--missing", "nope=x"}), stream(own, "--missing nope=x")}) {
    BOOST_TEST(got.status == 2, got.err);
    BOOST_TEST(got.says("no column 'nope' to read missing words of"), got.err);
  }
  BOOST_TEST(predict(own, {"--missing", "amt=-1"}).status == 0);
}

BOOST_AUTO_TEST_CASE(encodings_go_by_their_usual_names) {
  const std::string own = table("own.csv", "no", "yes");
  train(own, "yes");
  for (const char* name : {"UTF8", "Latin-1", "iso-8859-1", "ISO8859-1", "cp1252", "Windows-1252"}) {
    BOOST_TEST(predict(own, {"--encoding", name}).status == 0, name);
  }
  refuse({"predict", file("m"), own, "--encoding", "shift-jis", "--out", "-"},
         {"unknown value of --encoding", "iconv"});
  for (const char* name : {"utf-16", "UTF-16LE", "utf16be"}) {
    BOOST_TEST(predict(own, {"--encoding", name}).says("the text is not UTF-16"), name);
    BOOST_TEST(stream(own, "--encoding " + std::string(name)).says("the text is not UTF-16"), name);
  }
}

BOOST_AUTO_TEST_CASE(base_rates_of_nearly_nothing_are_refused) {
  const std::string own = table("own.csv", "no", "yes");
  train(own, "yes");
  refuse({"evaluate", file("m"), own, "--base-rate", "1e-300"}, {"--base-rate", "from 1e-09 to 0.999999999"});
  BOOST_TEST(must({"evaluate", file("m"), own, "--base-rate", "1e-9"}).out.find("nan") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_label_that_looks_missing_is_named) {
  const std::string own = table("own.csv", "None", "yes");
  const Words words{"train", own, "--target", "ok", "--positive", "yes", "--classifier", "forest", "--out", file("m")};
  refuse(words,
         {"missing value in the target column 'ok'", "all of them are None", "--missing ok=", "--categorical ok"});
  Words asked = words;
  asked.insert(asked.end(), {"--categorical", "ok"});
  must(asked);
  asked = words;
  asked.insert(asked.end(), {"--missing", "ok="});
  must(asked);
}

BOOST_AUTO_TEST_CASE(names_with_commas_and_signs_can_be_named_in_every_option) {
  std::string text = "\"when, at\",a=b,y\n";
  for (int r = 0; r < 60; ++r) {
    text += "0" + std::to_string(r % 9 + 1) + "/02/2024," + (r % 7 == 0 ? "soon" : std::to_string(r)) + "," +
            std::to_string(r % 2) + "\n";
  }
  const std::string data = write("named.csv", text);
  const Outcome quoted = must(
      {"convert", data, "--date", "\"when, at\"=%d/%m/%Y", "--missing", "\"a=b\"=soon", "--out", file("quoted.table")});
  must({"convert", data, "--date", "\"when, at=%d/%m/%Y\"", "--missing", "a=b=soon", "--out", file("bare.table")});
  BOOST_TEST(read_file(file("quoted.table")) == read_file(file("bare.table")));
  BOOST_TEST(must({"inspect", file("quoted.table")}).out.find("text") == std::string::npos);
  must({"train", data, "--target", "y", "--positive", "1", "--date", "\"when, at\"=%d/%m/%Y", "--missing", "a=b=soon",
        "--classifier", "boosting", "--rounds", "3", "--monotone", "+\"a=b\"", "--out", file("m")});
  const Outcome refused = call_ballast({"convert", data, "--drop", "\"a\"b", "--out", file("x.table")});
  BOOST_TEST(refused.says("quotes stand around a name"), refused.err);
  const Outcome bare = call_ballast({"convert", data, "--date", "when, at=%d/%m/%Y", "--out", file("x.table")});
  BOOST_TEST(bare.says("a name with a comma stands in quotes"), bare.err);
}

BOOST_AUTO_TEST_CASE(line_breaks_and_tabs_in_names_and_labels_break_no_table) {
  std::string text = "\"a\nbreak\",\"kind\tof\",y\n";
  for (int r = 0; r < 160; ++r) {
    text += std::to_string(r * 31 % 97) + (r % 3 == 0 ? ",\"x\ny\"," : ",z,") +
            (r % 2 == 0   ? "\"low\nrisk\""
             : r % 4 == 1 ? "\"hi\tgh\""
                          : "mid") +
            "\n";
  }
  const std::string data = write("names.csv", text), parts = file("parts");
  const auto check = [&](const Words& words) {
    const Outcome outcome = must(words);
    for (const std::string& said : {outcome.out, outcome.err}) {
      for (const char* raw : {"\t", "a\nb", "x\ny", "w\nr"}) {
        BOOST_TEST(said.find(raw) == std::string::npos, words[0] << " says " << said);
      }
    }
  };
  check({"train", data, "--target", "y", "--classifier", "forest", "--trees", "8", "--importance", "--out", file("m")});
  check({"inspect", file("m")});
  check({"inspect", file("m"), "--importance"});
  check({"explain", file("m"), data, "--row-numbers", "1,2", "--top", "0"});
  check({"evaluate", file("m"), data, "--target", "y"});
  check({"predict", file("m"), data, "--out", file("p.csv")});
  check({"train", data, "--target", "y", "--positive", "low\nrisk", "--rounds", "2", "--out", file("two")});
  check({"predict", file("two"), data, "--out", file("p.csv"), "--force"});
  check({"split", data, "--target", "y", "--out", parts});
  check({"schema", data, "--out", file("schema.json")});
  check({"convert", data, "--out", file("t.table")});
  check({"inspect", file("t.table")});
  check({"compare", parts + "/train.csv", parts + "/test.csv", "--target", "y"});
  check({"fit", data, "--generator", "smote", "--target", "y", "--positive", "mid", "--out", file("g")});
  check({"sample", file("g"), "--rows", "9", "--out", file("made.csv")});
}

BOOST_AUTO_TEST_CASE(ids_of_many_digits_come_back_from_a_table_file) {
  std::string text = "id,x\n";
  for (int r = 0; r < 40; ++r) text += "12345678901234567" + std::to_string(300 + r) + "," + std::to_string(r) + "\n";
  must({"convert", write("ids.csv", text), "--out", file("ids.table")});
  must({"convert", file("ids.table"), "--out", file("back.csv")});
  BOOST_TEST(read_file(file("back.csv")) == text);
}

BOOST_AUTO_TEST_CASE(rows_that_a_split_leaves_out_are_counted) {
  std::string text = "t,cust,y\n";
  for (int r = 0; r < 100; ++r) text += std::to_string(r) + ",c" + std::to_string(r % 25) + ",0\n";
  const Outcome outcome =
      must({"split", write("s.csv", text), "--time", "t", "--group", "cust", "--out", file("parts")});
  BOOST_TEST(outcome.says("60 of 100 rows are in neither part: they come before the test part, and their 'cust' has "
                          "rows in it"),
             outcome.err);
}

BOOST_AUTO_TEST_SUITE_END()
