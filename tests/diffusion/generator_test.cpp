#include "diffusion/generator.hpp"

#include <boost/test/unit_test.hpp>
#include <limits>
#include <string>
#include <vector>

#include "diffusion/generator_archive.hpp"
#include "engine/error.hpp"
#include "tests/diffusion/tables.hpp"
#include "tests/refusals.hpp"

using namespace ballast::diffusion;
using ballast::files::ArchiveReader;
using ballast::files::ArchiveWriter;
using ballast::test::message_of;

namespace {

ArchiveReader read(const ArchiveWriter& writer) {
  return ArchiveReader::from_bytes(writer.bytes(), "model.ballast");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(generator_test)

BOOST_AUTO_TEST_CASE(an_unknown_generator_is_refused_with_the_nearest_name) {
  BOOST_TEST(message_of([] { make_generator("smoat"); }).find("did you mean 'smote'?") != std::string::npos);
  ArchiveWriter writer("generator");
  writer.text("generator", "oracle");
  BOOST_TEST(message_of([&] { load_generator(read(writer)); }).find("unknown generator; expected diffusion, ") == 0u);
}

BOOST_AUTO_TEST_CASE(rows_of_other_classes_are_asked_for_by_none_unless_told_and_change_nothing) {
  const auto real = ballast::test::mixed_table(12), others = ballast::test::mixed_table(20);
  ballast::numeric::ThreadPool pool(1);
  ballast::Observer observer;
  for (const std::string& name : generator_names()) BOOST_TEST(!make_generator(name)->wants_others(), name);
  const auto one = make_generator("smote"), two = make_generator("smote");
  one->fit(real, 1, pool, observer);
  two->fit_against(real, others, 1, pool, observer);
  BOOST_TEST(ballast::test::same_tables(one->sample(0, 20, 3, pool, observer), two->sample(0, 20, 3, pool, observer)));
}

BOOST_AUTO_TEST_CASE(a_file_of_another_kind_is_refused) {
  BOOST_TEST(message_of([] { load_generator(read(ArchiveWriter("classifier"))); }).find("classifier") !=
             std::string::npos);
}

// A file whose checksum is right can still be wrong: here a neighbour beyond the rows.
BOOST_AUTO_TEST_CASE(impossible_content_is_refused) {
  const auto real = ballast::test::mixed_table(12);
  const auto message_for = [&](std::uint32_t neighbour) {
    ArchiveWriter writer("generator");
    writer.text("generator", "smote");
    save_table(real, writer.child("rows"));
    writer.integer("neighbours_each", 5);
    writer.array<std::uint32_t>("neighbours", std::vector<std::uint32_t>(60, neighbour));
    return message_of([&] { load_generator(read(writer)); });
  };
  BOOST_TEST(message_for(11) == "no error");
  BOOST_TEST(message_for(12) == "model.ballast: a stored neighbour is not one of the rows");
}

BOOST_AUTO_TEST_CASE(a_stored_cell_beyond_its_dictionary_is_refused) {
  for (const double cell : {3.0, -1.0, 0.5, std::numeric_limits<double>::infinity()}) {
    auto real = ballast::test::mixed_table(3);
    real.column(3)[1] = cell;
    ArchiveWriter writer("generator");
    writer.text("generator", "oversample");
    save_table(real, writer.child("rows"));
    BOOST_TEST(message_of([&] { load_generator(read(writer)); }).find("impossible cell; expected a value of column") !=
               std::string::npos);
  }
}

BOOST_AUTO_TEST_SUITE_END()
