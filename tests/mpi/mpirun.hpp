// Starts programs over ranks: several on this machine, in a build folder or as root too.
#pragma once

#include "tests/app/program.hpp"

namespace ballast::testing {

using app::testing::Outcome;
using app::testing::Running;
using Words = std::vector<std::string>;

// Open MPI's own settings: more ranks than cores, none bound to one, one machine, no start of ranks elsewhere. -q: the
// program's line alone, not mpirun's paragraphs around it.
inline Words mpirun_words() {
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

inline Outcome call(const Words& words) {
  return Running(words).wait();
}

// The plain program, started by mpirun as a single process, so that one helper starts all.
inline Outcome call_one(Words words) {
  words.insert(words.begin(), BALLAST_ONE);
  return call(over(1, words));
}

}  // namespace ballast::testing
