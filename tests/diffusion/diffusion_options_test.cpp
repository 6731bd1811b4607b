#include "diffusion/diffusion_options.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/refusals.hpp"

using namespace ballast::diffusion;
namespace files = ballast::files;

namespace {

files::ArchiveReader saved(const DiffusionOptions& options) {
  files::ArchiveWriter out("options");
  options.save(out);
  return files::ArchiveReader::from_bytes(out.bytes(), "memory");
}

// None as it is by default.
DiffusionOptions other() {
  DiffusionOptions options;
  options.schedule = "cosine";
  options.steps = 70;
  options.network = ballast::nn::DenoiserKind::residual_gelu;
  options.hidden = 24;
  options.layers = 5;
  options.embedding = 10;
  options.embedded_column = "Amount";
  options.training.parametrisation = Parametrisation::mean;
  options.training.method = "trajectories";
  options.training.batch = 3;
  options.training.updates = 40;
  options.training.learning_rate = 0.25;
  options.training.decay = ballast::nn::Decay::cosine;
  options.training.warmup = 7;
  options.training.ema_decay = 0.5;
  options.training.clip_norm = 3;
  options.sampling.sampler = "heun";
  options.sampling.evaluations = 11;
  options.clusters = 4;
  options.noise_level = 0.3;
  options.away_from_majority = 1.5;
  return options;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(diffusion_options_test)

BOOST_AUTO_TEST_CASE(every_option_comes_back_from_a_file) {
  const DiffusionOptions want = other(), got = DiffusionOptions::load(saved(want));
  BOOST_TEST(got.schedule == want.schedule);
  BOOST_TEST(got.steps == want.steps);
  BOOST_TEST((got.network == want.network));
  BOOST_TEST(got.hidden == want.hidden);
  BOOST_TEST(got.layers == want.layers);
  BOOST_TEST(got.embedding == want.embedding);
  BOOST_TEST(got.embedded_column == want.embedded_column);
  BOOST_TEST((got.training.parametrisation == want.training.parametrisation));
  BOOST_TEST(got.training.method == want.training.method);
  BOOST_TEST(got.training.batch == want.training.batch);
  BOOST_TEST(got.training.updates == want.training.updates);
  BOOST_TEST(got.training.learning_rate == want.training.learning_rate);
  BOOST_TEST((got.training.decay == want.training.decay));
  BOOST_TEST(got.training.warmup == want.training.warmup);
  BOOST_TEST(got.training.ema_decay == want.training.ema_decay);
  BOOST_TEST(got.training.clip_norm == want.training.clip_norm);
  BOOST_TEST(got.sampling.sampler == want.sampling.sampler);
  BOOST_TEST(got.sampling.evaluations == want.sampling.evaluations);
  BOOST_TEST(got.clusters == want.clusters);
  BOOST_TEST(got.noise_level == want.noise_level);
  BOOST_TEST(got.away_from_majority == want.away_from_majority);
}

// Files of earlier versions lack these, and equal models keep equal bytes.
BOOST_AUTO_TEST_CASE(options_that_came_later_are_written_only_where_they_say_something) {
  const files::ArchiveReader plain = saved({}), full = saved(other());
  for (const char* name : {"embedded_column", "clusters", "noise_level", "away_from_majority"}) {
    BOOST_TEST(!plain.has(name), name);
    BOOST_TEST(full.has(name), name);
  }
}

BOOST_AUTO_TEST_CASE(the_starting_step_is_the_nearest_and_never_the_clean_row) {
  const auto step = [](double level) {
    DiffusionOptions options;
    options.steps = 40;
    options.noise_level = level;
    return options.starting_step();
  };
  BOOST_TEST(step(1) == 40U);
  BOOST_TEST(step(0.2) == 8U);
  BOOST_TEST(step(0.49) == 20U);
  BOOST_TEST(step(0.001) == 1U);
}

BOOST_AUTO_TEST_CASE(the_network_is_as_large_as_the_options_say) {
  const ballast::nn::DenoiserConfig config = other().network_config(6);
  BOOST_TEST((config.kind == ballast::nn::DenoiserKind::residual_gelu));
  BOOST_TEST(config.columns == 6U);
  BOOST_TEST(config.steps == 70U);
  BOOST_TEST(config.hidden == 24U);
  BOOST_TEST(config.layers == 5U);
  BOOST_TEST(config.embedding == 10U);
}

BOOST_AUTO_TEST_CASE(options_out_of_range_are_refused_by_name) {
  const auto refused = [](auto&& change, const std::string& text) {
    DiffusionOptions options;
    change(options);
    const std::string message = ballast::test::message_of([&] { options.validate(); });
    BOOST_TEST(message.find(text) != std::string::npos, message);
  };
  refused([](DiffusionOptions& o) { o.training.warmup = o.training.updates + 1; }, "option 'warmup'");
  refused([](DiffusionOptions& o) { o.training.clip_norm = -1; }, "option 'clip_norm'");
  refused([](DiffusionOptions& o) { o.clusters = 1001; }, "option 'clusters'");
  refused([](DiffusionOptions& o) { o.away_from_majority = 101; }, "option 'away_from_majority'");
  refused([](DiffusionOptions& o) { o.embedding = 1; }, "option 'embedding'");
  refused([](DiffusionOptions& o) { o.training.method = "steps"; }, "random_steps");
  DiffusionOptions left;
  left.clusters = 0;  // as many as the rows suggest
  BOOST_TEST(ballast::test::message_of([&] { left.validate(); }) == "no error");
}

BOOST_AUTO_TEST_SUITE_END()
