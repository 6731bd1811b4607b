// The parts of an exported C++ file that are the same for every model (cpp_write.cpp puts the tables between them; how
// cells become numbers stands in cpp_cell_parts.hpp).
// They repeat, in C++17 and without the library, what prediction does: the walk (classifiers/trees/tree.hpp), exp
// (engine/numeric/simd_math.hpp), and margins to probabilities (classifiers/boosting/objectives).
// tests/app/models/interchange/cpp_export_test.cpp holds the two to the same bits.
#pragma once

namespace ballast::app {

inline constexpr const char* kCppIncludes = R"part(
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <limits>
#include <string_view>
)part";

// What numbers are compared as: float, or where a model has exact splits (tree.hpp) double, by their cuts.
inline constexpr const char* kCppFloat = R"part(
using Number = float;
)part";

inline constexpr const char* kCppDouble = R"part(
using Number = double;
)part";

inline constexpr const char* kCppNode = R"part(
// A split sends x left (to node `next`) if x as a Number < threshold, else right (to next + 1); NaN, a missing value,
// goes left if missing_left is 1. A split by label (set > 0) sends the labels of kSets[set - 1] left instead. A leaf
// has feature -1, and `next` is the first of its values.
struct Node {
  Number threshold;
  std::int32_t feature;
  std::uint32_t next;
  std::uint32_t missing_left;
  std::uint32_t set;
};

// One bit for each number of a label.
struct LabelSet {
  std::uint64_t words[4];
};
)part";

inline constexpr const char* kCppWalk = R"part(
// Numbers too small for full precision count as zero, as ballast runs with denormals flushed.
template <class T>
T flushed(T x) {
  return std::fabs(x) < std::numeric_limits<T>::min() ? T{0} : x;
}

inline void round_to(double x, double& out) {
  out = flushed(x);
}

// The nearest float. 2^-126 - 2^-151 is the least that rounds to a float of full precision.
inline void round_to(double x, float& out) {
  constexpr double kSmallest = 1.1754943157898259e-38, kLargest = std::numeric_limits<float>::max();
  out = std::fabs(x) < kSmallest ? 0.0F : static_cast<float>(std::min(std::max(x, -kLargest), kLargest));
}

inline bool goes_left(const Node& split, double x) {
  if (std::isnan(x)) return split.missing_left == 1;
  Number number;
  round_to(x, number);
  if (split.set == 0) return number < split.threshold;
  float value;
  round_to(x, value);
  if (!(value >= 0 && value < kMostLabels)) return split.missing_left == 1;
  const std::uint32_t label = static_cast<std::uint32_t>(value);
  return (kSets[split.set - 1].words[label / 64] >> (label % 64) & 1) != 0;
}

// The leaf values of one tree for one row.
inline const float* leaf_of(std::uint32_t root, const double* x) {
  const Node* node = &kNodes[root];
  while (node->feature >= 0) {
    node = &kNodes[goes_left(*node, x[node->feature]) ? node->next : node->next + 1];
  }
  return &kLeaves[node->next];
}

// What the trees add up to, kSums numbers: in float, in tree order.
inline void add_trees(const double* x, float* sums) {
  for (std::size_t k = 0; k < kSums; ++k) sums[k] = kStart[k];
  for (std::size_t tree = 0; tree < kTrees; ++tree) {
    const float* const leaf = leaf_of(kRoots[tree], x);
    float* const out = sums + tree % kGroups;
    for (std::size_t k = 0; k < kLeafValues; ++k) out[k] = flushed(out[k] + leaf[k]);
  }
}
)part";

// Divides a forest's sums; turns margins into probabilities.
inline constexpr const char* kCppForest = R"part(
// The classifier's own score of each class for one row: x holds kFeatures numbers in the order of kFeatureNames, NaN
// where a value is missing, and for text the number of its label. out: kClasses numbers.
inline void scores(const double* x, float* out) {
  float* const sums = out + (kClasses - kSums);
  add_trees(x, sums);
  for (std::size_t k = 0; k < kSums; ++k) sums[k] = flushed(sums[k] / static_cast<float>(kTrees));
  if (kSums == 1) out[0] = 1 - sums[0];
}
)part";

inline constexpr const char* kCppExp = R"part(
inline float power_of_two(std::int32_t n) {
  const std::uint32_t bits = static_cast<std::uint32_t>(n + 127) << 23;
  float out;
  std::memcpy(&out, &bits, sizeof out);
  return out;
}

// e^x: x = n ln 2 + r, and a polynomial in r. The same operations in the same order as in ballast.
inline float exp_of(float x) {
  x = std::min(std::max(x, -104.0F), 89.0F);
  const float rounded = std::fma(x, 1.44269504F, 12582912.0F);
  const float n = rounded - 12582912.0F;
  const float r = std::fma(n, -1.42860677e-6F, std::fma(n, -0.693145752F, x));
  float p = 0.00138146104F;
  p = std::fma(p, r, 0.00836871099F);
  p = std::fma(p, r, 0.041668389F);
  p = std::fma(p, r, 0.166665211F);
  p = std::fma(p, r, 0.49999994F);
  const float square = r * r;
  const float e = std::fma(square, p, r) + 1.0F;
  std::int32_t bits;
  std::memcpy(&bits, &rounded, sizeof bits);
  const std::int32_t whole = bits - 0x4B400000;
  const std::int32_t half = whole >> 1;
  return flushed(e * power_of_two(half) * power_of_two(whole - half));
}
)part";

inline constexpr const char* kCppLogistic = R"part(
// The classifier's own score of each class for one row: x holds kFeatures numbers in the order of kFeatureNames, NaN
// where a value is missing, and for text the number of its label. out: kClasses numbers.
inline void scores(const double* x, float* out) {
  float margin;
  add_trees(x, &margin);
  const float e = exp_of(-std::fabs(margin));
  const float larger = 1 / (1 + e), smaller = flushed(e / (1 + e));
  out[1] = margin >= 0 ? larger : smaller;
  out[0] = margin >= 0 ? smaller : larger;
}
)part";

inline constexpr const char* kCppSquared = R"part(
// The classifier's own score of each class for one row: x holds kFeatures numbers in the order of kFeatureNames, NaN
// where a value is missing, and for text the number of its label. out: kClasses numbers.
inline void scores(const double* x, float* out) {
  float margin;
  add_trees(x, &margin);
  out[1] = margin > 0 ? std::min(margin, 1.0F) : 0.0F;
  out[0] = 1 - out[1];
}
)part";

inline constexpr const char* kCppSoftmax = R"part(
// The classifier's own score of each class for one row: x holds kFeatures numbers in the order of kFeatureNames, NaN
// where a value is missing, and for text the number of its label. out: kClasses numbers.
inline void scores(const double* x, float* out) {
  add_trees(x, out);
  const float top = *std::max_element(out, out + kClasses);
  float total = 0;
  for (std::size_t k = 0; k < kClasses; ++k) {
    out[k] = exp_of(out[k] - top);
    total += out[k];
  }
  for (std::size_t k = 0; k < kClasses; ++k) out[k] = flushed(out[k] / total);
}
)part";

inline constexpr const char* kCppScore = R"part(
// The probability of kClassNames[1], as `ballast predict` gives it. x as for scores().
inline float score(const double* x) {
  float out[kClasses];
  scores(x, out);
  return decided(out[1]);
}
)part";

inline constexpr const char* kCppEnd = R"part(#endif
)part";

}  // namespace ballast::app
