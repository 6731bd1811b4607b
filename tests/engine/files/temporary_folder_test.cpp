#include "engine/files/temporary_folder.hpp"

#include <signal.h>
#include <sys/wait.h>

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <optional>

#include "tests/engine/files/scratch.hpp"

using namespace ballast::files;
namespace fs = std::filesystem;

namespace {

// A process that holds a temporary folder with a file in it until it is killed. Returns once the folder is there.
pid_t writer_beside(const std::string& parent) {
  int ready[2];
  BOOST_REQUIRE(pipe(ready) == 0);
  const pid_t child = fork();
  if (child == 0) {
    const TemporaryFolder folder(parent);
    std::ofstream(folder.file("half")) << "half of a model";
    const TemporaryFolder inner(folder.file("")), innermost(inner.file(""));
    std::ofstream(inner.file("two\nlines")) << "half of the rows";
    std::ofstream(innermost.file("half")) << "half of the codes";
    const char yes = 1;
    if (write(ready[1], &yes, 1) == 1) pause();
    _exit(0);
  }
  char yes = 0;
  BOOST_REQUIRE(read(ready[0], &yes, 1) == 1);
  close(ready[0]);
  close(ready[1]);
  return child;
}

void kill_and_wait(pid_t child) {
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(temporary_folder_test, Scratch)

BOOST_AUTO_TEST_CASE(it_lies_hidden_beside_the_place_and_goes_with_its_content) {
  {
    const TemporaryFolder folder(root.string());
    std::ofstream(folder.file("a")) << "x";
    BOOST_REQUIRE_EQUAL(names().size(), 1u);
    BOOST_TEST(names().begin()->starts_with(".ballast-tmp-"));
  }
  BOOST_TEST(names().empty());
}

BOOST_AUTO_TEST_CASE(what_a_killed_run_left_is_removed_by_the_next_one_beside_it) {
  kill_and_wait(writer_beside(root.string()));
  BOOST_REQUIRE_EQUAL(names().size(), 1u);
  { const TemporaryFolder next(root.string()); }
  BOOST_TEST(names().empty());
}

BOOST_AUTO_TEST_CASE(what_somebody_put_into_a_folder_within_stays_too) {
  const pid_t child = writer_beside(root.string());
  kill_and_wait(child);
  const fs::path outer = root / *names().begin();
  for (const auto& entry : fs::directory_iterator(outer)) {
    if (entry.is_directory()) std::ofstream(entry.path() / "notes.txt") << "a user's";
  }
  remove_stale_temporaries(root.string());
  BOOST_TEST(fs::exists(outer / "half"));
}

BOOST_AUTO_TEST_CASE(that_of_a_live_process_is_left_alone) {
  const pid_t child = writer_beside(root.string());
  const auto held = names();
  remove_stale_temporaries(root.string());
  { const TemporaryFolder another(root.string()); }
  BOOST_TEST(names() == held, boost::test_tools::per_element());
  kill_and_wait(child);
}

BOOST_AUTO_TEST_CASE(a_lock_protects_even_where_the_process_number_says_nothing) {  // another container's
  const TemporaryFolder folder(root.string());
  const std::string mine = *names().begin();
  fs::rename(root / mine, root / ".ballast-tmp-999999999-0");
  remove_stale_temporaries(root.string());
  BOOST_TEST(names().count(".ballast-tmp-999999999-0") == 1u);
  fs::rename(root / ".ballast-tmp-999999999-0", root / mine);
}

BOOST_AUTO_TEST_CASE(a_process_that_lives_protects_even_where_there_are_no_locks) {
  const std::string name = ".ballast-tmp-" + std::to_string(getppid()) + "-0";
  fs::create_directory(root / name);
  remove_stale_temporaries(root.string());
  BOOST_TEST(names().count(name) == 1u);
}

BOOST_AUTO_TEST_CASE(names_that_are_not_its_own_are_left_alone) {
  const std::set<std::string> strangers{".ballast-tmp-",     ".ballast-tmp-1",         ".ballast-tmp-1-",
                                        ".ballast-tmp-x-1",  ".ballast-tmp-1-2.csv",   "ballast-tmp-1-2",
                                        ".out.tmp-999999-0", ".ballast-tmp-99999999-1"};
  for (const std::string& name : strangers) std::ofstream(root / name) << "a user's";  // files: no folder of ours
  remove_stale_temporaries(root.string());
  BOOST_TEST(names() == strangers, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_somebody_put_into_a_folder_of_such_a_name_stays) {
  fs::create_directory(root / ".ballast-tmp-999999999-1");
  std::ofstream(root / ".ballast-tmp-999999999-1" / "notes.txt") << "a user's";
  const pid_t child = writer_beside(root.string());
  const std::string killed = ".ballast-tmp-" + std::to_string(child) + "-";
  kill_and_wait(child);
  const std::set<std::string> held = names();
  BOOST_REQUIRE_EQUAL(held.size(), 2u);
  for (const std::string& name : held) {
    if (name.starts_with(killed)) std::ofstream(root / name / "notes.txt") << "a user's";
  }
  { const TemporaryFolder next(root.string()); }
  BOOST_TEST(names() == held, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_folder_moved_aside_by_a_run_that_was_killed_comes_back) {
  {
    const TemporaryFolder folder(root.string());
    folder.file("previous-study");
    fs::copy(root / *names().begin(), root / ".ballast-tmp-999999999-0");
  }
  fs::create_directories(root / ".ballast-tmp-999999999-0" / "previous-study");
  std::ofstream(root / ".ballast-tmp-999999999-0" / "previous-study" / "summary.json") << "{}";
  remove_stale_temporaries(root.string());
  BOOST_TEST(names() == std::set<std::string>{"study"}, boost::test_tools::per_element());
  BOOST_TEST(content(*this / "study/summary.json") == "{}");
}

BOOST_AUTO_TEST_CASE(a_folder_that_is_not_there_is_named) {
  BOOST_TEST(message_of([&] { const TemporaryFolder folder(*this / "no"); }) ==
             (*this / "no: cannot create: no such folder"));
}

BOOST_AUTO_TEST_SUITE_END()
