#include "bench/report.hpp"

#include <boost/test/unit_test.hpp>
#include <stdexcept>
#include <string>

namespace {

using ballast::bench::Report;

constexpr double kPeak = 100;  // GFLOP/s

BOOST_AUTO_TEST_SUITE(report_test)

BOOST_AUTO_TEST_CASE(a_figure_carries_its_spread_and_its_part_of_the_peak) {
  Report report("probe", true, kPeak);
  report.flops("product", 2e9, {0.02, 0.025, 0.04});
  const auto& figure = report.as_json()["figures"][0];
  BOOST_TEST(figure["name"] == "product");
  BOOST_TEST(figure["unit"] == "GFLOP/s");
  BOOST_TEST(figure["min"].get<double>() == 50, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(figure["median"].get<double>() == 80, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(figure["max"].get<double>() == 100, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(figure["percent_of_peak"].get<double>() == 80, boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(work_on_two_cores_is_measured_by_the_peak_of_two) {
  Report report("probe", true, kPeak);
  report.flops("product", 2e9, {0.0125, 0.0125, 0.0125}, 2);
  BOOST_TEST(report.as_json()["figures"][0]["percent_of_peak"].get<double>() == 80,
             boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(a_figure_above_the_peak_fails_the_probe) {
  Report report("probe", true, kPeak);
  BOOST_CHECK_EXCEPTION(report.flops("product", 2e9, {0.019, 0.019, 0.019}), std::runtime_error, [](const auto& error) {
    return std::string(error.what()).find("product: 105.26") == 0 &&
           std::string(error.what()).find("above the peak of 100") != std::string::npos;
  });
  BOOST_TEST(report.as_json()["figures"].empty());
}

BOOST_AUTO_TEST_CASE(the_head_names_the_machine_the_build_and_the_kernels) {
  const Report report("probe", true, kPeak);
  for (const char* key : {"processor", "compiler", "flags", "blas"}) {
    BOOST_TEST(!report.as_json()[key].get<std::string>().empty(), key);
  }
  BOOST_TEST(report.as_json()["cores"].get<unsigned>() >= 1);
  BOOST_TEST(report.as_json()["blas"].get<std::string>().starts_with("OpenBLAS "));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
