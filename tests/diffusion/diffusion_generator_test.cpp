#include "diffusion/diffusion_generator.hpp"

#include <array>
#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "engine/error.hpp"
#include "engine/files/archive.hpp"
#include "tests/diffusion/tables.hpp"
#include "tests/refusals.hpp"

using namespace ballast::diffusion;
using namespace ballast::test;
using ballast::Observer;
using ballast::numeric::ThreadPool;
using ballast::tabular::Table;
namespace files = ballast::files;

namespace {

DiffusionOptions tiny(std::size_t updates = 30) {
  DiffusionOptions options;
  options.steps = 40;
  options.hidden = 16;
  options.embedding = 8;
  options.training.updates = updates;
  options.training.batch = 64;
  return options;
}

// An archive of a generator with a part for each weight. All its networks answer with a constant x_0, that of part p
// being answers[p]: so a row tells its part.
files::ArchiveWriter archive_of_parts(const Table& real, const std::vector<double>& weights,
                                      const std::vector<float>& answers, double noise_level = 1.0) {
  DiffusionOptions options = tiny();
  options.noise_level = noise_level;
  options.training.parametrisation = Parametrisation::data;
  const auto transform = ballast::tabular::RowTransform::fit(real);
  files::ArchiveWriter out("generator");
  out.text("generator", "diffusion");
  out.integer("rows", static_cast<std::int64_t>(real.rows()));
  out.text("seed", "1");
  options.save(out.child("options"));
  transform.save(out.child("transform"));
  out.integer("parts", static_cast<std::int64_t>(weights.size()));
  for (std::size_t p = 0; p < weights.size(); ++p) {
    const auto network = ballast::nn::make_denoiser<float>(options.network_config(transform.width()), p);
    std::ranges::fill(network->parameters().values(), 0.0F);
    for (const auto& shape : network->parameters().shapes()) {
      if (shape.name != "out.bias") continue;
      std::ranges::fill(network->parameters().values().subspan(shape.offset, shape.columns), answers[p]);
    }
    files::ArchiveWriter part = out.child("part/" + std::to_string(p));
    part.number("weight", weights[p]);
    part.array<float>("loss", std::vector<float>{0.5F});
    network->save(part.child("network"));
  }
  return out;
}

DiffusionOptions partial(double level, std::size_t updates = 30) {
  DiffusionOptions options = tiny(updates);
  options.noise_level = level;
  return options;
}

// Over the rows of `made`, the mean distance to the nearest row of `real`, by columns.
double mean_nearest(const Table& made, const Table& real) {
  double sum = 0.0;
  for (std::size_t i = 0; i < made.rows(); ++i) {
    double nearest = 1e300;
    for (std::size_t j = 0; j < real.rows(); ++j) {
      double distance = 0.0;
      for (std::size_t c = 0; c < real.columns(); ++c) distance += std::abs(made.column(c)[i] - real.column(c)[j]);
      nearest = std::min(nearest, distance);
    }
    sum += nearest;
  }
  return sum / static_cast<double>(made.rows());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(diffusion_generator_test)

BOOST_AUTO_TEST_CASE(rows_are_addressed_by_seed_and_number) {
  check_row_addresses(DiffusionGenerator(tiny()), mixed_table(40));
}

BOOST_AUTO_TEST_CASE(an_archive_gives_the_same_generator_back) {
  check_archive(DiffusionGenerator(tiny()), mixed_table(40));
}

BOOST_AUTO_TEST_CASE(rows_keep_the_schema_and_the_values_that_columns_allow) {
  ThreadPool pool(2);
  Observer observer;
  const Table real = mixed_table(60);
  DiffusionGenerator generator(tiny());
  generator.fit(real, 1, pool, observer);
  const Table rows = generator.sample(0, 200, 2, pool, observer);
  BOOST_TEST((rows.schema() == real.schema()));
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    BOOST_TEST(rows.column(1)[i] == std::round(rows.column(1)[i]));
    BOOST_TEST((rows.column(2)[i] == 0.0 || rows.column(2)[i] == 1.0));
    BOOST_TEST((rows.column(3)[i] == 0.0 || rows.column(3)[i] == 1.0 || rows.column(3)[i] == 2.0));
  }
}

// One cloud of correlated normal rows: what a few hundred updates must have learned, against wide bounds.
BOOST_AUTO_TEST_CASE(a_trained_generator_has_the_moments_of_its_rows) {
  Table real = numeric_table(200, 3);
  DiffusionOptions options = tiny(1500);
  options.steps = 200;
  options.schedule = "cosine";  // ends in pure noise at any number of steps
  options.hidden = 64;
  options.training.learning_rate = 3e-3;
  ThreadPool pool(2);
  Observer observer;
  DiffusionGenerator generator(options);
  generator.fit(real, 1, pool, observer);
  const Table rows = generator.sample(0, 2000, 2, pool, observer);
  const auto moments = [](const Table& table, std::size_t a, std::size_t b) {
    const auto x = table.column(a), y = table.column(b);
    const double n = static_cast<double>(x.size());
    double mx = 0, my = 0, sxy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) mx += x[i] / n, my += y[i] / n;
    for (std::size_t i = 0; i < x.size(); ++i) sxy += (x[i] - mx) * (y[i] - my) / n;
    return std::array{mx, sxy};
  };
  for (std::size_t a = 0; a < 3; ++a) {
    for (std::size_t b = a; b < 3; ++b) {
      const auto want = moments(real, a, b), got = moments(rows, a, b);
      BOOST_TEST(std::abs(got[0] - want[0]) < 0.25);  // in standard deviations; 0.02 is sampling error
      BOOST_TEST(std::abs(got[1] - want[1]) < 0.25);
    }
  }
}

BOOST_AUTO_TEST_CASE(rows_are_shared_among_parts_in_proportion_by_their_number) {
  const std::vector<double> weights{80, 229, 85};  // the paper's clusters
  std::vector<double> counts(3, 0.0);
  for (std::uint64_t k = 5000; k < 8000; ++k) ++counts[part_of_row(k, weights)];
  for (std::size_t p = 0; p < 3; ++p) BOOST_TEST(std::abs(counts[p] - 3000.0 * weights[p] / 394.0) < 4.0);
  BOOST_TEST(part_of_row(123, std::vector<double>{2.0}) == 0u);
}

BOOST_AUTO_TEST_CASE(a_generator_of_two_parts_is_kept_and_draws_from_both_in_proportion) {
  const files::ArchiveWriter written = archive_of_parts(numeric_table(100, 2), {30.0, 10.0}, {0.8F, -0.8F});
  const auto generator = load_generator(files::ArchiveReader::from_bytes(written.bytes(), "memory"));
  files::ArchiveWriter again("generator");
  generator->save(again);
  BOOST_TEST((again.bytes() == written.bytes()));
  ThreadPool pool(2);
  Observer observer;
  const Table rows = generator->sample(50, 400, 3, pool, observer);
  double of_first = 0.0;
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    const bool first = rows.column(0)[i] > 0.0;
    BOOST_TEST(first == (part_of_row(50 + i, std::vector{30.0, 10.0}) == 0));
    of_first += first;
  }
  BOOST_TEST(std::abs(of_first - 300.0) < 4.0);
}

BOOST_AUTO_TEST_CASE(a_part_of_impossible_weight_is_refused) {
  const auto loaded = [](double weight) {
    const files::ArchiveWriter out = archive_of_parts(numeric_table(40, 2), {weight}, {0.1F});
    return message_of([&] { load_generator(files::ArchiveReader::from_bytes(out.bytes(), "memory")); });
  };
  for (const double weight : {0.0, 0.9, 1e300}) {
    BOOST_TEST(loaded(weight) == "memory: a stored network or its rows do not fit their generator");
  }
  BOOST_TEST(loaded(1.0) == "no error");
}

BOOST_AUTO_TEST_CASE(options_that_name_an_unknown_parametrisation_are_refused) {
  files::ArchiveWriter out("options");
  out.text("schedule", "linear");
  for (const char* name : {"network", "steps", "hidden", "layers", "embedding"}) out.integer(name, 1);
  out.text("parametrisation", "epsilon");
  const auto in = files::ArchiveReader::from_bytes(out.bytes(), "memory");
  BOOST_TEST(message_of([&] { DiffusionOptions::load(in); }).find("unknown parametrisation of the network") == 0u);
}

BOOST_AUTO_TEST_CASE(constant_columns_alone_need_no_network) {
  Table real = numeric_table(12, 2);
  for (std::size_t c = 0; c < 2; ++c) std::ranges::fill(real.column(c), 4.5);
  check_archive(DiffusionGenerator(tiny()), real);
}

BOOST_AUTO_TEST_CASE(partial_noising_keeps_the_promises_of_a_generator) {
  check_row_addresses(DiffusionGenerator(partial(0.5)), mixed_table(40));
  check_archive(DiffusionGenerator(partial(0.5)), mixed_table(40));
}

BOOST_AUTO_TEST_CASE(a_lower_noise_level_stays_nearer_to_the_real_rows_and_another_level_is_another_generator) {
  ThreadPool pool(2);
  Observer observer;
  const Table real = numeric_table(60, 4);
  DiffusionGenerator generator(partial(0.1));
  generator.fit(real, 1, pool, observer);
  BOOST_TEST(generator.describe().find("from rows noised to step 4 of 40") != std::string::npos);
  BOOST_TEST(generator.describe().find("holds the rows it learned from") != std::string::npos);
  const Table low = generator.sample(0, 200, 2, pool, observer);
  generator.set_noise_level(0.5);
  const Table middle = generator.sample(0, 200, 2, pool, observer);
  generator.set_noise_level(1.0);
  const Table full = generator.sample(0, 200, 2, pool, observer);
  BOOST_TEST(mean_nearest(low, real) < 0.7 * mean_nearest(middle, real));
  BOOST_TEST(mean_nearest(middle, real) < mean_nearest(full, real));
  BOOST_TEST(low.origins()[0].model != middle.origins()[0].model);
}

BOOST_AUTO_TEST_CASE(rows_are_held_for_partial_noising_alone_and_needed_for_it) {
  ThreadPool pool(2);
  Observer observer;
  DiffusionGenerator full(tiny());
  full.fit(numeric_table(40, 3), 1, pool, observer);
  BOOST_TEST(full.describe().find("holds the rows") == std::string::npos);
  BOOST_TEST(message_of([&] { full.set_noise_level(0.5); }) ==
             "this generator does not hold the rows that partial noising starts from; expected noise level 1 (hint: "
             "fit it with a noise level below 1)");
  for (const double level : {0.0, 1.5, -0.1}) {
    BOOST_TEST(message_of([&] { DiffusionGenerator{partial(level)}; }).find("option 'noise_level'") == 0u);
  }
}

BOOST_AUTO_TEST_CASE(an_archive_must_hold_the_rows_that_its_noise_level_starts_from) {
  const Table real = numeric_table(40, 2);
  const auto loaded = [&](double level, std::size_t values) {
    files::ArchiveWriter out = archive_of_parts(real, {40.0}, {0.1F}, level);
    if (values > 0) out.array<float>("part/0/rows", std::vector<float>(values, 0.25F));
    return message_of([&] { load_generator(files::ArchiveReader::from_bytes(out.bytes(), "memory")); });
  };
  BOOST_TEST(loaded(1.0, 0) == "no error");  // and such an archive names no noise level at all
  BOOST_TEST(loaded(0.5, 20) == "no error");
  BOOST_TEST(loaded(0.5, 0) == "memory: the stored rows that partial noising starts from are missing");
  BOOST_TEST(loaded(0.5, 21) == "memory: a stored network or its rows do not fit their generator");
}

BOOST_AUTO_TEST_CASE(too_few_rows_and_bad_options_are_refused) {
  ThreadPool pool(1);
  Observer observer;
  BOOST_TEST(message_of([&] { DiffusionGenerator(tiny()).fit(mixed_table(9), 1, pool, observer); }) ==
             "too few rows to learn from; expected at least 10 for diffusion, got '9' (hint: "
             "oversampling works from one row on)");
  DiffusionOptions options = tiny();
  options.training.ema_decay = 1.0;
  BOOST_TEST(message_of([&] { DiffusionGenerator{options}; }).find("option 'ema_decay' of the diffusion generator") ==
             0u);
  options = tiny();
  options.embedding = 7;
  BOOST_TEST(message_of([&] { DiffusionGenerator{options}; }).find("an even number") != std::string::npos);
  options = tiny();
  options.sampling.evaluations = 2000000000;
  BOOST_TEST(message_of([&] { DiffusionGenerator{options}; }).find("'sampling steps'") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(describe_says_what_it_is_and_the_loss_history_is_kept) {
  ThreadPool pool(1);
  Observer observer;
  DiffusionGenerator generator(tiny(100));
  generator.fit(mixed_table(40), 1, pool, observer);
  BOOST_TEST(generator.loss_history().size() == 2u);
  BOOST_TEST(generator.describe().find("diffusion model of 40 rows, 5 columns") == 0u);
  BOOST_TEST(generator.describe().find("v prediction trained by random_steps, 100 updates of 64 rows") !=
             std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
