#include "diffusion/masked/masked_options.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/refusals.hpp"

using ballast::diffusion::MaskedOptions;
using ballast::test::message_of;

BOOST_AUTO_TEST_SUITE(masked_options_test)

BOOST_AUTO_TEST_CASE(what_is_left_to_the_data_follows_rows_and_columns) {
  const MaskedOptions few = MaskedOptions{}.resolved(150, 5, 40), many = MaskedOptions{}.resolved(50000, 20, 900);
  BOOST_TEST(few.hidden == 128U);
  BOOST_TEST(few.layers == 3U);
  BOOST_TEST(few.batch == 64U);
  BOOST_TEST(few.updates == 100'000U / 64);
  BOOST_TEST(few.learning_rate == 2e-3);
  BOOST_TEST(many.hidden == 256U);
  BOOST_TEST(many.batch == 512U);
  BOOST_TEST(many.updates == 2'000'000U / 512);
  BOOST_TEST(MaskedOptions{}.resolved(4000, 19, 40).batch == 500U);
  BOOST_TEST(MaskedOptions{}.resolved(4000, 19, 40).updates == 480'000U / 500);
  BOOST_TEST(MaskedOptions{}.resolved(4000, 19, 40).hidden == 128U);
}

BOOST_AUTO_TEST_CASE(what_is_said_stays_as_it_is) {
  MaskedOptions options;
  options.hidden = 7;
  options.layers = 2;
  options.batch = 9;
  options.updates = 11;
  options.learning_rate = 0.5;
  const MaskedOptions out = options.resolved(50000, 30, 900);
  BOOST_TEST(out.hidden == 7U);
  BOOST_TEST(out.layers == 2U);
  BOOST_TEST(out.batch == 9U);
  BOOST_TEST(out.updates == 11U);
  BOOST_TEST(out.learning_rate == 0.5);
}

BOOST_AUTO_TEST_CASE(options_out_of_range_are_refused_by_name_and_zero_is_left_to_the_data) {
  BOOST_TEST(message_of([] { MaskedOptions{}.validate(); }) == "no error");
  const auto refused = [](auto member, auto value, const char* name) {
    MaskedOptions options;
    options.*member = value;
    const std::string message = message_of([&] { options.validate(); });
    BOOST_TEST(message.find("option '" + std::string(name) + "' of the masked generator") == 0U, message);
  };
  refused(&MaskedOptions::hidden, std::size_t{16385}, "hidden");
  refused(&MaskedOptions::layers, std::size_t{65}, "layers");
  refused(&MaskedOptions::batch, std::size_t{1000001}, "batch");
  refused(&MaskedOptions::updates, std::size_t{1000000001}, "updates");
  refused(&MaskedOptions::learning_rate, 1001.0, "learning_rate");
  refused(&MaskedOptions::learning_rate, 0.9e-9, "learning_rate");
}

BOOST_AUTO_TEST_SUITE_END()
