// The parts of a CSV file that ranks have are the table that one process reads, or there are none.
#include "app/data/streamed/csv_part.hpp"

#include <boost/test/unit_test.hpp>
#include <functional>
#include <string>
#include <vector>

#include "app/data/dataset.hpp"
#include "engine/tabular/csv/csv.hpp"
#include "tests/app/mixed_rows.hpp"
#include "tests/app/program.hpp"
#include "tests/engine/ranks/thread_ranks.hpp"

using namespace ballast;
using namespace ballast::app;
using ballast::app::testing::mixed_rows;
using ballast::app::testing::TempFolder;
using Row = std::function<std::string(std::size_t)>;

namespace {

constexpr std::size_t kRows = 70'000;  // five blocks of rows

struct Notes final : Observer {
  void note(std::string_view text) override { all.emplace_back(text); }
  std::vector<std::string> all;
};

struct Bench : TempFolder {
  std::vector<std::unique_ptr<CsvPart>> parts;
  std::vector<std::string> notes;  // of the first rank
  DataRequest request;

  std::string rows(const std::string& header, const Row& row) const {
    std::string text = header + "\n";
    for (std::size_t r = 0; r < kRows; ++r) text += row(r) + "\n";
    return text;
  }
  void read(const std::string& text, std::size_t ranks) {
    request.path = write("rows.csv", text);
    request.target.column = "y";
    parts.clear();
    parts.resize(ranks);
    const auto failure = ranks::testing::run_ranks(ranks, [&](ranks::Ranks& all) {
      numeric::ThreadPool pool(1 + all.rank() % 2);
      Notes said;
      parts[all.rank()] = CsvPart::read(request.path, csv_options(request), all, pool, said);
      if (all.is_first()) notes = said.all;
    });
    BOOST_REQUIRE_MESSAGE(!failure, (failure ? failure->line : ""));
  }
  // As one process.
  tabular::Table whole(tabular::CsvFormat& format, std::vector<std::string>& said) const {
    numeric::ThreadPool pool(1);
    Notes observer;
    tabular::Table out = tabular::read_csv(request.path, csv_options(request), pool, observer, &format);
    said = observer.all;
    return out;
  }
  void check_same() const {
    tabular::CsvFormat format;
    std::vector<std::string> said;
    const tabular::Table wanted = whole(format, said);
    std::size_t first = 0;
    for (const auto& part : parts) {
      BOOST_REQUIRE(part);
      BOOST_TEST((part->schema() == wanted.schema()));
      BOOST_TEST(part->rows() == wanted.rows());
      BOOST_TEST(part->own().first == first);
      for (std::size_t c = 0; c < wanted.columns(); ++c) {
        BOOST_TEST(std::ranges::equal(part->column(c), wanted.column(c).subspan(first, part->own().count),
                                      [](double a, double b) { return a == b || (a != a && b != b); }));
      }
      first += part->own().count;
    }
    BOOST_TEST(first == wanted.rows());
    BOOST_TEST((parts[0]->format() == format));
    BOOST_TEST(notes == said, boost::test_tools::per_element());
  }
  void check(const std::string& text) {
    for (const std::size_t ranks : {2U, 3U, 4U}) {
      BOOST_TEST_CONTEXT(ranks << " ranks") {
        read(text, ranks);
        check_same();
      }
    }
  }
  void check_none(const std::string& text, std::size_t ranks = 3) {
    read(text, ranks);
    for (const auto& part : parts) BOOST_TEST(!part);
  }
};

std::string number(std::size_t row) {
  return std::to_string(row * 7919 % 1009);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(csv_part_test, Bench)

BOOST_AUTO_TEST_CASE(parts_are_the_table_of_one_process) {
  request.target.positive = "rare";
  check(mixed_rows(static_cast<int>(kRows)));
  // Labels, two values, fractions and missing cells that are in some parts alone; quotes, line feeds and blank lines.
  check(rows("text,two,whole,some,\"a \"\"name\"\"\",y", [](std::size_t r) {
    return "\"" +
           std::string(r % 7 == 0   ? "a\nb"
                       : r > 60'000 ? "late \"\"one\"\""
                                    : "usual") +
           "\"," + std::to_string(r / 35'000) + "," + number(r) + (r == 66'000 ? ".5" : "") + "," +
           (r < 40'000 ? "" : number(r)) + "," + number(r) + ".50,1" + (r % 999 == 5 ? "\n" : "");
  }));
}

BOOST_AUTO_TEST_CASE(what_stands_above_the_rows_and_how_they_are_written_is_that_of_one_process) {
  check("# made by hand\n" + rows("a;y", [](std::size_t r) { return number(r) + ";" + std::to_string(r % 2); }));
  check(rows(",a,y", [](std::size_t r) { return std::to_string(r) + "," + number(r) + "," + std::to_string(r % 2); }));
  check(rows("zip,y", [](std::size_t r) { return "0" + number(r) + "," + std::to_string(r % 2); }));
  check(rows("a,y", [](std::size_t r) { return number(r) + ",1"; }) + ",\n,\n");
  request.categorical = {"a"};
  check(rows("a,y", [](std::size_t r) { return (r % 3 == 0 ? "NA" : number(r)) + ",1"; }));
  request.categorical.clear();
  // Digits behind the mark: as many in the first thousand rows, of which a later one has more.
  check(
      rows("a,b,y", [](std::size_t r) { return number(r) + ".50," + number(r) + (r < 50'000 ? ".5" : ".25") + ",1"; }));
}

BOOST_AUTO_TEST_CASE(where_parts_do_not_tell_what_the_whole_is_there_are_none) {
  const auto y = [](std::size_t r) { return "," + std::to_string(r % 2); };
  // Numbers in one part, text in another.
  check_none(rows("a,y", [&](std::size_t r) { return (r < 30'000 ? number(r) : "x" + number(r)) + y(r); }));
  // Codes that are whole numbers with zeros in front below.
  check_none(rows("a,y", [&](std::size_t r) { return (r < 60'000 ? "" : "0") + number(r) + y(r); }));
  // Dates whose days and months only a later part tells apart.
  check_none(rows("a,y", [&](std::size_t r) {
    return "0" + std::to_string(1 + r % 9) + "/0" + std::to_string(1 + r % 7) + "/2024" + y(r);
  }));
  // Numbers that are not written plainly in one part.
  check_none(rows("a,y", [&](std::size_t r) { return (r < 60'000 ? number(r) : "(" + number(r) + ")") + y(r); }));
  // An index that counts the rows from 1.
  check_none(rows("a,y", [&](std::size_t r) { return std::to_string(r + 1) + "," + number(r) + y(r); }));
}

BOOST_AUTO_TEST_CASE(faults_anywhere_and_files_that_cannot_be_shared_out_have_no_parts) {
  const auto plain = [](std::size_t r) { return number(r) + "," + std::to_string(r % 2); };
  for (const std::size_t bad : {std::size_t{10}, std::size_t{40'000}, std::size_t{69'999}}) {
    check_none(rows("a,y", [&](std::size_t r) { return plain(r) + (r == bad ? ",3" : ""); }));
    check_none(rows("a,y", [&](std::size_t r) { return r == bad ? "\"1\"2,0" : plain(r); }));
    check_none(rows("a,y", [&](std::size_t r) { return r == bad ? "\xff,0" : plain(r); }));
    check_none(rows("a,y", [&](std::size_t r) { return r == bad ? "x,0" : plain(r); }));
    check_none(rows("a,y", [&](std::size_t r) { return r == bad ? "1e999,0" : plain(r); }));
  }
  const std::string text = rows("a,y", plain);
  check_none("a,y\n" + text.substr(4, 100'000));  // fewer rows than two blocks
  check_none("\xff\xfe" + text);
  check_none("a,y\r" + text.substr(4));
  check_none("");
  check_none(text, 6);  // five blocks
}

BOOST_AUTO_TEST_SUITE_END()
