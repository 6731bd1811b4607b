#include "engine/tabular/features/transforms.hpp"

#include <algorithm>
#include <bit>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <random>
#include <string>
#include <type_traits>
#include <vector>

#include "engine/error.hpp"
#include "engine/tabular/schema_archive.hpp"
#include "tests/refusals.hpp"

using namespace ballast;
using namespace ballast::tabular;
using ballast::test::message_of;

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

}  // namespace

BOOST_AUTO_TEST_SUITE(transforms_test)

BOOST_AUTO_TEST_CASE(observed_cells_come_back_exactly_in_either_scaling_and_through_an_archive) {
  const Table table = mixed(394);
  for (const Scaling scaling : {Scaling::quantile_normal, Scaling::standardise, Scaling::raw}) {
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

BOOST_AUTO_TEST_CASE(on_heavy_tails_observed_values_are_exact_and_others_near_within_their_gap) {
  Table table({{"x", ColumnKind::numeric, {}}}, 394);
  std::mt19937_64 random(9);
  std::cauchy_distribution<double> heavy;
  for (double& cell : table.column(0)) cell = std::pow(heavy(random), 3);
  const RowTransform fitted = RowTransform::fit(table);
  std::vector<double> sorted(table.column(0).begin(), table.column(0).end());
  std::sort(sorted.begin(), sorted.end());
  std::vector<double> between;
  for (std::size_t i = 0; i + 1 < sorted.size(); ++i) between.push_back(sorted[i] + 0.3 * (sorted[i + 1] - sorted[i]));
  const Table observed = fitted.inverse(fitted.forward(table));
  for (std::size_t i = 0; i < table.rows(); ++i) BOOST_TEST(observed.column(0)[i] == table.column(0)[i]);
  const Table others({{"x", ColumnKind::numeric, {}}}, {between});
  const Table back = fitted.inverse(fitted.forward(others));
  for (std::size_t i = 0; i < between.size(); ++i) {
    const double gap = sorted[i + 1] - sorted[i], rounding = 0x1p-50 * std::fabs(between[i]);
    const double allowed = gap * static_cast<double>(table.rows()) * 0x1p-25;  // as the header says
    BOOST_TEST(std::fabs(back.column(0)[i] - between[i]) <= allowed + rounding);
  }
}

BOOST_AUTO_TEST_CASE(standardised_values_between_observed_ones_come_back_to_1e_7_of_the_spread) {
  const Table table({{"x", ColumnKind::numeric, {}}}, {{-3, 0, 1.0 / 3, 1, 100}});
  const RowTransform fitted = RowTransform::fit(table, Scaling::standardise);
  Table probe(table.schema(), 500);
  for (std::size_t i = 0; i < 500; ++i) probe.column(0)[i] = -3 + 0.206 * static_cast<double>(i);
  const Table back = fitted.inverse(fitted.forward(probe));
  for (std::size_t i = 0; i < 500; ++i) {
    BOOST_TEST(std::fabs(back.column(0)[i] - probe.column(0)[i]) <= 1e-7 * 103);
  }
}

// One column of each role as an archive might hold it; what a forger changes is refused, the rest is loaded.
BOOST_AUTO_TEST_CASE(a_forged_transform_of_any_role_is_refused) {
  struct Forged {
    ColumnSchema schema = {"x", ColumnKind::numeric, {}};
    int role = 2;
    double fill = 1, mean = 1, sd = 1;
    std::vector<double> values = {1, 2}, scores = {-1, 1};
    int indicator = 0;
  };
  const auto load = [](const Forged& f) {
    files::ArchiveWriter out("k");
    save_schema({f.schema}, out.child("schema"));
    files::ArchiveWriter part = out.child("column/0");
    part.integer("role", f.role);
    part.integer("indicator", f.indicator);
    part.number("fill", f.fill);
    part.number("mean", f.mean);
    part.number("sd", f.sd);
    part.array<double>("values", f.values);
    part.array<double>("scores", f.scores);
    return message_of([&] { RowTransform::load(files::ArchiveReader::from_bytes(out.bytes(), "m")); });
  };
  const ColumnSchema two{"x", ColumnKind::binary, {"a", "b"}}, three{"x", ColumnKind::categorical, {"a", "b", "c"}};
  const std::vector<Forged> honest{{},
                                   {.role = 0, .fill = kMissing, .values = {}, .scores = {}},
                                   {.role = 1, .scores = {}},
                                   {.role = 3, .scores = {}},
                                   {.schema = two, .role = 3, .values = {0, 1}, .scores = {}},
                                   {.schema = three, .role = 4, .values = {}, .scores = {}}};
  for (const Forged& f : honest) BOOST_TEST(load(f) == "no error");
  const std::vector<Forged> forged{{.values = {2, 1}},                              // ranked: not ascending
                                   {.values = {1, 2, 3}},                           // more values than scores
                                   {.values = {1, INFINITY}},                       //
                                   {.scores = {1, 1}},                              // scores not ascending
                                   {.values = {1}, .scores = {0}},                  // one value
                                   {.schema = three},                               // of text
                                   {.fill = INFINITY},                              //
                                   {.role = 0, .fill = kMissing, .indicator = 1},   // missing stands for missing
                                   {.schema = three, .role = 0, .fill = 3},         // constant: no such label
                                   {.schema = three, .role = 0, .fill = 0.5},       //
                                   {.role = 1, .sd = 0},                            // scaled
                                   {.role = 1, .sd = -1},                           //
                                   {.role = 1, .mean = INFINITY},                   //
                                   {.schema = two, .role = 1},                      // of text
                                   {.role = 3, .values = {1}},                      // sign: one value
                                   {.role = 3, .values = {1, 2, 3}},                //
                                   {.schema = two, .role = 3, .values = {0, 7}},    // no such label
                                   {.schema = two, .role = 4, .values = {}},        // one hot of two
                                   {.schema = three, .role = 4, .fill = -1},        // no such label
                                   {.schema = three, .role = 5, .values = {0, 2}},  // coded without edges
                                   {.role = 5}};                                    // of numbers
  for (std::size_t i = 0; i < forged.size(); ++i) {
    BOOST_TEST(load(forged[i]) == "m: the file's transform of column 'x' is malformed", "forgery " << i);
  }
  BOOST_TEST(load({.role = 6}).find("out of range") != std::string::npos);
  BOOST_TEST(load({.indicator = 2}).find("out of range") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(raw_numbers_stay_as_they_are) {
  Table table({{"v", ColumnKind::numeric, {}}}, 3);
  std::ranges::copy(std::vector<double>{-2.5, 0.75, 40}, table.column(0).begin());
  const ScaledRows rows = RowTransform::fit(table, Scaling::raw).forward(table);
  for (std::size_t r = 0; r < 3; ++r) BOOST_TEST(rows.x(r, 0) == static_cast<float>(table.column(0)[r]));
}

BOOST_AUTO_TEST_CASE(made_dates_are_moments_that_their_format_can_write) {
  Table dates({{"when", ColumnKind::date, {}, "%Y-%m-%d"}}, 50);
  const auto day = [](std::size_t row) { return static_cast<double>(18000 + 7 * row + row % 3); };  // no weekday
  for (std::size_t row = 0; row < 50; ++row) dates.column(0)[row] = 86400.0 * day(row);
  for (const Scaling scaling : {Scaling::quantile_normal, Scaling::standardise, Scaling::raw}) {
    const RowTransform transform = RowTransform::fit(dates, scaling);
    ScaledRows scaled = transform.forward(dates);
    BOOST_TEST(transform.inverse(scaled).column(0)[7] == dates.column(0)[7]);
    const float between = (scaled.x(10, 0) * 2 + scaled.x(11, 0)) / 3;
    scaled.x(10, 0) = between;
    const double made = transform.inverse(scaled).column(0)[10];
    BOOST_TEST(std::fmod(made, 86400.0) == 0);
    BOOST_TEST(made > dates.column(0)[10]);
    BOOST_TEST(made < dates.column(0)[11]);
  }
}

namespace {

Table one_column(ColumnKind kind, const std::vector<double>& cells, std::vector<std::string> labels = {}) {
  Table t({{"n", kind, std::move(labels)}}, cells.size());
  std::ranges::copy(cells, t.column(0).begin());
  return t;
}

// What a model may make: scores from -4 to 4.
std::vector<double> made_of(const RowTransform& transform) {
  numeric::Matrix<float> x(801, transform.width());
  for (std::size_t row = 0; row < x.rows(); ++row) {
    for (std::size_t c = 0; c < x.columns(); ++c) {
      x(row, c) = static_cast<float>(static_cast<double>((row * (37 * c + 1)) % 801) / 100.0 - 4);
    }
  }
  const Table out = transform.inverse(transform.adopt(std::move(x)));
  return {out.column(0).begin(), out.column(0).end()};
}

}  // namespace

BOOST_AUTO_TEST_CASE(whole_numbers_keep_to_their_levels_in_every_scaling) {
  std::vector<double> terms;
  for (int i = 0; i < 100; ++i) terms.push_back((i % 10 < 5 ? 1 : i % 10 < 8 ? 2 : 4) * 12);
  for (const Scaling scaling : {Scaling::quantile_normal, Scaling::standardise, Scaling::raw}) {
    const Table rows = one_column(ColumnKind::integer, terms);
    const RowTransform transform = RowTransform::fit(rows, scaling);
    BOOST_TEST_REQUIRE(transform.levels().size() == 1u);
    BOOST_TEST(transform.levels()[0].levels == 3u);
    files::ArchiveWriter out("transform");
    transform.save(out);
    const RowTransform loaded = RowTransform::load(files::ArchiveReader::from_bytes(out.bytes(), "t"));
    BOOST_TEST(loaded.identity() == transform.identity());
    for (const double cell : made_of(loaded)) BOOST_TEST((cell == 12 || cell == 24 || cell == 48), cell);
    const Table back = loaded.inverse(loaded.forward(rows));
    BOOST_TEST(std::ranges::equal(back.column(0), rows.column(0)));
  }
}

// Half of the ranks are 12's, so half of normal scores come back as 12.
BOOST_AUTO_TEST_CASE(levels_come_back_at_their_rate) {
  std::vector<double> terms(100, 24);
  std::fill_n(terms.begin(), 50, 12);
  std::fill_n(terms.begin(), 10, 48);
  const RowTransform transform = RowTransform::fit(one_column(ColumnKind::integer, terms));
  std::mt19937_64 random(5);
  std::normal_distribution<float> normal;
  numeric::Matrix<float> x(20000, 1);
  for (float& score : x.values()) score = normal(random);
  const Table out = transform.inverse(transform.adopt(std::move(x)));
  const auto share = [&](double value) {
    return static_cast<double>(std::ranges::count(out.column(0), value)) / 20000;
  };
  constexpr double kFourDeviations = 0.015;
  BOOST_TEST(std::fabs(share(12) - 0.4) < kFourDeviations);
  BOOST_TEST(std::fabs(share(24) - 0.5) < kFourDeviations);
  BOOST_TEST(std::fabs(share(48) - 0.1) < kFourDeviations);
}

BOOST_AUTO_TEST_CASE(labels_that_the_rows_lack_never_come_back) {
  std::vector<double> codes;
  for (int i = 0; i < 30; ++i) codes.push_back(i % 3 == 0 ? 1 : 4);
  const Table rows = one_column(ColumnKind::categorical, codes, {"a", "b", "c", "d", "e", "f"});
  const RowTransform transform = RowTransform::fit(rows);
  BOOST_TEST((transform.column_names() == std::vector<std::string>{"n=b", "n=e"}));
  files::ArchiveWriter out("transform");
  transform.save(out);
  const RowTransform loaded = RowTransform::load(files::ArchiveReader::from_bytes(out.bytes(), "t"));
  for (const double code : made_of(loaded)) BOOST_TEST((code == 1 || code == 4), code);
  BOOST_TEST(std::ranges::equal(loaded.inverse(loaded.forward(rows)).column(0), rows.column(0)));
  const Table others = one_column(ColumnKind::categorical, {0, 5}, {"a", "b", "c", "d", "e", "f"});
  const ScaledRows scaled = transform.forward(others);
  for (const float score : scaled.x.values()) BOOST_TEST(score == -1.0f);
}

BOOST_AUTO_TEST_CASE(huge_and_tiny_numbers_are_learned_or_refused_by_name) {
  for (const double unit : {1e-300, 1e-160, 1e30, 1e38, 1e39, 1e150, 1e300}) {
    std::vector<double> cells;
    for (int i = 0; i < 40; ++i) cells.push_back((i * 7 % 40 - 20.5) * unit);
    const Table rows = one_column(ColumnKind::numeric, cells);
    for (const Scaling scaling : {Scaling::quantile_normal, Scaling::standardise}) {
      const RowTransform transform = RowTransform::fit(rows, scaling);
      const ScaledRows scaled = transform.forward(rows);
      for (const float score : scaled.x.values()) BOOST_TEST(std::isfinite(score));
      files::ArchiveWriter out("transform");
      transform.save(out);
      const RowTransform loaded = RowTransform::load(files::ArchiveReader::from_bytes(out.bytes(), "t"));
      BOOST_TEST(std::ranges::equal(loaded.inverse(scaled).column(0), rows.column(0)), unit);
      for (const double cell : made_of(loaded)) BOOST_TEST(std::isfinite(cell), unit);
    }
    const std::string raw = message_of([&] { RowTransform::fit(rows, Scaling::raw); });
    BOOST_TEST(raw.find("column 'n' cannot be learned with this scaling") != std::string::npos, raw);
  }
  for (const double outlier : {1e20, -1e38, 1e300, 1.7e308}) {
    std::vector<double> cells;
    for (int i = 0; i < 40; ++i) cells.push_back(i * 0.25);
    cells[7] = outlier;
    const Table rows = one_column(ColumnKind::numeric, cells);
    for (const Scaling scaling : {Scaling::standardise, Scaling::raw}) {
      const std::string message = message_of([&] { RowTransform::fit(rows, scaling); });
      BOOST_TEST(message.find("column 'n' cannot be learned with this scaling") != std::string::npos, message);
      BOOST_TEST(message.find("quantile-normal") != std::string::npos, message);
    }
    const RowTransform ranked = RowTransform::fit(rows);
    BOOST_TEST(std::ranges::equal(ranked.inverse(ranked.forward(rows)).column(0), rows.column(0)));
  }
}

BOOST_AUTO_TEST_SUITE_END()
