// Odds of known densities, and a discriminator that is stored.
#include "app/generators/discriminator.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "tests/app/generators/tied_rows.hpp"
#include "tests/refusals.hpp"

using namespace ballast;
using app::Discriminator;
using app::testing::tied_rows;

namespace {

Observer quiet;
numeric::ThreadPool& pool() {
  static numeric::ThreadPool kPool(2);
  return kPool;
}

files::ArchiveReader archive_of(const Discriminator& discriminator) {
  files::ArchiveWriter out("generator");
  discriminator.save(out);
  return files::ArchiveReader::from_bytes(out.bytes(), "memory");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(discriminator_test)

// Tied are .9 of the real rows and .6 of the made ones, of which there are twice as many; x alone says nothing.
BOOST_AUTO_TEST_CASE(odds_are_the_ratio_of_the_densities_whatever_the_numbers_of_rows) {
  const auto real = tied_rows(4000, 0.7, 0.9, 1), made = tied_rows(8000, 0.7, 0.6, 2);
  const Discriminator discriminator = Discriminator::train(real, made, 1, pool(), quiet);
  const std::vector<double> odds = discriminator.log_odds(made, pool());
  constexpr double kLuck = 0.12;  // of 400 real rows that are not tied: 5 % of them, and what is shrunk
  for (std::size_t i = 0; i < 200; ++i) {
    const bool tied = made.column(0)[i] == made.column(1)[i];
    BOOST_TEST(std::abs(odds[i] - (tied ? std::log(0.9 / 0.6) : std::log(0.1 / 0.4))) < kLuck);
  }
  BOOST_TEST(std::abs(discriminator.auc() - 0.65) < 0.02);  // .9 .4 + (.9 .6 + .1 .4) / 2
}

BOOST_AUTO_TEST_CASE(rows_of_one_source_are_not_told_apart) {
  const Discriminator discriminator =
      Discriminator::train(tied_rows(4000, 0.3, 0.8, 1), tied_rows(8000, 0.3, 0.8, 2), 1, pool(), quiet);
  BOOST_TEST(std::abs(discriminator.auc() - 0.5) < 0.02);
}

BOOST_AUTO_TEST_CASE(odds_are_the_same_at_any_number_of_threads_and_after_loading) {
  const auto real = tied_rows(700, 0.5, 0.9, 1), made = tied_rows(1400, 0.5, 0.6, 2);
  numeric::ThreadPool one(1), three(3);
  const Discriminator a = Discriminator::train(real, made, 1, one, quiet);
  const Discriminator b = Discriminator::train(real, made, 1, three, quiet);
  const std::vector<double> odds = a.log_odds(made, one);
  BOOST_TEST(b.log_odds(made, three) == odds, boost::test_tools::per_element());
  const Discriminator loaded = Discriminator::load(real.schema(), archive_of(a));
  BOOST_TEST(loaded.log_odds(made, three) == odds, boost::test_tools::per_element());
  BOOST_TEST(loaded.auc() == a.auc());
  BOOST_TEST(loaded.trees() == a.trees());
}

BOOST_AUTO_TEST_CASE(one_of_other_columns_is_refused) {
  const auto real = tied_rows(700, 0.5, 0.9, 1);
  const files::ArchiveReader in = archive_of(Discriminator::train(real, tied_rows(700, 0.5, 0.6, 2), 1, pool(), quiet));
  const tabular::Schema other{{"x", tabular::ColumnKind::binary, {"a", "b"}}, {"z", tabular::ColumnKind::numeric, {}}};
  BOOST_TEST(test::message_of([&] { Discriminator::load(other, in); }).find("y") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
