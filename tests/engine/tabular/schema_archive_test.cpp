#include "engine/tabular/schema_archive.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "engine/error.hpp"
#include "tests/refusals.hpp"

using namespace ballast;
using namespace ballast::tabular;
using ballast::test::message_of;

namespace {

files::ArchiveReader reopened(const files::ArchiveWriter& out) {
  return files::ArchiveReader::from_bytes(out.bytes(), "m.ballast");
}

std::string refusal(const Schema& schema) {
  files::ArchiveWriter out("k");
  save_schema(schema, out);
  return message_of([&] { load_schema(reopened(out)); });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(schema_archive_test)

BOOST_AUTO_TEST_CASE(a_schema_comes_back_as_it_went) {
  const Schema schema{{"a", ColumnKind::numeric, {}},
                      {"b", ColumnKind::categorical, {"x", "y", "z"}},
                      {"c", ColumnKind::binary, {}},
                      {"d", ColumnKind::binary, {"no", "yes"}},
                      {"e", ColumnKind::date, {}, "%Y-%m-%d"}};
  files::ArchiveWriter out("k");
  save_schema(schema, out.child("schema"));
  BOOST_TEST((load_schema(reopened(out).child("schema")) == schema));
}

BOOST_AUTO_TEST_CASE(what_is_no_schema_is_refused) {
  BOOST_TEST(refusal({{"a", ColumnKind::numeric, {}}, {"a", ColumnKind::numeric, {}}}) ==
             "m.ballast: the file's list of columns is malformed: 'a' stands there twice");
  BOOST_TEST(refusal({{"a", ColumnKind::binary, {"y", "x"}}}) ==
             "m.ballast: the file's list of columns is malformed: labels of 'a' repeat or are out of order");
  BOOST_TEST(refusal({{"a", ColumnKind::integer, {"x"}}}) ==
             "m.ballast: the file's list of columns is malformed: 'a' has labels but holds numbers");
  BOOST_TEST(refusal({{"a", static_cast<ColumnKind>(9), {}}}) ==
             "m.ballast: the file's list of columns is malformed: unknown kind of column");
  BOOST_TEST(refusal({{"a", ColumnKind::date, {}, "%Q"}}) ==
             "m.ballast: the file's list of columns is malformed: 'a' holds dates in no known format");
}

BOOST_AUTO_TEST_CASE(formats_stand_there_only_where_a_column_has_one) {
  files::ArchiveWriter plain("k"), dated("k");
  save_schema({{"a", ColumnKind::numeric, {}}}, plain);
  save_schema({{"a", ColumnKind::date, {}, "%Y-%m-%d"}}, dated);
  BOOST_TEST(!reopened(plain).has("formats"));
  BOOST_TEST(reopened(dated).has("formats"));
}

BOOST_AUTO_TEST_CASE(label_counts_that_lie_are_refused) {
  files::ArchiveWriter out("k");
  out.texts("names", std::vector<std::string>{"a"});
  out.array<std::uint8_t>("kinds", std::vector<std::uint8_t>{3});
  out.array<std::uint64_t>("label_counts", std::vector<std::uint64_t>{~std::uint64_t{0}});
  out.texts("labels", std::vector<std::string>{"x"});
  BOOST_CHECK_THROW(load_schema(reopened(out)), Error);
}

BOOST_AUTO_TEST_SUITE_END()
