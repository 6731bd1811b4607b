#include "engine/files/atomic.hpp"

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <set>
#include <string>

#include "tests/engine/files/faulty_files.hpp"
#include "tests/engine/files/scratch.hpp"

using namespace ballast::files;
namespace fs = std::filesystem;

namespace {

using Names = std::set<std::string>;

}  // namespace

BOOST_FIXTURE_TEST_SUITE(atomic_test, Scratch)

BOOST_AUTO_TEST_CASE(a_file_is_written_whole_and_replaced_whole) {
  write_atomically(*this / "a", "first");
  write_atomically(*this / "a", "second");
  BOOST_TEST(content(*this / "a") == "second");
  BOOST_TEST(names() == Names{"a"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(after_any_failure_the_old_file_stands_and_no_temporary_stays) {
  using Call = FaultyFiles::Call;
  write_atomically(*this / "a", "old");
  for (const Call call : {Call::create, Call::write, Call::sync, Call::close, Call::rename}) {
    for (std::size_t at = 0;; ++at) {
      FaultyFiles layer(call, at);
      const std::string message = message_of([&] {
        AtomicFile file(*this / "a", layer);
        for (const char* piece : {"one", "two", "three"}) file.write(std::as_bytes(std::span(piece, 3)));
        file.commit();
      });
      BOOST_TEST(names() == Names{"a"}, boost::test_tools::per_element());
      if (!layer.failed()) {
        BOOST_TEST(at == (call == Call::write ? 3u : 1u));
        break;
      }
      BOOST_TEST(message.starts_with(*this / "a: "));  // the name the user gave, not the temporary one
      BOOST_TEST(content(*this / "a") == "old");
    }
    write_atomically(*this / "a", "old");
  }
}

BOOST_AUTO_TEST_CASE(an_uncommitted_file_leaves_nothing) {
  {
    AtomicFile file(*this / "a");
    file.write(std::as_bytes(std::span("text")));
  }
  BOOST_TEST(names().empty());
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_named_so) {
  if (!fs::exists("/dev/full")) return;
  BOOST_TEST(message_of([] { write_atomically("/dev/full", "x"); }) ==
             "/dev/full: cannot write: the disk is full (hint: free some space, or write to another disk)");
  BOOST_TEST(fs::is_character_file("/dev/full"));
}

BOOST_AUTO_TEST_CASE(links_stay_and_their_target_is_replaced) {
  write_atomically(*this / "target", "old");
  fs::create_symlink("target", *this / "link");
  write_atomically(*this / "link", "new");
  BOOST_TEST(fs::is_symlink(*this / "link"));
  BOOST_TEST(content(*this / "target") == "new");
}

BOOST_AUTO_TEST_CASE(a_link_whose_target_is_not_there_yet_is_written_through) {
  fs::create_symlink("target", *this / "link");
  write_atomically(*this / "link", "new");
  BOOST_TEST(fs::is_symlink(*this / "link"));
  BOOST_TEST(content(*this / "target") == "new");
}

BOOST_AUTO_TEST_CASE(names_that_cannot_be_files_are_refused) {
  BOOST_TEST(message_of([&] { AtomicFile file(root.string()); }) ==
             root.string() + ": cannot write: it is a folder; expected the name of a file");
  BOOST_TEST(message_of([&] { AtomicFile file(*this / "a/"); }) ==
             (*this / "a/: cannot write: a name with / at its end is a folder's; expected the name of a file"));
  BOOST_TEST(message_of([&] { AtomicFile file(*this / "no/file"); }) ==
             (*this / "no/file: cannot create: no such folder"));
  BOOST_TEST(message_of([&] { AtomicFile file(""); }) == "the name of the output file is empty");
  BOOST_TEST(message_of([&] { system_files().read(*this / "none"); }) == (*this / "none: no such file"));
  BOOST_TEST(message_of([&] { system_files().read(root.string()); }) ==
             root.string() + ": cannot read: it is a folder; expected a file");
}

BOOST_AUTO_TEST_SUITE_END()
