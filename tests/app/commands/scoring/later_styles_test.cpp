// Files that are written otherwise than the one a model learned from: the same scores, from a file and from a stream,
// or an error that says what settles it.
#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <string>
#include <vector>

#include "tests/app/program.hpp"

using namespace ballast::app::testing;
using Words = std::vector<std::string>;

namespace {

constexpr int kRows = 120;

// A number in thousandths as one kind of file writes it.
using Number = std::string (*)(int thousandths);

std::string with_mark(int thousandths, char mark) {
  std::string digits = std::to_string(1000 + thousandths % 1000);
  return std::to_string(thousandths / 1000) + mark + digits.substr(1);
}

std::string point(int n) {
  return with_mark(n, '.');
}
std::string comma(int n) {
  return with_mark(n, ',');
}
std::string euro(int n) {
  return "€ " + point(n);
}
std::string dollar(int n) {
  return "$" + point(n);
}
std::string percent(int n) {
  return std::to_string(n / 10) + "." + std::to_string(n % 10) + "%";
}
std::string thousands(int n) {
  return point(n) + " k";
}
std::string tight(int n) {
  return point(n) + "k";
}
std::string whole(int n) {
  return std::to_string(n / 10) + "." + std::to_string(n % 10);
}

struct Folder : TempFolder {
  std::string table(const std::string& name, Number number) const {
    std::string text = "a;label\n";
    for (int r = 0; r < kRows; ++r) {
      text += number(37 + r * 7919 % 961) + ";" + (r * 7919 % 961 > 700 || r % 11 == 0 ? "yes" : "no") + "\n";
    }
    return write(name, text);
  }
  void train(const std::string& data, const std::string& model, const Words& more = {}) const {
    Words words{"train", data, "--target", "label", "--positive", "yes", "--classifier", "boosting", "--rounds", "5"};
    words.insert(words.end(), {"--out", file(model)});
    words.insert(words.end(), more.begin(), more.end());
    const Outcome outcome = call_ballast(words);
    BOOST_REQUIRE_MESSAGE(outcome.status == 0, outcome.err);
  }
  Outcome predict(const std::string& model, const std::string& data, const Words& more = {}) const {
    Words words{"predict", file(model), data, "--out", "-"};
    words.insert(words.end(), more.begin(), more.end());
    return call_ballast(words);
  }
  Outcome stream(const std::string& model, const std::string& data, const std::string& more = "") const {
    const std::string call = std::string(BALLAST_PROGRAM) + " predict " + file(model) + " - " + more + " < " + data +
                             " > " + file("out") + " 2> " + file("err");
    const int raw = std::system(call.c_str());
    return {WEXITSTATUS(raw), read_file(file("out")), read_file(file("err"))};
  }
  // The scores of a model of `learned` on `later` are those on its own file.
  void require_same(Number learned, Number later, const std::string& option = "", const std::string& value = "") const {
    const std::string own = table("own.csv", learned), other = table("other.csv", later);
    train(own, "m", {"--force"});
    const Words more = option.empty() ? Words{} : Words{option, value};
    const Outcome expected = predict("m", own), got = predict("m", other, more);
    BOOST_TEST(got.status == 0, got.err);
    BOOST_TEST(got.out == expected.out);
    const Outcome streamed = stream("m", other, option.empty() ? "" : option + " " + value);
    BOOST_TEST(streamed.status == 0, streamed.err);
    BOOST_TEST(streamed.out == expected.out);
  }
  void require_refused(Number learned, Number later, const std::string& words) const {
    train(table("own.csv", learned), "m", {"--force"});
    const std::string other = table("other.csv", later);
    for (const Outcome& outcome : {predict("m", other), stream("m", other)}) {
      BOOST_TEST(outcome.status == 2);
      BOOST_TEST(outcome.says(words), outcome.err);
    }
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(later_styles_test, Folder)

BOOST_AUTO_TEST_CASE(decimal_marks_may_differ_where_they_are_plain) {
  require_same(comma, point);
  require_same(point, comma);
}

BOOST_AUTO_TEST_CASE(what_one_column_shows_settles_the_others_in_a_file_and_a_stream) {
  std::string text = "a,b,label\n";
  for (int r = 0; r < kRows; ++r) {
    text += std::to_string(r % 10) + ".5," + std::to_string(r * 37 % 2000) + (r % 4 == 0 ? ",yes\n" : ",no\n");
  }
  train(write("own.csv", text), "m");
  const auto score = [&](const std::string& row) {
    const std::string later = write("later.csv", "a,b\n" + row + "\n");
    const Outcome read = predict("m", later), streamed = stream("m", later);
    BOOST_TEST(read.status == 0, read.err);
    BOOST_TEST(streamed.status == 0, streamed.err);
    BOOST_TEST(streamed.out == read.out);
    return read.out;
  };
  const std::string plain = score("0.5,1700");
  BOOST_TEST(score("0.5,\"1,700\"") == plain);
  BOOST_TEST(score("\"0,5\",1.700") == plain);
  const auto refused = [&](const std::string& row, const std::string& words) {
    const std::string later = write("later.csv", "a,b\n" + row + "\n");
    for (const Outcome& outcome : {predict("m", later), stream("m", later)}) {
      BOOST_TEST(outcome.status == 2);
      BOOST_TEST(outcome.says(words), outcome.err);
    }
  };
  refused("0.5,\"0,700\"", "expected numbers of column 'b' written as they were learned");
  refused("\"0,5\",2.5", "expected numbers of column 'a' written as they were learned");
  refused("5,\"1,700\"", "two ways");
}

BOOST_AUTO_TEST_CASE(a_currency_may_be_left_out_but_not_be_another) {
  require_same(euro, point);
  require_same(point, euro);
  require_refused(euro, dollar, "another unit than they were learned in; expected €, got '$'");
}

// From a file the unit is known; a stream sees one cell at a time.
BOOST_AUTO_TEST_CASE(a_unit_that_was_not_learned_is_refused) {
  require_refused(point, thousands, "number");
  BOOST_TEST(predict("m", file("other.csv")).says("numbers in a unit, where they were learned without one; got 'k'"));
}

BOOST_AUTO_TEST_CASE(a_unit_that_was_learned_may_not_be_left_out) {
  require_refused(thousands, point, "numbers without a unit, where they were learned in one; expected k");
  require_same(thousands, tight);
}

BOOST_AUTO_TEST_CASE(a_percent_sign_in_one_file_alone_has_to_be_explained) {
  require_refused(percent, whole, "--percent-as 55 or --percent-as 0.55 says what this file writes");
  require_refused(whole, percent, "--percent-as 55 or --percent-as 0.55 says what the file that was learned from");
  require_same(percent, whole, "--percent-as", "55");
  require_same(percent, point, "--percent-as", "0.55");
  require_same(point, percent, "--percent-as", "0.55");
}

BOOST_AUTO_TEST_CASE(numbers_that_read_both_ways_are_those_that_the_others_say) {
  const std::string learned = write("l.csv", "a;b;label\n0,5;7;yes\n1,5;1.200;no\n2,5;1.300;no\n0,5;2.100;yes\n");
  train(learned, "m", {"--min-child-weight", "0"});
  const std::string plain = write("p.csv", "a,b\n0.5,1.200\n1.5,7\n");
  const Outcome file = predict("m", plain), streamed = stream("m", plain);
  BOOST_TEST(file.says("'1.200' is 1.2"), file.err);
  BOOST_TEST(file.out == streamed.out);
  const Outcome late = stream("m", write("late.csv", "a,b\n7,1.200\n0.5,7\n"));
  BOOST_TEST(late.status == 2);
  BOOST_TEST(late.says("--decimal . reads them"), late.err);
}

BOOST_AUTO_TEST_CASE(dates_may_be_in_another_format) {
  std::string iso = "day,label\n", dmy = "day,label\n";
  for (int r = 0; r < kRows; ++r) {
    const std::string day = std::to_string(10 + r % 19), month = std::to_string(1 + r / 19);
    const std::string label = r * 7919 % 961 > 500 ? ",yes\n" : ",no\n";
    iso += "2024-0" + month + "-" + day + label;
    dmy += day + "/0" + month + "/2024" + label;
  }
  const std::string a = write("iso.csv", iso), b = write("dmy.csv", dmy);
  train(a, "iso");
  train(b, "dmy");
  BOOST_TEST(predict("iso", b).out == predict("iso", a).out);
  BOOST_TEST(predict("dmy", a).out == predict("dmy", b).out);
  BOOST_TEST(stream("dmy", a).out == predict("dmy", b).out);
  BOOST_TEST(stream("iso", b, "--date day=%d/%m/%Y").out == predict("iso", a).out);
  BOOST_TEST(stream("iso", b).says("--date day=%d/%m/%Y"));
}

BOOST_AUTO_TEST_CASE(a_file_without_a_header_is_named_as_such_and_read_when_asked) {
  std::string rows;
  for (int r = 0; r < kRows; ++r) rows += std::to_string(r * 31 % 97) + "," + (r * 31 % 97 > 80 ? "1" : "0") + "\n";
  const std::string bare = write("bare.csv", rows), named = write("named.csv", "c1,c2\n" + rows);
  const Words words{"train", bare, "--target", "c2", "--positive", "1", "--classifier", "forest", "--out", file("m")};
  const Outcome refused = call_ballast(words);
  BOOST_TEST(refused.status == 2);
  BOOST_TEST(refused.says("--no-header"), refused.err);
  Words asked = words;
  asked.emplace_back("--no-header");
  BOOST_REQUIRE_EQUAL(call_ballast(asked).status, 0);
  const Outcome expected = predict("m", named);
  BOOST_TEST(predict("m", bare, {"--no-header"}).out == expected.out);
  BOOST_TEST(stream("m", bare, "--no-header").out == expected.out);
  BOOST_REQUIRE_EQUAL(call_ballast({"split", bare, "--no-header", "--target", "c2", "--out", file("parts")}).status, 0);
  BOOST_TEST(read_file(file("parts/test.csv")).find('c') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(made_rows_have_the_zeros_behind_the_point_that_the_source_has) {
  std::string text = "amount,label\n";
  for (int r = 0; r < kRows; ++r) text += std::to_string(r % 9 * 10) + ".00," + (r % 4 == 0 ? "yes" : "no") + "\n";
  const Words fit{"fit", write("z.csv", text), "--target", "label", "--positive", "yes", "--generator", "smote"};
  Words words = fit;
  words.insert(words.end(), {"--out", file("g")});
  BOOST_REQUIRE_EQUAL(call_ballast(words).status, 0);
  const Outcome made = call_ballast({"sample", file("g"), "--rows", "20", "--out", "-"});
  BOOST_REQUIRE_EQUAL(made.status, 0);
  std::size_t rows = 0;
  for (std::size_t at = made.out.find(".00,yes"); at != std::string::npos; at = made.out.find(".00,yes", at + 1))
    ++rows;
  BOOST_TEST(rows == 20, made.out);
}

BOOST_AUTO_TEST_CASE(exports_say_how_dates_and_styled_numbers_become_numbers) {
  std::string text = "when;rate;label\n";
  for (int r = 0; r < kRows; ++r) {
    text += std::to_string(10 + r % 19) + "/0" + std::to_string(1 + r / 19) + "/2024;" + std::to_string(r % 40) +
            ",5 %;" + (r % 4 == 0 ? "yes" : "no") + "\n";
  }
  train(write("d.csv", text), "m");
  const Outcome json = call_ballast({"export", file("m"), "--to", "xgboost-json", "--out", file("x.json")});
  BOOST_TEST(json.says("'when (elapsed)' takes seconds since 1970-01-01 00:00 UTC"), json.err);
  BOOST_TEST(json.says("'rate' takes plain numbers: 1234.5 for 1234,5 %"), json.err);
  const Outcome back = call_ballast({"import", file("x.json"), "--out", file("back")});
  BOOST_TEST(back.err.find("dates") == std::string::npos, back.err);
  std::string old = read_file(file("x.json"));
  old.replace(old.find("dates"), 5, "other");
  const Outcome lost = call_ballast({"import", write("old.json", old), "--out", file("lost")});
  BOOST_TEST(lost.says("no formats of dates: 'when (elapsed)'"), lost.err);
  BOOST_REQUIRE_EQUAL(call_ballast({"export", file("m"), "--to", "cpp", "--out", file("x.hpp")}).status, 0);
  const std::string code = read_file(file("x.hpp"));
  BOOST_TEST(code.find("//   'rate' takes plain numbers: 1234.5 for 1234,5 %\n") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
