// A generator of the whole table: fit without --positive, sample --where, impute, score.
#include <boost/test/unit_test.hpp>
#include <cstdlib>

#include "tests/app/program.hpp"

using namespace ballast::app::testing;

namespace {

using Words = std::vector<std::string>;

struct Bench : TempFolder {
  void fit(const Words& more) const {
    std::string text = "city,age,price,label\n";
    for (int r = 0; r < 200; ++r) {
      text += std::string(r % 3 == 0 ? "\"Bonn, am Rhein\"" : "Trier") + "," + std::to_string(18 + r % 50) + "," +
              (r % 10 == 0 ? "" : std::to_string(r) + ".50") + "," + std::to_string(r % 4 == 0) + "\n";
    }
    write("d.csv", text);
    Words words{"fit", file("d.csv"), "--generator", "masked", "--updates", "60", "--hidden", "16", "--batch", "32"};
    words.insert(words.end(), more.begin(), more.end());
    must(words);
  }
};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  std::size_t at = 0;
  for (std::size_t end = 0; (end = text.find('\n', at)) != std::string::npos; at = end + 1) {
    out.push_back(text.substr(at, end - at));
  }
  return out;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(questions_test, Bench)

BOOST_AUTO_TEST_CASE(the_whole_table_is_learned_and_rows_fulfil_conditions) {
  fit({"--out", file("g")});
  const Outcome seen = must({"inspect", file("g")});
  BOOST_TEST(seen.out.find("none: the whole table") != std::string::npos, seen.out);
  must({"sample", file("g"), "--rows", "40", "--where",
        "\"city=Bonn, am Rhein\",label=1,age>=30,age<50,price=", "--out", file("s.csv")});
  const std::vector<std::string> lines = lines_of(read_file(file("s.csv")));
  BOOST_REQUIRE(lines.size() == 41U);
  BOOST_TEST(lines[0] == "city,age,price,label");
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const std::string start = "\"Bonn, am Rhein\",";
    BOOST_REQUIRE(lines[i].starts_with(start));
    const int age = std::stoi(lines[i].substr(start.size()));
    BOOST_TEST((age >= 30 && age < 50));
    BOOST_TEST(lines[i].ends_with(",,1"));
  }
}

BOOST_AUTO_TEST_CASE(a_stream_is_filled_as_the_file_is) {
  fit({"--out", file("g")});
  must({"impute", file("d.csv"), "--with", file("g"), "--out", file("f.csv")});
  const std::string call = std::string(BALLAST_PROGRAM) + " impute - --with " + file("g") + " --out " + file("s.csv") +
                           " --quiet < " + file("d.csv");
  BOOST_REQUIRE(std::system(call.c_str()) == 0);
  BOOST_TEST(read_file(file("s.csv")) == read_file(file("f.csv")));
  BOOST_TEST(read_file(file("f.csv")).find(",,") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(impossible_conditions_are_refused_in_one_line) {
  fit({"--out", file("g")});
  const auto where = [&](const std::string& words, const Words& fragments) {
    refuse({"sample", file("g"), "--rows", "4", "--where", words, "--out", file("s.csv")}, fragments);
  };
  where("age", {"no condition", "NAME=VALUE"});
  where("agge=3", {"agge", "did you mean 'age'?"});
  where("city=Trir", {"city", "did you mean 'Trier'?"});
  where("city>Bonn", {"range of a text column"});
  where("age>=old", {"no number", "age"});
  where("age>=40,age<30", {"fulfils together"});
  where("age>900", {"ballast: no row can fulfil", "age", "expected 18 .. 67"});
  where("age=900", {"no row can fulfil", "age", "never seen"});
  where("age!=30", {"--where has a sign", "expected =, <, <=, > or >=", "'!='"});
  where("age==30", {"--where has a sign", "'=='"});
  where("age=>30", {"--where has a sign", "'=>'"});
  where("age=30,age=31", {"fulfils together"});
  where("label=2", {"no row can fulfil", "label"});
  where("age=", {"no row can fulfil", "missing"});
}

BOOST_AUTO_TEST_CASE(missing_cells_are_filled_and_all_other_bytes_stay) {
  fit({"--out", file("g")});
  const std::string gaps = "label;age; city ;price;note\n1;023;Trier;;\"a;b\"\n0;;\"Bonn, am Rhein\";3.50;\n";
  write("gaps.csv", gaps);
  must({"impute", file("gaps.csv"), "--with", file("g"), "--out", file("full.csv"), "--delimiter", ";"});
  const std::vector<std::string> lines = lines_of(read_file(file("full.csv")));
  BOOST_REQUIRE(lines.size() == 3U);
  BOOST_TEST(lines[0] == "label;age; city ;price;note");
  BOOST_TEST((lines[1].starts_with("1;023;Trier;") && lines[1].ends_with(";\"a;b\"")));
  BOOST_TEST(lines[1].find("Trier;;") == std::string::npos, lines[1]);
  BOOST_TEST((lines[2].starts_with("0;") && lines[2].ends_with(";\"Bonn, am Rhein\";3.50;")));
  BOOST_TEST(!lines[2].starts_with("0;;"), lines[2]);
  must({"impute", file("d.csv"), "--with", file("g"), "--out", file("three.csv"), "--draws", "3"});
  const std::vector<std::string> three = lines_of(read_file(file("three.csv")));
  BOOST_TEST(three.size() == 601U);
  BOOST_TEST(three[0] == "draw,city,age,price,label");
  BOOST_TEST(three[600].starts_with("3,Trier,"));
}

BOOST_AUTO_TEST_CASE(a_file_with_a_column_draw_keeps_it_and_takes_no_second) {
  fit({"--out", file("g")});
  write("gaps.csv", "draw,city,age,price,label\n7,Trier,,1.50,0\n");
  must({"impute", file("gaps.csv"), "--with", file("g"), "--out", file("one.csv")});
  refuse({"impute", file("gaps.csv"), "--with", file("g"), "--out", file("two.csv"), "--draws", "2"},
         {"gaps.csv", "has a column 'draw' already"});
}

BOOST_AUTO_TEST_CASE(labels_that_rows_never_hold_together_are_told_and_labels_of_one_row_each_refused) {
  std::string text = "id,city,state\n";
  for (int r = 0; r < 300; ++r) {
    text += "C" + std::to_string(1000 + r) + (r % 3 == 0 ? ",Rome,IT" : r % 3 == 1 ? ",Bonn,DE" : ",Lyon,FR") + "\n";
  }
  write("c.csv", text);
  must({"fit", file("c.csv"), "--generator", "masked", "--hidden", "16", "--updates", "600", "--batch", "64", "--out",
        file("c")});
  const auto rows = [&](const std::string& where) {
    return must({"sample", file("c"), "--rows", "5", "--where", where, "--out", file("s.csv"), "--force"});
  };
  const Outcome never = rows("city=Rome,state=FR");
  BOOST_TEST(never.says("the conditions hardly go together: by the network state=FR has the probability 0.0"),
             never.err);
  BOOST_TEST(read_file(file("s.csv")).find("Rome,FR") != std::string::npos);
  BOOST_TEST(!rows("city=Rome,state=IT").says("hardly go together"));
  refuse({"sample", file("c"), "--rows", "5", "--where", "id=C1005", "--out", file("t.csv")},
         {"no condition can be on 'id'", "a label of its own in nearly every row"});
}

BOOST_AUTO_TEST_CASE(rows_of_another_class_than_the_generator_learned_are_named) {
  fit({"--target", "label", "--positive", "1", "--out", file("g")});
  const Outcome filled = must({"impute", file("d.csv"), "--with", file("g"), "--out", file("f.csv")});
  BOOST_TEST(filled.says("150 of 200 rows are not of label = 1, which is all that the generator has learned"),
             filled.err);
}

BOOST_AUTO_TEST_CASE(every_row_gets_a_likelihood) {
  fit({"--out", file("g")});
  must({"score", file("g"), file("d.csv"), "--out", file("l.csv"), "--orders", "2"});
  const std::vector<std::string> lines = lines_of(read_file(file("l.csv")));
  BOOST_REQUIRE(lines.size() == 201U);
  BOOST_TEST(lines[0] == "log_likelihood");
  BOOST_TEST(std::stod(lines[7]) < 0);
}

// Row 7 alone is row 7 of many, and its trace ends with the row itself when that is what it is held against.
BOOST_AUTO_TEST_CASE(a_row_alone_tells_how_it_came_about) {
  fit({"--out", file("g")});
  must({"sample", file("g"), "--rows", "9", "--out", file("nine.csv")});
  const Words row{"sample", file("g"), "--row", "7"};
  const auto with = [&](Words more) {
    more.insert(more.begin(), row.begin(), row.end());
    return more;
  };
  must(with({"--out", file("one.csv")}));
  const std::vector<std::string> nine = lines_of(read_file(file("nine.csv"))),
                                 one = lines_of(read_file(file("one.csv")));
  BOOST_REQUIRE(one.size() == 2U);
  BOOST_TEST(one[1] == nine[8]);
  const Outcome trace = must(with({"--trace", "--nearest-in", file("nine.csv")}));
  const std::vector<std::string> said = lines_of(trace.out);
  BOOST_REQUIRE(said.size() == 13U);
  BOOST_TEST(said[0] == "row 7, in the order in which its cells were revealed");
  for (std::size_t k = 1; k <= 4; ++k) BOOST_TEST(said[1 + k].starts_with(std::to_string(k)), said[1 + k]);
  BOOST_TEST(said[7].find("line 9 of") != std::string::npos, said[7]);
  BOOST_TEST(said[7].find("4 of 4 cells the same, Gower distance 0.0000") != std::string::npos, said[7]);
  const Outcome given = must(with({"--trace", "--where", "city=Trier,age>=60"}));
  BOOST_TEST(given.out.find("asked for") != std::string::npos, given.out);
  BOOST_TEST(given.out.find("of >= 60: 6") != std::string::npos, given.out);
  const Outcome both = must(with({"--trace", "--out", "-"}));
  BOOST_TEST(both.out.starts_with("city,age,price,label\n"), both.out);
  BOOST_TEST(lines_of(both.out).size() == 2u);
  const Outcome json = must(with({"--trace", "--json"}));
  BOOST_TEST(json.out.find("\"likeliest label\"") != std::string::npos, json.out);
  refuse(row, {"--out FILE is missing"});
  refuse({"sample", file("g"), "--out", file("x.csv")}, {"--rows N is missing", "--row K"});
  refuse(with({"--first", "3", "--out", file("x.csv")}), {"--first", "--row"});
  refuse({"sample", file("g"), "--rows", "3", "--trace"}, {"--trace", "--row"});
}

BOOST_AUTO_TEST_CASE(tables_that_can_hardly_be_learned) {
  const auto fit_of = [&](const std::string& name, const std::string& text) {
    write(name, text);
    return Words{"fit", file(name), "--generator", "masked", "--updates", "20", "--hidden", "8", "--out", file("g2")};
  };
  refuse(fit_of("one.csv", "a,b\n1,2\n"), {"at least 10 for masked", "'1'"});
  refuse(fit_of("two.csv", "a,b\n1,2\n3,4\n"), {"at least 10 for masked", "'2'"});
  std::string flat = "gone,same,x\n";
  for (int r = 0; r < 30; ++r) flat += ",5," + std::to_string(r) + "\n";
  must(fit_of("flat.csv", flat));
  must({"sample", file("g2"), "--rows", "3", "--out", file("three.csv")});
  const std::vector<std::string> made = lines_of(read_file(file("three.csv")));
  for (std::size_t k = 1; k < made.size(); ++k) BOOST_TEST(made[k].starts_with(",5,"), made[k]);
  refuse({"sample", file("g2"), "--rows", "3", "--where", "same=6", "--out", file("no.csv")}, {"same", "one value"});
  refuse({"sample", file("g2"), "--rows", "3", "--where", "gone=6", "--out", file("no.csv")}, {"gone"});
  BOOST_TEST(!fs::exists(file("no.csv")));
}

BOOST_AUTO_TEST_CASE(a_generator_of_another_kind_says_what_it_cannot) {
  fit({"--out", file("g")});
  must({"fit", file("d.csv"), "--generator", "kde", "--out", file("k")});
  refuse({"score", file("k"), file("d.csv"), "--out", file("l.csv")}, {"kde", "cannot", "masked"});
  refuse({"impute", file("d.csv"), "--with", file("k"), "--out", file("f.csv")}, {"kde", "cannot", "masked"});
  refuse({"sample", file("k"), "--rows", "3", "--where", "age=20", "--out", file("s.csv")}, {"kde", "cannot"});
  refuse({"fit", file("d.csv"), "--positive", "1", "--out", file("x")}, {"--positive", "--target"});
}

BOOST_AUTO_TEST_SUITE_END()
