#include "engine/tabular/binary/table_file.hpp"

#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "engine/error.hpp"
#include "engine/files/archive.hpp"
#include "engine/tabular/binary/xxh64.hpp"
#include "engine/tabular/csv/csv.hpp"
#include "engine/tabular/schema_archive.hpp"

using namespace ballast;
using namespace ballast::tabular;
using binary::TableFile;

namespace {

std::string temporary_table() {
  return (std::filesystem::temp_directory_path() / ("stored" + std::to_string(getpid()) + ".table")).string();
}

std::span<const std::byte> bytes_of(const std::string& text) {
  return std::as_bytes(std::span(text));
}

// More rows than a block holds; text, cents, dates, halves, missing cells, and lines that blank lines have moved.
std::string csv_of_all_kinds(std::size_t rows = 70'000) {
  std::string out = "city,amount,when,flag,x\n\n";
  for (std::size_t i = 0; i < rows; ++i) {
    out += (i % 3 == 0   ? "Rome,"
            : i % 7 == 0 ? ","
                         : "\"a,b\",") +
           std::to_string(i % 900) + ".2" + std::to_string(i % 10) + ",2020-03-" + std::to_string(10 + i % 20) + "," +
           std::to_string(i % 2) + "," + (i % 5 == 0 ? "" : std::to_string(static_cast<double>(i) / 7e5)) + "\n";
  }
  return out;
}

struct Stored {
  binary::StoredTable written;
  std::string bytes;
  explicit Stored(const std::string& csv, numeric::ThreadPool& pool) {
    Observer quiet;
    written.table = parse_csv(csv, "d.csv", {}, pool, quiet, &written.format);
    written.canonical.assign(written.table.columns(), true);
    const std::string path = temporary_table();
    binary::write_table_file(written, path, pool);
    std::ifstream in(path, std::ios::binary);
    bytes.assign(std::istreambuf_iterator<char>(in), {});
    std::filesystem::remove(path);
  }
};

std::vector<std::size_t> all_of(const TableFile& file) {
  std::vector<std::size_t> out(file.schema().size());
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = i;
  return out;
}

// What opening and loading says.
std::string fault_of(const std::string& bytes, numeric::ThreadPool& pool) {
  try {
    const TableFile file(bytes_of(bytes), "d.table");
    const Table table = file.table(all_of(file), pool);
    return "";
  } catch (const Error& error) {
    return error.what();
  }
}

// A file of one column, as a hostile writer might make it.
std::string forged(const ColumnSchema& column, std::uint64_t rows, std::uint8_t width, double first,
                   const std::string& cells, std::size_t checksums = 1) {
  files::ArchiveWriter out("table");
  save_schema({column}, out.child("schema"));
  out.integer("rows", static_cast<std::int64_t>(rows));
  out.array<std::uint8_t>("columns/widths", std::vector<std::uint8_t>{width});
  out.array<std::uint8_t>("columns/places", std::vector<std::uint8_t>{0});
  out.array<double>("columns/firsts", std::vector<double>{first});
  out.array<std::uint8_t>("columns/canonical", std::vector<std::uint8_t>{1});
  out.array<std::uint64_t>("checksums", std::vector<std::uint64_t>(checksums, binary::xxh64(bytes_of(cells))));
  const std::vector<std::byte> head = out.bytes();
  std::string text(
      "\x89"
      "BTAB\r\n\x1a"
      "\x01\0\0\0\0\0\0\0",
      16);
  const std::uint64_t size = head.size();
  text.append(reinterpret_cast<const char*>(&size), sizeof size);
  text.append(reinterpret_cast<const char*>(head.data()), head.size());
  return text + cells;
}

std::string bytes_of_doubles(const std::vector<double>& cells) {
  return {reinterpret_cast<const char*>(cells.data()), cells.size() * sizeof(double)};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(table_file_test)

BOOST_AUTO_TEST_CASE(a_table_comes_back_bit_for_bit_with_its_lines_at_any_number_of_threads) {
  for (const std::size_t threads : {1, 3}) {
    numeric::ThreadPool pool(threads);
    const Stored stored(csv_of_all_kinds(), pool);
    const TableFile file(bytes_of(stored.bytes), "d.table");
    const Table table = file.table(all_of(file), pool);
    BOOST_TEST((table.schema() == stored.written.table.schema()));
    BOOST_TEST(table.rows() == 70'000u);
    BOOST_TEST(table.line(69'999) == stored.written.table.line(69'999));
    BOOST_TEST(table.line(0) == 3u);
    for (std::size_t c = 0; c < table.columns(); ++c) {
      const auto cells = table.column(c), written = stored.written.table.column(c);
      BOOST_TEST(std::memcmp(cells.data(), written.data(), cells.size_bytes()) == 0, table.schema()[c].name);
    }
    BOOST_TEST(stored.bytes.size() < 70'000u * (1 + 4 + 4 + 1 + 4 + 9));  // lines are 8 of these
  }
}

BOOST_AUTO_TEST_CASE(columns_are_loaded_by_number_and_only_they) {
  numeric::ThreadPool pool(2);
  Stored stored(csv_of_all_kinds(100), pool);
  stored.bytes.back() ^= 1;  // in the last column
  const TableFile file(bytes_of(stored.bytes), "d.table");
  const std::vector<std::size_t> picked{2, 0};
  const Table table = file.table(picked, pool);
  BOOST_TEST(table.schema()[0].name == "when");
  BOOST_TEST(table.schema()[1].name == "city");
  BOOST_TEST(fault_of(stored.bytes, pool).find("a checksum of column 'x' does not match") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(every_truncation_and_every_changed_byte_is_seen) {
  numeric::ThreadPool pool(2);
  const Stored stored(csv_of_all_kinds(40), pool);
  BOOST_REQUIRE_EQUAL(fault_of(stored.bytes, pool), "");
  for (std::size_t size = 0; size < stored.bytes.size(); ++size) {
    const std::string fault = fault_of(stored.bytes.substr(0, size), pool);
    BOOST_TEST(fault.find("d.table") != std::string::npos, size);
  }
  for (std::size_t at = 0; at < stored.bytes.size(); ++at) {
    std::string changed = stored.bytes;
    changed[at] = static_cast<char>(changed[at] ^ 0x41);
    BOOST_TEST(fault_of(changed, pool).find("d.table") != std::string::npos, at);
  }
  BOOST_TEST(fault_of(stored.bytes + "x", pool).find("added at its end") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(forged_descriptions_are_refused_before_memory_is_taken) {
  numeric::ThreadPool pool(1);
  const ColumnSchema x{"x", ColumnKind::integer, {}};
  BOOST_REQUIRE_EQUAL(fault_of(forged(x, 3, 1, 0, "abc"), pool), "");
  const auto refused = [&](const std::string& bytes, const std::string& why) {
    const std::string fault = fault_of(bytes, pool);
    BOOST_TEST(fault.find(why) != std::string::npos, fault);
    BOOST_TEST(fault.find('\n') == std::string::npos);
  };
  refused(forged(x, std::uint64_t{1} << 60, 1, 0, "abc"), "'rows'");
  refused(forged(x, 100, 1, 0, "abc"), "truncated");
  refused(forged(x, 2, 1, 0, "abc"), "added at its end");
  refused(forged(x, 3, 3, 0, "abcabcabc"), "unknown layout");
  refused(forged(x, 3, 1, 0.5, "abc"), "unknown layout");
  refused(forged(x, 3, 1, 0, "abc", 2), "number of blocks");
  refused(forged({"city", ColumnKind::categorical, {"a", "b"}}, 3, 1, 0, std::string("\0\1\2", 3)), "cannot have");
  refused(forged({"city", ColumnKind::categorical, {"a", "b"}}, 1, 1, -5, std::string("\0", 1)), "cannot have");
  refused(forged({"city", ColumnKind::categorical, {}}, 3, 1, 0, "abc"), "cannot have");
  refused(forged({"x", ColumnKind::numeric, {}}, 1, 8, 0, bytes_of_doubles({1.0 / 0.0})), "cannot have");
  refused(forged({"x", ColumnKind::integer, {}}, 1, 8, 0, bytes_of_doubles({0.5})), "cannot have");
  refused(forged({"d", ColumnKind::date, {}, "%Y-%m-%d"}, 1, 8, 0, bytes_of_doubles({1e15})), "cannot have");
}

BOOST_AUTO_TEST_CASE(a_newer_version_is_named) {
  numeric::ThreadPool pool(1);
  std::string bytes = forged({"x", ColumnKind::integer, {}}, 3, 1, 0, "abc");
  bytes[8] = 9;
  BOOST_TEST(fault_of(bytes, pool).find("newer version of ballast") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
