// What a table is found to be, its JSON, and files that lie.
#include <boost/test/unit_test.hpp>
#include <cstdlib>

#include "app/schema/rare_labels.hpp"
#include "app/schema/schema_use.hpp"
#include "engine/error.hpp"
#include "engine/numeric/random.hpp"
#include "tests/app/hostile/judge.hpp"
#include "tests/app/schema/small_table.hpp"
#include "tests/fuzz/json_mutations.hpp"

using namespace ballast;
using namespace ballast::app;
using namespace ballast::app::testing;

namespace {

std::string csv_of(std::size_t rows) {
  numeric::RandomStream random(3, numeric::Purpose::kGeneral);
  std::string out = "id,start,end,a,b,total,city,zone,noise,when,flag\n";
  static constexpr const char* kCities[] = {"Bonn", "Trier", "Mainz", "Kiel"};
  for (std::size_t i = 0; i < rows; ++i) {
    const std::size_t start = random.below(500), a = random.below(9000), b = random.below(5000), city = random.below(4);
    const auto cents = [](std::size_t n) {
      return std::to_string(n / 100) + "." + std::to_string(100 + n % 100).substr(1);
    };
    out += std::to_string(i) + "," + std::to_string(start) + "," + std::to_string(start + random.below(300)) + "," +
           cents(a) + "," + cents(b) + "," + cents(a + b) + "," + (i == 7 ? "Ulm" : kCities[city]) + "," +
           std::to_string(i == 7 ? 9 : 1 + city / 2) + "," + std::to_string(random.normal()) + ",2020-01-" +
           std::to_string(10 + random.below(20)) + "," +
           (i % 9 == 0   ? "1"
            : i % 9 == 1 ? ""
                         : "0") +
           "\n";
  }
  return out;
}

std::vector<std::string> texts(const TableSchema& schema) {
  std::vector<std::string> out;
  for (const Constraint& one : schema.constraints) out.push_back(one.text());
  return out;
}

std::string parse_refusal(const std::string& json) {
  return message_of([&] { parse_table_schema(json, "s.json"); });
}

std::string with_column(const std::string& column, const std::string& constraints = "[]") {
  return R"({"ballast_schema": 1, "columns": [{"name": "c", "kind": "categorical"}, {"name": "i", "kind": "identifier"},
{"name": "b", "kind": "integer", "min": 0, "max": 9}, )" +
         column + R"(], "constraints": )" + constraints + "}";
}

std::string with_constraint(const std::string& constraint) {
  return with_column(R"({"name": "a", "kind": "integer", "min": 5, "max": 9})", "[" + constraint + "]");
}

// The first violation of the file by its own schema, edited.
std::string learn_refusal(const std::string& from, const std::string& to) {
  const tabular::Table table = table_of(csv_of(300));
  std::string json = schema_json(found_schema(table));
  const std::size_t at = json.find(from);
  BOOST_REQUIRE_MESSAGE(at != std::string::npos, from << " in " << json);
  json.replace(at, from.size(), to);
  Observer quiet;
  return message_of([&] { learned_by(parse_table_schema(json, "s.json"), table, {}, "t.csv", quiet); });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(table_schema_test)

BOOST_AUTO_TEST_CASE(kinds_bounds_grids_labels_and_what_holds_are_found) {
  const TableSchema schema = found_schema(table_of(csv_of(300)));
  BOOST_TEST(schema.find("id")->kind == "identifier");
  BOOST_TEST(schema.find("start")->kind == "integer");
  BOOST_TEST(schema.find("start")->grid.value().places == 0);
  BOOST_TEST(schema.find("a")->grid.value().places == 2);
  BOOST_TEST(schema.find("when")->format == "%Y-%m-%d");
  BOOST_TEST(schema.find("flag")->kind == "binary");
  BOOST_TEST((schema.find("flag")->missing && !schema.find("a")->missing));
  BOOST_TEST(schema.find("city")->labels.value() == std::vector<std::string>({"Bonn", "Kiel", "Mainz", "Trier"}),
             boost::test_tools::per_element());
  BOOST_TEST(schema.find("city")->rare_labels == 1U);
  const std::vector<std::string> expected{"a + b = total", "start <= end", "known city with zone"};
  BOOST_TEST(texts(schema) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(nothing_is_found_between_columns_of_noise) {
  numeric::RandomStream random(4, numeric::Purpose::kGeneral);
  std::string csv = "a,b,c,d,e\n";
  for (int i = 0; i < 400; ++i) {
    csv += std::to_string(random.below(6)) + "," + std::to_string(3 + random.below(6)) + "," +
           std::to_string(random.below(2)) + "," + std::to_string(random.normal()) + "," +
           (random.below(3) == 0 ? "x" : "y") + "\n";
  }
  BOOST_TEST(texts(found_schema(table_of(csv))).size() == 0U);
}

BOOST_AUTO_TEST_CASE(its_json_reads_back_as_the_same_schema) {
  const TableSchema schema = found_schema(table_of(csv_of(300)));
  const std::string json = schema_json(schema);
  BOOST_TEST(schema_json(parse_table_schema(json, "s.json")) != "");
  TableSchema back = parse_table_schema(json, "s.json");
  back.columns[6].rare_labels = 1;  // told, not read
  BOOST_TEST(schema_json(back) == json);
}

BOOST_AUTO_TEST_CASE(data_keep_the_schema_that_was_found_in_them) {
  const tabular::Table table = table_of(csv_of(300));
  const TableSchema schema = found_schema(table);
  Observer quiet;
  BOOST_TEST(violations(schema, group_rare_labels(table, schema, quiet), "t.csv").empty());
  const TableToLearn lesson = learned_by(schema, table, {}, "t.csv", quiet);
  BOOST_TEST(!lesson.table.find("id").has_value());
  BOOST_TEST(lesson.kept.identifiers.at(0).of_row(0) == "300");
  const auto& labels = lesson.table.schema()[lesson.table.index_of("city")].labels;
  BOOST_TEST((std::ranges::count(labels, "(rare)") == 1 && std::ranges::count(labels, "Ulm") == 0));
}

BOOST_AUTO_TEST_CASE(a_schema_that_lies_is_refused_with_the_line_and_what_stands_there) {
  BOOST_TEST(
      has_all(learn_refusal(R"("name":"start","kind":"integer","min":)", R"("name":"start","kind":"integer","min":2)"),
              {"not as the schema says", "t.csv:", "<= start", "got 'start "}));
  BOOST_TEST(has_all(learn_refusal(R"("name":"noise","kind":"numeric",)", R"("name":"noise","kind":"integer",)"),
                     {"column 'noise'", "a key that there is not", "places"}));
  BOOST_TEST(has_all(learn_refusal(R"("name":"city","kind":"categorical","labels":["Bonn",)",
                                   R"("name":"city","kind":"categorical","labels":[)"),
                     {"city is one of ", "(rare)", "got 'city Bonn'"}));
  BOOST_TEST(has_all(learn_refusal(R"("places":2)", R"("places":1)"), {"a is a multiple of 0.1", "t.csv:"}));
  BOOST_TEST(has_all(learn_refusal(R"({"ordered":["start","end"]})", R"({"ordered":["end","start"]})"),
                     {"end <= start", "got 'end "}));
  const std::string missing = learn_refusal(R"("max":1,"missing":true)", R"("max":1)");
  BOOST_TEST(has_all(missing, {"t.csv:3", "flag is never missing", "got 'a missing cell'"}), missing);
  const std::string twice =
      learn_refusal(R"("name":"start","kind":"integer")", R"("name":"start","kind":"identifier")");
  BOOST_TEST(has_all(twice, {"start"}), twice);
}

BOOST_AUTO_TEST_CASE(files_that_are_no_schema_are_refused_in_one_line) {
  const auto refuses = [](const std::string& json, const std::vector<std::string>& fragments) {
    const std::string message = parse_refusal(json);
    BOOST_TEST(has_all(message, fragments), message << " for " << json);
    BOOST_TEST(is_one_line(message));
  };
  refuses("", {"s.json:1", "no JSON"});
  refuses("{\n\"ballast_schema\": 1,,}", {"s.json:2", "no JSON"});
  refuses("[]", {"no JSON object"});
  refuses("{}", {"no \"ballast_schema\""});
  refuses(R"({"ballast_schema": 2})", {"whole number from 0 to 1"});
  refuses(R"({"ballast_schema": 0, "columns": []})", {"no schema of this format"});
  refuses(R"({"ballast_schema": 1, "columns": 3})", {"a list"});
  refuses(R"({"ballast_schema": 1, "columns": [], "columns": []})", {"a key occurs twice", "columns"});
  refuses(std::string(100'000, '['), {"nested too deep"});
  refuses(R"({"ballast_schema": 1e999})", {"no JSON"});
  refuses(with_column("7"), {"a column is no JSON object"});
  refuses(with_column(R"({"name": "a"})"), {"column 'a'", "no \"kind\""});
  refuses(with_column(R"({"name": "b", "kind": "integer"})"), {"a column twice", "'b'"});
  refuses(with_column(R"({"name": "a", "kind": "integre"})"), {"did you mean 'integer'?"});
  refuses(with_column(R"({"name": "a", "kind": "integer", "mim": 3})"),
          {"a key that there is not", "mim", "did you mean 'min'?"});
  refuses(with_column(R"({"name": "a", "kind": "integer", "min": "3"})"), {"\"min\" of column 'a'", "a number"});
  refuses(with_column(R"({"name": "a", "kind": "integer", "min": 3, "max": 2})"), {"'a' can have no value"});
  refuses(with_column(R"({"name": "a", "kind": "numeric", "places": 16})"), {"from 0 to 15"});
  for (const char* step : {"0", "-1"}) {
    refuses(with_column(R"({"name": "a", "kind": "integer", "step": )" + std::string(step) + "}"),
            {"a whole number from 1 to ", step});
  }
  refuses(with_column(R"({"name": "a", "kind": "numeric", "step": 5})"), {"\"places\" beside it"});
  refuses(with_column(R"({"name": "a", "kind": "integer", "step": 5, "offset": 5})"), {"a whole number from 0 to 4"});
  refuses(with_column(R"({"name": "a", "kind": "integer", "offset": 5})"), {"a key that there is not", "offset"});
  refuses(with_column(R"({"name": "a", "kind": "date", "format": "%Q"})"), {"%Q"});
  refuses(with_column(R"({"name": "a", "kind": "date", "format": "%Y-%m-%d", "min": "soon"})"), {"a date such as"});
  refuses(with_column(R"({"name": "a", "kind": "categorical", "labels": ["x", "x"]})"), {"a label twice", "'x'"});
  refuses(with_column(R"({"name": "a", "kind": "categorical", "labels": [1]})"), {"a text", "1"});
  refuses(with_constraint("{}"), {"a constraint is none"});
  refuses(with_constraint(R"({"unique": ["a"]})"), {"\"unique\" cannot be kept", "\"kind\": \"identifier\""});
  refuses(with_constraint(R"({"ordered": ["a"]})"), {"two columns or more"});
  refuses(with_constraint(R"({"ordered": ["a", "a"]})"), {"a column twice"});
  refuses(with_constraint(R"({"ordered": ["a", "bb"]})"), {"that the schema has not", "did you mean 'b'?"});
  refuses(with_constraint(R"({"ordered": ["a", "c"]})"), {"kind categorical", "'c'"});
  refuses(with_constraint(R"({"ordered": ["a", "i"]})"), {"identifier", "made anew"});
  refuses(with_constraint(R"({"sum": ["a"]})"), {"no \"total\""});
  refuses(with_constraint(R"({"sum": ["a"], "total": "b"}, {"sum": ["b"], "total": "a"})"), {"a part of itself"});
  refuses(with_constraint(R"({"combinations": ["a", "c"], "allowed": [[1]]})"), {"lists of 2 cells"});
  refuses(with_constraint(R"({"combinations": ["a", "c"], "allowed": []})"), {"no combination is allowed"});
  refuses(with_column(R"({"name": "a", "kind": "integer", "min": 10})", R"([{"ordered": ["a", "b"]}])"),
          {"contradict each other", "'b' can have no value", "a <= b"});
}

BOOST_AUTO_TEST_CASE(spoilt_schemas_are_refused_or_safe_to_hold_data_against) {
  const tabular::Table table = table_of(csv_of(60));
  const std::string json = schema_json(found_schema(table));
  const nlohmann::json parsed = nlohmann::json::parse(json);
  Observer quiet;
  judge(
      2000,
      [&](fuzz::RandomStream& random) {
        return random.below(4) == 0 ? fuzz::damaged(json, random) : fuzz::mutated_json(parsed, random);
      },
      [&](const std::string& text) {
        const TableSchema schema = parse_table_schema(text, "s.json");
        parse_table_schema(schema_json(schema), "s.json");
        learned_by(schema, table, {}, "t.csv", quiet);
      });
}

BOOST_AUTO_TEST_CASE(real_tables_keep_what_was_found_in_them) {
  const char* const folder = std::getenv("BALLAST_DATA");
  if (folder == nullptr) {
    BOOST_TEST_MESSAGE("skipped: BALLAST_DATA is not set");
    return;
  }
  numeric::ThreadPool pool(2);
  Observer quiet;
  const auto found_in = [&](const std::string& name) {
    const tabular::Table table = tabular::read_csv(std::string(folder) + "/" + name, {}, pool, quiet);
    const TableSchema schema = parse_table_schema(schema_json(found_schema(table)), "s.json");
    BOOST_TEST(violations(schema, group_rare_labels(table, schema, quiet), name).empty());
    return texts(schema);
  };
  const std::vector<std::string> adult{"known education with education-num"},
      bank{"emp.var.rate <= euribor3m",
           "known cons.price.idx with month with emp.var.rate with cons.conf.idx with nr.employed"};
  BOOST_TEST(found_in("adult.csv.gz") == adult, boost::test_tools::per_element());
  BOOST_TEST(found_in("bank_additional_full.csv.gz") == bank, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
