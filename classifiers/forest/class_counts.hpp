// Class counts by bin, and the Gini score of a split. Two layouts of the same sums, behind one interface that the
// grower takes as a template argument:
//
//   BinaryCounts   two classes, no row weights: one 64-bit cell a bin, draws in the low half and positives in the high
//                  half, so that one addition counts both
//   WeightedCounts K classes, row weights in fixed point: K + 1 cells a bin, draws first
//
// All integers: counts can be added and taken away in any order and come out the same.
//
// Gini (Breiman et al. 1984): the best split minimises W_L gini_L + W_R gini_R, which is W minus the score maximised
// here, sum_k L_k^2 / W_L + sum_k R_k^2 / W_R.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "classifiers/bins/binning.hpp"

namespace ballast::classifiers {

// One row of a bootstrap sample: how often it was drawn.
struct InBag {
  std::uint32_t row;
  std::uint16_t draws;
  std::uint16_t label;
};

class BinaryCounts {
 public:
  static constexpr double kNoSplit = -1;
  // `weight` must be empty and `classes` 2; the constructor is that of WeightedCounts.
  BinaryCounts(std::size_t /*classes*/, std::span<const std::int64_t> /*weight*/) {}

  std::size_t words() const noexcept { return 1; }
  void add(std::uint64_t* cell, InBag sample) const noexcept { *cell += increment(sample); }
  void remove(std::uint64_t* cell, InBag sample) const noexcept { *cell -= increment(sample); }
  static bool empty(const std::uint64_t* cell) noexcept { return *cell == 0; }

  // All samples of the node.
  void set_total(std::span<const InBag> samples) noexcept {
    total_ = 0;
    for (const InBag sample : samples) total_ += increment(sample);
  }
  std::uint64_t total_draws() const noexcept { return draws(total_); }
  double total_weight() const noexcept { return static_cast<double>(draws(total_)); }
  // The score of the node left whole.
  double unsplit_score() const noexcept { return side(total_); }
  bool pure() const noexcept { return positives(total_) == 0 || positives(total_) == draws(total_); }
  std::size_t outputs() const noexcept { return 1; }
  void shares(float* out) const noexcept {
    *out = static_cast<float>(static_cast<double>(positives(total_)) / static_cast<double>(draws(total_)));
  }

  // The left side while bins are taken from low to high.
  void start() noexcept { left_ = 0; }
  void take(const std::uint64_t* cell) noexcept { left_ += *cell; }
  // A cut between two bins of one and the same class is never the best (Fayyad & Irani 1992).
  bool same_pure_class(const std::uint64_t* a, const std::uint64_t* b) const noexcept {
    return (positives(*a) == 0 && positives(*b) == 0) || (positives(*a) == draws(*a) && positives(*b) == draws(*b));
  }
  // Score of what was taken (and `missing`, if not null) against the rest; kNoSplit if a side has too few draws.
  double score(const std::uint64_t* missing, std::uint64_t min_draws) const noexcept {
    const std::uint64_t left = left_ + (missing != nullptr ? *missing : 0), right = total_ - left;
    if (draws(left) < min_draws || draws(right) < min_draws) return kNoSplit;
    return side(left) + side(right);
  }

 private:
  static std::uint64_t increment(InBag sample) noexcept {
    return std::uint64_t{sample.draws} * (1 + (std::uint64_t{sample.label} << 32));
  }
  static std::uint64_t draws(std::uint64_t cell) noexcept { return cell & 0xffffffff; }
  static std::uint64_t positives(std::uint64_t cell) noexcept { return cell >> 32; }
  static double side(std::uint64_t cell) noexcept {
    const auto n = static_cast<double>(draws(cell)), p = static_cast<double>(positives(cell));
    return (p * p + (n - p) * (n - p)) / n;
  }

  std::uint64_t total_ = 0, left_ = 0;
};

class WeightedCounts {
 public:
  static constexpr double kNoSplit = -1;
  // weight: fixed-point weight of each row, or empty for all ones. Borrowed.
  WeightedCounts(std::size_t classes, std::span<const std::int64_t> weight)
      : weight_(weight), total_(classes + 1), left_(classes + 1) {}

  std::size_t words() const noexcept { return total_.size(); }
  void add(std::uint64_t* cell, InBag sample) const noexcept {
    cell[0] += sample.draws;
    cell[1 + sample.label] += weight(sample);
  }
  void remove(std::uint64_t* cell, InBag sample) const noexcept {
    cell[0] -= sample.draws;
    cell[1 + sample.label] -= weight(sample);
  }
  static bool empty(const std::uint64_t* cell) noexcept { return *cell == 0; }

  void set_total(std::span<const InBag> samples) noexcept {
    std::fill(total_.begin(), total_.end(), 0);
    for (const InBag sample : samples) add(total_.data(), sample);
  }
  std::uint64_t total_draws() const noexcept { return total_[0]; }
  double total_weight() const noexcept {
    double sum = 0;
    for (std::size_t k = 1; k < total_.size(); ++k) sum += static_cast<double>(total_[k]);
    return sum;
  }
  double unsplit_score() const noexcept {
    double squares = 0;
    for (std::size_t k = 1; k < total_.size(); ++k) {
      squares += static_cast<double>(total_[k]) * static_cast<double>(total_[k]);
    }
    return squares / total_weight();
  }
  bool pure() const noexcept {
    return std::count_if(total_.begin() + 1, total_.end(), [](std::uint64_t w) { return w != 0; }) <= 1;
  }
  std::size_t outputs() const noexcept { return total_.size() == 3 ? 1 : total_.size() - 1; }
  // Two classes: the positive share. More: all K.
  void shares(float* out) const noexcept {
    const double sum = total_weight();
    const std::size_t first = total_.size() - outputs();
    for (std::size_t k = first; k < total_.size(); ++k) {
      out[k - first] = static_cast<float>(static_cast<double>(total_[k]) / sum);
    }
  }

  void start() noexcept { std::fill(left_.begin(), left_.end(), 0); }
  void take(const std::uint64_t* cell) noexcept {
    for (std::size_t k = 0; k < left_.size(); ++k) left_[k] += cell[k];
  }
  bool same_pure_class(const std::uint64_t* a, const std::uint64_t* b) const noexcept {
    std::size_t present = 0;
    for (std::size_t k = 1; k < left_.size(); ++k) present += (a[k] | b[k]) != 0 ? 1 : 0;
    return present <= 1;
  }
  double score(const std::uint64_t* missing, std::uint64_t min_draws) const noexcept {
    const std::uint64_t draws = left_[0] + (missing != nullptr ? missing[0] : 0);
    if (draws < min_draws || total_[0] - draws < min_draws) return kNoSplit;
    double left_sum = 0, left_squares = 0, right_sum = 0, right_squares = 0;
    for (std::size_t k = 1; k < left_.size(); ++k) {
      const std::uint64_t cell = left_[k] + (missing != nullptr ? missing[k] : 0);
      const auto left = static_cast<double>(cell), right = static_cast<double>(total_[k] - cell);
      left_sum += left;
      left_squares += left * left;
      right_sum += right;
      right_squares += right * right;
    }
    return left_squares / left_sum + right_squares / right_sum;
  }

 private:
  std::uint64_t weight(InBag sample) const noexcept {
    const std::int64_t one = weight_.empty() ? 1 : weight_[sample.row];
    return sample.draws * static_cast<std::uint64_t>(one);
  }

  std::span<const std::int64_t> weight_;
  std::vector<std::uint64_t> total_, left_;
};

}  // namespace ballast::classifiers
