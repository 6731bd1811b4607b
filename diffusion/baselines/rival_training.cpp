#include "diffusion/baselines/rival_training.hpp"

#include <algorithm>

#include "engine/numeric/random.hpp"

namespace ballast::diffusion {

void draw_rows(numeric::MatrixView<const float> data, std::uint64_t seed, std::size_t update,
               numeric::MatrixView<float> out, numeric::ThreadPool& pool) {
  constexpr std::size_t kRowsPerTask = 64;
  pool.parallel_for_blocks(out.rows(), kRowsPerTask, [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) {
      numeric::RandomStream stream(seed, numeric::Purpose::kTrainingRow, i, static_cast<std::uint32_t>(update));
      std::ranges::copy(data.row(static_cast<std::size_t>(stream.below(data.rows()))), out.row(i).begin());
    }
  });
}

}  // namespace ballast::diffusion
