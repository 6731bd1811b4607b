// Outputs, gradients and ten Adam steps of both denoisers against PyTorch (tests/nn/denoiser_reference.py prints them).
#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <numeric>
#include <span>
#include <vector>

#include "nn/denoiser.hpp"
#include "nn/training/trainer.hpp"

using namespace ballast;

namespace {

constexpr std::size_t kRows = 40, kSteps = 50;
constexpr double kDoubleTolerance = 1e-9;  // relative; both sides compute in double, in another order
constexpr double kFloatTolerance = 2e-4;   // ten updates in float

struct Golden {
  nn::DenoiserConfig config;
  double clip_norm;
  std::array<double, 5> first;  // out[0][0], out[last][last], gradient[0], gradient[middle], sum of squares
  std::array<double, 10> losses;
  double ema;
};

Golden residual() {
  return {{.kind = nn::DenoiserKind::residual_gelu,
           .columns = 3,
           .steps = kSteps,
           .hidden = 16,
           .layers = 3,
           .embedding = 8,
           .embedded_columns = {1}},
          0,
          {0.6063515548438957, 1.4030993928070503, -0.37196026634076773, 0.013978249323552063, 17.7039649062169},
          {1.1777620085552314, 0.8882679971194553, 0.6800614633537507, 0.43350934939997515, 0.26031173333104185,
           0.18301158505734308, 0.1535800662180072, 0.14381720157791775, 0.152702861069616, 0.1547969370676626},
          73.03132329372649};
}

Golden plain() {
  return {{.kind = nn::DenoiserKind::plain_silu,
           .columns = 3,
           .steps = kSteps,
           .hidden = 16,
           .layers = 2,
           .embedding = 8,
           .embedded_columns = {}},
          0.5,
          {0.13629365688297657, 0.12199731877907699, 0.0034739836335744407, 0.022618725956692485, 1.1137100277231042},
          {0.5745799001413763, 0.4591189100189371, 0.36499775619283653, 0.28264468190810066, 0.21036457176450096,
           0.15132401449072133, 0.10984334416658588, 0.08817389349709089, 0.08435150423652867, 0.087925086732511},
          43.94978999145191};
}

template <class T>
void wave(std::span<T> values, double phase, double scale) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = static_cast<T>(scale * std::sin(0.7 * static_cast<double>(i) + phase));
  }
}

template <class T>
void check(const Golden& golden, double tolerance) {
  const auto near = [tolerance](double a, double b) {
    return std::fabs(a - b) <= tolerance * std::max(1.0, std::fabs(b));
  };
  numeric::ThreadPool pool(2);
  const auto denoiser = nn::make_denoiser<T>(golden.config, 1);
  wave<T>(denoiser->parameters().values(), 0.1, 0.4);
  nn::Trainer<T> trainer(*denoiser, kRows, {.clip_norm = golden.clip_norm});
  wave<T>({trainer.inputs().data(), kRows * 3}, 0.5, 1.5);
  wave<T>({trainer.targets().data(), kRows * 3}, 1.5, 1.0);
  for (std::size_t i = 0; i < kRows; ++i) {
    trainer.steps()[i] = static_cast<std::uint32_t>(i * 13 % (kSteps + 1));
    trainer.row_weights()(i, 0) = static_cast<T>(i % 3);
  }

  const auto predictor = denoiser->predictor();
  numeric::Workspace scratch(predictor->scratch_bytes());
  numeric::Matrix<T> out(1, 3);
  predictor->predict(trainer.inputs().row_block(0, 1), trainer.steps()[0], out.view(), scratch);
  BOOST_TEST(near(out(0, 0), golden.first[0]));
  predictor->predict(trainer.inputs().row_block(kRows - 1, 1), trainer.steps()[kRows - 1], out.view(), scratch);
  BOOST_TEST(near(out(0, 2), golden.first[1]));

  for (std::size_t k = 0; k < golden.losses.size(); ++k) {
    BOOST_TEST(near(trainer.accumulate(pool), golden.losses[k]));
    if (k == 0) {
      const std::span<const T> g = trainer.gradients();
      BOOST_TEST(near(g[0], golden.first[2]));
      BOOST_TEST(near(g[g.size() / 2], golden.first[3]));
      BOOST_TEST(near(std::inner_product(g.begin(), g.end(), g.begin(), 0.0), golden.first[4]));
    }
    trainer.update(0.01, pool);
  }
  const std::span<const T> ema = trainer.ema();
  BOOST_TEST(near(std::inner_product(ema.begin(), ema.end(), ema.begin(), 0.0), golden.ema));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(denoiser_golden_test)

BOOST_AUTO_TEST_CASE(the_papers_network_agrees_with_pytorch) {
  check<double>(residual(), kDoubleTolerance);
  check<float>(residual(), kFloatTolerance);
}

BOOST_AUTO_TEST_CASE(the_plain_network_with_clipping_agrees_with_pytorch) {
  check<double>(plain(), kDoubleTolerance);
  check<float>(plain(), kFloatTolerance);
}

BOOST_AUTO_TEST_SUITE_END()
