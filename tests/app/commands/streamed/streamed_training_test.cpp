// `train --memory`: the model file of training in memory, from a table file and from CSV; caches; refusals.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "tests/app/mixed_rows.hpp"
#include "tests/app/program.hpp"

using namespace ballast::app::testing;

namespace {

using Words = std::vector<std::string>;

struct Streamed : TempFolder {
  Streamed() {
    write("rows.csv", mixed_rows(20000));
    call({"convert", file("rows.csv"), "--out", file("rows.table")});
  }
  static Outcome call(const Words& words) {
    Outcome outcome = call_ballast(words);
    BOOST_TEST_CONTEXT(outcome.err) {
      BOOST_TEST(outcome.status == 0);
    }
    return outcome;
  }
  Words words(const std::string& data, const std::string& out, const Words& more) const {
    Words all{"train",    file(data), "--target", "grade", "--classifier",
              "boosting", "--rounds", "4",        "--out", file(out)};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  // The model file; err: what was told.
  std::string model(const std::string& data, const Words& more, std::string* err = nullptr) const {
    const Outcome outcome = call(words(data, "m", [&] {
      Words all = more;
      all.push_back("--force");
      return all;
    }()));
    if (err != nullptr) *err = outcome.err;
    return read_file(file("m"));
  }
  void refuses(const Words& more, const std::string& text, const std::string& data = "rows.table") const {
    const Outcome outcome = call_ballast(words(data, "refused", more));
    BOOST_TEST(outcome.status == 2);
    BOOST_TEST(outcome.err.find(text) != std::string::npos, text << " in " << outcome.err);
  }
};

Words with(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(streamed_training_test, Streamed)

BOOST_AUTO_TEST_CASE(model_files_are_those_of_training_in_memory) {
  const std::vector<Words> ways{{"--positive", "rare"},
                                {},
                                {"--positive", "rare", "--subsample", "0.7", "--colsample", "0.6", "--monotone",
                                 "+size", "--scale-pos-weight", "3", "--drop", "weight", "--base-rate", "0.001"},
                                {"--max-leaves", "12", "--max-bin", "40", "--lambda", "2"}};
  for (const Words& way : ways) {
    const std::string wanted = model("rows.csv", way);
    for (const char* data : {"rows.table", "rows.csv"}) {
      for (const char* threads : {"1", "3"}) {
        const std::string got = model(data, with(way, {"--memory", "300M", "--threads", threads}));
        BOOST_TEST((got == wanted), data << ", " << threads << " threads");
      }
    }
  }
  BOOST_TEST(names() == (Words{"m", "rows.csv", "rows.table"}));  // no cache is left
}

BOOST_AUTO_TEST_CASE(a_cache_is_taken_again_unless_it_does_not_fit) {
  const Words way{"--positive", "rare", "--memory", "300M", "--cache", file("cache")};
  const std::string wanted = model("rows.csv", {"--positive", "rare"});
  const std::string cache = file("cache/rows.table.codes");
  std::string told;
  BOOST_TEST((model("rows.table", way, &told) == wanted));
  BOOST_TEST(told.find("needs ") != std::string::npos);
  BOOST_TEST(told.find("cache") == std::string::npos);
  BOOST_TEST((model("rows.table", with(way, {"--eta", "0.3"}), &told) == wanted));
  BOOST_TEST(told.find("codes are taken from the cache") != std::string::npos);
  model("rows.table", with(way, {"--max-bin", "20"}), &told);
  BOOST_TEST(told.find("is of other data or options: it is made anew") != std::string::npos);
  BOOST_TEST((model("rows.table", way, &told) == wanted));
  std::string bytes = read_file(cache);
  bytes[5000] ^= 1;
  write("cache/rows.table.codes", bytes);
  BOOST_TEST((model("rows.table", way, &told) == wanted));
  BOOST_TEST(told.find("the checksum of block 0 does not match") != std::string::npos, told);
  write("cache/rows.table.codes", bytes.substr(0, bytes.size() / 2));
  BOOST_TEST((model("rows.table", way, &told) == wanted));
  BOOST_TEST(told.find("it is truncated") != std::string::npos, told);
  write("cache/rows.table.codes", "my diary");
  refuses(way, "a file that is no cache stands in its place");
  BOOST_TEST(read_file(cache) == "my diary");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_kept_to_is_refused) {
  refuses({"--memory", "40M"}, "--memory is not enough for 20,000 rows of 6 features");
  refuses({"--memory", "much"}, "--memory: no amount of memory");
  refuses({"--memory", "300M", "--calibrate", "platt"}, "--calibrate is not read with --memory");
  refuses({"--memory", "300M", "--early-stopping", "3"}, "--early-stopping is not read with --memory");
  refuses({"--memory", "300M", "--categorical", "size"}, "is asked for otherwise than the table file holds it");
  refuses({"--cache", file("cache")}, "--cache is read with --memory only");
  refuses({"--memory", "300M", "--positive", "nobody"}, "no row of column 'grade' has the positive label");
  BOOST_TEST(!fs::exists(file("refused")));
}

BOOST_AUTO_TEST_CASE(notes_on_columns_and_lines_of_faults_are_those_of_training_in_memory) {
  const auto rows = [](const std::string& label) {
    std::string text = "id,twin,same,none,size,again,copy,y\n";
    for (int r = 0; r < 3000; ++r) {
      const std::string size = std::to_string(r * 37 % 101), y = r % 3 == 0 ? "1" : "0";
      text += std::to_string(r) +
              (r % 2 == 0   ? ",FALSE"
               : r % 5 == 0 ? ",\"fa\nlse\""
                            : ",false") +
              ",7,," + size + "," + size + "," + (r % 3 == 0 ? "yes" : "no") + "," +
              (r == 2000 || r == 2500 ? label : y) + "\n";
    }
    return text;
  };
  const auto told = [&](const std::string& data, const Words& more) {
    Words all{"train", file(data), "--target", "y", "--positive", "1", "--classifier", "boosting"};
    all = with(with(all, {"--rounds", "2", "--out", file("n"), "--force"}), more);
    std::string notes;
    const std::string err = call_ballast(all).err;
    for (std::size_t at = 0, end = 0; at < err.size(); at = end + 1) {
      end = std::min(err.find('\n', at), err.size());
      const std::string line = err.substr(at, end - at);
      const bool note = line.starts_with("note: ") || line.starts_with("ballast: ");
      if (note && line.find("needs ") == std::string::npos) notes += line + "\n";
    }
    return notes;
  };
  write("noted.csv", rows("1"));
  write("bad.csv", rows(""));
  const std::string notes = told("noted.csv", {});
  for (const char* said : {"'id' looks like an identifier", "'twin' writes one label in", "'same' is constant",
                           "'none' is empty", "'again' is the same as column 'size'", "'copy' alone tells"}) {
    BOOST_TEST(notes.find(said) != std::string::npos, said << " in " << notes);
  }
  BOOST_TEST(told("noted.csv", {"--memory", "300M"}) == notes);
  const std::string fault = told("bad.csv", {});
  BOOST_TEST(fault.find("missing value in the target column 'y' (2 in all)") != std::string::npos, fault);
  BOOST_TEST(told("bad.csv", {"--memory", "300M"}) == fault);
}

// 8 MiB are looked at before the rest is read.
BOOST_AUTO_TEST_CASE(text_that_is_otherwise_further_down_is_refused_or_read_as_in_memory) {
  std::string text = "a,b,c,y\n";
  for (int r = 0; text.size() < 9'000'000; ++r) {
    text += std::to_string(r % 1000) + ",x" + std::to_string(r % 3) + ",1," + (r % 3 == 0 ? "1" : "0") + "\n";
  }
  const Words way{"--positive", "1", "--target", "y"};
  const auto train = [&](const Words& more) {
    return call_ballast(with({"train", file("long.csv"), "--classifier", "boosting", "--rounds", "2", "--out",
                              file("l"), "--force", "--target", "y", "--positive", "1"},
                             more));
  };
  write("long.csv", text + "0.5,\"x, 4\",2,1\n7,,3,0\n");
  BOOST_TEST(train({}).status == 0);
  const std::string wanted = read_file(file("l"));
  BOOST_TEST(train({"--memory", "400M"}).status == 0);
  BOOST_TEST((read_file(file("l")) == wanted));
  write("long.csv", text + "word,x1,2,1\n");
  const Outcome outcome = train({"--memory", "400M"});
  BOOST_TEST(outcome.status == 2);
  BOOST_TEST(outcome.err.find("not a number") != std::string::npos, outcome.err);
}

BOOST_AUTO_TEST_SUITE_END()
