#include "diffusion/masked/cell_choosers.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ballast::diffusion {
namespace {

void hidden_columns(std::span<const std::uint16_t> codes, RevealOrder& order) {
  for (std::uint32_t d = 0; d < codes.size(); ++d) {
    if (codes[d] == TableCodes::kHidden) order.push_back(d);
  }
}

// The code at which the running sum of weight(c) passes u times its total; the last of positive weight at the end.
template <class Weight>
std::uint16_t inverse_distribution(std::size_t codes, double total, double u, Weight weight) {
  double left = u * total;
  std::size_t last = 0;
  for (std::size_t c = 0; c < codes; ++c) {
    const double w = weight(c);
    if (w <= 0) continue;
    last = c;
    if (left < w) break;
    left -= w;
  }
  return static_cast<std::uint16_t>(last);
}

}  // namespace

// ---- draw

DrawCells::DrawCells(std::span<const std::uint64_t> numbers, std::uint64_t seed, std::vector<CodeCondition> conditions)
    : numbers_(numbers), seed_(seed), conditions_(std::move(conditions)), attempt_(numbers.size(), 0) {}

const CodeCondition* DrawCells::condition_on(std::size_t column) const {
  const auto found = std::ranges::find(conditions_, column, &CodeCondition::column);
  return found == conditions_.end() ? nullptr : &*found;
}

void DrawCells::order(std::size_t i, std::span<const std::uint16_t> codes, RevealOrder& order) {
  hidden_columns(codes, order);
  numeric::RandomStream(seed_, numeric::Purpose::kRevealOrder, numbers_[i]).shuffle(std::span(order));
  const auto others =
      std::stable_partition(order.begin(), order.end(), [&](std::uint32_t d) { return condition_on(d) != nullptr; });
  std::sort(order.begin(), others);
}

std::uint16_t DrawCells::choose(std::size_t i, std::size_t place, std::size_t column, std::span<const float> p) {
  numeric::RandomStream stream(seed_, numeric::Purpose::kRevealCode, numbers_[i],
                               attempt_[i] * 65536U + static_cast<std::uint32_t>(place));
  const double u = stream.uniform();
  const CodeCondition* const condition = conditions_.empty() ? nullptr : condition_on(column);
  if (condition == nullptr) {
    const double total = std::accumulate(p.begin(), p.end(), 0.0);
    return inverse_distribution(p.size(), total, u, [p](std::size_t c) { return double{p[c]}; });
  }
  const auto weight = [&](std::size_t c) { return double{p[c]} * double{condition->share[c]}; };
  double w = 0;
  for (std::size_t c = 0; c < p.size(); ++c) w += weight(c);
  if (place > 0 && attempt_[i] < kMostAttempts && stream.uniform() >= w) {
    ++attempt_[i];
    return kAgain;
  }
  if (w > 0) return inverse_distribution(p.size(), w, u, weight);
  const double shares = std::accumulate(condition->share.begin(), condition->share.end(), 0.0);
  return inverse_distribution(p.size(), shares, u, [&](std::size_t c) { return double{condition->share[c]}; });
}

std::vector<double> DrawCells::chances(std::size_t column, std::span<const float> p) const {
  std::vector<double> out(p.begin(), p.end());
  if (const CodeCondition* const condition = condition_on(column)) {
    for (std::size_t c = 0; c < out.size(); ++c) out[c] *= double{condition->share[c]};
    if (std::ranges::all_of(out, [](double w) { return w <= 0; })) {
      out.assign(condition->share.begin(), condition->share.end());
    }
  }
  const double total = std::accumulate(out.begin(), out.end(), 0.0);
  for (double& w : out) w /= total;
  return out;
}

std::size_t DrawCells::forced() const {
  return static_cast<std::size_t>(std::ranges::count(attempt_, kMostAttempts));
}

// ---- likeliest

LikeliestCells::LikeliestCells(std::size_t rows, std::size_t columns, const std::vector<std::vector<double>>& ranks,
                               std::vector<std::uint32_t> missing)
    : chosen_{columns, std::vector<std::uint16_t>(rows * columns, TableCodes::kHidden)}, missing_(std::move(missing)) {
  for (const std::vector<double>& rank : ranks) {
    std::vector<std::uint32_t> order;
    for (std::uint32_t c = 0; c < rank.size(); ++c) {
      if (!std::isnan(rank[c])) order.push_back(c);
    }
    std::ranges::sort(order, {}, [&](std::uint32_t c) { return rank[c]; });
    by_rank_.push_back(std::move(order));
  }
}

void LikeliestCells::order(std::size_t, std::span<const std::uint16_t> codes, RevealOrder& order) {
  hidden_columns(codes, order);
}

std::uint16_t LikeliestCells::choose(std::size_t i, std::size_t, std::size_t column, std::span<const float> p) {
  const std::vector<std::uint32_t>& ordered = by_rank_[column];
  std::uint16_t& chosen = chosen_.codes[i * chosen_.columns + column];
  double all = 0, below = 0, most = -1;
  for (const std::uint32_t c : ordered) all += double{p[c]};
  for (const std::uint32_t c : ordered) {
    below += double{p[c]};
    chosen = static_cast<std::uint16_t>(c);
    if (2 * below >= all) break;
  }
  for (std::size_t c = 0; ordered.empty() && c < p.size(); ++c) {
    if (c == missing_[column] || double{p[c]} <= most) continue;
    most = double{p[c]};
    chosen = static_cast<std::uint16_t>(c);
  }
  return TableCodes::kHidden;
}

// ---- weigh

WeighCells::WeighCells(std::span<const CodeCondition> asked, std::span<const std::uint16_t> shown)
    : asked_(asked), shown_(shown), weight_{std::vector<double>(asked.size()), std::vector<double>(asked.size())} {}

void WeighCells::order(std::size_t, std::span<const std::uint16_t>, RevealOrder& order) {
  for (const CodeCondition& one : asked_) order.push_back(one.column);
}

std::uint16_t WeighCells::choose(std::size_t i, std::size_t place, std::size_t, std::span<const float> p) {
  double weight = 0;
  for (std::size_t c = 0; c < p.size(); ++c) weight += double{p[c]} * double{asked_[place].share[c]};
  weight_[i][place] = std::min(weight, 1.0);
  return i == 0 ? shown_[place] : TableCodes::kHidden;
}

// ---- measure

MeasureCells::MeasureCells(const CodeRows& known, std::uint64_t seed, std::uint32_t round, double unknown_log_p)
    : known_(known), seed_(seed), round_(round), unknown_log_p_(unknown_log_p), log_p_(known.rows(), 0.0) {}

void MeasureCells::order(std::size_t i, std::span<const std::uint16_t>, RevealOrder& order) {
  for (std::uint32_t d = 0; d < known_.columns; ++d) {
    if (known_.row(i)[d] == TableCodes::kHidden) {
      log_p_[i] += unknown_log_p_;
    } else {
      order.push_back(d);
    }
  }
  numeric::RandomStream(seed_, numeric::Purpose::kRevealOrder, i, round_).shuffle(std::span(order));
}

std::uint16_t MeasureCells::choose(std::size_t i, std::size_t, std::size_t column, std::span<const float> p) {
  constexpr double kLeast = 1e-30;  // a float probability may be 0
  const std::uint16_t code = known_.row(i)[column];
  log_p_[i] += std::log(std::max(kLeast, double{p[code]}));
  return code;
}

}  // namespace ballast::diffusion
