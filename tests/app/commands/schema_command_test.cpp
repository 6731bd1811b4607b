// From a table to its schema, to a generator that keeps it, to rows that are held against it.
#include <boost/test/unit_test.hpp>

#include "tests/app/program.hpp"

using namespace ballast::app::testing;

namespace {

using Words = std::vector<std::string>;

struct SchemaBench : TempFolder {
  // Orders of a shop: numbers, days that follow each other, sums, a city's zone, and who was cheated.
  void write_orders() const {
    std::string text = "order,start,end,net,tax,gross,city,zone,fraud\n";
    for (int i = 0; i < 400; ++i) {
      const int start = i * 37 % 200, net = 100 + i * 7919 % 9000, tax = i * i * 31 % 907;
      const auto cents = [](int n) { return std::to_string(n / 100) + "." + std::to_string(100 + n % 100).substr(1); };
      text += "K-" + std::to_string(1000 + i) + "," + std::to_string(start) + "," +
              std::to_string(start + i * 13 % 90) + "," + cents(net) + "," + cents(tax) + "," + cents(net + tax) + "," +
              (i % 3 == 0   ? "Bonn"
               : i % 3 == 1 ? "Kiel"
                            : "Trier") +
              "," + std::to_string(1 + i % 3 / 2) + "," + (i / 7 % 5 == 0 ? "yes" : "no") + "\n";
    }
    write("d.csv", text);
  }
  void edit(const std::string& from, const std::string& to) const {
    std::string json = read_file(file("s.json"));
    const std::size_t at = json.find(from);
    BOOST_REQUIRE_MESSAGE(at != std::string::npos, json);
    write("edited.json", json.replace(at, from.size(), to));
  }
  Words fit(const Words& more) const {
    Words words{"fit", file("d.csv"), "--out", file("g")};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  // Rows that are made keep the schema; the lines of the last three, which are the same alone and on one thread.
  void sample_and_check(const std::string& schema) const {
    const Outcome made = must({"sample", file("g"), "--rows", "300", "--out", file("made.csv")});
    BOOST_TEST(made.err.find("300 rows kept of") != std::string::npos, made.err);
    const Outcome seen = must({"schema", file("made.csv"), "--check", schema});
    BOOST_TEST(seen.out.find("300 rows keep the schema") != std::string::npos, seen.out);
    must({"sample", file("g"), "--first", "297", "--rows", "3", "--threads", "3", "--out", file("last.csv")});
    const std::string all = read_file(file("made.csv")), last = read_file(file("last.csv"));
    BOOST_TEST(all.ends_with(last.substr(last.find('\n'))));
    BOOST_TEST(all.starts_with("order,start,end,net,tax,gross,city,zone,fraud\nK-1400,"), all.substr(0, 200));
    BOOST_TEST(all.find("\nK-1699,") != std::string::npos);
  }
};

const Words kSmallMasked{"--generator", "masked", "--updates", "150", "--hidden", "32", "--batch", "64"};

Words with(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(schema_command_test, SchemaBench)

BOOST_AUTO_TEST_CASE(a_masked_generator_of_the_whole_table_keeps_its_schema) {
  write_orders();
  const Outcome found = must({"schema", file("d.csv"), "--out", file("s.json")});
  for (const char* text : {"identifier  order", "net + tax = gross", "start <= end", "known city with zone"}) {
    BOOST_TEST(found.err.find(text) != std::string::npos, text << " in " << found.err);
  }
  const Outcome fitted = must(with(fit({"--schema", file("s.json")}), kSmallMasked));
  BOOST_TEST(fitted.err.find("'order' is an identifier: not learned, made anew from K-1400 on") != std::string::npos,
             fitted.err);
  sample_and_check(file("s.json"));
  const Outcome inspected = must({"inspect", file("g")});
  for (const char* text : {"net + tax = gross", "order, made anew from K-1400 on"}) {
    BOOST_TEST(inspected.out.find(text) != std::string::npos, inspected.out);
  }
  must({"sample", file("g"), "--rows", "50", "--where", "city=Kiel,start>=100", "--out", file("w.csv")});
  must({"schema", file("w.csv"), "--check", file("s.json")});
  must({"sample", file("g"), "--row", "5", "--trace"});
}

BOOST_AUTO_TEST_CASE(rows_with_labels_that_the_schema_calls_rare_are_rows_that_were_learned) {
  std::string csv = "zip,x\n";
  for (int i = 0; i < 120; ++i)
    csv += (i % 3 == 0 ? "z" + std::to_string(i) : "main") + "," + std::to_string(i % 7) + "\n";
  write("d.csv", csv);
  must({"schema", file("d.csv"), "--out", file("s.json")});
  must(with(fit({"--schema", file("s.json")}), kSmallMasked));
  const Outcome scored = must({"score", file("g"), file("d.csv"), "--out", file("scores.csv")});
  BOOST_TEST(scored.err.find("never seen") == std::string::npos, scored.err);
  must({"sample", file("g"), "--row", "3", "--trace", "--nearest-in", file("d.csv")});
}

BOOST_AUTO_TEST_CASE(a_diffusion_of_one_class_keeps_its_schema) {
  write_orders();
  must({"schema", file("d.csv"), "--out", file("s.json")});
  must(fit({"--schema", file("s.json"), "--target", "fraud", "--positive", "yes", "--generator", "diffusion",
            "--updates", "100"}));
  sample_and_check(file("s.json"));
  BOOST_TEST(read_file(file("made.csv")).find(",no\n") == std::string::npos);
  must({"train", file("d.csv"), "--drop", "order", "--target", "fraud", "--positive", "yes", "--classifier", "forest",
        "--trees", "4", "--added-from", file("g"), "--fresh", "20", "--out", file("m")});
}

BOOST_AUTO_TEST_CASE(edits_are_respected_and_lies_refused) {
  write_orders();
  must({"schema", file("d.csv"), "--out", file("s.json")});
  edit(R"("constraints": [)", R"("constraints": [{"ordered": ["tax", "net"]},)");
  refuse(with(fit({"--schema", file("edited.json")}), kSmallMasked), {"d.csv:", "expected tax <= net", "got 'tax "});
  edit(R"("name":"start","kind":"integer")", R"("name":"start","kind":"categorical")");
  refuse(with(fit({"--schema", file("edited.json")}), kSmallMasked), {"edited.json", "a key that there is not"});
  edit(R"({"name":"start","kind":"integer","min":0,"max":199},)", "");
  refuse(with(fit({"--schema", file("edited.json")}), kSmallMasked),
         {"names a column that the schema has not", "start"});
  edit(R"("name":"city")", R"("name":"town")");
  refuse(with(fit({"--schema", file("edited.json")}), kSmallMasked), {"names a column", "city"});
  refuse(with(fit({"--schema", file("nowhere.json")}), kSmallMasked), {"nowhere.json"});
  refuse(with(fit({"--schema", file("s.json"), "--drop", "tax"}), kSmallMasked),
         {"left out", "net + tax = gross", "'tax'"});
  refuse({"schema", file("d.csv")}, {"--out FILE is missing"});
  BOOST_TEST(names() == Words({"d.csv", "edited.json", "s.json"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(check_names_each_broken_rule_and_ends_with_status_2) {
  write_orders();
  must({"schema", file("d.csv"), "--out", file("s.json")});
  must({"schema", file("d.csv"), "--check", file("s.json")});
  std::string text = read_file(file("d.csv"));
  text.replace(text.find("K-1001,37"), 9, "K-1000,-5");
  write("bad.csv", text);
  const Outcome seen = call_ballast({"schema", file("bad.csv"), "--check", file("s.json")});
  BOOST_TEST(seen.status == 2);
  for (const char* part : {"order is another in each row", "order as in line 2", "0 <= start <= 199", "start -5"}) {
    BOOST_TEST(seen.out.find(part) != std::string::npos, part << " in " << seen.out);
  }
  refuse({"schema", file("bad.csv"), "--check", file("s.json"), "--json"}, {"bad.csv:3", "2 of its rules are broken"});
}

BOOST_AUTO_TEST_CASE(rows_that_can_hardly_be_made_end_in_one_line) {
  write_orders();
  must({"schema", file("d.csv"), "--out", file("s.json")});
  must(with(fit({"--schema", file("s.json")}), {"--generator", "independent"}));
  sample_and_check(file("s.json"));
  edit(R"("constraints": [)", R"("constraints": [{"combinations": ["zone", "start", "end", "tax"]},)");
  must(with(fit({"--schema", file("edited.json")}), {"--generator", "independent"}));
  refuse({"sample", file("g"), "--rows", "3000", "--out", file("no.csv")},
         {"too few of the rows", "known zone with start with end with tax", "drawn", "one in 50"});
  BOOST_TEST(names() == Words({"d.csv", "edited.json", "g", "last.csv", "made.csv", "s.json"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
