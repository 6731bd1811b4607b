#include "diffusion/baselines/rival_training.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>
#include <set>
#include <string>

#include "diffusion/baselines/gan_training.hpp"

using namespace ballast::diffusion;
using ballast::Observer;
using ballast::numeric::Matrix;
using ballast::numeric::ThreadPool;

BOOST_AUTO_TEST_SUITE(rival_training_test)

BOOST_AUTO_TEST_CASE(losses_are_means_over_windows_the_last_one_short) {
  Observer observer;
  const auto losses = run_updates("train", 120, observer, [](std::size_t k) { return static_cast<double>(k); });
  BOOST_TEST(losses.size() == 3u);
  BOOST_TEST(losses[0] == 24.5F);
  BOOST_TEST(losses[2] == 109.5F);
}

BOOST_AUTO_TEST_CASE(training_that_goes_astray_says_so) {
  Observer observer;
  const auto go = [&] { run_updates("train", 500, observer, [](std::size_t k) { return k < 70 ? 1.0 : NAN; }); };
  BOOST_CHECK_EXCEPTION(go(), ballast::Error, [](const auto& error) {
    return std::string(error.what()) ==
           "training diverged: the loss is beyond all bounds at update 100 (hint: a lower learning rate)";
  });
}

BOOST_AUTO_TEST_CASE(rows_are_drawn_with_replacement_anew_for_each_update_and_the_same_on_any_threads) {
  Matrix<float> data(9, 2), one(200, 2), three(200, 2), next(200, 2);
  for (std::size_t i = 0; i < 9; ++i) data(i, 0) = static_cast<float>(i), data(i, 1) = -data(i, 0);
  ThreadPool single(1), triple(3);
  draw_rows(data.view(), 7, 4, one.view(), single);
  draw_rows(data.view(), 7, 4, three.view(), triple);
  draw_rows(data.view(), 7, 5, next.view(), single);
  BOOST_TEST(std::ranges::equal(one.values(), three.values()));
  BOOST_TEST(!std::ranges::equal(one.values(), next.values()));
  std::set<float> seen;
  for (std::size_t i = 0; i < 200; ++i) {
    BOOST_TEST(one(i, 1) == -one(i, 0));
    seen.insert(one(i, 0));
  }
  BOOST_TEST(seen.size() == 9u);
}

BOOST_AUTO_TEST_CASE(options_out_of_range_are_named) {
  GanOptions options;
  options.latent = 8, options.hidden = 32, options.layers = 1, options.batch = 16, options.updates = 10;
  check_network("gan", options);
  options.learning_rate = std::numeric_limits<double>::quiet_NaN();
  BOOST_CHECK_EXCEPTION(check_network("gan", options), ballast::Error, [](const auto& error) {
    return std::string(error.what()).find("option 'learning_rate' of the gan generator is out of range") == 0;
  });
}

BOOST_AUTO_TEST_SUITE_END()
