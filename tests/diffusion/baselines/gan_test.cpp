#include "diffusion/baselines/gan.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <string>

#include "tests/diffusion/baselines/rival_checks.hpp"

using namespace ballast::diffusion;
using namespace ballast::test;
using ballast::Observer;
using ballast::numeric::ThreadPool;
using ballast::tabular::Table;

namespace {

GanOptions tiny(std::size_t updates = 30) {
  return tiny_rival<GanOptions>(updates);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(gan_test)

BOOST_AUTO_TEST_CASE(rows_are_addressed_by_seed_and_number) {
  check_row_addresses(Gan(tiny()), mixed_table(40));
}

BOOST_AUTO_TEST_CASE(an_archive_gives_the_same_generator_back) {
  check_archive(Gan(tiny()), mixed_table(40));
}

BOOST_AUTO_TEST_CASE(constant_columns_alone_need_no_network) {
  Table real = numeric_table(12, 2);
  for (std::size_t c = 0; c < 2; ++c) std::ranges::fill(real.column(c), 4.5);
  check_archive(Gan(tiny()), real);
}

BOOST_AUTO_TEST_CASE(training_has_the_same_bits_at_any_number_of_threads) {
  const auto one = archive_at(Gan(tiny()), 1);
  BOOST_TEST((archive_at(Gan(tiny()), 2) == one));
  BOOST_TEST((archive_at(Gan(tiny()), 3) == one));
}

BOOST_AUTO_TEST_CASE(a_second_fit_forgets_what_the_first_rows_chose) {
  GanOptions options = tiny();
  options.latent = 0;
  Gan generator(options);
  ThreadPool pool(1);
  Observer observer;
  generator.fit(numeric_table(60, 2), 1, pool, observer);
  BOOST_TEST((archive_at(generator, 1) == archive_at(Gan(options), 1)));
}

BOOST_AUTO_TEST_CASE(training_stops_when_told_and_does_not_allocate_on_the_way) {
  ThreadPool pool(2);
  StopsEarly observer("train gan");
  Gan generator(tiny(1000));
  BOOST_CHECK_THROW(generator.fit(numeric_table(40, 3), 1, pool, observer), ballast::Stopped);
  BOOST_TEST(observer.reports == 3u);
  BOOST_TEST(observer.allocated == 0u);
}

// One cloud of correlated normal rows: what some hundred updates must have learned, against wide bounds.
BOOST_AUTO_TEST_CASE(a_trained_generator_has_the_moments_of_its_rows) {
  GanOptions options = tiny(1500);
  options.hidden = 32;
  check_learns_moments(Gan(options));
}

BOOST_AUTO_TEST_CASE(too_few_rows_and_bad_options_are_refused) {
  ThreadPool pool(1);
  Observer observer;
  BOOST_TEST(message_of([&] {
               Gan(tiny()).fit(mixed_table(9), 1, pool, observer);
             }).find("expected at least 10 for gan, got '9'") != std::string::npos);
  GanOptions options = tiny();
  options.latent = 5000;
  BOOST_TEST(
      message_of([&] { Gan{options}; }) ==
      "option 'latent' of the gan generator is out of range; expected a whole number from 0 to 4096, got '5000'");
  options = tiny();
  options.noise = -1;
  BOOST_TEST(message_of([&] { Gan{options}; }).find("option 'noise' of the gan generator") == 0u);
}

BOOST_AUTO_TEST_CASE(what_is_left_to_the_data_follows_rows_and_columns) {
  const GanOptions frauds = GanOptions{}.resolved(394, 29), moons = GanOptions{}.resolved(10000, 2);
  BOOST_TEST(frauds.latent == 32u);
  BOOST_TEST(*frauds.noise == 2.0);
  BOOST_TEST(moons.latent == 4u);
  BOOST_TEST(std::abs(*moons.noise - 0.305) < 1e-12);
  GanOptions none;
  none.noise = 0.0;
  BOOST_TEST(*none.resolved(394, 29).noise == 0.0);
}

BOOST_AUTO_TEST_CASE(describe_says_what_it_is_and_the_loss_history_is_kept) {
  ThreadPool pool(1);
  Observer observer;
  Gan generator(tiny(120));
  generator.fit(mixed_table(40), 1, pool, observer);
  BOOST_TEST(generator.loss_history().size() == 3u);
  BOOST_TEST(generator.describe().find("generative adversarial network of 40 rows, 5 columns") == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
