// The repeats of a study over ranks.
//
//   first rank   repeat 1 whole, whose models and rows the sink keeps
//   every rank   (repeat, group of arms) by the next number that nobody has taken, until there are none (arm_groups.hpp)
//   first rank   gathers what the arms left, repeat by repeat in order, and hands it on as if it had made it
//
// A repeat's seed and split follow from its number, so who works on it changes no bit. A group is the least that is
// worked on apart: arms that share a generator or a model make it once.
#pragma once

#include "app/study/repeat/study_work.hpp"
#include "engine/ranks/ranks.hpp"

namespace ballast::app {

// All repeats on this rank alone, all that they make to the sink.
void run_repeats(const StudyWork& work, StudyResult& result);

// All ranks call it with the same work. On the first, result and sink receive what run_repeats would give them, but for
// generators, rows and classifiers, of which only those of the first repeat arrive; timings are summed over the ranks.
// On the others the result is of no use.
void run_repeats_over(ranks::Ranks& ranks, const StudyWork& work, StudyResult& result);

}  // namespace ballast::app
