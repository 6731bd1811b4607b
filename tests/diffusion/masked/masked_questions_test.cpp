// Rows under conditions, filled cells and likelihoods, against distributions that are known.
#include <array>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <memory>
#include <vector>

#include "diffusion/baselines/kde.hpp"
#include "diffusion/masked/masked_generator.hpp"
#include "engine/error.hpp"
#include "engine/numeric/random.hpp"

using namespace ballast;
using diffusion::CellCondition;
using diffusion::MaskedGenerator;

namespace {

constexpr std::size_t kDraws = 20000, kRows = 3000;

// x is a whole number 0 .. 5, y = x or x + 1 at even odds, and z the label of x's parity, missing in a tenth.
tabular::Table related_table(std::size_t rows) {
  tabular::Table table({{"x", tabular::ColumnKind::integer, {}},
                        {"y", tabular::ColumnKind::integer, {}},
                        {"z", tabular::ColumnKind::categorical, {"even", "odd"}}},
                       rows);
  numeric::RandomStream stream(11, numeric::Purpose::kGeneral);
  for (std::size_t i = 0; i < rows; ++i) {
    const auto x = static_cast<double>(stream.below(6));
    table.column(0)[i] = x;
    table.column(1)[i] = x + static_cast<double>(stream.below(2));
    table.column(2)[i] = stream.below(10) == 0 ? tabular::kMissing : std::fmod(x, 2);
  }
  return table;
}

// Learned once for all cases.
const MaskedGenerator& learned() {
  static const std::unique_ptr<MaskedGenerator> kGenerator = [] {
    diffusion::MaskedOptions options;
    options.hidden = 32;
    options.layers = 2;
    options.batch = 128;
    options.updates = 1500;
    auto generator = std::make_unique<MaskedGenerator>(options);
    numeric::ThreadPool pool(2);
    Observer quiet;
    generator->fit(related_table(kRows), 3, pool, quiet);
    return generator;
  }();
  return *kGenerator;
}

tabular::Table where(std::vector<CellCondition> conditions, std::size_t rows = kDraws) {
  numeric::ThreadPool pool(2);
  Observer quiet;
  return learned().sample_where(conditions, 0, rows, 5, pool, quiet);
}

bool fulfils(const tabular::Table& rows, std::size_t i, const std::vector<CellCondition>& conditions) {
  for (const CellCondition& one : conditions) {
    const double cell = rows.column(one.column)[i];
    if (one.missing ? !tabular::is_missing(cell) : !(cell >= one.low && cell <= one.high)) return false;
  }
  return true;
}

// Of the rows that fulfil the conditions, the share with each x.
std::array<double, 6> shares_of_x(const tabular::Table& rows, const std::vector<CellCondition>& conditions) {
  std::array<double, 6> out{};
  double all = 0;
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    if (!fulfils(rows, i, conditions)) continue;
    ++out[static_cast<std::size_t>(rows.column(0)[i])];
    ++all;
  }
  for (double& share : out) share /= all;
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(masked_questions_test)

// Two ranges, a shown label and a missing cell: x against its distribution among the learned rows that fulfil them.
// 20,000 draws have a standard error of at most .0036; the rest is what the network has not learned. That draws equal
// rejection draws exactly, cell_choosers_test holds for any network.
BOOST_AUTO_TEST_CASE(conditional_draws_follow_the_conditional_distribution_of_the_data) {
  constexpr double kLargestError = 0.02;
  const tabular::Table real = related_table(kRows);
  for (const std::vector<CellCondition>& conditions :
       {std::vector<CellCondition>{{0, false, 2, 4}, {1, false, 3, 9}}, {{2, false, 1, 1}}, {{2, true}}}) {
    const tabular::Table made = where(conditions);
    const std::array<double, 6> learned_share = shares_of_x(real, conditions), share = shares_of_x(made, conditions);
    for (std::size_t i = 0; i < made.rows(); ++i) BOOST_REQUIRE(fulfils(made, i, conditions));
    for (std::size_t x = 0; x < 6; ++x) {
      BOOST_TEST(std::abs(share[x] - learned_share[x]) < kLargestError,
                 "x = " << x << ": " << share[x] << " for " << learned_share[x]);
    }
  }
}

BOOST_AUTO_TEST_CASE(conditions_that_nothing_fulfils_are_refused) {
  BOOST_CHECK_THROW(where({{0, true}}), Error);           // x is never missing
  BOOST_CHECK_THROW(where({{0, false, 40, 50}}), Error);  // nor as large
}

BOOST_AUTO_TEST_CASE(missing_cells_are_filled_and_others_stay) {
  tabular::Table gaps = related_table(300);
  for (std::size_t i = 0; i < gaps.rows(); i += 3) gaps.column(1)[i] = tabular::kMissing;
  numeric::ThreadPool pool(2);
  Observer quiet;
  for (const auto fill : {diffusion::Answering::Fill::draw, diffusion::Answering::Fill::likeliest}) {
    const tabular::Table full = learned().impute(gaps, fill, 0, 5, pool, quiet);
    std::size_t near = 0, parity = 0, labels = 0;
    for (std::size_t i = 0; i < gaps.rows(); ++i) {
      for (std::size_t c = 0; c < 3; ++c) {
        BOOST_TEST(!tabular::is_missing(full.column(c)[i]));
        if (!tabular::is_missing(gaps.column(c)[i])) BOOST_TEST(full.column(c)[i] == gaps.column(c)[i]);
      }
      const double step = full.column(1)[i] - full.column(0)[i];
      near += step == 0 || step == 1;
      if (!tabular::is_missing(gaps.column(2)[i])) continue;
      ++labels;
      parity += full.column(2)[i] == std::fmod(full.column(0)[i], 2);
    }
    BOOST_TEST(near > 0.97 * 300);
    BOOST_TEST(static_cast<double>(parity) > 0.95 * static_cast<double>(labels));
  }
}

// The entropy of a row is ln 6 + ln 2 + the entropy of one in ten; a row that breaks the rules is far less likely.
BOOST_AUTO_TEST_CASE(the_bound_is_near_the_entropy_and_tells_strange_rows) {
  numeric::ThreadPool pool(2);
  Observer quiet;
  tabular::Table rows = related_table(2000);
  const auto mean = [&] {
    double sum = 0;
    for (const double one : learned().log_likelihood(rows, 2, 5, pool, quiet)) sum += one;
    return sum / 2000;
  };
  const double entropy = std::log(12.0) - 0.1 * std::log(0.1) - 0.9 * std::log(0.9);
  BOOST_TEST(std::abs(mean() + entropy) < 0.1);
  for (double& cell : rows.column(1)) cell = std::fmod(cell + 3, 7);
  BOOST_TEST(mean() < -entropy - 2);
}

BOOST_AUTO_TEST_CASE(numbers_that_were_never_learned_are_named) {
  struct Notes : Observer {
    void note(std::string_view text) override { all += text; }
    std::string all;
  } notes;
  numeric::ThreadPool pool(1);
  tabular::Table rows = related_table(10);
  learned().log_likelihood(rows, 1, 5, pool, notes);
  BOOST_TEST(notes.all.empty(), notes.all);
  rows.column(0)[4] = 77;
  learned().log_likelihood(rows, 1, 5, pool, notes);
  BOOST_TEST(notes.all.find("1 of 10 cells hold numbers that were never learned, such as 77") != std::string::npos,
             notes.all);
}

BOOST_AUTO_TEST_CASE(a_generator_that_cannot_says_so) {
  try {
    diffusion::answering(diffusion::Kde(), "fill missing cells");
    BOOST_TEST(false);
  } catch (const Error& error) {
    BOOST_TEST(std::string(error.what()).find("a kde generator cannot fill missing cells") == 0U);
  }
}

// y is x or x + 1, and z the parity of x, missing in a tenth.
BOOST_AUTO_TEST_CASE(conditions_are_weighed_alone_and_given_each_other) {
  numeric::ThreadPool pool(2);
  Observer quiet;
  const auto chances = [&](const std::vector<CellCondition>& conditions) {
    return learned().chances(conditions, pool, quiet);
  };
  const auto together = chances({{1, false, 5, 9}, {0, false, 4, 4}});  // y >= 5 where x = 4
  BOOST_REQUIRE(together.size() == 2U);
  BOOST_TEST(together[0].condition == 1U);  // single values first
  BOOST_TEST(together[0].alone == together[0].given);
  BOOST_TEST(std::abs(together[0].alone - 1.0 / 6) < 0.03);
  BOOST_TEST(std::abs(together[1].given - 0.5) < 0.15);  // of a small network
  BOOST_TEST(std::abs(together[1].alone - 0.25) < 0.04);
  const auto never = chances({{0, false, 4, 4}, {2, false, 1, 1}});  // an even x is odd
  BOOST_TEST(never[1].given < 0.02);
  BOOST_TEST(std::abs(never[1].alone - 0.45) < 0.04);
  BOOST_TEST(chances({}).empty());
}

BOOST_AUTO_TEST_SUITE_END()
