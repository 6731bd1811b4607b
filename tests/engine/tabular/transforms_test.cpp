#include "engine/tabular/transforms.hpp"

#include <bit>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <random>
#include <string>
#include <type_traits>

#include "engine/error.hpp"
#include "engine/tabular/schema_archive.hpp"

using namespace ballast;
using namespace ballast::tabular;

namespace {

// Every kind of column, heavy tails, ties and missing cells.
Table mixed(std::size_t rows) {
  Table t({{"tail", ColumnKind::numeric, {}},
           {"tied", ColumnKind::integer, {}},
           {"flag", ColumnKind::binary, {}},
           {"sex", ColumnKind::binary, {"f", "m"}},
           {"city", ColumnKind::categorical, {"Bonn", "Lyon", "Oslo"}},
           {"same", ColumnKind::integer, {}},
           {"none", ColumnKind::numeric, {}},
           {"same text", ColumnKind::categorical, {"x"}}},
          rows);
  std::mt19937_64 random(3);
  std::cauchy_distribution<double> heavy;
  for (std::size_t row = 0; row < rows; ++row) {
    const double cells[] = {heavy(random),
                            static_cast<double>(random() % 7),
                            random() % 2 ? 5.0 : -1.0,
                            static_cast<double>(random() % 2),
                            static_cast<double>(random() % 3),
                            4,
                            kMissing,
                            0};
    for (std::size_t c = 0; c < t.columns(); ++c) t.column(c)[row] = row % 11 == c ? kMissing : cells[c];
  }
  return t;
}

std::string message_of(const auto& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(transforms_test)

BOOST_AUTO_TEST_CASE(observed_cells_come_back_exactly_in_either_scaling_and_through_an_archive) {
  const Table table = mixed(394);
  for (const Scaling scaling : {Scaling::quantile_normal, Scaling::standardise}) {
    const RowTransform fitted = RowTransform::fit(table, scaling);
    BOOST_TEST(fitted.column_names().size() == fitted.width());
    files::ArchiveWriter out("k");
    fitted.save(out.child("t"));
    const RowTransform loaded = RowTransform::load(files::ArchiveReader::from_bytes(out.bytes(), "m").child("t"));
    BOOST_TEST(loaded.identity() == fitted.identity());
    const Table back = loaded.inverse(fitted.forward(table));
    for (std::size_t c = 0; c < table.columns(); ++c) {
      for (std::size_t row = 0; row < table.rows(); ++row) {
        const double was = table.column(c)[row], is = back.column(c)[row];
        BOOST_REQUIRE(is_missing(was) == is_missing(is));
        if (!is_missing(was)) BOOST_REQUIRE_EQUAL(std::bit_cast<std::uint64_t>(was), std::bit_cast<std::uint64_t>(is));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(quantile_normal_is_the_normal_score_of_the_mid_rank) {
  const Table table({{"x", ColumnKind::numeric, {}}}, {{10, 30, 20, 20}});
  const ScaledRows rows = RowTransform::fit(table).forward(table);
  // Mid-ranks 1, 4, 2.5, 2.5 of 4: Phi^-1(1/8), Phi^-1(7/8), Phi^-1(1/2).
  BOOST_TEST(rows.x(0, 0) == -1.1503494f, boost::test_tools::tolerance(1e-6f));
  BOOST_TEST(rows.x(1, 0) == 1.1503494f, boost::test_tools::tolerance(1e-6f));
  BOOST_TEST(std::fabs(rows.x(2, 0)) < 1e-7f);
}

BOOST_AUTO_TEST_CASE(other_values_come_back_to_a_millionth_of_the_spread_rising_and_clipped_at_the_ends) {
  Table table({{"x", ColumnKind::numeric, {}}}, 394);
  std::mt19937_64 random(5);
  std::normal_distribution<double> normal;
  for (double& cell : table.column(0)) cell = normal(random);
  const auto [low, high] = std::minmax_element(table.column(0).begin(), table.column(0).end());
  Table probe(table.schema(), 1000);
  for (std::size_t i = 0; i < 1000; ++i) probe.column(0)[i] = -6 + 0.012 * static_cast<double>(i);
  const RowTransform fitted = RowTransform::fit(table);
  const ScaledRows scaled = fitted.forward(probe);
  const Table back = fitted.inverse(scaled);
  for (std::size_t i = 0; i < 1000; ++i) {
    const double expected = std::clamp(probe.column(0)[i], *low, *high);
    BOOST_TEST(std::fabs(back.column(0)[i] - expected) <= 1e-6 * (*high - *low));
    if (i > 0) BOOST_TEST(scaled.x(i, 0) >= scaled.x(i - 1, 0));
  }
}

BOOST_AUTO_TEST_CASE(integers_are_rounded_labels_go_to_the_largest_and_missing_to_the_indicator) {
  const Table table({{"i", ColumnKind::integer, {}}, {"c", ColumnKind::categorical, {"a", "b", "c"}}},
                    {{0, 5, 10, kMissing}, {0, 1, 2, 1}});
  const RowTransform fitted = RowTransform::fit(table, Scaling::standardise);
  BOOST_TEST(fitted.column_names() == (std::vector<std::string>{"i", "i is missing", "c=a", "c=b", "c=c"}));
  numeric::Matrix<float> x(2, 5);
  const float values[2][5] = {{0.1f, -0.2f, -3, 0.2f, 0.1f}, {0.1f, 0.2f, 1, 2, 3}};
  for (std::size_t row = 0; row < 2; ++row) std::copy_n(values[row], 5, x.row(row).begin());
  const Table back = fitted.inverse(fitted.adopt(std::move(x)));
  BOOST_TEST(back.column(0)[0] == 5.0);
  BOOST_TEST(back.column(1)[0] == 1.0);
  BOOST_TEST(is_missing(back.column(0)[1]));
  BOOST_TEST(back.column(1)[1] == 2.0);
}

BOOST_AUTO_TEST_CASE(rows_of_another_transform_or_table_are_refused) {
  static_assert(!std::is_convertible_v<ScaledRows, Table>);
  const Table a = mixed(50), b = mixed(60);
  const RowTransform of_a = RowTransform::fit(a), of_b = RowTransform::fit(b);
  BOOST_TEST(message_of([&] { of_b.inverse(of_a.forward(a)); }) == "scaled rows belong to another transform");
  const std::vector<std::string> drop{"sex"};
  BOOST_TEST(message_of([&] { of_a.forward(a.drop(drop)); }) ==
             "the rows have other columns than the transform was fitted on");
  BOOST_TEST(message_of([&] { RowTransform::fit(mixed(0)); }) == "there are no rows to learn from");
}

BOOST_AUTO_TEST_CASE(a_forged_transform_is_refused) {
  const auto loaded_with = [](std::vector<double> values) {
    files::ArchiveWriter out("k");
    save_schema({{"x", ColumnKind::numeric, {}}}, out.child("schema"));
    files::ArchiveWriter part = out.child("column/0");
    part.integer("role", 2);  // ranked
    part.integer("indicator", 0);
    for (const char* name : {"fill", "mean", "sd"}) part.number(name, 1);
    part.array<double>("values", values);
    part.array<double>("scores", std::vector<double>{-1, 1});
    RowTransform::load(files::ArchiveReader::from_bytes(out.bytes(), "m"));
  };
  const std::string malformed = "m: the file's transform of column 'x' is malformed";
  BOOST_TEST(message_of([&] { loaded_with({1, 2}); }) == "no error");
  BOOST_TEST(message_of([&] { loaded_with({2, 1}); }) == malformed);
  BOOST_TEST(message_of([&] { loaded_with({1, 2, 3}); }) == malformed);
  BOOST_TEST(message_of([&] { loaded_with({1, INFINITY}); }) == malformed);
}

BOOST_AUTO_TEST_SUITE_END()
