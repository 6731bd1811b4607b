// Whether all ranks are about to do the same: each states facts (its build, its words, a digest of its data), and the
// first compares them with its own before work begins.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/ranks/ranks.hpp"

namespace ballast::ranks {

using Facts = std::vector<std::pair<std::string, std::string>>;  // "build", its digest: named as a complaint names it

// All ranks call it, with facts of the same names. Throws, on the first rank, Error that says which rank differs first,
// and in what. Cost: a gather of the facts; nothing alone.
void require_same(Ranks& ranks, const Facts& facts, Observer& observer);

}  // namespace ballast::ranks
