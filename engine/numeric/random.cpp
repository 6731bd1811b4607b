#include "engine/numeric/random.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "engine/numeric/simd_math.hpp"
#include "engine/numeric/vectorise.hpp"

namespace ballast::numeric {
namespace {

constexpr std::size_t kLanes = 128;  // Philox blocks worked on at a time: 8 kB of scratch, in the first cache

// Philox blocks side by side, perhaps of several rows. What is computed for a lane depends on that lane alone.
struct Batch {
  alignas(64) std::uint32_t block[kLanes];
  alignas(64) std::uint32_t row_low[kLanes];
  alignas(64) std::uint32_t row_high[kLanes];  // and the purpose
  alignas(64) std::uint32_t words[4][kLanes];
  alignas(64) float values[4 * kLanes];
  std::size_t lanes = 0;

  void add(const StreamName& name, std::uint64_t row, std::size_t first_block, std::size_t count) noexcept {
    const PhiloxWords counter = philox_counter(0, name.step, row, static_cast<std::uint16_t>(name.purpose));
    for (std::size_t i = 0; i < count; ++i) {
      block[lanes + i] = static_cast<std::uint32_t>(first_block + i);
      row_low[lanes + i] = counter[2];
      row_high[lanes + i] = counter[3];
    }
    lanes += count;
  }

  void draw(std::uint64_t seed, std::uint32_t step) noexcept {
    BALLAST_INDEPENDENT
    for (std::size_t i = 0; i < lanes; ++i) {
      PhiloxLanes x{block[i], step, row_low[i], row_high[i]};
      x.ten_rounds(seed);
      words[0][i] = static_cast<std::uint32_t>(x.x0);
      words[1][i] = static_cast<std::uint32_t>(x.x1);
      words[2][i] = static_cast<std::uint32_t>(x.x2);
      words[3][i] = static_cast<std::uint32_t>(x.x3);
    }
  }
};

// In [0, 1), a multiple of 2^-24.
inline float to_uniform(std::uint32_t word) noexcept {
  return static_cast<float>(static_cast<std::int32_t>(word >> 8)) * 0x1p-24f;
}

// In (0, 1]: all 32 bits count near 0, where the logarithm is steep.
inline float to_positive(std::uint32_t word) noexcept {
  return std::fma(static_cast<float>(word), 0x1p-32f, 0x1p-33f);
}

struct Uniform {
  static void transform(Batch& batch) noexcept {
    BALLAST_INDEPENDENT
    for (std::size_t i = 0; i < batch.lanes; ++i) {
      batch.values[4 * i] = to_uniform(batch.words[0][i]);
      batch.values[4 * i + 1] = to_uniform(batch.words[1][i]);
      batch.values[4 * i + 2] = to_uniform(batch.words[2][i]);
      batch.values[4 * i + 3] = to_uniform(batch.words[3][i]);
    }
  }
};

// G. Box, M. Muller, "A note on the generation of random normal deviates", 1958: radius sqrt(-2 ln u), angle 2 pi v.
struct Normal {
  static SinCos<float> pair(std::uint32_t radius_word, std::uint32_t angle_word) noexcept {
    const float radius = std::sqrt(-2.0f * log_positive(to_positive(radius_word)));
    const SinCos<float> angle = sincos_turn(to_uniform(angle_word));
    return {radius * angle.sin, radius * angle.cos};
  }

  static void transform(Batch& batch) noexcept {
    BALLAST_INDEPENDENT
    for (std::size_t i = 0; i < batch.lanes; ++i) {
      const SinCos<float> first = pair(batch.words[0][i], batch.words[1][i]);
      const SinCos<float> second = pair(batch.words[2][i], batch.words[3][i]);
      batch.values[4 * i] = first.cos;
      batch.values[4 * i + 1] = first.sin;
      batch.values[4 * i + 2] = second.cos;
      batch.values[4 * i + 3] = second.sin;
    }
  }
};

// A run of blocks of one row in a batch, and where its values go.
struct Run {
  std::size_t row, first_element, first_lane, lanes;
};

template <class Kind>
void fill_rows(const StreamName& first, MatrixView<float> out) noexcept {
  if (out.empty()) return;
  const std::size_t blocks = (out.columns() + 3) / 4;
  assert(blocks <= std::numeric_limits<std::uint32_t>::max());
  Batch batch;
  Run runs[kLanes];
  std::size_t row = 0, block = 0;
  while (row < out.rows()) {
    batch.lanes = 0;
    std::size_t run_count = 0;
    while (row < out.rows() && batch.lanes < kLanes) {
      const std::size_t count = std::min(blocks - block, kLanes - batch.lanes);
      runs[run_count++] = {row, 4 * block, batch.lanes, count};
      batch.add(first, first.row + row, block, count);
      block += count;
      if (block == blocks) {
        block = 0;
        ++row;
      }
    }
    batch.draw(first.seed, first.step);
    Kind::transform(batch);
    for (std::size_t i = 0; i < run_count; ++i) {
      const Run& run = runs[i];
      const std::size_t count = std::min(4 * run.lanes, out.columns() - run.first_element);
      std::copy_n(batch.values + 4 * run.first_lane, count, out.row(run.row).data() + run.first_element);
    }
  }
}

}  // namespace

std::uint32_t RandomStream::word() noexcept {
  if (used_ == words_.size()) {
    words_ = name_.block(next_block_++);
    used_ = 0;
  }
  return words_[used_++];
}

std::uint64_t RandomStream::long_word() noexcept {
  const std::uint64_t low = word();
  return low | std::uint64_t{word()} << 32;
}

double RandomStream::uniform() noexcept {
  return static_cast<double>(long_word() >> 11) * 0x1p-53;
}

double RandomStream::open_uniform() noexcept {
  return static_cast<double>(long_word() >> 12 << 1 | 1) * 0x1p-53;
}

std::uint64_t RandomStream::below(std::uint64_t n) noexcept {
  assert(n >= 1);
  __extension__ using Wide = unsigned __int128;
  Wide product = Wide{long_word()} * n;
  if (static_cast<std::uint64_t>(product) < n) {
    const std::uint64_t reject = (0 - n) % n;  // 2^64 mod n
    while (static_cast<std::uint64_t>(product) < reject) product = Wide{long_word()} * n;
  }
  return static_cast<std::uint64_t>(product >> 64);
}

double RandomStream::normal() noexcept {
  const double radius = std::sqrt(-2.0 * std::log(open_uniform()));
  return radius * sincos_turn(uniform()).cos;
}

void fill_uniform(const StreamName& stream, std::span<float> out) noexcept {
  fill_rows<Uniform>(stream, {out.data(), 1, out.size()});
}

void fill_normal(const StreamName& stream, std::span<float> out) noexcept {
  fill_rows<Normal>(stream, {out.data(), 1, out.size()});
}

void fill_uniform_rows(const StreamName& first, MatrixView<float> out) noexcept {
  fill_rows<Uniform>(first, out);
}

void fill_normal_rows(const StreamName& first, MatrixView<float> out) noexcept {
  fill_rows<Normal>(first, out);
}

float uniform_at(const StreamName& stream, std::size_t element) noexcept {
  return to_uniform(stream.block(static_cast<std::uint32_t>(element / 4))[element % 4]);
}

double normal_at(const StreamName& stream, std::size_t element) noexcept {
  const PhiloxWords words = stream.block(static_cast<std::uint32_t>(element / 4));
  const std::size_t first = element % 4 / 2 * 2;
  const double radius = std::sqrt(-2.0 * std::log(static_cast<double>(to_positive(words[first]))));
  const SinCos<double> angle = sincos_turn(static_cast<double>(to_uniform(words[first + 1])));
  return radius * (element % 2 == 0 ? angle.cos : angle.sin);
}

}  // namespace ballast::numeric
