// Random numbers with addresses. A stream is named by {seed, purpose, row, step}; element i of a stream is a function
// of its name and i alone, so that row k of a sample never depends on how many rows are drawn, in which order or on how
// many threads (DESIGN: row-addressable sampling).
//
// Two ways to read a stream: in bulk (fill_uniform, fill_normal: element i of the output is element i of the stream) or
// as a sequence (RandomStream: one draw after another). Give each its own purpose: both start at element 0.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include "engine/numeric/matrix.hpp"
#include "engine/numeric/philox.hpp"

namespace ballast::numeric {

// What a stream is for. Two uses never share a purpose, so their streams never collide. The numbers are part of what
// "same seed, same bits" means: append, never renumber.
enum class Purpose : std::uint16_t {
  kGeneral = 0,  // tests, examples
  kInitialWeights = 1,
  kTrainingNoise = 2,
  kTrainingStep = 3,
  kTrainingShuffle = 4,
  kTrajectoryNoise = 5,
  kSamplingStart = 6,
  kSamplingNoise = 7,
  kSamplingComponent = 8,
  kSamplingCategory = 9,
  kOversample = 10,
  kSmoteRow = 11,
  kSmoteNeighbour = 12,
  kSmoteGap = 13,
  kSplit = 14,
  kBootstrap = 15,
  kTreeFeatures = 16,
  kRowSample = 17,
  kColumnSample = 18,
  kDemoData = 19,
  kDemoLabels = 20,
  kCluster = 21,
  kEmbedding = 22,
  kDropout = 23,
  kStatistics = 24,
  kJitter = 25,
  kSilhouetteSample = 26,
  kEmbeddingStart = 27,
  kEmbeddingTransform = 28,
  kToyPoints = 29,
  kStartingRow = 30,
  kOtherRow = 31,
  kTiedScore = 32,
  kKernelRow = 40,
  kKernelNoise = 41,
  kTrainingRow = 42,
  kLatent = 43,
  kLatentNoise = 44,
  kOutputNoise = 45,
  kCriticNoise = 46,
  kInnerSplit = 50,
  kPermutation = 51,
  kFold = 60,
  kHiddenCells = 70,
  kRevealOrder = 71,
  kRevealCode = 72,
  kRevealValue = 73,
  kCandidate = 80,
  kShadow = 81,
  kSampledRow = 90,
  kGradientNoise = 91,
  kCountNoise = 92,
};

struct StreamName {
  std::uint64_t seed = 0;
  Purpose purpose = Purpose::kGeneral;
  std::uint64_t row = 0;  // below 2^48
  std::uint32_t step = 0;

  PhiloxWords block(std::uint32_t number) const noexcept {
    return philox4x32(philox_counter(number, step, row, static_cast<std::uint16_t>(purpose)), seed);
  }
};

// One draw after another. Copies go on independently. Cost: a few ns per draw.
class RandomStream {
 public:
  explicit RandomStream(const StreamName& name) noexcept : name_(name) {}
  RandomStream(std::uint64_t seed, Purpose purpose, std::uint64_t row = 0, std::uint32_t step = 0) noexcept
      : RandomStream(StreamName{seed, purpose, row, step}) {}

  std::uint32_t word() noexcept;
  std::uint64_t long_word() noexcept;
  // In [0, 1), on the grid of 2^-53.
  double uniform() noexcept;
  // In (0, 1): an odd multiple of 2^-53.
  double open_uniform() noexcept;
  // In 0 .. n - 1, each exactly equally likely (D. Lemire, "Fast random integer generation in an interval", 2019).
  // Requires: n >= 1.
  std::uint64_t below(std::uint64_t n) noexcept;
  // Standard normal (Box-Muller in double; the sine half is dropped).
  double normal() noexcept;
  // Fisher-Yates: every order equally likely.
  template <class T>
  void shuffle(std::span<T> values) noexcept {
    for (std::size_t left = values.size(); left > 1; --left) std::swap(values[left - 1], values[below(left)]);
  }

 private:
  StreamName name_;
  PhiloxWords words_{};
  std::uint32_t next_block_ = 0;
  unsigned used_ = 4;
};

// Elements 0 .. out.size() - 1 of the stream, uniform in [0, 1) on the grid of 2^-24. No allocation.
void fill_uniform(const StreamName& stream, std::span<float> out) noexcept;

// Elements 0 .. out.size() - 1 of the stream, standard normal: Box-Muller on the word pairs (0, 1) and (2, 3) of each
// block; |value| < 6.8. No allocation.
void fill_normal(const StreamName& stream, std::span<float> out) noexcept;

// The same for many rows at once, which fills vectors where rows are short: out row r = stream {.., first.row + r, ..}.
void fill_uniform_rows(const StreamName& first, MatrixView<float> out) noexcept;
void fill_normal_rows(const StreamName& first, MatrixView<float> out) noexcept;

// Twins of the fills, one element at a time. The normal is computed in double: the fills agree to float rounding.
float uniform_at(const StreamName& stream, std::size_t element) noexcept;
double normal_at(const StreamName& stream, std::size_t element) noexcept;

}  // namespace ballast::numeric
