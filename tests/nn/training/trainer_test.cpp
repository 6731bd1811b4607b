// Training steps: they do not allocate, give the same bits at any number of threads, clip, and learn.
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/numeric/random.hpp"
#include "nn/denoiser.hpp"
#include "nn/training/trainer.hpp"
#include "tests/allocations.hpp"

using namespace ballast;

namespace {

std::vector<nn::DenoiserConfig> configurations() {
  return {{.columns = 5, .steps = 40, .hidden = 64, .layers = 2, .embedding = 32, .embedded_columns = {4}},
          {.kind = nn::DenoiserKind::plain_silu, .columns = 5, .steps = 900, .hidden = 160, .layers = 3},
          {.kind = nn::DenoiserKind::plain_silu, .columns = 5, .steps = 40, .hidden = 160, .layers = 3}};
}

// Something to learn: from x and step, the target tanh(x reversed) + step / T.
void fill_batch(nn::Trainer<float>& trainer, std::size_t steps, std::uint64_t k) {
  numeric::RandomStream stream(k, numeric::Purpose::kGeneral);
  for (std::size_t i = 0; i < trainer.inputs().rows(); ++i) {
    const auto step = static_cast<std::uint32_t>(stream.below(steps + 1));
    trainer.steps()[i] = step;
    for (float& value : trainer.inputs().row(i)) value = static_cast<float>(stream.normal());
    for (std::size_t j = 0; j < 5; ++j) {
      trainer.targets()(i, j) =
          std::tanh(trainer.inputs()(i, 4 - j)) + static_cast<float>(step) / static_cast<float>(steps);
    }
  }
}

// The bits of everything after a few steps.
std::vector<float> trained(const nn::DenoiserConfig& config, std::size_t threads, std::size_t batch) {
  numeric::ThreadPool pool(threads);
  const auto denoiser = nn::make_denoiser<float>(config, 1);
  nn::Trainer<float> trainer(*denoiser, batch, {.clip_norm = 0.1});
  std::vector<float> out;
  for (std::uint64_t k = 0; k < 4; ++k) {
    fill_batch(trainer, config.steps, k);
    out.push_back(static_cast<float>(trainer.step(1e-2, pool)));
  }
  out.insert(out.end(), denoiser->parameters().values().begin(), denoiser->parameters().values().end());
  out.insert(out.end(), trainer.ema().begin(), trainer.ema().end());
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(trainer_test)

BOOST_AUTO_TEST_CASE(a_step_after_the_first_does_not_allocate) {
  for (const nn::DenoiserConfig& config : configurations()) {
    numeric::ThreadPool pool(3);
    const auto denoiser = nn::make_denoiser<float>(config, 1);
    nn::Trainer<float> trainer(*denoiser, 200, {.clip_norm = 1});
    fill_batch(trainer, config.steps, 0);
    const std::size_t before_first = testing::allocations();
    trainer.step(1e-3, pool);
    BOOST_TEST(testing::allocations() > before_first);  // the counter counts
    const std::size_t before = testing::allocations();
    for (int k = 0; k < 5; ++k) trainer.step(1e-3, pool);
    BOOST_TEST(testing::allocations() == before);
  }
}

BOOST_AUTO_TEST_CASE(a_prediction_does_not_allocate) {
  for (const nn::DenoiserConfig& config : configurations()) {
    const auto denoiser = nn::make_denoiser<float>(config, 1);
    const auto predictor = denoiser->predictor();
    numeric::Workspace scratch(predictor->scratch_bytes());
    numeric::Matrix<float> x(130, 5);
    predictor->predict(x.view(), 3, x.view(), scratch);
    const std::size_t before = testing::allocations();
    predictor->predict(x.view(), 3, x.view(), scratch);
    BOOST_TEST(testing::allocations() == before);
  }
}

BOOST_AUTO_TEST_CASE(bits_do_not_depend_on_the_number_of_threads) {
  for (const nn::DenoiserConfig& config : configurations()) {
    for (const std::size_t batch : {70U, 300U}) {
      const std::vector<float> one = trained(config, 1, batch);
      BOOST_TEST((one == trained(config, 2, batch)));
      BOOST_TEST((one == trained(config, 3, batch)));
    }
  }
}

BOOST_AUTO_TEST_CASE(training_reduces_the_loss) {
  for (const nn::DenoiserConfig& config : configurations()) {
    numeric::ThreadPool pool(2);
    const auto denoiser = nn::make_denoiser<float>(config, 1);
    nn::Trainer<float> trainer(*denoiser, 64, {});
    const nn::LearningRate rate{.peak = 3e-3, .decay = nn::Decay::cosine, .warmup = 10, .total = 600};
    double first = 0, last = 0;
    for (std::size_t k = 0; k < rate.total; ++k) {
      fill_batch(trainer, config.steps, k);
      const double loss = trainer.step(rate.at(k), pool);
      (k < 5 ? first : last) += k < 5 ? loss / 5 : (k + 50 >= rate.total ? loss / 50 : 0);
    }
    BOOST_TEST(last < 0.1 * first);
  }
}

BOOST_AUTO_TEST_CASE(two_half_batches_accumulate_to_the_gradient_of_the_whole) {
  const nn::DenoiserConfig config = configurations()[1];
  numeric::ThreadPool pool(1);
  const auto denoiser = nn::make_denoiser<float>(config, 1);
  nn::Trainer<float> whole(*denoiser, 128, {}), half(*denoiser, 64, {});
  fill_batch(whole, config.steps, 1);
  whole.accumulate(pool);
  for (std::size_t part = 0; part < 2; ++part) {
    for (std::size_t i = 0; i < 64; ++i) {
      std::ranges::copy(whole.inputs().row(64 * part + i), half.inputs().row(i).begin());
      std::ranges::copy(whole.targets().row(64 * part + i), half.targets().row(i).begin());
      half.steps()[i] = whole.steps()[64 * part + i];
      half.row_weights()(i, 0) = 0.5F;
    }
    half.accumulate(pool);
  }
  double worst = 0;
  for (std::size_t i = 0; i < whole.gradients().size(); ++i) {
    worst = std::max(worst, std::fabs(static_cast<double>(whole.gradients()[i] - half.gradients()[i])));
  }
  BOOST_TEST(worst < 1e-6);
}

BOOST_AUTO_TEST_SUITE_END()
