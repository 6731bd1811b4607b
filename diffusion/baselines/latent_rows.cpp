#include "diffusion/baselines/latent_rows.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/numeric/random.hpp"

namespace ballast::diffusion {

namespace {

constexpr std::size_t kBlock = nn::MlpPredictor<float>::kRows;
constexpr std::size_t kRowsPerReport = 256 * kBlock;

// What one worker needs for a block.
struct BlockMemory {
  numeric::Matrix<float> z, noise;
  numeric::Workspace scratch;

  explicit BlockMemory(const nn::MlpPredictor<float>& network)
      : z(kBlock, network.shape().in), noise(kBlock, network.shape().out), scratch(network.scratch_bytes()) {}
};

void add_noise(numeric::MatrixView<const float> noise, std::span<const float> widths, numeric::MatrixView<float> x) {
  for (std::size_t i = 0; i < x.rows(); ++i) {
    for (std::size_t c = 0; c < widths.size(); ++c) x(i, c) = std::fma(widths[c], noise(i, c), x(i, c));
  }
}

}  // namespace

numeric::Matrix<float> latent_rows(const nn::MlpPredictor<float>& network, std::span<const float> widths,
                                   std::uint64_t first, std::size_t count, std::uint64_t seed,
                                   numeric::ThreadPool& pool, Observer& observer) {
  numeric::Matrix<float> out(count, network.shape().out);
  std::vector<BlockMemory> memory;
  for (std::size_t worker = 0; worker < pool.threads(); ++worker) memory.emplace_back(network);
  const auto make_block = [&](std::size_t from, std::size_t to, std::size_t worker) {
    BlockMemory& mine = memory[worker];
    const auto z = mine.z.view().row_block(0, to - from), noise = mine.noise.view().row_block(0, to - from);
    const auto x = out.view().row_block(from, to - from);
    fill_normal_rows({seed, numeric::Purpose::kLatent, first + from}, z);
    network.predict(z, x, mine.scratch);
    if (widths.empty()) return;
    fill_normal_rows({seed, numeric::Purpose::kOutputNoise, first + from}, noise);
    add_noise(noise, widths, x);
  };
  for (std::size_t done = 0; done < count; done += kRowsPerReport) {
    observer.step({"sample", done, count});
    pool.parallel_for_blocks(
        std::min(kRowsPerReport, count - done), kBlock,
        [&](std::size_t from, std::size_t to, std::size_t worker) { make_block(done + from, done + to, worker); });
  }
  observer.step({"sample", count, count});
  return out;
}

}  // namespace ballast::diffusion
