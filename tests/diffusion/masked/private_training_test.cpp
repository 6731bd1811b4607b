// Learning with a promise to each row: which rows are drawn,
// what a row's absence changes, and the generator as a whole.
#include "diffusion/masked/private_training.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <vector>

#include "diffusion/masked/masked_batch.hpp"
#include "diffusion/masked/masked_generator.hpp"
#include "diffusion/privacy/privacy_budget.hpp"
#include "tests/diffusion/tables.hpp"
#include "tests/refusals.hpp"

using namespace ballast;
using namespace ballast::diffusion;

namespace {

MaskedOptions small(double epsilon) {
  MaskedOptions options;
  options.hidden = 16;
  options.layers = 1;
  options.updates = 60;
  options.batch = 128;
  options.privacy.epsilon = epsilon;
  return options;
}

std::vector<std::byte> archive_of(const Generator& generator) {
  files::ArchiveWriter out("generator");
  generator.save(out);
  return out.bytes();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(private_training_test)

BOOST_AUTO_TEST_CASE(rows_are_drawn_each_on_its_own_at_the_rate_asked_for) {
  constexpr std::size_t kRows = 10000, kSteps = 200;
  const double rate = sample_rate(500, kRows);
  BOOST_TEST(rate <= .05);
  BOOST_TEST(rate > .0499999);
  BOOST_TEST(rate * 0x1p24 == std::floor(rate * 0x1p24));
  std::vector<std::uint32_t> drawn, shorter;
  std::vector<std::size_t> times(kRows, 0);
  double sum = 0, squares = 0;
  for (std::size_t step = 0; step < kSteps; ++step) {
    draw_rows(9, step, rate, kRows, drawn);
    BOOST_TEST((std::ranges::adjacent_find(drawn, std::greater_equal<>()) == drawn.end()));  // no row twice
    for (const std::uint32_t row : drawn) ++times[row];
    const auto count = static_cast<double>(drawn.size());
    sum += count;
    squares += count * count;
    draw_rows(9, step, rate, kRows - 1, shorter);  // the last row away: the others are drawn as before
    if (!drawn.empty() && drawn.back() == kRows - 1) drawn.pop_back();
    BOOST_TEST((drawn == shorter));
  }
  const double mean = sum / kSteps, variance = squares / kSteps - mean * mean;
  BOOST_TEST(std::abs(mean - 500) < 4 * std::sqrt(475.0 / kSteps));
  BOOST_TEST(std::abs(variance / 475 - 1) < .45);  // binomial: four standard errors of a variance of 200
  double spread = 0;
  for (const std::size_t n : times) spread += (static_cast<double>(n) - 10) * (static_cast<double>(n) - 10) / kRows;
  BOOST_TEST(std::abs(spread / 9.5 - 1) < .06);
}

// What a row hides does not depend on the rows beside it, so that its absence changes its own part alone.
BOOST_AUTO_TEST_CASE(without_a_row_the_sum_lacks_its_part_and_no_more) {
  const nn::CodeNetworkShape shape{{4, 3, 5}, 12, 1};
  nn::CodeNetwork<float> network(shape);
  network.draw(std::vector<double>(12, .25), 7);
  CodeRows rows{3, {}};
  for (std::uint16_t i = 0; i < 100; ++i)
    rows.codes.insert(rows.codes.end(), {static_cast<std::uint16_t>(i % 4), static_cast<std::uint16_t>(i % 3),
                                         static_cast<std::uint16_t>(i % 5)});
  numeric::ThreadPool pool(2);
  constexpr double kLongest = .5;
  const auto gradient = [&](std::vector<std::uint32_t> chosen) {
    std::vector<float> out(network.parameters().size());
    MaskedBatch batch(network, 64, out, {});
    batch.fill_alone(rows, chosen, 11, 3, pool);
    batch.learn_clipped(pool, kLongest / 64, false);
    return out;
  };
  std::vector<std::uint32_t> with;
  for (std::uint32_t i = 0; i < 50; ++i) with.push_back(2 * i);
  for (const std::size_t away : {0U, 17U, 49U}) {
    std::vector<std::uint32_t> without = with;
    without.erase(without.begin() + static_cast<std::ptrdiff_t>(away));
    const std::vector<float> a = gradient(with), b = gradient(without), alone = gradient({with[away]});
    double length = 0, worst = 0;
    for (std::size_t k = 0; k < a.size(); ++k) {
      const double difference = 64.0 * (double{a[k]} - double{b[k]});
      length += difference * difference;
      worst = std::max(worst, std::abs(difference - 64.0 * double{alone[k]}));
    }
    BOOST_TEST(std::sqrt(length) <= kLongest * 1.0001);
    BOOST_TEST(std::sqrt(length) >= kLongest * .9999);  // it was clipped
    BOOST_TEST(worst < 1e-5);
  }
}

BOOST_AUTO_TEST_CASE(what_is_spent_is_what_was_promised_and_the_file_says_so) {
  numeric::ThreadPool pool(2);
  Observer quiet;
  MaskedGenerator generator(small(40));
  generator.fit(test::mixed_table(2000), 3, pool, quiet);
  const PrivacySpent* const spent = generator.privacy();
  BOOST_REQUIRE(spent != nullptr);
  BOOST_TEST(spent->epsilon <= 40);
  BOOST_TEST(spent->epsilon > 39.5);
  BOOST_TEST(std::abs(renyi_of(*spent).epsilon(spent->delta - spent->label_delta) - spent->epsilon) < 1e-9);
  BOOST_TEST(generator.describe().find("differential privacy: epsilon") != std::string::npos);
  BOOST_TEST(generator.describe().find("do not know the seed") != std::string::npos);
  BOOST_TEST(generator.training().loss.empty());
  BOOST_TEST(generator.training().validation.empty());
  const auto loaded = load_generator(files::ArchiveReader::from_bytes(archive_of(generator), "it"));
  BOOST_REQUIRE(loaded->privacy() != nullptr);
  BOOST_TEST(loaded->privacy()->epsilon == spent->epsilon);
  BOOST_TEST(loaded->privacy()->about_rows == spent->about_rows);
  BOOST_TEST(loaded->describe() == generator.describe());
  BOOST_TEST(MaskedGenerator().privacy() == nullptr);
}

BOOST_AUTO_TEST_CASE(bits_do_not_depend_on_the_number_of_threads) {
  const tabular::Table real = test::mixed_table(2000);
  Observer quiet;
  std::vector<std::vector<std::byte>> files;
  for (const std::size_t threads : {1U, 2U, 3U}) {
    numeric::ThreadPool pool(threads);
    MaskedGenerator generator(small(40));
    generator.fit(real, 3, pool, quiet);
    files.push_back(archive_of(generator));
  }
  BOOST_TEST((files[0] == files[1]));
  BOOST_TEST((files[0] == files[2]));
}

// The same seed twice is the same file; secret noise is another each time, and the file does not hold what made it.
BOOST_AUTO_TEST_CASE(secret_noise_differs_from_call_to_call) {
  const tabular::Table real = test::mixed_table(2000);
  numeric::ThreadPool pool(2);
  Observer quiet;
  std::vector<std::vector<std::byte>> files;
  for (int k = 0; k < 2; ++k) {
    MaskedOptions options = small(40);
    options.privacy.secret_noise = true;
    MaskedGenerator generator(options);
    generator.fit(real, 3, pool, quiet);
    BOOST_TEST(generator.describe().find("do not know the seed") == std::string::npos);
    files.push_back(archive_of(generator));
  }
  BOOST_TEST((files[0] != files[1]));
}

BOOST_AUTO_TEST_CASE(too_few_rows_and_a_large_delta_are_refused_with_what_would_do) {
  numeric::ThreadPool pool(1);
  Observer quiet;
  const tabular::Table real = test::mixed_table(300);
  BOOST_CHECK_EXCEPTION(
      MaskedGenerator(small(1)).fit(real, 1, pool, quiet), Error,
      test::says("too few rows for --epsilon 1: what is counted of them drowns in the noise; expected "));
  BOOST_CHECK_EXCEPTION(MaskedGenerator(small(1)).fit(real, 1, pool, quiet), Error,
                        test::says("got '300' (hint: so many rows and columns bear --epsilon "));
  MaskedOptions options = small(100);
  options.privacy.delta = .01;
  BOOST_CHECK_EXCEPTION(
      MaskedGenerator(options).fit(real, 1, pool, quiet), Error,
      test::says(
          "--delta is too large: a row in so many may be given away whole; expected less than 1 in 300 rows, got "
          "'0.01'"));
  for (const double epsilon : {-1.0, 1e9, std::nan("")}) {
    BOOST_CHECK_EXCEPTION(MaskedGenerator{small(epsilon)}, Error,
                          test::says("option 'epsilon' of the masked generator"));
  }
  options = small(1);
  for (const double delta : {0.0, 1.0, -.1}) {
    options.privacy.delta = delta;
    BOOST_CHECK_EXCEPTION(MaskedGenerator{options}, Error, test::says("option 'delta' of the masked generator"));
  }
}

BOOST_AUTO_TEST_SUITE_END()
