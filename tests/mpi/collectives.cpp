// What ranks do with each other, once: prints on the first rank a line that says whether all was right. Run by mpirun.
#include <cstdio>

#include "engine/ranks/start.hpp"

int main(int argc, char** argv) {
  using namespace ballast;
  const auto ranks = ranks::start(argc, argv);
  Observer quiet;
  const auto size = static_cast<std::int64_t>(ranks->size()), rank = static_cast<std::int64_t>(ranks->rank());
  std::vector<std::int64_t> values(100'000, (std::int64_t{1} << 40) + rank);
  ranks->sum(values, quiet);
  bool right = true;
  for (const std::int64_t value : values) right = right && value == (size << 40) + size * (size - 1) / 2;
  // Of other lengths on each rank, one of them empty, one longer than what is sent at once unasked.
  const auto own = [](std::int64_t r) { return std::string(static_cast<std::size_t>(r * 300'000), 'a'); };
  const std::vector<std::string> all = ranks->gather(own(rank), quiet);
  right = right && all.size() == (rank == 0 ? ranks->size() : 0);
  for (std::size_t r = 0; r < all.size(); ++r) right = right && all[r] == own(static_cast<std::int64_t>(r));
  std::string said = rank == 0 ? std::string(500'000, 'b') : "shorter";
  ranks->broadcast(said, quiet);
  right = right && said == std::string(500'000, 'b');
  std::int64_t taken = 0;
  for (int series = 0; series < 2; ++series) {
    ranks->begin_numbers();
    for (auto n = ranks->next_number(); n < 1000; n = ranks->next_number()) taken += static_cast<std::int64_t>(n);
  }
  std::int64_t sums[]{taken, right ? 0 : 1};
  ranks->sum(sums, quiet);
  ranks->barrier(quiet);
  if (rank == 0) std::printf("numbers %ld, wrong ranks %ld of %ld\n", sums[0], sums[1], size);
}
