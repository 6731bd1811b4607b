// A denoiser comes back from its archive as it was, and a file that does not fit its own description is refused.
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "engine/error.hpp"
#include "engine/files/archive.hpp"
#include "nn/denoiser.hpp"

using namespace ballast;

namespace {

const nn::DenoiserConfig kConfig = {
    .columns = 4, .steps = 30, .hidden = 8, .layers = 3, .embedding = 6, .embedded_columns = {1, 3}};

files::ArchiveReader read_back(const files::ArchiveWriter& out) {
  return files::ArchiveReader::from_bytes(out.bytes(), "test");
}

// What loading says of a denoiser whose first parameter is `value`.
std::string verdict_on(float value) {
  const auto denoiser = nn::make_denoiser<float>(kConfig, 1);
  denoiser->parameters().values()[0] = value;
  files::ArchiveWriter out("generator");
  denoiser->save(out);
  try {
    nn::load_denoiser<float>(read_back(out));
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(denoiser_archive_test)

BOOST_AUTO_TEST_CASE(a_denoiser_comes_back_as_it_was) {
  for (const nn::DenoiserKind kind : {nn::DenoiserKind::residual_gelu, nn::DenoiserKind::plain_silu}) {
    nn::DenoiserConfig config = kConfig;
    config.kind = kind;
    const auto denoiser = nn::make_denoiser<float>(config, 1);
    files::ArchiveWriter out("generator");
    denoiser->save(out.child("net"));
    const auto again = nn::load_denoiser<float>(read_back(out).child("net"));
    BOOST_TEST((again->config() == config));
    BOOST_TEST(std::ranges::equal(again->parameters().values(), denoiser->parameters().values()));
  }
}

BOOST_AUTO_TEST_CASE(a_parameter_that_is_not_finite_is_refused) {
  BOOST_TEST(verdict_on(1.0F) == "accepted");
  const std::string text = verdict_on(std::numeric_limits<float>::quiet_NaN());
  BOOST_TEST(text.find("not finite") != std::string::npos);
  BOOST_TEST(text.find("first.weight") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(parameters_of_another_size_than_the_description_are_refused) {
  files::ArchiveWriter out("generator");
  out.text("kind", "residual_gelu");
  out.integer("columns", 4);
  out.integer("steps", 30);
  out.integer("hidden", 60000);  // far more than the file holds
  out.integer("layers", 3);
  out.integer("embedding", 6);
  out.number("column_scale", 25);
  out.array<std::uint64_t>("embedded_columns", std::vector<std::uint64_t>{1});
  const std::vector<float> few(8);
  out.child("parameters").array<float>("first.weight", few);
  BOOST_CHECK_THROW(nn::load_denoiser<float>(read_back(out)), Error);
}

BOOST_AUTO_TEST_SUITE_END()
