// A fault of any rank ends all of them, soon, with one line of the program's and a status that is not 0; nothing is
// half-written. Ranks that would not do the same are refused before they begin.
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <csignal>

#include "tests/mpi/mpirun.hpp"

using namespace ballast::testing;
using namespace ballast::app::testing;
using Clock = std::chrono::steady_clock;

namespace {

constexpr double kSoon = 60;  // seconds: it ends, and does not hang; on a quiet machine within two

struct Bench : TempFolder {
  Bench() {
    for (const char* folder : {"a", "b"}) fs::create_directory(file(folder));
    make_data("a", "1");
  }
  void make_data(const std::string& folder, const std::string& seed) const {
    const Outcome made = call_one({"demo", "--rows", "600", "--positives", "60", "--seed", seed, "--data-out",
                                   file(folder + "/data.csv"), "--quiet"});
    BOOST_REQUIRE_EQUAL(made.status, 0);
  }
  // One part of the ranks, in folder `where`.
  Words part(const std::string& ranks, const std::string& where, const std::string& program = BALLAST_MANY,
             const std::string& seed = "42") const {
    return {"-n",    ranks,        "-wdir", file(where), program,      "run",     "data.csv", "--target",
            "Class", "--positive", "1",     "--augment", "none,smote", "--trees", "4",        "--rounds",
            "4",     "--repeats",  "3",     "--seed",    seed,         "--quiet", "--out",    file("study")};
  }
  void check_refused(const Outcome& outcome, double seconds, const std::string& line) const {
    BOOST_TEST_CONTEXT(outcome.err) {
      BOOST_TEST(outcome.status == 2);
      BOOST_TEST(seconds < kSoon);
      BOOST_REQUIRE(outcome.complaints().size() == 1u);
      BOOST_TEST(outcome.complaints()[0].find(line) != std::string::npos);
    }
    BOOST_TEST(names() == (std::vector<std::string>{"a", "b"}), boost::test_tools::per_element());
  }
  void expect(const std::vector<Words>& parts, const std::string& line) const {
    const Clock::time_point start = Clock::now();
    const Outcome outcome = call(over_parts(parts));
    check_refused(outcome, std::chrono::duration<double>(Clock::now() - start).count(), line);
  }
};

std::string wait_for_file(const std::string& path) {
  for (int i = 0; i < 1000 && read_file(path).find('\n') == std::string::npos; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return read_file(path);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(faults_test, Bench)

BOOST_AUTO_TEST_CASE(a_rank_that_throws_ends_the_others_that_wait_for_it) {
  expect({part("1", "a"), part("1", "b")}, "ballast: rank 1 on ");  // b has no data; rank 0 waits to compare them
}

BOOST_AUTO_TEST_CASE(what_all_ranks_find_wrong_is_said_once) {
  expect({part("3", "b")}, "data.csv: ");
}

BOOST_AUTO_TEST_CASE(ranks_with_other_data_seeds_words_and_programs_are_refused) {
  make_data("b", "2");
  expect({part("2", "a"), part("1", "b")}, "rank 2 differs from rank 0 in its data");
  expect({part("2", "a"), part("1", "a", BALLAST_MANY, "43")}, "rank 2 differs from rank 0 in its seed");
  Words longer = part("1", "a");
  longer.emplace_back("--no-report");
  expect({part("1", "a"), longer}, "rank 1 differs from rank 0 in its words");
  std::string bytes = read_file(BALLAST_MANY);
  const std::string other = write("b/ballast-other", bytes += '\n');
  fs::permissions(other, fs::perms::owner_all);
  expect({part("1", "a"), part("1", "a", other)}, "rank 1 differs from rank 0 in its program");
}

BOOST_AUTO_TEST_CASE(standard_input_is_refused) {
  const Outcome outcome =
      call(over(2, {BALLAST_MANY, "run", "-", "--target", "Class", "--positive", "1", "--out", file("study")}));
  check_refused(outcome, 0, "standard input reaches the first rank alone");
}

BOOST_AUTO_TEST_CASE(a_rank_that_is_killed_ends_all) {
  for (const int killed : {0, 2}) {
    const std::string pids = file("b/pid" + std::to_string(killed));
    Words words = part("3", "a", "/bin/sh");
    const auto program = std::ranges::find(words, "/bin/sh");
    const std::string script =
        "test $OMPI_COMM_WORLD_RANK = " + std::to_string(killed) + " && echo $$ > " + pids + "; exec \"$@\"";
    words.insert(program + 1, {"-c", script, "sh", BALLAST_MANY});
    *(std::ranges::find(words, "--repeats") + 1) = "1000";  // it would go on for minutes
    Running running(over_parts({words}));
    const auto pid = static_cast<pid_t>(std::stol(wait_for_file(pids)));
    std::this_thread::sleep_for(std::chrono::milliseconds(1500));
    const Clock::time_point start = Clock::now();
    BOOST_REQUIRE(kill(pid, SIGKILL) == 0);
    const Outcome outcome = wait_for_all(running);
    BOOST_TEST(outcome.status != 0);
    BOOST_TEST(std::chrono::duration<double>(Clock::now() - start).count() < kSoon);
    BOOST_TEST(!fs::exists(file("study")));
  }
}

BOOST_AUTO_TEST_SUITE_END()
