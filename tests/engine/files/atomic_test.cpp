#include "engine/files/atomic.hpp"

#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <set>
#include <string>

#include "engine/error.hpp"
#include "tests/engine/files/faulty_files.hpp"

using namespace ballast::files;
using ballast::Error;
namespace fs = std::filesystem;

namespace {

// A folder of its own for each test, gone afterwards.
struct Scratch {
  fs::path root = fs::temp_directory_path() / ("ballast-atomic-" + std::to_string(::getpid()));
  Scratch() { fs::create_directories(root); }
  ~Scratch() { fs::remove_all(root); }
  std::string operator/(const std::string& name) const { return (root / name).string(); }
  std::set<std::string> names() const {
    std::set<std::string> out;
    for (const auto& entry : fs::directory_iterator(root)) out.insert(entry.path().filename().string());
    return out;
  }
};

std::string content(const std::string& path) {
  const auto bytes = system_files().read(path);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string message_of(const auto& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

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

BOOST_AUTO_TEST_CASE(outputs_that_cannot_be_are_refused_by_the_probe_which_leaves_nothing) {
  probe_output(*this / "fine");
  BOOST_TEST(names().empty());
  BOOST_TEST(message_of([&] { probe_output(root.string()); }) ==
             root.string() + ": cannot write: it is a folder; expected the name of a file");
  BOOST_TEST(message_of([&] { probe_output(*this / "no/file"); }) ==
             (*this / "no/file: cannot create: no such folder"));
  BOOST_TEST(message_of([&] { probe_output(""); }) == "the name of the output file is empty");
  BOOST_TEST(message_of([&] { system_files().read(*this / "none"); }) == (*this / "none: no such file"));
  BOOST_TEST(message_of([&] { system_files().read(root.string()); }) ==
             root.string() + ": cannot read: it is a folder; expected a file");
}

BOOST_AUTO_TEST_CASE(a_folder_appears_on_commit_and_not_before) {
  {
    OutputFolder folder(*this / "out/", false);
    write_atomically(folder.file("a"), "x");
    BOOST_TEST(!fs::exists(*this / "out"));
    folder.commit();
  }
  BOOST_TEST(content(*this / "out/a") == "x");
  BOOST_TEST(names() == Names{"out"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_folder_that_is_not_committed_leaves_nothing) {
  {
    OutputFolder folder(*this / "out", false);
    write_atomically(folder.file("a"), "x");
  }
  BOOST_TEST(names().empty());
}

BOOST_AUTO_TEST_CASE(a_folder_with_content_is_refused_and_replaced_by_force_at_commit_only) {
  fs::create_directories(root / "out");
  { OutputFolder empty_is_fine(*this / "out", false); }
  write_atomically(*this / "out/old", "x");
  BOOST_TEST(message_of([&] { OutputFolder(*this / "out", false); }) ==
             (*this / "out: the output folder is not empty (hint: --force replaces it, or choose another folder)"));
  OutputFolder folder(*this / "out", true);
  write_atomically(folder.file("new"), "y");
  BOOST_TEST(fs::exists(*this / "out/old"));
  folder.commit();
  BOOST_TEST(!fs::exists(*this / "out/old"));
  BOOST_TEST(content(*this / "out/new") == "y");
  BOOST_TEST(names() == Names{"out"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_commit_that_fails_keeps_the_old_folder) {
  fs::create_directories(root / "out");
  write_atomically(*this / "out/old", "x");
  for (std::size_t at = 0; at < 2; ++at) {
    FaultyFiles layer(FaultyFiles::Call::rename, at);
    const std::string message = message_of([&] {
      OutputFolder folder(*this / "out", true, layer);
      folder.commit();
    });
    BOOST_TEST(message == (*this / "out: injected fault"));
    BOOST_TEST(content(*this / "out/old") == "x");
    BOOST_TEST(names() == Names{"out"}, boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(a_file_where_the_folder_should_be_is_refused) {
  write_atomically(*this / "out", "x");
  BOOST_TEST(message_of([&] { OutputFolder(*this / "out", true); }) ==
             (*this / "out: the output folder cannot be made: a file has this name"));
}

BOOST_AUTO_TEST_SUITE_END()
