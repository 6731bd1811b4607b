// Which columns are identifiers, and how fresh ones follow those of the data.
#include <boost/test/unit_test.hpp>
#include <set>

#include "app/schema/identifiers.hpp"
#include "app/schema/wheels.hpp"
#include "engine/error.hpp"
#include "tests/app/schema/small_table.hpp"

using namespace ballast;
using namespace ballast::app;
using namespace ballast::app::testing;

namespace {

Identifier fresh(const std::vector<std::string>& cells, const std::vector<std::string>& categorical = {}) {
  std::string csv = "key,x\n";
  for (const std::string& cell : cells) csv += cell + ",1\n";
  return fresh_identifier(table_of(csv, {.categorical = categorical}), 0);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(identifiers_test)

BOOST_AUTO_TEST_CASE(numbers_that_run_on_or_are_called_so_and_unlike_texts_are_identifiers) {
  std::string csv = "row,CustomerId,amount,code,name,twice\n";
  for (int i = 0; i < 60; ++i) {
    csv += std::to_string(i + 1) + "," + std::to_string(90000 + 977 * i) + "," + std::to_string(10 + 977 * i) + ",K" +
           std::to_string(i) + "," + (i % 2 == 0 ? "a" : "b") + "," + std::to_string(i / 2) + "\n";
  }
  BOOST_TEST(find_identifiers(table_of(csv)) == std::vector<std::size_t>({0, 1, 3}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(fresh_ones_go_on_in_the_format_of_the_data) {
  BOOST_TEST(fresh({"3", "17", "9"}).of_row(0) == "18");
  BOOST_TEST(fresh({"CUST-0172", "CUST-0003"}).of_row(5) == "CUST-0178");
  BOOST_TEST(fresh({"C-9", "C-10"}).of_row(0) == "C-11");
  BOOST_TEST(fresh({"C-998", "C-100"}).of_row(1) == "C-1000");
  BOOST_TEST(fresh({"C-99", "C-10"}).of_row(1000) == "C-1100");
  BOOST_TEST(fresh({"0007", "0011"}).of_row(0) == "0012");
  BOOST_TEST(fresh({"AB-1x", "CD-9x"}).of_row(0) == "CE-0x");
  BOOST_TEST(fresh({"a0f1-4b9f", "09f0-4a10", "1cab-40ae"}).of_row(0) == "a0f1-4ba0");
  BOOST_TEST(fresh({"Anna", "Berthold"}).of_row(6) == "key-7");
  BOOST_TEST(fresh({"user5@mail.com", "user12@mail.com"}).of_row(0) == "user13@mail.com");
  BOOST_TEST(fresh({"user8@mail.com", "user9@mail.com"}).of_row(2) == "user12@mail.com");
  BOOST_TEST(fresh({"anna@a.org", "bo@b.net"}).of_row(1) == "key-2@example.com");
  BOOST_TEST(fresh({"ZZ1", "AA0"}).of_row(8) == "1AA0");  // beyond the last of its length
}

BOOST_AUTO_TEST_CASE(no_two_rows_have_one_identifier_beyond_the_wheels_too) {
  const Identifier one = fresh({"Zz8", "Yy3"});
  std::set<std::string> seen;
  for (std::uint64_t k = 0; k < 20'000; ++k) seen.insert(one.of_row(k));
  BOOST_TEST(seen.size() == 20'000U);
}

BOOST_AUTO_TEST_CASE(a_column_that_can_be_no_identifier_is_refused) {
  BOOST_TEST(has_all(message_of([] { fresh({"1.5", "2"}); }), {"'key' is no identifier", "whole numbers"}));
  BOOST_TEST(has_all(message_of([] { fresh({"2020-01-02", "2020-01-03"}); }), {"'key' is no identifier", "dates"}));
}

BOOST_AUTO_TEST_CASE(identifiers_stand_in_their_places_and_come_back_from_an_archive) {
  const tabular::Table data = table_of("id,x,code\n1,5,A-1\n2,6,A-2\n");
  const std::vector<Identifier> both{fresh_identifier(data, 0), fresh_identifier(data, 2)};
  files::ArchiveWriter out("generator");
  save_identifiers(both, out.child("identifiers"));
  const auto in = files::ArchiveReader::from_bytes(out.bytes(), "m");
  const std::vector<Identifier> back = load_identifiers(in.child("identifiers"), 1);
  const tabular::Table made = with_identifiers(table_of("x\n7\n8\n"), back, 10);
  BOOST_TEST(tabular::to_csv(made) == "id,x,code\n13,7,A-13\n14,8,A-14\n");
  BOOST_TEST(has_all(message_of([&] { load_identifiers(in.child("identifiers"), 0); }), {"damaged"}));
}

BOOST_AUTO_TEST_SUITE_END()
