// `ballast compare`: what it takes, refuses and writes.
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "tests/app/program.hpp"

using namespace ballast::app::testing;
using Json = nlohmann::json;
using Words = std::vector<std::string>;

namespace {

// y follows x, and the label follows both; shift moves all of it.
std::string rows_csv(int rows, int first, int shift = 0) {
  std::string out = "x,y,label,when\n";
  for (int i = first; i < first + rows; ++i) {
    const int x = i * 7919 % 1000 + shift, y = x * 3 + i % 5;
    const std::string y_cell = i % 50 == 7 ? "" : std::to_string(y) + ".50";
    out += std::to_string(x) + "," + y_cell + "," +
           (x > 500   ? "high"
            : x > 200 ? "mid"
                      : "low") +
           ",2024-0" + std::to_string(1 + i % 9) + "-01\n";
  }
  return out;
}

struct Bench : TempFolder {
  std::string real = write("real.csv", rows_csv(400, 0)), made = write("made.csv", rows_csv(400, 3000, 40)),
              fresh = write("fresh.csv", rows_csv(150, 7000));

  Json judged(Words more = {}) const {
    Words words{"compare", real, made, "--json"};
    words.insert(words.end(), more.begin(), more.end());
    const Outcome outcome = call_ballast(words);
    BOOST_REQUIRE_MESSAGE(outcome.status == 0, outcome.err);
    return Json::parse(outcome.out);
  }
  void refused(const Words& words, const std::string& text) const {
    const Outcome outcome = call_ballast(words);
    BOOST_TEST(outcome.status == 2);
    BOOST_TEST(outcome.err.find(text) != std::string::npos, outcome.err);
    BOOST_TEST(std::count(outcome.err.begin(), outcome.err.end(), '\n') <= 3);
  }
};

double value(const Json& judged, const std::string& id, const std::string& of) {
  for (const Json& figure : judged["figures"]) {
    if (figure["id"] == id) return figure[of]["value"];
  }
  throw std::runtime_error("no figure " + id);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(compare_command_test, Bench)

BOOST_AUTO_TEST_CASE(figures_stand_between_a_floor_and_a_ceiling) {
  const Json found = judged({"--holdout", fresh});
  BOOST_TEST(found["real"]["rows"] == 400);
  BOOST_TEST(found["holdout"]["rows"] == 150);
  BOOST_TEST(value(found, "pair_trends", "floor") < value(found, "pair_trends", "synthetic"));
  BOOST_TEST(value(found, "column_shapes", "synthetic") < value(found, "column_shapes", "floor"));
  BOOST_TEST(value(found, "lattice", "synthetic") == 1.0);
  BOOST_TEST(found["columns"].size() == 4u);
  BOOST_TEST(found["columns"][3]["kind"] == "date");
  BOOST_TEST(found["attacks"].size() == 7u);
  BOOST_TEST(found["attacked_rows"] == 75);
}

BOOST_AUTO_TEST_CASE(held_out_rows_that_were_learned_are_warned_of) {
  const std::string overlapping = write("overlapping.csv", rows_csv(150, 300));  // 100 of them are real rows
  BOOST_TEST(judged({"--holdout", overlapping})["holdout_copies"] == 100);
  const auto said = [&](const std::string& held_out) {
    return must({"compare", real, made, "--holdout", held_out}).out;
  };
  BOOST_TEST(said(overlapping).find("Caution: 100 of 150 held-out rows equal a row of real.csv") != std::string::npos,
             said(overlapping));
  BOOST_TEST(said(fresh).find("Caution: ") == std::string::npos);
  // Where rows repeat anyway, that is no sign of anything.
  std::string coarse = "a,b,c\n";
  for (int i = 0; i < 300; ++i)
    coarse += std::to_string(i % 3) + "," + std::to_string(i % 4) + "," + std::to_string(i % 5) + "\n";
  const std::string all = write("coarse.csv", coarse);
  BOOST_TEST(must({"compare", all, all, "--holdout", write("again.csv", coarse)}).out.find("Caution: ") ==
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_target_is_predicted_and_a_label_of_it_alone_compared) {
  const Json predicted = judged({"--target", "label", "--holdout", fresh});
  BOOST_TEST(value(predicted, "target_auc", "ceiling") > 0.9);
  BOOST_TEST(std::abs(value(predicted, "target_auc", "floor") - 0.5) < 0.2);
  const Json high = judged({"--target", "label", "--positive", "high"});
  BOOST_TEST(high["columns"].size() == 3u);
  BOOST_TEST(high["real"]["rows"] < 300);
  BOOST_TEST(high["attacks"].empty());
}

BOOST_AUTO_TEST_CASE(the_folder_holds_the_same_at_any_number_of_threads) {
  for (const char* threads : {"1", "3"}) {
    const Outcome done = call_ballast({"compare", real, made, "--out", file(threads), "--threads", threads, "--quiet"});
    BOOST_REQUIRE_MESSAGE(done.status == 0, done.err);
  }
  for (const char* name : {"summary.json", "report.html"}) {
    BOOST_TEST(read_file(file(std::string("1/") + name)) == read_file(file(std::string("3/") + name)));
  }
}

BOOST_AUTO_TEST_CASE(the_page_loads_nothing_and_escapes_what_comes_from_the_files) {
  const std::string odd = write("odd.csv", "\"<b>&\",y\n1,<script>\n2,b\n3,<script>\n4,b\n5,<script>\n6,b\n");
  const Outcome done = call_ballast({"compare", odd, odd, "--out", file("odd")});
  BOOST_REQUIRE_MESSAGE(done.status == 0, done.err);
  const std::string page = read_file(file("odd/report.html"));
  BOOST_TEST(page.find("default-src &#39;none&#39;") != std::string::npos);
  for (const char* section : {"figures", "columns", "privacy", "reproduce"}) {
    BOOST_TEST(page.find(std::string("id=\"") + section + "\"") != std::string::npos, section);
  }
  BOOST_TEST(page.find("&lt;b&gt;&amp;") != std::string::npos);
  BOOST_TEST(page.find("<b>") == std::string::npos);
  BOOST_TEST(page.find("<script") == std::string::npos);
  BOOST_TEST(page.find("src=") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(tables_of_other_columns_are_refused_by_name) {
  const std::string lacking = write("lacking.csv", "x,y,label\n1,2,a\n"),
                    more = write("more.csv", "x,y,label,when,z\n1,2,a,2024-01-01,4\n");
  refused({"compare", real, lacking}, "none called when");
  refused({"compare", real, more}, "got 'z'");
  refused({"compare", real, write("words.csv", "x,y,label,when\nmany,2,a,2024-01-01\n")}, "words.csv:2:1");
  refused({"compare", real, write("head.csv", "x,y,label,when\n")}, "head.csv");
  refused({"compare", real, made, "--target", "label", "--positive", "hgh"}, "has the label of --positive");
}

BOOST_AUTO_TEST_CASE(few_rows_and_one_valued_columns_are_compared_all_the_same) {
  const std::string one = write("one.csv", "a,b,c\n1,x,\n"), two = write("two.csv", "c,b,a\n,x,1\n,y,1\n");
  for (const Words& files : {Words{one, two}, Words{two, one}, Words{one, one}}) {
    const Outcome done = call_ballast({"compare", files[0], files[1], "--json"});
    BOOST_REQUIRE_MESSAGE(done.status == 0, done.err);
    BOOST_TEST(value(Json::parse(done.out), "bounds", "synthetic") == 1.0);
  }
}

BOOST_AUTO_TEST_CASE(of_ten_thousand_columns_some_pairs_are_drawn) {
  std::string head, row;
  for (int c = 0; c < 10'000; ++c) {
    head += (c == 0 ? "c" : ",c") + std::to_string(c);
    row += (c == 0 ? "" : ",") + std::to_string(c % 7);
  }
  const std::string wide = write("wide.csv", head + "\n" + row + "\n" + row + "\n");
  const Outcome done = call_ballast({"compare", wide, wide});
  BOOST_REQUIRE_MESSAGE(done.status == 0, done.err);
  BOOST_TEST(done.out.find("20,000 of 49,995,000 pairs") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
