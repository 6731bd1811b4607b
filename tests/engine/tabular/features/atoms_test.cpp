// What standard normal scores come back as: atoms, missing cells and labels at their rates, numbers with the decimals
// of their column.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "engine/numeric/random.hpp"
#include "engine/tabular/features/transforms.hpp"

using namespace ballast;
using namespace ballast::tabular;

namespace {

constexpr std::size_t kDraws = 20000;
constexpr double kFourDeviations = 0.015;  // of a share among so many

Table one_column(ColumnSchema schema, std::vector<double> cells) {
  std::vector<std::vector<double>> columns;
  columns.push_back(std::move(cells));
  return {{std::move(schema)}, std::move(columns)};
}

// What comes back from a model that is standard normal in every column; through an archive.
std::vector<double> made_of(const RowTransform& transform) {
  numeric::Matrix<float> x(kDraws, transform.width());
  numeric::fill_normal_rows({5, numeric::Purpose::kGeneral}, x.view());
  files::ArchiveWriter out("transform");
  transform.save(out);
  const RowTransform loaded = RowTransform::load(files::ArchiveReader::from_bytes(out.bytes(), "t"));
  const Table made = loaded.inverse(loaded.adopt(std::move(x)));
  return {made.column(0).begin(), made.column(0).end()};
}

double share(std::span<const double> cells, auto&& holds) {
  return static_cast<double>(std::ranges::count_if(cells, holds)) / static_cast<double>(cells.size());
}

// 92 % zeros, the rest cents, all different.
std::vector<double> gains() {
  std::vector<double> cells(500, 0.0);
  for (std::size_t i = 0; i < 40; ++i) cells[i * 12] = static_cast<double>(100 + 37 * i) / 100;
  return cells;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(atoms_test)

BOOST_AUTO_TEST_CASE(a_column_of_zeros_comes_back_with_its_zeros_and_its_cents) {
  const std::vector<double> cells = gains();
  const RowTransform transform = RowTransform::fit(one_column({"gain", ColumnKind::numeric, {}}, cells));
  const std::vector<double> made = made_of(transform);
  BOOST_TEST(std::fabs(share(made, [](double cell) { return cell == 0; }) - 0.92) < kFourDeviations);
  BOOST_TEST(share(made, [](double cell) { return cell == std::nearbyint(cell * 100) / 100; }) == 1.0);
  const auto observed = [&](double cell) { return std::ranges::find(cells, cell) != cells.end(); };
  BOOST_TEST(share(made, observed) < 0.96);  // unique values are not what comes back
}

BOOST_AUTO_TEST_CASE(spread_scores_are_standard_normal_and_come_back_exactly) {
  const std::vector<double> cells = gains();
  const Table rows = one_column({"gain", ColumnKind::numeric, {}}, cells);
  const RowTransform transform = RowTransform::fit(rows);
  const ScaledRows scores = transform.spread(rows, 3);
  BOOST_TEST(std::ranges::equal(transform.inverse(scores).column(0), cells));
  double sum = 0, squares = 0;
  for (const float score : scores.x.values()) sum += double{score}, squares += double{score} * double{score};
  const auto n = static_cast<double>(cells.size());
  BOOST_TEST(std::fabs(sum / n) < 0.1);
  BOOST_TEST(std::fabs(squares / n - 1) < 0.1);
  BOOST_TEST(std::ranges::equal(transform.spread(rows, 3).x.values(), scores.x.values()));
  BOOST_TEST(!std::ranges::equal(transform.spread(rows, 4).x.values(), scores.x.values()));
}

BOOST_AUTO_TEST_CASE(missing_cells_and_two_labels_come_back_at_their_rates) {
  std::vector<double> cells;
  for (int i = 0; i < 400; ++i) cells.push_back(i % 50 == 0 ? kMissing : i % 10 == 3 ? 1 : 0);
  const Table rows = one_column({"yes", ColumnKind::binary, {"n", "y"}}, cells);
  const RowTransform transform = RowTransform::fit(rows);
  const std::vector<double> made = made_of(transform);
  BOOST_TEST(std::fabs(share(made, is_missing) - 0.02) < kFourDeviations);
  BOOST_TEST(std::fabs(share(made, [](double cell) { return cell == 1; }) - 0.1) < kFourDeviations);
  const Table back = transform.inverse(transform.spread(rows, 1));
  for (std::size_t i = 0; i < cells.size(); ++i) {
    BOOST_TEST((is_missing(cells[i]) ? is_missing(back.column(0)[i]) : cells[i] == back.column(0)[i]));
  }
}

BOOST_AUTO_TEST_CASE(thousands_of_labels_have_one_score_and_come_back_at_their_rates) {
  std::vector<std::string> labels;
  for (int k = 0; k < 3000; ++k) labels.push_back("shop " + std::to_string(10000 + k));
  std::vector<double> cells;
  for (int i = 0; i < 6000; ++i) cells.push_back(i % 4 == 0 ? 7 : i * 7 % 2000);
  const Table rows = one_column({"shop", ColumnKind::categorical, labels}, cells);
  const RowTransform transform = RowTransform::fit(rows);
  BOOST_TEST(transform.width() == 1u);
  const std::vector<double> made = made_of(transform);
  const auto held = [&](double cell) { return std::ranges::find(cells, cell) != cells.end(); };
  BOOST_TEST(std::ranges::all_of(made, held));
  BOOST_TEST(std::fabs(share(made, [](double cell) { return cell == 7; }) -
                       share(cells, [](double cell) { return cell == 7; })) < kFourDeviations);
  BOOST_TEST(std::ranges::equal(transform.inverse(transform.forward(rows)).column(0), cells));
  BOOST_TEST(std::ranges::equal(transform.inverse(transform.spread(rows, 2)).column(0), cells));
}

BOOST_AUTO_TEST_CASE(rates_of_labels_are_put_right_and_learned_cells_stay) {
  std::vector<double> cells;
  for (int i = 0; i < 300; ++i) cells.push_back(i % 10 < 6 ? 0 : i % 10 < 9 ? 1 : 2);
  const Table rows = one_column({"city", ColumnKind::categorical, {"Bonn", "Lyon", "Oslo"}}, cells);
  RowTransform transform = RowTransform::fit(rows);
  BOOST_TEST(transform.has_rates());
  numeric::Matrix<float> made(kDraws, 3);
  numeric::fill_normal_rows({5, numeric::Purpose::kGeneral}, made.view());  // the draws of made_of: a third each
  for (float& score : made.values()) score *= 0.3F;
  const auto share_of = [&](double label) {
    numeric::Matrix<float> x(kDraws, 3);
    std::ranges::copy(made.values(), x.values().begin());
    const Table out = transform.inverse(transform.adopt(std::move(x)));
    return share(out.column(0), [&](double cell) { return cell == label; });
  };
  BOOST_TEST(std::fabs(share_of(0) - 1.0 / 3) < kFourDeviations);
  transform.match_rates(made.view());
  const double wanted[] = {0.6, 0.3, 0.1};
  for (int k = 0; k < 3; ++k) BOOST_TEST(std::fabs(share_of(k) - wanted[k]) < 0.005);
  BOOST_TEST(std::ranges::equal(transform.inverse(transform.forward(rows)).column(0), cells));
  files::ArchiveWriter out("transform");
  transform.save(out);
  BOOST_TEST(RowTransform::load(files::ArchiveReader::from_bytes(out.bytes(), "t")).identity() == transform.identity());
}

BOOST_AUTO_TEST_SUITE_END()
