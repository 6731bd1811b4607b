// Starts programs over ranks: several on this machine, in a build folder or as root too.
#pragma once

#include <sstream>

#include "tests/app/program.hpp"

namespace ballast::testing {

using app::testing::Outcome;
using app::testing::Running;
using Words = std::vector<std::string>;

inline Words with(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

// Open MPI's own settings: more ranks than cores, none bound to one, one machine, no start of ranks elsewhere. -q: the
// program's line alone, not mpirun's paragraphs around it. PMIx keeps its table in mpirun's own memory: with the shared one
// (4.2.2) mpirun at times stays in a lock for ever once a rank was killed.
inline Words mpirun_words() {
  setenv("PMIX_MCA_gds", "hash", 1);
  setenv("OMPI_ALLOW_RUN_AS_ROOT", "1", 1);
  setenv("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1", 1);
  return {"-q",         "--oversubscribe", "--bind-to",
          "none",       "--mca",           "plm",
          "isolated",   "--mca",           "pml",
          "ob1",        "--mca",           "btl",
          "self,vader", "--mca",           "btl_vader_single_copy_mechanism",
          "none"};
}

inline Words over(std::size_t ranks, const Words& words) {
  Words out = mpirun_words();
  out.insert(out.end(), {"-n", std::to_string(ranks)});
  out.insert(out.end(), words.begin(), words.end());
  return out;
}

// Each part is "-n N [-wdir FOLDER] PROGRAM WORDS...".
inline Words over_parts(const std::vector<Words>& parts) {
  Words out = mpirun_words();
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out.emplace_back(":");
    out.insert(out.end(), parts[i].begin(), parts[i].end());
  }
  return out;
}

// Whether a process that mpirun has started still runs; dead ones that it has not waited for do not.
inline bool any_rank_runs(pid_t mpirun) {
  const std::string id = std::to_string(mpirun);
  std::istringstream children(app::testing::read_file("/proc/" + id + "/task/" + id + "/children"));
  for (std::string child; children >> child;) {
    const std::string stat = app::testing::read_file("/proc/" + child + "/stat");
    const std::size_t end_of_name = stat.rfind(')');
    if (end_of_name != std::string::npos && stat.substr(end_of_name + 2, 1) != "Z") return true;
  }
  return false;
}

// Waits for mpirun. One that stays long after its last rank, or whose ranks do not end, is ended here, so that a test can
// fail and does not hang.
inline Outcome wait_for_all(Running& running) {
  constexpr int kWithoutRanks = 200, kTooLong = 2400;  // tenths of a second
  int without_ranks = 0;
  for (int waited = 0; !running.has_ended(); ++waited) {
    without_ranks = any_rank_runs(running.pid()) ? 0 : without_ranks + 1;
    if (without_ranks == kWithoutRanks) running.send(SIGKILL);
    if (waited == kTooLong) running.send(SIGTERM);
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return running.wait();
}

inline Outcome call(const Words& words) {
  Running running(words);
  return wait_for_all(running);
}

// The plain program, started by mpirun as a single process, so that one helper starts all.
inline Outcome call_one(Words words) {
  words.insert(words.begin(), BALLAST_ONE);
  return call(over(1, words));
}

}  // namespace ballast::testing
