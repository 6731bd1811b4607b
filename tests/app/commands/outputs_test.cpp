// Nothing of a user's is lost: what exists, what is read and what others wrote is never replaced, in any command; what
// goes to standard output is the result alone; what a killed run leaves is tidied.
#include <boost/test/unit_test.hpp>
#include <cstdlib>

#include "app/commands/parsing/extras.hpp"
#include "engine/files/atomic.hpp"
#include "engine/ranks/alone.hpp"
#include "tests/app/program.hpp"

using namespace ballast::app::testing;

namespace {

using Words = std::vector<std::string>;

// The files that commands read, made once.
struct Inputs : TempFolder {
  Inputs() {
    const Words target{"--target", "Class", "--positive", "1"};
    const auto must = [](Words words, const Words& more = {}) {
      words.insert(words.end(), more.begin(), more.end());
      const Outcome outcome = call_ballast(words);
      if (outcome.status != 0) throw std::runtime_error(words[0] + ": " + outcome.err);
    };
    must({"demo", "--rows", "300", "--positives", "40", "--write", file("t.csv")});
    must({"train", file("t.csv"), "--classifier", "boosting", "--rounds", "2", "--out", file("m")}, target);
    must({"fit", file("t.csv"), "--generator", "smote", "--out", file("g")}, target);
    must({"sample", file("g"), "--rows", "20", "--out", file("s.csv")});
    must({"export", file("m"), "--to", "xgboost-json", "--out", file("x.json")});
  }
};

const Inputs& inputs() {
  static const Inputs made;
  return made;
}

struct Bench : TempFolder {
  Bench() {
    for (const char* name : {"t.csv", "m", "g", "s.csv", "x.json"}) fs::copy_file(inputs().file(name), file(name));
  }

  Words train(Words more = {}) const {
    Words out{"train", file("t.csv"), "--target", "Class",        "--positive",
              "1",     "--rounds",    "2",        "--classifier", "boosting"};
    out.insert(out.end(), more.begin(), more.end());
    return out;
  }
  Words study(const std::string& out, Words more = {}) const {
    Words words{"run",       file("t.csv"), "--target", "Class", "--positive", "1", "--augment", "none",
                "--repeats", "1",           "--trees",  "2",     "--rounds",   "2", "--out",     out};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  // Every command that writes one file, but for --out and its value.
  std::vector<Words> writers() const {
    return {train(),
            {"fit", file("t.csv"), "--target", "Class", "--positive", "1", "--generator", "smote"},
            {"sample", file("g"), "--rows", "5"},
            {"predict", file("m"), file("t.csv")},
            {"export", file("m"), "--to", "json"},
            {"export", file("m"), "--to", "cpp"},
            {"import", file("x.json")}};
  }
  static Words with(Words words, const Words& more) {
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  // Through a shell, for redirections; `words` goes behind the program's name.
  int shell(const std::string& words) const {
    const std::string call = "cd " + file("") + "; " + BALLAST_PROGRAM + " " + words;
    const int raw = std::system(("bash -c '" + call + "'").c_str());
    return WIFEXITED(raw) ? WEXITSTATUS(raw) : -1;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(outputs_test, Bench)

BOOST_AUTO_TEST_CASE(an_output_that_exists_is_refused_and_replaced_by_force_if_ballast_wrote_it) {
  for (const Words& words : writers()) {
    BOOST_TEST_CONTEXT(words[0]) {
      const std::string out = file("out-" + words[0]);
      fs::remove(out);
      BOOST_REQUIRE_EQUAL(call_as_typed(with(words, {"--out", out})).status, 0);
      const std::string before = read_file(out);
      const Outcome again = call_as_typed(with(words, {"--out", out}));
      BOOST_TEST(again.status == 2);
      BOOST_TEST(again.says(out + ": the output exists (hint: --force replaces what ballast wrote"), again.err);
      BOOST_TEST(call_as_typed(with(words, {"--out", out, "--force"})).status == 0);
      BOOST_TEST(read_file(out) == before);
      std::ofstream(out) << "mine";
      const Outcome foreign = call_as_typed(with(words, {"--out", out, "--force"}));
      BOOST_TEST(foreign.status == 2);
      BOOST_TEST(foreign.says("this file is not so, or was changed since"), foreign.err);
      BOOST_TEST(read_file(out) == "mine");
    }
  }
  BOOST_TEST(call_as_typed({"demo", "--rows", "50", "--write", file("t.csv")}).says("the output exists"));
}

BOOST_AUTO_TEST_CASE(no_input_is_ever_an_output) {
  fs::create_symlink("t.csv", file("soft"));
  fs::create_hard_link(file("t.csv"), file("hard"));
  fs::create_directory(file("sub"));
  const std::string data = read_file(file("t.csv"));
  for (const char* spelling : {"t.csv", "./t.csv", "sub/../t.csv", "soft", "hard"}) {
    for (const Words& words : {train(), Words{"predict", file("m"), file("t.csv")},
                               Words{"fit", file("t.csv"), "--target", "Class", "--positive", "1"}}) {
      const Outcome outcome = call_as_typed(with(words, {"--out", file(spelling), "--force"}));
      BOOST_TEST(outcome.status == 2);
      BOOST_TEST(outcome.says("the output is an input of this command"), outcome.err);
    }
  }
  BOOST_TEST(read_file(file("t.csv")) == data);
  const std::vector<Words> others{{"sample", file("g"), "--rows", "5", "--out", file("g")},
                                  {"predict", file("m"), file("t.csv"), "--out", file("m")},
                                  {"export", file("m"), "--to", "json", "--out", file("m")},
                                  {"import", file("x.json"), "--out", file("x.json")},
                                  train({"--added", file("s.csv"), "--out", file("s.csv")}),
                                  train({"--choose", "f1", "--decide-on", file("s.csv"), "--out", file("s.csv")}),
                                  train({"--continue", file("m"), "--out", file("m")})};
  for (const Words& words : others) {
    const Outcome outcome = call_as_typed(with(words, {"--force"}));
    BOOST_TEST(outcome.status == 2);
    BOOST_TEST(outcome.says("the output is an input of this command"), outcome.err);
  }
}

BOOST_AUTO_TEST_CASE(folders_that_are_needed_are_refused_and_stay) {
  const std::string here = fs::current_path().string();
  const auto refused = [&](const std::string& out, const std::string& why) {
    const Outcome outcome = call_as_typed(study(out, {"--force"}));
    BOOST_TEST(outcome.status == 2);
    BOOST_TEST(outcome.says("the output folder cannot be replaced: it " + why), outcome.err);
  };
  refused(".", "is the working folder or above it");
  refused(here + "/..", "is the working folder or above it");
  refused("/", "is ");
  refused(file(""), "holds the input");
  fs::create_directory_symlink(file(""), file("link"));
  refused(file("link"), "holds the input");
  BOOST_TEST(fs::exists(file("t.csv")));
}

BOOST_AUTO_TEST_CASE(two_outputs_of_one_name_are_refused) {
  Words words{"train", file("t.csv"), "--target", "Class", "--positive", "1", "--classifier", "forest", "--trees", "2"};
  const Outcome outcome = call_as_typed(with(words, {"--out", file("a"), "--out-of-bag-scores", file("./a")}));
  BOOST_TEST(outcome.status == 2);
  BOOST_TEST(outcome.says("two outputs of one command are the same"), outcome.err);
  BOOST_TEST(call_as_typed(with(words, {"--out", file("a"), "--out-of-bag-scores", file("t.csv")})).status == 2);
}

BOOST_AUTO_TEST_CASE(force_means_the_same_in_every_help) {
  std::string sentence;
  for (const char* name :
       {"demo", "run", "fit", "sample", "train", "predict", "export", "import", "toy", "lab", "paper", "split"}) {
    const std::string help = call_as_typed({"help", name}).out;
    const std::size_t at = help.find("--force ");
    BOOST_REQUIRE_MESSAGE(at != std::string::npos, name);
    std::string words;
    for (const char c : help.substr(at, help.find("\n  --", at) - at)) {
      if (c != ' ' && c != '\n') words += c;
    }
    words.erase(words.find("replaced.") + 9);
    if (sentence.empty()) sentence = words;
    BOOST_TEST(words == sentence, name);
  }
}

BOOST_AUTO_TEST_CASE(standard_output_holds_the_result_alone) {
  for (const Words& words : writers()) {
    BOOST_TEST_CONTEXT(words[0]) {
      const std::string out = file("out-" + words[0]);
      fs::remove(out);
      const Outcome named = call_as_typed(with(words, {"--out", out}));
      BOOST_TEST(named.says("wrote " + out + ": "), named.err);
      BOOST_TEST(named.out.empty(), named.out);
      for (const char* stream : {"-", "/dev/stdout", "/dev/fd/1"}) {
        const Outcome streamed = call_as_typed(with(words, {"--out", stream}));
        BOOST_TEST(streamed.status == 0, streamed.err);
        BOOST_TEST((streamed.out == read_file(out)));
      }
      const Outcome both = call_as_typed(with(words, {"--out", "-", "--json"}));
      BOOST_TEST(both.status == 2);
      BOOST_TEST(both.says("--json and --out both want standard output"), both.err);
    }
  }
  BOOST_TEST(!fs::exists("-"));
}

BOOST_AUTO_TEST_CASE(a_stream_goes_on_where_it_stands) {
  BOOST_TEST(shell("sample g --rows 1 --out /dev/stdout > two 2> said; " BALLAST_PROGRAM
                   " sample g --rows 1 --out - >> two 2> said") == 0);
  BOOST_TEST(shell("sample g --rows 1 --out one 2> said") == 0);
  BOOST_TEST(read_file(file("two")) == read_file(file("one")) + read_file(file("one")));
  BOOST_TEST(shell("sample g --rows 1 --out /dev/fd/3 3> three 2> said") == 0);
  BOOST_TEST(read_file(file("three")) == read_file(file("one")));
  BOOST_TEST(shell("sample g --rows 1 --out /dev/null 2> said") == 0);
  BOOST_TEST(shell("predict m t.csv --out - >> t.csv 2> said") == 2);
  BOOST_TEST(read_file(file("said")).find("the output is an input of this command") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(one_file_of_rows_may_come_from_standard_input) {
  for (const char* words :
       {"train - --target Class --positive 1 --classifier boosting --rounds 2 --out piped",
        "fit - --target Class --positive 1 --generator smote --out pipedg", "predict m - --out piped.csv",
        "evaluate m -", "explain m - --rows 1",
        "run - --target Class --positive 1 --augment none --repeats 1 --trees 2 --rounds 2 --out o"}) {
    BOOST_TEST(shell(std::string(words) + " < t.csv > said 2>&1") == 0, words << ": " << read_file(file("said")));
  }
  BOOST_TEST(read_file(file("piped")) == read_file(file("m")));
  BOOST_TEST(shell("train - --added - --target Class --positive 1 --classifier forest --out x < t.csv 2> said") == 2);
  BOOST_TEST(read_file(file("said")).find("standard input is named twice") != std::string::npos);
  std::ofstream(file("bad.csv")) << "a,b\n1\n";
  BOOST_TEST(shell("train - --target b --classifier forest --out x < bad.csv 2> said") == 2);
  BOOST_TEST(read_file(file("said")).find("standard input:2") != std::string::npos, read_file(file("said")));
}

BOOST_AUTO_TEST_CASE(rows_are_not_written_under_a_name_that_says_they_are_no_csv) {
  for (const char* name : {"o.xlsx", "o.parquet", "o.table"}) {
    for (const Words& words : {Words{"sample", file("g"), "--rows", "5"}, Words{"predict", file("m"), file("t.csv")}}) {
      Words all = words;
      all.insert(all.end(), {"--out", file(name)});
      const Outcome outcome = call_ballast(all);
      BOOST_TEST(outcome.status == 2);
      BOOST_TEST(outcome.err.find("rows are written as CSV, and the name says otherwise") != std::string::npos,
                 outcome.err);
      BOOST_TEST(!fs::exists(file(name)));
    }
  }
}

BOOST_AUTO_TEST_CASE(rows_of_a_name_in_tsv_have_tabs_between_their_cells) {
  BOOST_TEST_REQUIRE(call_ballast({"sample", file("g"), "--rows", "5", "--out", file("o.tsv")}).status == 0);
  const std::string header = read_file(file("o.tsv")).substr(0, 10);
  BOOST_TEST(header.find('\t') != std::string::npos, header);
  BOOST_TEST(header.find(',') == std::string::npos, header);
}

BOOST_AUTO_TEST_CASE(a_reader_that_leaves_ends_the_program_quietly) {
  BOOST_TEST(shell("sample g --rows 20000 --out - 2> said | head -c 10 > some; exit ${PIPESTATUS[0]}") == 141);
  BOOST_TEST(read_file(file("said")).find("ballast:") == std::string::npos, read_file(file("said")));
  const Outcome full = call_as_typed({"sample", file("g"), "--rows", "5", "--out", "-"}, "/dev/full");
  BOOST_TEST(full.status == 2);
  BOOST_TEST(full.says("standard output: cannot write: the disk is full"), full.err);
}

BOOST_AUTO_TEST_CASE(what_a_killed_run_left_is_removed_by_the_next) {
  const Words before = names();
  {
    Words endless = study(file("o"));
    *(std::ranges::find(endless, "--repeats") + 1) = "900";
    Running running(endless);
    for (int i = 0; i < 2000 && names().size() == before.size(); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    running.send(SIGKILL);
    running.wait();
  }
  BOOST_TEST(names().size() == before.size() + 1);
  BOOST_TEST(call_as_typed({"sample", file("g"), "--rows", "1", "--out", file("one")}).status == 0);
  fs::remove(file("one"));
  BOOST_TEST(names() == before, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_interrupt_before_the_header_ends_predict_with_130) {
  BOOST_TEST(shell("predict m - < <(sleep 2) 2> said & child=$!; sleep 0.5; kill -INT $child; wait $child") == 130);
  BOOST_TEST(read_file(file("said")).find("interrupted") != std::string::npos, read_file(file("said")));
  BOOST_TEST(shell("train - --target a --classifier forest --out x < <(sleep 2) 2> said & child=$!; sleep 0.5; "
                   "kill -INT $child; wait $child") == 130);
}

BOOST_AUTO_TEST_CASE(a_picture_that_fails_loses_nothing_and_is_told) {
  namespace files = ballast::files;
  using namespace ballast::app;
  ballast::numeric::ThreadPool pool(1);
  ProgressObserver observer(ProgressStyle::none);
  ballast::ranks::Alone alone;
  Session session{1, false, true, pool, observer, alone};
  files::OutputFolder folder(file("o"), {});
  files::write_atomically(folder.file("summary.json"), "{}");
  const Pictures pictures{{"big.svg", []() -> std::string { throw std::bad_alloc(); }},
                          {"odd.svg", []() -> std::string { throw std::out_of_range("no such bin"); }},
                          {"fine.svg", [] { return std::string("<svg/>"); }}};
  BOOST_TEST(add_pictures(folder, pictures, session) == Words{"fine.svg"}, boost::test_tools::per_element());
  BOOST_TEST(session.incomplete);
  BOOST_TEST(read_file(file("o/summary.json")) == "{}");
  BOOST_TEST(read_file(file("o/fine.svg")) == "<svg/>");
  BOOST_TEST(!fs::exists(file("o/big.svg")));
  files::OutputFolder again(file("o"), {.force = true});  // it is all ballast's own
}

BOOST_AUTO_TEST_CASE(what_is_killed_while_rows_are_written_is_removed_by_the_next) {
  const Words before = names();
  {
    Running running({"sample", file("g"), "--rows", "100000000", "--out", file("big.csv")});
    for (int i = 0; i < 2000 && names().size() == before.size(); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    running.send(SIGKILL);
    running.wait();
  }
  BOOST_TEST(call_as_typed({"sample", file("g"), "--rows", "1", "--out", file("one")}).status == 0);
  fs::remove(file("one"));
  BOOST_TEST(names() == before, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_second_output_that_fails_says_that_the_first_stays) {
  const Words words{
      "train",   file("t.csv"), "--target", "Class",   "--positive",          "1",        "--classifier", "forest",
      "--trees", "2",           "--out",    file("a"), "--out-of-bag-scores", "/dev/full"};
  const Outcome outcome = call_as_typed(words);
  BOOST_TEST(outcome.status == 2);
  BOOST_TEST(outcome.says("; whole and in place: " + file("a")), outcome.err);
  BOOST_TEST(shell("sample g --rows 2 --json --quiet --out z.csv > /dev/full 2> said") == 2);
  BOOST_TEST(read_file(file("said")).find("; whole and in place: z.csv") != std::string::npos, read_file(file("said")));
}

BOOST_AUTO_TEST_CASE(a_cache_and_an_output_of_one_name_are_refused_before_any_work) {
  fs::create_directory(file("c"));
  const Outcome outcome =
      call_as_typed(train({"--memory", "300M", "--cache", file("c"), "--out", file("c/t.csv.codes")}));
  BOOST_TEST(outcome.status == 2);
  BOOST_TEST(outcome.says("two outputs of one command are the same"), outcome.err);
}

// A scheduler's limit: OpenBLAS's threads once waited for ever at the end.
BOOST_AUTO_TEST_CASE(a_limit_of_address_space_lets_the_program_end) {
  const int status =
      shell("inspect m > said 2>&1; ulimit -v 100000; timeout 20 " BALLAST_PROGRAM " inspect m > /dev/null 2>&1");
  BOOST_TEST(status != 124);
}

BOOST_AUTO_TEST_CASE(a_file_larger_than_a_limit_is_an_error_that_leaves_nothing) {
  const Words before = names();
  BOOST_TEST(shell("inspect m > said 2>&1; ulimit -f 4; " BALLAST_PROGRAM
                   " sample g --rows 2000 --out p.csv > said 2>&1") == 2);
  fs::remove(file("said"));
  BOOST_TEST(names() == before, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
