// Splits by time, and dates from the file to features, generators and back.
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "app/data/dataset.hpp"
#include "app/study/study.hpp"
#include "app/study/study_split.hpp"
#include "engine/error.hpp"
#include "engine/tabular/dates/date_format.hpp"
#include "tests/app/program.hpp"
#include "tests/refusals.hpp"

using namespace ballast;
using namespace ballast::app;
using namespace ballast::app::testing;
using Json = nlohmann::json;
using Words = std::vector<std::string>;
using ballast::test::message_of;

namespace {

// `rows` rows, one a day from 2019-11-20 on in this format, every fifth positive and large. The file's order is not
// that of time.
std::string dated_csv(const std::string& format, std::size_t rows = 200) {
  const tabular::DateFormat dates(format);
  std::string out = "when,a,Class\n";
  for (std::size_t i = 0; i < rows; ++i) {
    const std::size_t day = (i * 77) % rows;
    const bool positive = day % 5 == 0;
    out += tabular::csv_cell(dates.write(86400.0 * static_cast<double>(18220 + day))) + "," +
           std::to_string(static_cast<double>(day % 13) + (positive ? 20 : 0)) + "," + (positive ? "1" : "0") + "\n";
  }
  return out;
}

Dataset dated(const std::string& format, bool keep_time = false, const std::vector<std::string>& drop = {}) {
  numeric::ThreadPool pool(2);
  DataRequest request;
  request.path = "f.csv";
  request.target = {"Class", "1"};
  request.time = "when";
  request.keep_time = keep_time;
  request.drop = drop;
  return make_dataset(tabular::parse_csv(dated_csv(format), "f.csv", {}, pool), request);
}

std::string refusal(const std::string& csv, const std::string& column = "when", tabular::CsvOptions options = {}) {
  numeric::ThreadPool pool(2);
  DataRequest request;
  request.path = "f.csv";
  request.target = {"Class", "1"};
  request.time = column;
  return message_of([&] { make_dataset(tabular::parse_csv(csv, "f.csv", options, pool), request); });
}

Words study_words(const std::string& csv, const std::string& out, const Words& more) {
  Words words{"run",      csv, "--target", "Class",         "--positive", "1",    "--augment", "smote", "--trees", "5",
              "--rounds", "5", "--split",  "chronological", "--time",     "when", "--json",    "--out", out};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(time_split_test, TempFolder)

BOOST_AUTO_TEST_CASE(dates_are_ordered_by_what_they_mean) {
  for (const char* format : {"%Y-%m-%d", "%d/%m/%Y", "%-m/%-d/%Y", "%d.%m.%Y", "%b %-d, %Y"}) {
    const Dataset data = dated(format);
    StudyOptions options;
    options.time_column = "when";
    options.repeats = 1;
    const tabular::Split split = split_repeat(data, options, 0);
    const double first_tested = 86400.0 * (18220 + 160);
    for (const std::size_t row : split.test) BOOST_TEST(data.time[row] >= first_tested, format);
    BOOST_TEST(split.test.size() == 40u);
  }
}

BOOST_AUTO_TEST_CASE(the_column_that_orders_is_no_feature_unless_kept) {
  BOOST_TEST(dated("%Y-%m-%d").feature_schema().size() == 1u);
  BOOST_TEST(dated("%Y-%m-%d", false, {"when"}).feature_schema().size() == 1u);  // dropped, too
  const tabular::Schema kept = dated("%Y-%m-%d", true).feature_schema();
  BOOST_REQUIRE_EQUAL(kept.size(), 4u);
  BOOST_TEST(kept[0].name == "when (elapsed)");
  BOOST_TEST(kept[1].name == "when (weekday)");
  BOOST_TEST(kept[2].name == "when (day)");
}

BOOST_AUTO_TEST_CASE(times_that_do_not_order_are_refused_with_their_line) {
  const std::string good = "when,a,Class\n2019-11-20,1,1\n2019-11-21,2,0\n2019-11-22,2,0\n";
  BOOST_TEST(refusal(good) == "no error");
  const std::string missing = refusal(good + ",3,0\n");
  BOOST_TEST(missing.find("f.csv:5: a row without a time in column 'when'") == 0, missing);
  const std::string text = refusal(good + "soon,3,0\n");
  BOOST_TEST(text.find("f.csv:5: not a date; expected dates or numbers in column 'when'") == 0, text);
  BOOST_TEST(text.find("got 'soon'") != std::string::npos, text);
  BOOST_TEST(text.find("--date when=%d/%m/%Y") != std::string::npos, text);
  const std::string names = refusal("when,a,Class\nred,1,1\nblue,2,0\n");
  BOOST_TEST(names.find("f.csv:2: not a date") == 0, names);
  const std::string clock = refusal("when,a,Class\n10:00,1,1\n11:00,2,0\n");
  BOOST_TEST(clock.find("column 'when' holds times of day without a date") != std::string::npos, clock);
  BOOST_TEST(refusal(good, "wen").find("no column 'wen' (hint: did you mean 'when'?)") != std::string::npos);
  BOOST_TEST(refusal(good, "Class").find("--time names the target column 'Class'") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_study_by_time_has_rolling_origins) {
  const std::string csv = write("dmy.csv", dated_csv("%d/%m/%Y"));
  const Outcome outcome = call_ballast(study_words(csv, file("out"), {"--repeats", "3", "--write-splits"}));
  BOOST_REQUIRE_MESSAGE(outcome.status == 0, outcome.err);
  const Json summary = Json::parse(outcome.out);
  BOOST_TEST(summary["study"]["split"] == "chronological");
  BOOST_TEST(summary["study"]["time"] == "when");
  BOOST_TEST(summary["data"]["columns"] == 1);
  BOOST_TEST(summary["evidence"].get<std::string>().find("windows of time") != std::string::npos);
  std::size_t tested = 0;
  const std::string splits = read_file(file("out/splits.csv"));
  for (std::size_t at = splits.find(",test\n"); at != std::string::npos; at = splits.find(",test\n", at + 1)) ++tested;
  BOOST_TEST(tested == 99u);  // three windows of a sixth of the rows
}

BOOST_AUTO_TEST_CASE(a_study_leaves_the_gap_before_each_window) {
  const std::string csv = write("iso.csv", dated_csv("%Y-%m-%d"));
  const Words gap{"--repeats", "3", "--write-splits", "--gap", "5d"};
  const Outcome outcome = call_ballast(study_words(csv, file("out"), gap));
  BOOST_REQUIRE_MESSAGE(outcome.status == 0, outcome.err);
  BOOST_TEST(Json::parse(outcome.out)["study"]["gap"] == "5d");
  const auto rows_of = [](const std::string& splits, const std::string& part) {
    std::size_t count = 0;
    for (std::size_t at = splits.find(part); at != std::string::npos; at = splits.find(part, at + 1)) ++count;
    return count;
  };
  const Outcome whole = call_ballast(study_words(csv, file("whole"), {"--repeats", "3", "--write-splits"}));
  BOOST_REQUIRE_MESSAGE(whole.status == 0, whole.err);
  const std::string with = read_file(file("out/splits.csv")), without = read_file(file("whole/splits.csv"));
  BOOST_TEST(rows_of(with, ",test\n") == rows_of(without, ",test\n"));
  BOOST_TEST(rows_of(with, ",train\n") + 3 * 4 == rows_of(without, ",train\n"));  // a row a day; 5 days ahead teach
}

BOOST_AUTO_TEST_CASE(one_split_by_time_claims_nothing) {
  const std::string csv = write("iso.csv", dated_csv("%Y-%m-%d"));
  const Outcome outcome = call_ballast(study_words(csv, file("out"), {"--repeats", "1", "--drop", "when"}));
  BOOST_REQUIRE_MESSAGE(outcome.status == 0, outcome.err);
  const Json summary = Json::parse(outcome.out);
  BOOST_TEST(summary["evidence"].get<std::string>().find("One split by time cannot tell a gain from luck") == 0);
  BOOST_TEST(summary["verdict"].get<std::string>().find("One split cannot tell a gain from luck.") == 0);
  BOOST_TEST(!summary["gain"].get<bool>());
  for (const Json& comparison : summary["comparisons"]) {  // of its rows
    BOOST_TEST(comparison["p"].is_number());
    BOOST_TEST(comparison["ci_low"] <= comparison["ci_high"]);
    BOOST_TEST(comparison["detectable"].is_null());
  }
}

BOOST_AUTO_TEST_CASE(ambiguous_dates_are_refused_until_told) {
  std::string csv = "when,a,Class\n";
  for (int i = 0; i < 60; ++i) {
    const std::string month = std::to_string(1 + i % 12), day = std::to_string(1 + i % 5);
    csv += day + "/" + month + "/2019," + std::to_string(i % 7) + "," + (i % 4 == 0 ? "1" : "0") + "\n";
  }
  const std::string path = write("either.csv", csv);
  const Outcome refused = call_ballast(study_words(path, file("out"), {}));
  BOOST_TEST(refused.status == 2);
  BOOST_TEST(refused.says("the dates in column 'when' may be %-d/%-m/%Y or %-m/%-d/%Y"));
  BOOST_TEST(refused.says("--date when=%-d/%-m/%Y"));
  const Outcome told = call_ballast(study_words(path, file("out"), {"--date", "when=%m/%d/%Y", "--repeats", "1"}));
  BOOST_TEST(told.status == 0, told.err);
  const Outcome bad = call_ballast(study_words(path, file("out2"), {"--date", "when"}));
  BOOST_TEST(bad.says("--date: a column without a format; expected NAME=FORMAT"));
}

BOOST_AUTO_TEST_CASE(a_model_reads_the_dates_of_later_files_as_it_learned_them) {
  const std::string csv = write("d.csv", dated_csv("%d/%m/%Y")), model = file("m.ballast");
  const Words train{"train",        csv,        "--target", "Class", "--positive", "1",
                    "--classifier", "boosting", "--rounds", "5",     "--out",      model};
  const Outcome trained = call_ballast(train);
  BOOST_REQUIRE_MESSAGE(trained.status == 0, trained.err);
  BOOST_TEST(call_ballast({"inspect", model}).out.find("when (weekday)") != std::string::npos);
  const std::string ambiguous = write("later.csv", "when,a\n01/02/2020,25\n");
  BOOST_TEST(call_ballast({"predict", model, ambiguous, "--out", file("s.csv")}).status == 0);
  const Outcome explained = call_ballast({"explain", model, ambiguous, "--rows", "0", "--top", "0"});
  BOOST_TEST(explained.status == 0, explained.err);
  const Outcome exported = call_ballast({"export", model, "--to", "cpp", "--out", file("m.hpp")});
  BOOST_TEST(exported.status == 0, exported.err);
  const std::string cpp = read_file(file("m.hpp"));
  BOOST_TEST(cpp.find("Cells are not read here") != std::string::npos);
  BOOST_TEST(cpp.find("inline bool encode") == std::string::npos);
  const std::string more = write("more.csv", "when,a,Class\n01/02/2020,25,1\n02/02/2020,3,0\n03/02/2020,4,0\n");
  const Outcome went_on = call_ballast({"train", more, "--target", "Class", "--positive", "1", "--classifier",
                                        "boosting", "--rounds", "2", "--continue", model, "--out", file("n.ballast")});
  BOOST_TEST(went_on.status == 0, went_on.err);
  const std::string other = write("iso.csv", "when,a\n2020-02-01,25\n");
  const Outcome same = call_ballast({"predict", model, other, "--out", file("t.csv")});
  BOOST_TEST(same.status == 0, same.err);  // the same day, as plain as can be
  BOOST_TEST(read_file(file("t.csv")) == read_file(file("s.csv")));
  const std::string none = write("none.csv", "when,a\nsoon,25\n");
  const Outcome refused = call_ballast({"predict", model, none, "--out", file("u.csv")});
  BOOST_TEST(refused.status == 2);
  BOOST_TEST(refused.says("none.csv:2:1"));
  BOOST_TEST(refused.says("expected a date like %d/%m/%Y in column 'when'"));
}

BOOST_AUTO_TEST_CASE(generators_write_dates_in_the_format_of_the_data) {
  const std::string csv = write("d.csv", dated_csv("%d/%m/%Y")), made = file("made.csv");
  const tabular::DateFormat dates("%d/%m/%Y");
  for (const char* generator : {"smote", "kde", "oversample"}) {
    const std::string model = file(generator);
    const Outcome fitted =
        call_ballast({"fit", csv, "--target", "Class", "--positive", "1", "--generator", generator, "--out", model});
    BOOST_REQUIRE_MESSAGE(fitted.status == 0, fitted.err);
    std::filesystem::remove(made);
    BOOST_REQUIRE(call_ballast({"sample", model, "--rows", "20", "--out", made}).status == 0);
    const std::string text = read_file(made);
    std::size_t rows = 0;
    for (std::size_t at = text.find('\n') + 1; at < text.size(); at = text.find('\n', at) + 1, ++rows) {
      BOOST_TEST(dates.read(text.substr(at, text.find(',', at) - at)).has_value(), text.substr(at, 20));
    }
    BOOST_TEST(rows == 20u);
  }
}

BOOST_AUTO_TEST_CASE(dates_that_stand_as_numbers_are_refused_where_they_do_not_order_the_rows) {
  const TempFolder folder;
  const auto split = [&](const std::string& format, const Words& more) {
    Words words{"split",  folder.write("d.csv", dated_csv(format)), "--time", "when", "--out", folder.file("s"),
                "--force"};
    words.insert(words.end(), more.begin(), more.end());
    return call_ballast(words);
  };
  const Outcome padded = split("%d%m%Y", {});
  BOOST_TEST(padded.status == 2);
  BOOST_TEST(padded.says("are read when told, by --date when=%d%m%Y"), padded.err);
  BOOST_TEST(split("%-m%d%Y", {}).status == 2);
  const Outcome brief = split("%-d%m%y", {});
  BOOST_TEST(brief.status == 2);
  BOOST_TEST(brief.says("--date when=%-d%m%y reads them as dates"), brief.err);
  const Outcome monthly = split("%-m.%Y", {});
  BOOST_TEST(monthly.status == 2);
  BOOST_TEST(monthly.says("--date when=%m.%Y reads them as dates"), monthly.err);
  BOOST_TEST(split("%-m.%Y", {"--date", "when=%m.%Y"}).status == 0);
  const Outcome rising = split("%Y%m%d", {"--gap", "3"});
  BOOST_TEST(rising.status == 0);
  BOOST_TEST(rising.says("rows are ordered by them, and --gap is counted in them; if they are dates, --date "
                         "when=%Y%m%d reads them as such"),
             rising.err);
  BOOST_TEST(split("%Y-%m-%d %H:%M:%S,%3f", {"--date", "when=%Y-%m-%d %H:%M:%S,%3f", "--gap", "3d"}).status == 0);
}

BOOST_AUTO_TEST_SUITE_END()
