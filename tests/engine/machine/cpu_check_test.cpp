#include "engine/machine/cpu_check.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

BOOST_AUTO_TEST_SUITE(cpu_check_test)

// The tests run on a machine that can run them, so nothing may be reported as missing.
BOOST_AUTO_TEST_CASE(nothing_is_missing_where_the_tests_run) {
  const char* missing = ballast::numeric::missing_instruction_set();
  BOOST_TEST((missing == nullptr), "missing: " << std::string(missing == nullptr ? "" : missing));
}

BOOST_AUTO_TEST_CASE(the_build_says_what_it_was_compiled_for) {
#ifdef BALLAST_PORTABLE
  BOOST_TEST(std::string(ballast::numeric::compiled_for()) == "x86-64-v3");
#else
  BOOST_TEST(std::string(ballast::numeric::compiled_for()) == "the processor it was built on");
#endif
}

BOOST_AUTO_TEST_SUITE_END()
