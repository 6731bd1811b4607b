// A number of each row, of all ranks, on the first.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <span>
#include <string>
#include <vector>

#include "classifiers/boosting/ranked_boosting.hpp"
#include "engine/observer.hpp"
#include "engine/ranks/ranks.hpp"

namespace ballast::app {

// All ranks call it; on all but the first nothing comes. A round of rows at a time, which bounds what is on its way.
template <class T>
std::vector<T> gather_rows(ranks::Ranks& ranks, const classifiers::RankRows& rows, std::span<const T> own,
                           Observer& observer) {
  constexpr std::size_t kRound = std::size_t{1} << 20;
  std::vector<T> out;
  if (ranks.is_first()) out.reserve(rows.all);
  std::int64_t rounds[]{0};  // the first rank has as many rows as any
  if (ranks.is_first()) rounds[0] = static_cast<std::int64_t>((own.size() + kRound - 1) / kRound);
  ranks.sum(rounds, observer);
  std::vector<std::vector<T>> of_ranks(ranks.is_first() ? ranks.size() : 0);
  for (std::size_t round = 0; round < static_cast<std::size_t>(rounds[0]); ++round) {
    const std::size_t first = std::min(round * kRound, own.size());
    const auto part = std::as_bytes(own.subspan(first, std::min(kRound, own.size() - first)));
    const auto all = ranks.gather({reinterpret_cast<const char*>(part.data()), part.size()}, observer);
    for (std::size_t rank = 0; rank < all.size(); ++rank) {
      const std::size_t before = of_ranks[rank].size();
      of_ranks[rank].resize(before + all[rank].size() / sizeof(T));
      if (!all[rank].empty()) std::memcpy(of_ranks[rank].data() + before, all[rank].data(), all[rank].size());
    }
  }
  for (std::vector<T>& more : of_ranks) {
    out.insert(out.end(), more.begin(), more.end());
    more = {};
  }
  return out;
}

}  // namespace ballast::app
