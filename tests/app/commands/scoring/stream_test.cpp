// `ballast predict MODEL -`: a line out for each line in, at once, and what becomes of bad lines.
#include <poll.h>

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <filesystem>

#include "tests/app/program.hpp"

using namespace ballast::app::testing;

namespace {

struct Bench : TempFolder {
  Bench() {
    std::string text = "colour,size,label\n";
    for (int r = 0; r < 90; ++r) {
      text += std::string(r % 2 == 0 ? "red" : "\"blue, dark\"") + "," + (r % 7 == 0 ? "" : std::to_string(r % 5)) +
              "," + (r % 4 == 0 ? "yes" : "no") + "\n";
    }
    data = write("data.csv", text);
    const Outcome outcome = call_ballast({"train", data, "--target", "label", "--positive", "yes", "--classifier",
                                          "boosting", "--rounds", "5", "--out", file("m")});
    BOOST_REQUIRE_EQUAL(outcome.status, 0);
  }
  // Feeds `input` to standard input.
  Outcome stream(const std::string& input, const std::string& more = "") const {
    const std::string call = std::string(BALLAST_PROGRAM) + " predict " + file("m") + " - " + more + " < " +
                             write("in", input) + " > " + file("out") + " 2> " + file("err");
    const int raw = std::system(call.c_str());
    return {WEXITSTATUS(raw), read_file(file("out")), read_file(file("err"))};
  }
  std::string data;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(stream_test, Bench)

BOOST_AUTO_TEST_CASE(a_stream_is_answered_as_the_file_is) {
  BOOST_REQUIRE_EQUAL(call_ballast({"predict", file("m"), data, "--out", file("s.csv")}).status, 0);
  const Outcome outcome = stream(read_file(data));
  BOOST_TEST(outcome.status == 0);
  BOOST_TEST(outcome.out == read_file(file("s.csv")));
}

BOOST_AUTO_TEST_CASE(a_file_of_many_blocks_is_answered_as_the_stream_is) {
  std::string rows = "id,size,colour\n";
  for (int r = 0; r < 90'000; ++r) {
    rows += std::to_string(r) + "," + std::to_string(r % 9) + "," + (r % 30 == 29 ? "violet" : "red") + "\n";
  }
  const std::string many = write("many.csv", rows);
  const Outcome scored = call_ballast({"predict", file("m"), many, "--keep", "id", "--out", file("s.csv")});
  BOOST_TEST(scored.status == 0);
  BOOST_TEST(scored.says("column 'colour': 3000 cells hold labels"), scored.err);
  BOOST_TEST(stream(rows, "--keep id").out == read_file(file("s.csv")));
  const Outcome refused =
      call_ballast({"predict", file("m"), write("bad.csv", rows + "1,big,red\n"), "--out", file("t")});
  BOOST_TEST(refused.status == 2);
  BOOST_TEST(refused.says("bad.csv:90002:3: not a number"), refused.err);
  BOOST_TEST(!std::filesystem::exists(file("t")));
}

BOOST_AUTO_TEST_CASE(columns_in_another_order_and_labels_never_seen) {
  const Outcome outcome = stream("\"size\",x,colour\r\n3,7,violet\r\n?,,\"blue, dark\"\r\n");
  BOOST_TEST(outcome.status == 0);
  BOOST_TEST(std::count(outcome.out.begin(), outcome.out.end(), '\n') == 3);
  BOOST_TEST(outcome.says("1 cell"), outcome.err);
}

BOOST_AUTO_TEST_CASE(a_bad_line_ends_it_with_its_place) {
  const Outcome number = stream("colour,size\nred,1\nblue,big\nred,2\n");
  BOOST_TEST(number.status == 2);
  BOOST_TEST(number.says("standard input:3:6: not a number"), number.err);
  BOOST_TEST(std::count(number.out.begin(), number.out.end(), '\n') == 2);
  BOOST_TEST(stream("colour,size\nred\n").says("standard input:2:1: a row of another length"));
  BOOST_TEST(stream("colour,size\nred,1,2\n").says("got '3'"));
  BOOST_TEST(stream("colour,size\n\"red,1\n").says("standard input:2:1: a quote"));
  BOOST_TEST(stream("colour,size\nred,inf\n").says("'inf'"));
  BOOST_TEST(stream("colour,colour\n").says("standard input:1"));
  BOOST_TEST(stream("colour\nred\n").says("'size'"));
  BOOST_TEST(stream("").says("empty"));
}

BOOST_AUTO_TEST_CASE(skip_bad_answers_na_and_goes_on) {
  const Outcome outcome = stream("colour,size\nred,1\nblue,big\nred,1\n", "--skip-bad");
  BOOST_TEST(outcome.status == 0);
  BOOST_TEST(outcome.says("skipped: standard input:3:6"), outcome.err);
  const std::size_t first = outcome.out.find('\n') + 1, second = outcome.out.find('\n', first) + 1;
  const std::string score = outcome.out.substr(first, second - first);
  BOOST_TEST(outcome.out == "probability\n" + score + "NA\n" + score);
}

BOOST_AUTO_TEST_CASE(each_line_is_answered_before_the_next_is_asked_for) {
  int in[2], out[2];
  BOOST_REQUIRE(pipe(in) == 0 && pipe(out) == 0);
  const std::string model = file("m");
  const pid_t child = fork();
  if (child == 0) {
    dup2(in[0], STDIN_FILENO);
    dup2(out[1], STDOUT_FILENO);
    close(in[1]);
    close(out[0]);
    execl(BALLAST_PROGRAM, BALLAST_PROGRAM, "predict", model.c_str(), "-", nullptr);
    _exit(9);
  }
  close(in[0]);
  close(out[1]);
  const auto ask = [&](const std::string& line) {
    BOOST_REQUIRE(::write(in[1], line.data(), line.size()) == static_cast<ssize_t>(line.size()));
    pollfd waiting{out[0], POLLIN, 0};
    constexpr int kPatience = 20'000;  // ms: a program that keeps its answer back would never give it
    BOOST_REQUIRE(poll(&waiting, 1, kPatience) == 1);
    char answer[256];
    const ssize_t size = read(out[0], answer, sizeof answer);
    return std::string(answer, size > 0 ? static_cast<std::size_t>(size) : 0);
  };
  BOOST_TEST(ask("colour,size\n") == "probability\n");
  const std::string once = ask("red,1\n");
  BOOST_TEST(once.ends_with("\n"));
  BOOST_TEST(ask("red,1\n") == once);
  close(in[1]);
  int status = 0;
  waitpid(child, &status, 0);
  close(out[0]);
  BOOST_TEST(WEXITSTATUS(status) == 0);
}

BOOST_AUTO_TEST_CASE(options_that_do_not_go_together_are_refused) {
  BOOST_TEST(call_ballast({"predict", file("m"), data}).says("--out is missing"));
  BOOST_REQUIRE_EQUAL(call_ballast({"convert", data, "--out", file("d.table")}).status, 0);
  BOOST_TEST(stream(read_file(file("d.table"))).says("a ballast table file"));
  BOOST_TEST(stream("<html>\n<body>").says("a web page"));
  BOOST_TEST(call_ballast({"predict", file("m"), data, "--out", file("x"), "--skip-bad"})
                 .says("--skip-bad is read with a stream of rows only"));
}

BOOST_AUTO_TEST_CASE(notes_on_a_stream_call_it_by_one_name) {
  write("semicolons.csv", "colour;size\nred;1\n\"blue, dark\";2\n");
  const std::string call = std::string(BALLAST_PROGRAM) + " convert - --out " + file("t.table") + " < " +
                           file("semicolons.csv") + " 2> " + file("err");
  BOOST_REQUIRE_EQUAL(std::system(call.c_str()), 0);
  const std::string told = read_file(file("err"));
  BOOST_TEST(told.find("note: standard input: cells are separated by ';'") != std::string::npos, told);
}

BOOST_AUTO_TEST_CASE(gzip_a_title_and_other_names_are_told_from_a_stream_as_from_a_file) {
  const std::string rows = "colour,size\nred,1\n\"blue, dark\",2\n";
  const std::string packed = write("in.csv", rows);
  BOOST_REQUIRE_EQUAL(std::system(("gzip -kf " + packed).c_str()), 0);
  BOOST_TEST(stream(read_file(packed + ".gz")).out == stream(rows).out);
  for (const std::string& text : {"Report of sales\n" + rows, std::string("Colour,size\nred,1\n")}) {
    const Outcome streamed = stream(text);
    const Outcome read = call_ballast({"predict", file("m"), write("t.csv", text), "--out", file("t")});
    BOOST_TEST(streamed.status == 2);
    BOOST_TEST(read.status == 2);
    const std::string told = text[0] == 'R' ? "--skip-lines 1 begins on line 2" : "did you mean 'Colour'?";
    BOOST_TEST(streamed.says(told), streamed.err);
    BOOST_TEST(read.says(told), read.err);
  }
}

BOOST_AUTO_TEST_SUITE_END()
