#include "diffusion/baselines/vae.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "diffusion/baselines/vae_calibration.hpp"
#include "engine/numeric/random.hpp"
#include "tests/diffusion/baselines/rival_checks.hpp"

using namespace ballast::diffusion;
using namespace ballast::test;
using ballast::Observer;
using ballast::numeric::Matrix;
using ballast::numeric::ThreadPool;
using ballast::tabular::Table;

namespace {

VaeOptions tiny(std::size_t updates = 30) {
  return tiny_rival<VaeOptions>(updates);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(vae_test)

BOOST_AUTO_TEST_CASE(rows_are_addressed_by_seed_and_number) {
  check_row_addresses(Vae(tiny()), mixed_table(40));
}

BOOST_AUTO_TEST_CASE(an_archive_gives_the_same_generator_back) {
  check_archive(Vae(tiny()), mixed_table(40));
}

BOOST_AUTO_TEST_CASE(a_decoder_left_as_it_was_trained_comes_back_as_such) {
  VaeOptions options = tiny();
  options.refit_latent = options.match_widths = false;
  check_archive(Vae(options), mixed_table(40));
}

BOOST_AUTO_TEST_CASE(widths_are_matched_only_if_asked_for) {
  Matrix<float> data(60, 3);
  ballast::numeric::fill_normal_rows({1, ballast::numeric::Purpose::kGeneral, 0, 0}, data.view());
  for (float& x : data.values()) x *= 3;  // wider than what training starts from
  ThreadPool pool(2);
  Observer observer;
  const auto widths = [&](bool refit, bool match) {
    VaeOptions options = tiny();
    options.refit_latent = refit, options.match_widths = match;
    VaeDecoder decoder(options, data.columns());
    train_vae(decoder, data.view(), options.resolved(data.rows(), data.columns()), 1, pool, observer);
    return decoder.widths();
  };
  const std::vector<float> learned = widths(false, false);
  BOOST_TEST(widths(true, false) == learned, boost::test_tools::per_element());
  const std::vector<float> matched = widths(true, true);
  BOOST_TEST((matched != learned));
  for (std::size_t c = 0; c < learned.size(); ++c) BOOST_TEST(matched[c] >= learned[c]);
}

BOOST_AUTO_TEST_CASE(constant_columns_alone_need_no_network) {
  Table real = numeric_table(12, 2);
  for (std::size_t c = 0; c < 2; ++c) std::ranges::fill(real.column(c), 4.5);
  check_archive(Vae(tiny()), real);
}

BOOST_AUTO_TEST_CASE(training_has_the_same_bits_at_any_number_of_threads) {
  const auto one = archive_at(Vae(tiny()), 1);
  BOOST_TEST((archive_at(Vae(tiny()), 2) == one));
  BOOST_TEST((archive_at(Vae(tiny()), 3) == one));
}

BOOST_AUTO_TEST_CASE(a_second_fit_forgets_what_the_first_rows_chose) {
  VaeOptions options = tiny();
  options.latent = 0;
  Vae generator(options);
  ThreadPool pool(1);
  Observer observer;
  generator.fit(numeric_table(60, 2), 1, pool, observer);
  BOOST_TEST((archive_at(generator, 1) == archive_at(Vae(options), 1)));
}

BOOST_AUTO_TEST_CASE(training_stops_when_told_and_does_not_allocate_on_the_way) {
  ThreadPool pool(2);
  StopsEarly observer("train vae");
  Vae generator(tiny(1000));
  BOOST_CHECK_THROW(generator.fit(numeric_table(40, 3), 1, pool, observer), ballast::Stopped);
  BOOST_TEST(observer.reports == 3u);
  BOOST_TEST(observer.allocated == 0u);
}

// One cloud of correlated normal rows: what some hundred updates must have learned, against wide bounds.
BOOST_AUTO_TEST_CASE(a_trained_generator_has_the_moments_of_its_rows) {
  VaeOptions options = tiny(1500);
  options.hidden = 32;
  check_learns_moments(Vae(options));
}

// Worked by hand: z = (0.5, -1) + e L^T with S = ((4, 2), (2, 5)), so L = ((2, 0), (1, 2)).
BOOST_AUTO_TEST_CASE(a_refitted_latent_is_the_old_decoder_on_draws_of_the_fitted_law) {
  VaeOptions options = tiny();
  options.latent = 2;
  VaeDecoder decoder(options, 3);
  decoder.parameters.allocate();
  decoder.parameters.draw(5);
  const auto predict = [&](float z0, float z1) {
    const auto network = decoder.network.predictor(decoder.parameters);
    ballast::numeric::Workspace scratch(network.scratch_bytes());
    Matrix<float> z(1, 2), x(1, 3);
    z(0, 0) = z0, z(0, 1) = z1;
    network.predict(z.view(), x.view(), scratch);
    return std::vector<float>(x.values().begin(), x.values().end());
  };
  const std::vector<float> before = predict(0.5F + 2 * 0.3F, -1 + 0.3F - 2 * 0.7F);
  // Means (0.5 +- sqrt 3, -1 +- 2 / sqrt 3) have covariance ((3, 2), (2, 4 / 3)); variances 1 and 5 - 4 / 3 make it S.
  Matrix<float> moments(2, 4);
  const float a = std::sqrt(3.0F), b = 2 / std::sqrt(3.0F);
  for (std::size_t i = 0; i < 2; ++i) {
    const float sign = i == 0 ? 1.0F : -1.0F;
    moments(i, 0) = 0.5F + sign * a;
    moments(i, 1) = -1 + sign * b;
    moments(i, 2) = 0;
    moments(i, 3) = std::log(5.0F - 4.0F / 3.0F);
  }
  refit_latent(moments.view(), decoder);
  const std::vector<float> after = predict(0.3F, -0.7F);
  for (std::size_t c = 0; c < 3; ++c) BOOST_TEST(std::abs(after[c] - before[c]) < 1e-5F);
}

BOOST_AUTO_TEST_CASE(widths_make_up_for_what_the_means_lack) {
  VaeDecoder decoder(tiny(), 2);
  decoder.parameters.allocate();  // all zero: every mean is 0, every width 1
  decoder.parameters.matrix(decoder.log_width)(0, 1) = std::log(9.0F);
  Matrix<float> data(2, 2);
  data(0, 0) = data(0, 1) = 3;
  data(1, 0) = data(1, 1) = -3;
  ThreadPool pool(2);
  match_widths(data.view(), 1, pool, decoder);
  const std::vector<float> widths = decoder.widths();
  BOOST_TEST(std::abs(widths[0] - 3) < 1e-5F);
  BOOST_TEST(std::abs(widths[1] - 9) < 1e-5F);  // wider already
}

BOOST_AUTO_TEST_CASE(too_few_rows_and_bad_options_are_refused) {
  ThreadPool pool(1);
  Observer observer;
  BOOST_TEST(message_of([&] {
               Vae(tiny()).fit(mixed_table(9), 1, pool, observer);
             }).find("expected at least 10 for vae, got '9'") != std::string::npos);
  VaeOptions options = tiny();
  options.latent = 5000;
  BOOST_TEST(
      message_of([&] { Vae{options}; }) ==
      "option 'latent' of the vae generator is out of range; expected a whole number from 0 to 4096, got '5000'");
  options = tiny();
  options.kl_weight = -1;
  BOOST_TEST(message_of([&] { Vae{options}; }).find("option 'kl_weight' of the vae generator") == 0u);
}

BOOST_AUTO_TEST_CASE(what_is_left_to_the_data_follows_rows_and_columns) {
  const VaeOptions frauds = VaeOptions{}.resolved(394, 29), moons = VaeOptions{}.resolved(10000, 2);
  BOOST_TEST(frauds.latent == 32u);
  BOOST_TEST(frauds.kl_weight == 2.0);
  BOOST_TEST(moons.latent == 4u);
  BOOST_TEST(std::abs(moons.kl_weight - 1.003) < 1e-12);
}

BOOST_AUTO_TEST_CASE(describe_says_what_it_is_and_the_loss_history_is_kept) {
  ThreadPool pool(1);
  Observer observer;
  Vae generator(tiny(120));
  generator.fit(mixed_table(40), 1, pool, observer);
  BOOST_TEST(generator.loss_history().size() == 3u);
  BOOST_TEST(generator.describe().find("variational autoencoder of 40 rows, 5 columns") == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
