#include "engine/machine/blas_kernel.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

namespace {

using namespace ballast::numeric;

BOOST_AUTO_TEST_SUITE(blas_kernel_test)

BOOST_AUTO_TEST_CASE(the_library_names_itself_and_its_kernel) {
  BOOST_TEST(blas_version().starts_with("OpenBLAS 0."));
  BOOST_TEST(blas_version().find(' ') == blas_version().rfind(' '));
  BOOST_TEST(!blas_kernel().empty());
}

BOOST_AUTO_TEST_CASE(a_kernel_chosen_for_the_processor_is_left_alone) {
  for (const char* taken : {"Haswell", "Zen", "SkylakeX", "Cooperlake", "Sapphirerapids", "armv8", "not yet known"}) {
    BOOST_TEST(better_blas_kernel(taken) == nullptr, taken);
  }
}

#ifdef __AVX2__
BOOST_AUTO_TEST_CASE(a_fallback_is_bettered_by_what_the_processor_can_do) {
  const std::string better = better_blas_kernel("Prescott");
  BOOST_TEST(better == (__builtin_cpu_supports("avx512vl") ? "SkylakeX" : "Haswell"));
}
#endif

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
