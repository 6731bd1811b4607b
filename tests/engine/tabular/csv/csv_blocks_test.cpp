// A file read block by block says what it says when read whole.
#include "engine/tabular/csv/csv_blocks.hpp"

#include <bit>
#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/files/gzip.hpp"
#include "tests/engine/files/scratch.hpp"

using namespace ballast;
using namespace ballast::tabular;

namespace {

constexpr std::size_t kMany = 150'000;  // more than the 16 MiB that are in memory at a time
constexpr std::size_t kSome = 15'000;   // more than a block

const Schema kSchema = {{"size", ColumnKind::numeric, {}},
                        {"colour", ColumnKind::categorical, {"blue, dark", "re\nd"}},
                        {"day", ColumnKind::date, {}, "%Y-%m-%d"}};

// Quotes with delimiters, line feeds and quotes in them; blank lines, carriage returns, missing cells.
std::string text_of(std::size_t rows) {
  const std::string note(100, 'x');
  static constexpr const char* kColours[] = {"\"re\nd\"", "\"blue, dark\"", "", "\"a \"\"new\"\" one\"", "gr\xc3\xbcn"};
  std::string out = "note,size,colour,day\n";
  for (std::size_t row = 0; row < rows; ++row) {
    out +=
        note + "," + (row % 11 == 0 ? std::string("NA") : std::to_string(row % 977) + "." + std::to_string(row % 10));
    out += std::string(",") + kColours[row % 5] + ",2024-01-" + std::to_string(10 + row % 20);
    out += row % 3 == 0 ? "\r\n" : "\n";
    if (row % 1000 == 0) out += " \n";
  }
  return out;
}

CsvOptions options_for(Encoding encoding = Encoding::guessed) {
  CsvOptions out{.schema = kSchema, .only = {"size", "colour", "day"}};
  out.format.encoding = encoding;
  return out;
}

std::string shown(const Table& table, std::size_t row) {
  std::string out;
  for (std::size_t c = 0; c < table.columns(); ++c) {
    const double cell = table.column(c)[row];
    const ColumnSchema& column = table.schema()[c];
    if (is_missing(cell)) {
      out += "missing;";
    } else if (column.is_text()) {
      out += column.labels[static_cast<std::size_t>(cell)] + ";";
    } else {
      out += std::to_string(std::bit_cast<std::uint64_t>(cell)) + ";";
    }
  }
  return out;
}

struct Bench : files::Scratch {
  numeric::ThreadPool pool{2};
  Observer quiet;

  std::string write(const std::string& name, std::string_view text) const {
    const std::string path = *this / name;
    files::write_by_name(path, text);
    return path;
  }
  // The rows that differ from those of the file read whole.
  std::size_t differing(const std::string& path, const CsvOptions& options) {
    const Table whole = read_csv(path, options, pool, quiet);
    CsvBlocks blocks(files::open_inflated(path), path, options, pool, quiet);
    std::size_t row = 0, wrong = 0;
    while (blocks.next()) {
      for (std::size_t b = 0; b < blocks.blocks(); ++b) {
        const Table table = blocks.table(b);
        std::size_t records = 0;
        blocks.for_each_record(b, [&](std::string_view record) { records += record.empty() ? 0 : 1; });
        wrong += records != table.rows();
        for (std::size_t r = 0; r < table.rows(); ++r, ++row) {
          wrong += row >= whole.rows() || shown(table, r) != shown(whole, row);
        }
      }
    }
    BOOST_TEST(row == whole.rows());
    return wrong;
  }
  std::string refusal(const std::string& path) {
    try {
      CsvBlocks blocks(files::open_inflated(path), path, options_for(), pool, quiet);
      while (blocks.next()) {
        for (std::size_t b = 0; b < blocks.blocks(); ++b) blocks.table(b);
      }
    } catch (const Error& error) {
      return error.what();
    }
    return "no error";
  }
  std::string whole_refusal(const std::string& path) {
    try {
      read_csv(path, options_for(), pool, quiet);
    } catch (const Error& error) {
      return error.what();
    }
    return "no error";
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(csv_blocks_test, Bench)

BOOST_AUTO_TEST_CASE(blocks_are_the_rows_of_the_whole_file) {
  const std::string text = text_of(kMany);
  BOOST_REQUIRE(text.size() > (std::size_t{17} << 20));
  BOOST_TEST(differing(write("plain.csv", text), options_for()) == 0);
  BOOST_TEST(differing(write("unended.csv", text + "x,1,,2024-01-10"), options_for()) == 0);
  BOOST_TEST(differing(write("latin.csv", text), options_for(Encoding::latin1)) == 0);
}

BOOST_AUTO_TEST_CASE(short_files_of_other_kinds) {
  const std::string text = "size;colour;day\n1;re;2024-01-10\n\n2;;2024-01-11\n";
  std::string wide = "\xff\xfe", returns = text;
  for (const char c : text) wide += std::string{c, '\0'};
  for (char& c : returns) c = c == '\n' ? '\r' : c;
  BOOST_TEST(differing(write("a.csv", text), options_for()) == 0);
  BOOST_TEST(differing(write("a.csv.gz", text), options_for()) == 0);
  BOOST_TEST(differing(write("wide.csv", wide), options_for()) == 0);
  BOOST_TEST(differing(write("returns.csv", returns), options_for()) == 0);
  BOOST_TEST(differing(write("mark.csv", "\xef\xbb\xbf" + text), options_for()) == 0);
  BOOST_TEST(differing(write("index.csv", "size,colour,day\n1,5,red,2024-01-10\n2,6,,\n"), options_for()) == 0);
}

BOOST_AUTO_TEST_CASE(faults_are_told_with_their_line_wherever_they_are) {
  const auto told_alike = [&](const std::string& text) {
    const std::string path = write("fault.csv", text), said = refusal(path);
    BOOST_TEST(said == whole_refusal(path));
    BOOST_TEST(said.starts_with(path + ":"), said);
  };
  told_alike(text_of(kMany) + "x,big,,2024-01-10\n");
  for (const std::string& fault :
       {std::string("x,big,,2024-01-10\n"), std::string("x,1\n"), std::string("x,1,,10.1.24\n"),
        std::string("x,1,\"red,2024-01-10\n"), std::string("x,\xff,,\n"), std::string("x,1,a\0b,\n", 9)}) {
    told_alike(text_of(kSome) + fault);
  }
  for (const std::string& whole : {std::string(), std::string("size,size\n1,2\n")}) {
    const std::string path = write("head.csv", whole);
    BOOST_TEST(refusal(path) == whole_refusal(path));
  }
}

BOOST_AUTO_TEST_SUITE_END()
