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

void RivalOption::refuse(std::string_view name, const std::string& expected, const std::string& got) const {
  throw Error("option '" + std::string(name) + "' of the " + std::string(generator_) + " generator is out of range")
      .expected(expected)
      .got(got);
}

void RivalOption::whole(std::string_view name, std::size_t value, std::size_t low, std::size_t high) const {
  if (value >= low && value <= high) return;
  refuse(name, std::to_string(low) + " to " + std::to_string(high), std::to_string(value));
}

void RivalOption::real(std::string_view name, double value, double low, double high) const {
  if (value >= low && value <= high) return;
  refuse(name, std::to_string(low) + " to " + std::to_string(high), std::to_string(value));
}

}  // namespace ballast::diffusion
