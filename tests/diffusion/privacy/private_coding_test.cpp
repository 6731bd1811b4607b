// Codes of noised counts: what they keep of a table, and what they do not tell.
#include "diffusion/privacy/private_coding.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "engine/numeric/random.hpp"

using namespace ballast;
using namespace ballast::diffusion;
using tabular::ColumnKind;

namespace {

constexpr std::size_t kRows = 20000;
constexpr double kSigma = 20, kLabelDelta = 1e-6;

// Ages with a spike at 40, amounts of which half are zero, text of three common labels and 30 that one row each has.
tabular::Table people() {
  std::vector<std::string> labels{"a", "b", "c"};
  for (int k = 0; k < 30; ++k) labels.push_back("person" + std::to_string(10 + k));
  tabular::Table table({{"age", ColumnKind::integer, {}},
                        {"amount", ColumnKind::numeric, {}},
                        {"town", ColumnKind::categorical, labels}},
                       kRows);
  numeric::RandomStream stream(1, numeric::Purpose::kGeneral);
  for (std::size_t i = 0; i < kRows; ++i) {
    table.column(0)[i] = i % 5 == 0 ? 40 : 18 + static_cast<double>(stream.below(60));
    table.column(1)[i] = i % 2 == 0 ? 0 : std::round(100 * std::exp(3 + stream.normal())) / 100;
    table.column(2)[i] = i < 30 ? 3 + static_cast<double>(i) : static_cast<double>(stream.below(3));
  }
  for (std::size_t i = 0; i < 2000; ++i) table.column(1)[10 * i + 1] = tabular::kMissing;
  return table;
}

PrivateCoding coded(const tabular::Table& table, const PrivacyOptions& options, double sigma = kSigma,
                    std::uint64_t key = 3, std::size_t threads = 2) {
  numeric::ThreadPool pool(threads);
  return code_privately(table, options, {key, sigma}, kLabelDelta, 48, pool);
}

// What the shares of a column's codes that decode within [low, high] come to.
double share_between(const ColumnCodes& codes, double low, double high) {
  double sum = 0;
  for (std::uint32_t c = 0; c < codes.codes(); ++c) {
    if (c != codes.missing_code()) sum += codes.share()[c] * codes.share_within(c, {low, high});
  }
  return sum;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(private_coding_test)

BOOST_AUTO_TEST_CASE(shares_spikes_and_missing_cells_come_out_within_the_noise) {
  const PrivateCoding out = coded(people(), {});
  BOOST_TEST(std::abs(static_cast<double>(out.about_rows) - kRows) < 5 * kSigma);
  const ColumnCodes &age = out.codes.column(0), &amount = out.codes.column(1), &town = out.codes.column(2);
  constexpr double kShare = .012;  // of a dozen noised counts of 20 in 20,000
  BOOST_TEST(std::abs(age.share()[age.encode(40)] - (.2 + .8 / 60)) < kShare);
  BOOST_TEST(age.decode(age.encode(40), .3) == 40);
  BOOST_TEST(std::abs(share_between(age, 18, 77) - 1) < kShare);
  BOOST_TEST(std::abs(share_between(age, 18, 39) - .8 * 22 / 60) < 2 * kShare);
  for (const double u : {0.0, .5, .999}) BOOST_TEST(amount.decode(amount.encode(0), u) == 0);
  BOOST_TEST(std::abs(amount.share()[amount.encode(0)] - .5) < kShare);
  BOOST_TEST(std::abs(amount.share()[amount.missing_code()] - .1) < kShare);
  BOOST_TEST(std::abs(share_between(amount, .01, std::exp(3.0)) - .2) < .03);
  BOOST_TEST(std::abs(town.share()[0] - 1.0 / 3) < kShare);
}

BOOST_AUTO_TEST_CASE(labels_that_one_row_has_are_not_told) {
  for (std::uint64_t key = 0; key < 50; ++key) {
    const PrivateCoding out = coded(people(), {}, 5, key);
    const std::vector<std::string>& labels = out.codes.schema()[2].labels;
    BOOST_TEST(std::ranges::none_of(labels, [](const std::string& label) { return label.starts_with("person"); }));
    BOOST_TEST(std::ranges::count(labels, "a") == 1);
  }
}

// As many rows of the rare ones as stand out of the noise: they share a label.
BOOST_AUTO_TEST_CASE(many_labels_of_few_rows_are_the_rare_one) {
  tabular::Table table = people();
  for (std::size_t i = 0; i < 9000; ++i) table.column(2)[i] = 3 + static_cast<double>(i % 30);
  const PrivateCoding out = coded(table, {}, 150);
  BOOST_TEST((out.codes.schema()[2].labels == std::vector<std::string>{"(rare)", "a", "b", "c"}));
  BOOST_TEST(std::abs(out.codes.column(2).share()[0] - .45) < .03);
  BOOST_TEST(out.coded.row(0)[2] == 0u);
}

BOOST_AUTO_TEST_CASE(listed_labels_are_told_whether_rows_have_them_or_not) {
  PrivacyOptions options;
  options.known.push_back({"town", {}, {}, {}, std::vector<std::string>{"a", "b", "nowhere", "person10"}});
  const PrivateCoding out = coded(people(), options);
  const std::vector<std::string>& labels = out.codes.schema()[2].labels;
  BOOST_TEST(std::ranges::count(labels, "nowhere") == 1);
  BOOST_TEST(std::ranges::count(labels, "person10") == 1);
  BOOST_TEST(std::ranges::count(labels, "person11") == 0);
  BOOST_TEST(std::ranges::count(labels, "(rare)") == 1);  // the rows of c
}

BOOST_AUTO_TEST_CASE(known_bounds_are_kept_and_spare_a_count) {
  PrivacyOptions options;
  const tabular::Schema schema = people().schema();
  BOOST_TEST(private_counts(schema, options) == 6u);  // rows, two each of two numbers, one of a text
  BOOST_TEST(unlisted_columns(schema, options) == 1u);
  options.known.push_back({"age", 0, 120, tabular::Decimals{0, 1}});
  options.known.push_back({"town", {}, {}, {}, std::vector<std::string>{"a"}});
  BOOST_TEST(private_counts(schema, options) == 5u);
  BOOST_TEST(unlisted_columns(schema, options) == 0u);
  options.known.push_back({"amount", 0, 50, tabular::Decimals{2, 1}});
  const PrivateCoding out = coded(people(), options);
  const ColumnCodes& amount = out.codes.column(1);
  for (std::uint32_t c = 0; c < amount.codes(); ++c) {
    if (c == amount.missing_code()) continue;
    for (const double u : {0.0, .37, .999}) {
      const double value = amount.decode(c, u);
      BOOST_TEST(value >= 0);
      BOOST_TEST(value <= 50);
      BOOST_TEST(std::abs(value * 100 - std::round(value * 100)) < 1e-9);
    }
  }
}

BOOST_AUTO_TEST_CASE(cells_said_never_to_be_missing_have_no_code_for_it) {
  PrivacyOptions options;
  options.known.push_back({"amount", {}, {}, {}, {}, false});
  BOOST_TEST(coded(people(), options).codes.column(1).missing_code() == ColumnCodes::kNone);
}

BOOST_AUTO_TEST_CASE(every_cell_has_a_code) {
  const PrivateCoding out = coded(people(), {}, 200);
  for (std::size_t i = 0; i < kRows; ++i) {
    for (std::size_t d = 0; d < out.coded.columns; ++d) BOOST_REQUIRE(out.coded.row(i)[d] < out.codes.codes(d).codes());
  }
}

// Noise that drowns all: still a table.
BOOST_AUTO_TEST_CASE(a_table_of_which_nothing_can_be_told_has_codes_all_the_same) {
  const tabular::Table few = people().take_rows(std::vector<std::size_t>{0, 1, 2, 3, 4});
  const PrivateCoding out = coded(few, {}, 1000);
  for (std::size_t c = 0; c < 3; ++c) BOOST_TEST(out.codes.column(c).codes() >= 1u);
}

// One row less changes the noised counts by what that row was in each, and the noise not at all.
BOOST_AUTO_TEST_CASE(a_row_moves_one_count_of_a_histogram) {
  const NoisyCounts noise(7, 3.5);
  const std::vector<std::size_t> with{10, 20, 30}, without{10, 19, 30};
  const std::vector<double> a = noise.of(with, 4), b = noise.of(without, 4);
  BOOST_TEST(a[0] == b[0]);
  BOOST_TEST(a[1] == b[1] + 1);
  BOOST_TEST(a[2] == b[2]);
  BOOST_TEST((a != noise.of(with, 5)));
}

BOOST_AUTO_TEST_CASE(noise_has_its_deviation) {
  const NoisyCounts noise(7, 50);
  const std::vector<std::size_t> zeros(40000, 0);
  double sum = 0, squares = 0;
  for (const double count : noise.of(zeros, 1)) {
    sum += count;
    squares += count * count;
  }
  BOOST_TEST(std::abs(sum / 40000) < 4 * 50 / 200.0);
  BOOST_TEST(std::abs(std::sqrt(squares / 40000) / 50 - 1) < .015);  // four standard errors
}

BOOST_AUTO_TEST_CASE(bits_do_not_depend_on_the_number_of_threads) {
  const PrivateCoding one = coded(people(), {}, kSigma, 3, 1), three = coded(people(), {}, kSigma, 3, 3);
  BOOST_TEST((one.coded.codes == three.coded.codes));
  BOOST_TEST((one.codes.schema() == three.codes.schema()));
}

BOOST_AUTO_TEST_SUITE_END()
