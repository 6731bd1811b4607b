// A fault of any rank while one model is trained by all: damaged cells in each phase that reads, an interrupt and a kill
// at any moment. All ranks end, one line says which rank and why, and no model is written.
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <csignal>

#include "tests/mpi/mpirun.hpp"

using namespace ballast::testing;
using namespace ballast::app::testing;
using Clock = std::chrono::steady_clock;

namespace {

constexpr double kSoon = 60;  // seconds: it ends, and does not hang; on a quiet machine within two
constexpr std::size_t kRows = 70'000;

// Bytes a cell of the table file, column by column; the file ends with the last.
struct Column {
  const char* name;
  std::size_t width;
};
constexpr Column kColumns[] = {{"colour", 1}, {"a", 2}, {"b", 2}, {"y", 1}};

struct Bench : TempFolder {
  std::string data = "data.table";

  Bench() {
    for (const char* folder : {"a", "b"}) fs::create_directory(file(folder));
    std::string text = "colour,a,b,y\n";
    for (std::size_t r = 0; r < kRows; ++r) {
      const std::size_t a = r * 7919 % 1009, b = r * 104729 % 997;
      text += std::string(r % 3 == 0 ? "red" : "blue") + "," + std::to_string(a) + "," + std::to_string(b) + "," +
              ((a * b + r) % 7 < 2 ? "1" : "0") + "\n";
    }
    const Outcome made = call_one({"convert", write("a/data.csv", text), "--out", file("a/data.table")});
    BOOST_REQUIRE_EQUAL(made.status, 0);
  }
  // So many ranks that train on the data in folder `where`.
  Words part(const std::string& ranks, const std::string& where, const std::string& rounds = "4") const {
    return {"-n",       ranks,        "-wdir", file(where),  BALLAST_MANY, "train",    data,   "--target",
            "y",        "--positive", "1",     "--threads",  "1",          "--rounds", rounds, "--classifier",
            "boosting", "--quiet",    "--out", file("model")};
  }
  void check_ended(const Outcome& outcome, Clock::time_point start) const {
    BOOST_TEST(outcome.status != 0);
    BOOST_TEST(std::chrono::duration<double>(Clock::now() - start).count() < kSoon);
    BOOST_TEST(!fs::exists(file("model")));
  }
  // Every 100th byte of the column is another in folder b; the checksums are not.
  void damage(const std::string& column) const {
    std::string bytes = read_file(file("a/data.table"));
    std::size_t end = bytes.size();
    for (auto at = std::rbegin(kColumns); at->name != column; ++at) end -= at->width * kRows;
    const auto of = std::ranges::find_if(kColumns, [&](const Column& c) { return c.name == column; });
    for (std::size_t at = end - of->width * kRows; at < end; at += 100) bytes[at] ^= 1;
    write("b/data.table", bytes);
  }
};

// A run of three ranks, of which one tells its process number once it is there.
class Watched {
 public:
  Watched(const Bench& bench, int rank) : bench_(bench), running_(over_parts({words(bench, rank)})) {
    for (int i = 0; i < 1000 && read_file(bench.file("b/pid")).find('\n') == std::string::npos; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    pid_ = static_cast<pid_t>(std::stol(read_file(bench.file("b/pid"))));
  }
  void send(int signal) const { BOOST_REQUIRE(kill(pid_, signal) == 0); }
  // Waits until the ranks have found each other; what comes before that is mpirun's affair.
  void wait_for_start() const {
    const auto has_begun = [&] {
      return std::ranges::any_of(bench_.names(), [](const std::string& name) { return name.starts_with(".ballast"); });
    };
    for (int i = 0; i < 6000 && !has_begun(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  // Waits until the first rank says that trees grow.
  void wait_for_trees() const {
    for (int i = 0; i < 6000 && running_.err_so_far().find("boost") == std::string::npos; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  }
  Outcome wait() { return wait_for_all(running_); }

 private:
  static Words words(const Bench& bench, int rank) {
    const std::string pid = bench.file("b/pid");
    fs::remove(pid);
    Words out = bench.part("3", "a", "5000");  // it would go on for minutes
    std::erase(out, "--quiet");
    const auto program = std::ranges::find(out, BALLAST_MANY);
    *program = "/bin/sh";
    const std::string script = "test $OMPI_COMM_WORLD_RANK = " + std::to_string(rank) + " && echo $$ > " + pid;
    out.insert(program + 1, {"-c", script + "; exec \"$@\"", "sh", BALLAST_MANY});
    return out;
  }

  const Bench& bench_;
  Running running_;
  pid_t pid_ = 0;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(training_faults_test, Bench)

// Rank 1 of 2 reads: the target; of bins the column a alone; of codes all columns.
BOOST_AUTO_TEST_CASE(damaged_cells_in_any_phase_are_told_by_the_rank_that_reads_them) {
  for (const char* column : {"y", "a", "b", "colour"}) {
    damage(column);
    const Clock::time_point start = Clock::now();
    const Outcome outcome = call(over_parts({part("1", "a"), part("1", "b")}));
    BOOST_TEST_CONTEXT(column << ": " << outcome.err) {
      check_ended(outcome, start);
      BOOST_TEST(outcome.status == 2);
      BOOST_REQUIRE(outcome.complaints().size() == 1u);
      const std::string line = outcome.complaints()[0];
      BOOST_TEST(line.starts_with("ballast: rank 1 on "));
      BOOST_TEST(line.find("checksum") != std::string::npos);
    }
  }
  BOOST_TEST(names() == (std::vector<std::string>{"a", "b"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(ranks_with_other_data_are_refused) {
  const std::string text = "colour,a,b,y\nred,1,2,0\nblue,2,3,1\n";
  BOOST_REQUIRE_EQUAL(call_one({"convert", write("b/data.csv", text), "--out", file("b/data.table")}).status, 0);
  const Clock::time_point start = Clock::now();
  const Outcome outcome = call(over_parts({part("2", "a"), part("1", "b")}));
  check_ended(outcome, start);
  BOOST_TEST(outcome.says("rank 2 differs from rank 0 in its data"), outcome.err);
  data = "data.csv";
  const Outcome of_csv = call(over_parts({part("2", "a"), part("1", "b")}));
  check_ended(of_csv, start);
  BOOST_TEST(of_csv.says("rank 2 differs from rank 0 in its data"), of_csv.err);
}

BOOST_AUTO_TEST_CASE(a_rank_that_is_killed_while_csv_is_read_by_parts_ends_all) {
  data = "data.csv";
  for (const int moment : {0, 30, 100}) {  // ms: counting rows, parsing, bins
    Watched watched(*this, 1);
    watched.wait_for_start();
    std::this_thread::sleep_for(std::chrono::milliseconds(moment));
    watched.send(SIGKILL);
    const Clock::time_point start = Clock::now();
    BOOST_TEST_CONTEXT("after " << moment << " ms") {
      check_ended(watched.wait(), start);
    }
  }
}

BOOST_AUTO_TEST_CASE(an_interrupt_of_one_rank_while_trees_grow_ends_all) {
  Watched watched(*this, 1);
  watched.wait_for_trees();
  watched.send(SIGTERM);
  const Clock::time_point start = Clock::now();
  const Outcome outcome = watched.wait();
  check_ended(outcome, start);
  BOOST_TEST(outcome.complaints().size() == 1u, outcome.err);
  BOOST_TEST(outcome.says("ballast: rank 1 on "), outcome.err);
  BOOST_TEST(outcome.says("interrupted"), outcome.err);
}

BOOST_AUTO_TEST_CASE(a_rank_that_is_killed_at_any_moment_ends_all) {
  constexpr int kTrees = -1;
  for (const int rank : {0, 2}) {
    for (const int moment : {0, 20, 60, 150, 300, kTrees}) {  // ms: reading, bins, codes, trees
      Watched watched(*this, rank);
      if (moment == kTrees) {
        watched.wait_for_trees();
      } else {
        watched.wait_for_start();
        std::this_thread::sleep_for(std::chrono::milliseconds(moment));
      }
      watched.send(SIGKILL);
      const Clock::time_point start = Clock::now();
      BOOST_TEST_CONTEXT("rank " << rank << " after " << moment << " ms") {
        check_ended(watched.wait(), start);
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
