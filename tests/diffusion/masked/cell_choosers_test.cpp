// Draws under conditions against all rows that happen to fulfil them, on a network that has learned nothing: its orders
// disagree as much as they please, so only a sampler that is exact for any network passes.
#include "diffusion/masked/cell_choosers.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <numeric>
#include <vector>

#include "diffusion/masked/reveal.hpp"
#include "engine/numeric/random.hpp"
#include "nn/code_network.hpp"

using namespace ballast;
using diffusion::CodeCondition;
using diffusion::CodeRows;
using diffusion::DrawCells;
using diffusion::TableCodes;

namespace {

constexpr std::size_t kDraws = 20000, kColumns = 3, kCodes = 3, kCells = kCodes * kCodes * kCodes;

// Three columns of three codes that depend on each other strongly, and differently in every order.
const nn::CodeNetwork<float>& untrained() {
  static const nn::CodeNetwork<float> kNetwork = [] {
    nn::CodeNetwork<float> network({{kCodes, kCodes, kCodes}, 16, 1});
    network.draw(std::vector<double>(kColumns * kCodes, 1.0 / kCodes), 3);
    for (float& weight : network.parameters().values()) weight *= 15;
    return network;
  }();
  return kNetwork;
}

CodeRows draw(const std::vector<std::uint16_t>& start, const std::vector<CodeCondition>& conditions, std::size_t rows,
              std::uint64_t seed) {
  std::vector<std::uint64_t> numbers(rows);
  std::iota(numbers.begin(), numbers.end(), std::uint64_t{0});
  CodeRows out{kColumns, {}};
  for (std::size_t i = 0; i < rows; ++i) out.codes.insert(out.codes.end(), start.begin(), start.end());
  numeric::ThreadPool pool(2);
  Observer quiet;
  DrawCells chooser(numbers, seed, conditions);
  diffusion::reveal_rows(untrained().predictor(), out, chooser, "draw", pool, quiet);
  BOOST_TEST(chooser.forced() == 0U);
  return out;
}

const std::vector<std::uint16_t> kAllHidden(kColumns, TableCodes::kHidden);

using Counts = std::vector<double>;

Counts count(const CodeRows& rows) {
  Counts out(kCells, 0.0);
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    out[(rows.row(i)[0] * kCodes + rows.row(i)[1]) * kCodes + rows.row(i)[2]] += 1;
  }
  return out;
}

// Of all rows that reveal the conditions' columns first, those that are kept: with the product of their shares.
CodeRows kept(const std::vector<CodeCondition>& conditions) {
  std::vector<CodeCondition> any = conditions;
  for (CodeCondition& one : any) one.share.assign(kCodes, 1.0F);
  const CodeRows all = draw(kAllHidden, any, 5 * kDraws, 8);
  CodeRows out{kColumns, {}};
  for (std::size_t i = 0; i < all.rows(); ++i) {
    double chance = 1;
    for (const CodeCondition& one : conditions) chance *= double{one.share[all.row(i)[one.column]]};
    if (numeric::RandomStream(9, numeric::Purpose::kGeneral, i).uniform() >= chance) continue;
    out.codes.insert(out.codes.end(), all.row(i).begin(), all.row(i).end());
  }
  return out;
}

struct ChiSquare {
  double value = 0, degrees = -1;
  // About one in ten thousand lies beyond 4 standard deviations.
  bool is_likely() const { return value < degrees + 4 * std::sqrt(2 * degrees); }
};

ChiSquare chi_square(const Counts& a, const Counts& b) {
  const double ratio = std::sqrt(std::reduce(a.begin(), a.end()) / std::reduce(b.begin(), b.end()));
  ChiSquare out;
  for (std::size_t k = 0; k < a.size(); ++k) {
    if (a[k] + b[k] == 0) continue;
    out.value += std::pow(a[k] / ratio - b[k] * ratio, 2) / (a[k] + b[k]);
    out.degrees += 1;
  }
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cell_choosers_test)

BOOST_AUTO_TEST_CASE(draws_under_ranges_equal_rejection_draws_whatever_the_network) {
  const std::vector<CodeCondition> conditions{{2, {1, 0.25F, 0}}, {0, {0, 0.5F, 1}}};
  const ChiSquare test = chi_square(count(draw(kAllHidden, conditions, kDraws, 5)), count(kept(conditions)));
  BOOST_TEST(test.is_likely(), test.value << " at " << test.degrees << " degrees of freedom");
}

BOOST_AUTO_TEST_CASE(draws_with_a_shown_label_equal_rejection_draws_whatever_the_network) {
  std::vector<std::uint16_t> start = kAllHidden;
  start[1] = 2;
  const ChiSquare test = chi_square(count(draw(start, {}, kDraws, 5)), count(kept({{1, {0, 0, 1}}})));
  BOOST_TEST(test.is_likely(), test.value << " at " << test.degrees << " degrees of freedom");
}

// The statistic sees what it must: rows of any order, of a network whose orders disagree, have another distribution.
BOOST_AUTO_TEST_CASE(orders_that_disagree_are_told_apart) {
  const CodeRows all = draw(kAllHidden, {}, 5 * kDraws, 8);
  CodeRows other{kColumns, {}};
  for (std::size_t i = 0; i < all.rows(); ++i) {
    if (all.row(i)[1] == 2) other.codes.insert(other.codes.end(), all.row(i).begin(), all.row(i).end());
  }
  std::vector<std::uint16_t> start = kAllHidden;
  start[1] = 2;
  BOOST_TEST(!chi_square(count(draw(start, {}, kDraws, 5)), count(other)).is_likely());
}

BOOST_AUTO_TEST_SUITE_END()
