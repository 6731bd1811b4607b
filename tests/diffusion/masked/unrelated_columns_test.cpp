// Columns that say nothing of the others are found, and those that say something are not taken for them.
#include "diffusion/masked/unrelated_columns.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "diffusion/masked/masked_generator.hpp"
#include "engine/numeric/random.hpp"

using namespace ballast;
using tabular::ColumnKind;

namespace {

Observer quiet;

constexpr std::size_t kRows = 600;

// A customer's number, an amount that follows the group, and the group.
tabular::Table customers() {
  tabular::Table table({{"customer", ColumnKind::integer, {}},
                        {"amount", ColumnKind::integer, {}},
                        {"group", ColumnKind::categorical, {"a", "b", "c"}}},
                       kRows);
  std::vector<double> numbers(kRows);
  std::iota(numbers.begin(), numbers.end(), 70000.0);
  numeric::RandomStream stream(3, numeric::Purpose::kGeneral);
  stream.shuffle(std::span(numbers));
  for (std::size_t i = 0; i < kRows; ++i) {
    table.column(0)[i] = numbers[i];
    table.column(2)[i] = static_cast<double>(i % 3);
    table.column(1)[i] = 1000.0 * static_cast<double>(i % 3) + static_cast<double>(stream.below(900));
  }
  return table;
}

std::vector<std::uint32_t> unrelated(const tabular::Table& table, std::size_t threads) {
  numeric::ThreadPool pool(threads);
  const auto codes = diffusion::TableCodes::fit(table, {}, pool, quiet);
  return diffusion::unrelated_columns(table, codes, codes.encode(table, pool, quiet), 5, pool, quiet);
}

class Notes final : public Observer {
 public:
  void note(std::string_view text) override { all += text; }
  std::string all;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(unrelated_columns_test)

BOOST_AUTO_TEST_CASE(a_customers_number_is_unrelated_and_an_amount_is_not) {
  const std::vector<std::uint32_t> expected{0};
  for (const std::size_t threads : {1U, 3U}) BOOST_TEST(unrelated(customers(), threads) == expected);
}

BOOST_AUTO_TEST_CASE(one_column_at_least_is_learned) {
  tabular::Table numbers({{"customer", ColumnKind::integer, {}}}, kRows);
  std::iota(numbers.column(0).begin(), numbers.column(0).end(), 1.0);
  BOOST_TEST(unrelated(numbers, 1).empty());
}

BOOST_AUTO_TEST_CASE(few_rows_show_nothing) {
  std::vector<std::size_t> first(100);
  std::iota(first.begin(), first.end(), std::size_t{0});
  BOOST_TEST(unrelated(customers().take_rows(first), 1).empty());
}

// What another number adds to the likelihood does not depend on the rest of the row.
BOOST_AUTO_TEST_CASE(an_unrelated_column_is_made_apart_and_said_to_be) {
  diffusion::MaskedOptions options;
  options.hidden = 16;
  options.layers = 1;
  options.updates = 60;
  diffusion::MaskedGenerator generator(options);
  numeric::ThreadPool pool(2);
  Notes notes;
  const tabular::Table table = customers();
  generator.fit(table, 1, pool, notes);
  BOOST_TEST(notes.all.find("customer: many values") != std::string::npos, notes.all);
  Observer quiet;
  const auto log_p = [&](std::size_t row, std::size_t number_of) {
    tabular::Table one = table.take_rows(std::vector<std::size_t>{row});
    one.column(0)[0] = table.column(0)[number_of];
    return generator.log_likelihood(one, 1, 2, pool, quiet)[0];
  };
  const double here = log_p(0, 9) - log_p(0, 0), there = log_p(4, 9) - log_p(4, 0);
  BOOST_TEST(std::abs(here - there) < 1e-4);
}

BOOST_AUTO_TEST_SUITE_END()
