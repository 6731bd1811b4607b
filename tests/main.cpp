// The one main() of every test program: Boost.Test's own.
#define BOOST_TEST_MODULE ballast
#include <boost/test/unit_test.hpp>
