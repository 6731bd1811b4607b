// Which paths lead to one file, however they are spelled.
#include "engine/files/paths.hpp"

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>

#include "tests/engine/files/scratch.hpp"

using namespace ballast::files;

BOOST_AUTO_TEST_SUITE(paths_test)

BOOST_AUTO_TEST_CASE(links_and_other_spellings_are_one_file_and_copies_are_not) {
  const Scratch scratch;
  const std::string file = scratch / "a", copy = scratch / "b", hard = scratch / "c", soft = scratch / "d",
                    none = scratch / "none";
  std::ofstream(file) << "x";
  std::ofstream(copy) << "x";
  std::filesystem::create_hard_link(file, hard);
  std::filesystem::create_symlink(file, soft);
  for (const std::string& other : {hard, soft, scratch / ("../" + scratch.root.filename().string() + "/a")}) {
    BOOST_TEST(is_one_file(file, other, Direction::input), other);
  }
  BOOST_TEST(!is_one_file(file, copy, Direction::input));
  BOOST_TEST(!is_one_file(file, none, Direction::input));
  BOOST_TEST(is_one_file(none, scratch / "./none", Direction::output));
  BOOST_TEST(is_one_file("-", "/dev/stdin", Direction::input));
}

BOOST_AUTO_TEST_SUITE_END()
