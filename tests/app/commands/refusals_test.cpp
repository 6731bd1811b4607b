// What would mislead without a word is refused, by every command alike: rows that a model has learned where new ones
// are needed, labels that it has never seen, arms that cannot be, names that stand twice.
#include <boost/test/unit_test.hpp>

#include "tests/app/program.hpp"

using namespace ballast::app::testing;
using Words = std::vector<std::string>;

namespace {

// Rows of a number, a text and a class, of which every fourth is 1.
std::string table(int rows, int seed, const std::string& other = "0") {
  std::string text = "size,colour,y\n";
  for (int r = 0; r < rows; ++r) {
    text += std::to_string((r * 37 + seed * 11) % 101) + "." + std::to_string(seed) +
            (r % 3 == 0 ? ",red," : ",blue,") + (r % 4 == 0 ? "1" : other) + "\n";
  }
  return text;
}

struct Bench : TempFolder {
  std::string data = write("t.csv", table(120, 1)), fresh = write("u.csv", table(90, 2));

  Outcome train(const Words& more) const {
    Words words{"train",    data,       "--target", "y",     "--positive", "1",      "--classifier",
                "boosting", "--rounds", "5",        "--out", file("m"),    "--force"};
    words.insert(words.end(), more.begin(), more.end());
    return call_ballast(words);
  }
  void refuses(const Outcome& outcome, const std::string& text) const {
    BOOST_TEST(outcome.status == 2, outcome.err);
    BOOST_TEST(outcome.says(text), outcome.err);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(refusals_test, Bench)

BOOST_AUTO_TEST_CASE(nothing_is_decided_on_rows_that_are_learned) {
  const std::string copy = write("copy.csv", read_file(data));
  refuses(train({"--choose", "f1", "--decide-on", copy}), "rows that are not learned from");
  BOOST_TEST(train({"--choose", "f1", "--decide-on", fresh}).status == 0);
}

BOOST_AUTO_TEST_CASE(early_stopping_sets_no_rows_apart_that_the_model_to_go_on_from_knows) {
  BOOST_REQUIRE(train({}).status == 0);
  const Outcome outcome =
      call_ballast({"train", data, "--target", "y", "--positive", "1", "--classifier", "boosting", "--rounds", "5",
                    "--continue", file("m"), "--early-stopping", "2", "--out", file("n")});
  refuses(outcome, "--early-stopping with --continue needs rows that are new");
}

BOOST_AUTO_TEST_CASE(true_labels_never_learned_are_no_class) {
  BOOST_REQUIRE(train({}).status == 0);
  const std::string odd = write("odd.csv", table(90, 2, "2"));
  const Outcome outcome = call_ballast({"evaluate", file("m"), odd});
  refuses(outcome, "column 'y': 67 of 90 cells hold labels that the model has never seen");
  const Outcome accepted = call_ballast({"evaluate", file("m"), odd, "--accept-unseen"});
  BOOST_TEST(accepted.status == 0, accepted.err);
  BOOST_TEST(accepted.says("counted as the other class"), accepted.err);
  refuses(train({"--choose", "f1", "--decide-on", odd}), "never seen");
  BOOST_TEST(call_ballast({"evaluate", file("m"), fresh}).status == 0);
}

BOOST_AUTO_TEST_CASE(auto_cannot_choose_itself) {
  for (const char* arms : {"auto", "none,auto", "none+auto", "tuned"}) {
    refuses(train({"--augment", "auto", "--choose-from", arms}), "--choose-from");
  }
}

BOOST_AUTO_TEST_CASE(unseen_labels_are_judged_alike_by_all_that_ask_a_generator) {
  std::string odd = table(40, 3);
  for (std::size_t at = odd.find("red"); at != std::string::npos; at = odd.find("red")) odd.replace(at, 3, "ROT");
  odd += "7,,0\n";
  const std::string file_of_odd = write("odd.csv", odd);
  const Outcome fitted =
      call_ballast({"fit", data, "--generator", "masked", "--updates", "20", "--hidden", "8", "--out", file("g")});
  BOOST_REQUIRE_EQUAL(fitted.status, 0);
  const std::vector<Words> calls{{"score", file("g"), file_of_odd, "--out", file("s")},
                                 {"impute", file_of_odd, "--with", file("g"), "--out", file("i")},
                                 {"sample", file("g"), "--row", "1", "--trace", "--nearest-in", file_of_odd}};
  for (Words words : calls) {
    refuses(call_ballast(words), "column 'colour': 14 of 40 cells hold labels that the model has never seen");
    words.push_back("--accept-unseen");
    const Outcome accepted = call_ballast(words);
    BOOST_TEST(accepted.status == 0, accepted.err);
    BOOST_TEST(accepted.says(words[0] == "impute" ? "left as they are" : "read as missing"), accepted.err);
  }
  BOOST_TEST(read_file(file("i")).find("ROT") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(options_and_names_that_cannot_stand_together) {
  refuses(call_ballast({"impute", data, "--with", file("g"), "--likeliest", "--draws", "2", "--out", file("i")}),
          "--draws is not read with --likeliest");
  std::string dates = "d,d (hour),y\n", amounts = "a,b\n";
  for (int r = 0; r < 240; ++r) {
    dates += "2024-01-" + std::to_string(10 + r % 20) + " 0" + std::to_string(r % 10) + ":00," + std::to_string(r) +
             "," + std::to_string(r % 4 == 0) + "\n";
    amounts += std::to_string(r) + ".25,1\n";
  }
  refuses(call_ballast({"train", write("d.csv", dates), "--target", "y", "--positive", "1", "--classifier", "boosting",
                        "--out", file("x")}),
          "column 'd (hour)' has the name of a part of the date column 'd'");
  refuses(call_ballast({"split", write("a.csv", amounts), "--target", "a", "--out", file("parts")}),
          "column 'a' has more than 100 labels");
  BOOST_REQUIRE(train({}).status == 0);
  for (const char* name : {"select", "NULL", "sqrt", "time", "size_t", "FILE", "tm"}) {
    refuses(call_ballast({"export", file("m"), "--to", "cpp", "--name", name, "--out", file("e.cpp")}),
            "--name is taken by C++ or its library");
  }
}

BOOST_AUTO_TEST_CASE(what_a_file_may_be_is_said_where_it_is_no_model) {
  refuses(call_ballast({"predict", write("x.json", "{\"learner\": {}}"), data, "--out", file("s")}),
          "`ballast import`");
  refuses(call_ballast({"inspect", write("m.gz", "\x1f\x8b\x08zzzzzz")}), "gunzip");
}

BOOST_AUTO_TEST_CASE(a_model_that_tells_no_rows_apart_is_told) {
  BOOST_TEST(train({"--gamma", "1e9"}).says("the model tells no rows apart"));
  BOOST_TEST(!train({}).says("the model tells no rows apart"));
}

// All positives are of one group, so whichever side it stands on, another has none.
BOOST_AUTO_TEST_CASE(groups_that_leave_a_part_without_a_class_are_refused_by_whatever_splits) {
  std::string text = "who,size,y\n";
  for (int r = 0; r < 200; ++r) {
    text += (r % 10 == 0 ? "one," : "two,") + std::to_string(r * 37 % 101) + (r % 10 == 0 ? ",1\n" : ",0\n");
  }
  const std::string grouped = write("g.csv", text);
  const std::vector<Words> ways{{"run", "--augment", "oversample", "--repeats", "2"},
                                {"tune", "--classifier", "boosting", "--budget-fits", "12", "--folds", "2"},
                                {"paper", "--augment", "smote", "--repeats", "2"},
                                {"train", "--classifier", "boosting", "--rounds", "3", "--choose", "f1"},
                                {"train", "--classifier", "forest", "--trees", "3", "--augment", "auto"}};
  for (Words words : ways) {
    words.insert(words.begin() + 1, grouped);
    words.insert(words.end(), {"--target", "y", "--positive", "1", "--group", "who", "--out", file("g")});
    refuses(call_ballast(words), "the groups leave ");
    BOOST_TEST(!fs::exists(file("g")));
  }
  refuses(call_ballast({"run", data, "--target", "y", "--positive", "1", "--augment", "smote-fresh", "--fresh", "0",
                        "--out", file("g")}),
          "--fresh is invalid; expected a whole number from 1");
}

BOOST_AUTO_TEST_CASE(a_table_counts_once_in_a_survey) {
  const std::string list = write("list.csv", "file,target,positive\nt.csv,y,1\nt.csv,y,1\nu.csv,y,1\n");
  const Outcome outcome = call_ballast({"survey", list, "--augment", "none,oversample", "--repeats", "2", "--rounds",
                                        "3", "--classifier", "boosting", "--out", file("o"), "--json"});
  BOOST_TEST(
      (outcome.says("stands in the list twice") || outcome.out.find("stands in the list twice") != std::string::npos),
      outcome.err);
}

// Options joined by a script: the codes of labels were once taken for seconds, and every date became 1970-01-01.
BOOST_AUTO_TEST_CASE(a_column_is_text_dates_or_left_out_by_one_option_alone) {
  const std::string dates = write("dates.csv", "day,n\n2024-05-23,1\n2024-05-24,2\n");
  const auto refused = [&](const Words& more, const std::string& text) {
    for (const char* command : {"convert", "schema"}) {
      Words words{command, dates, "--out", file("out.csv")};
      words.insert(words.end(), more.begin(), more.end());
      refuses(call_ballast(words), text);
    }
    BOOST_TEST(!std::filesystem::exists(file("out.csv")));
  };
  refused({"--categorical", "day", "--date", "day=%Y-%m-%d"}, "--categorical and --date both name column 'day'");
  refused({"--drop", "n,day", "--date", "day=%Y-%m-%d"}, "--drop and --date both name column 'day'");
  refused({"--drop", "n", "--categorical", "day,n"}, "--drop and --categorical both name column 'n'");
  refused({"--drop", "n", "--missing", "n=7"}, "--drop and --missing both name column 'n'");
  refused({"--date", "day=%Y-%m-%d,day=%d/%m/%Y"}, "--date names column 'day' twice");
  refuses(train({"--drop", "y"}), "--drop and --target both name column 'y'");
  refuses(train({"--drop", "size", "--monotone", "+size"}), "--drop and --monotone both name column 'size'");
  refuses(train({"--categorical", "size", "--monotone=-size"}), "--categorical and --monotone both name column 'size'");
  BOOST_TEST(call_ballast({"convert", dates, "--out", file("out.csv"), "--drop", "n", "--missing", "day=x,n", "--date",
                           "day=%Y-%m-%d"})
                 .status == 0);
}

BOOST_AUTO_TEST_CASE(without_a_column_nothing_is_written) {
  for (const char* out : {"none.table", "none.csv"}) {
    refuses(call_ballast({"convert", data, "--drop", "size,colour,y", "--out", file(out)}), "no columns are left");
  }
  refuses(call_ballast({"schema", data, "--drop", "size,colour,y", "--out", file("none.json")}), "no columns are left");
  BOOST_REQUIRE(call_ballast({"convert", data, "--out", file("t.table")}).status == 0);
  refuses(call_ballast({"convert", file("t.table"), "--drop", "size,colour,y", "--out", file("none.csv")}),
          "no columns are left");
}

BOOST_AUTO_TEST_CASE(one_file_is_not_taken_twice_where_that_says_nothing) {
  refuses(call_ballast({"compare", data, fresh, "--holdout", fresh}), "--holdout is the file of the synthetic rows");
  refuses(call_ballast({"compare", data, fresh, "--holdout", data}), "--holdout is the file of the real rows");
  const std::string rare = write("rare.csv", "size,colour,y\n1.5,red,1\n2.5,blue,1\n");
  refuses(train({"--added", rare + "," + rare}), "--added names one file twice");
  BOOST_TEST(train({"--added", rare + "," + write("other.csv", read_file(rare))}).status == 0);
}

BOOST_AUTO_TEST_CASE(what_split_is_told_of_columns_is_held_against_the_file) {
  const std::string dates = write("dates.csv", "day,n\n2024-05-23,1\n2024-05-24,2\n2024-05-25,3\n2024-05-26,4\n");
  const auto split = [&](const Words& more) {
    Words words{"split", dates, "--out", file("parts"), "--test-fraction", "0.5"};
    words.insert(words.end(), more.begin(), more.end());
    return call_ballast(words);
  };
  refuses(split({"--date", "day=%d/%m/%Y"}), "not a date");
  refuses(split({"--categorical", "none"}), "none");
  refuses(split({"--decimal", ","}), "--decimal is read with");
  refuses(split({"--missing", "7"}), "--missing is read with");
  BOOST_TEST(split({"--date", "day=%Y-%m-%d", "--categorical", "n"}).status == 0);
  refuses(call_ballast({"help", "predict", "fit"}), "one word too many");
  refuses(train({"--accept-unseen"}), "--accept-unseen is read with");
}

BOOST_AUTO_TEST_SUITE_END()
