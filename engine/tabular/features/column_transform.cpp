#include "engine/tabular/features/column_transform.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

#include "engine/error.hpp"
#include "engine/tabular/dates/date_grid.hpp"
#include "engine/tabular/features/label_rates.hpp"
#include "engine/tabular/levels.hpp"
#include "engine/tabular/present_cells.hpp"

namespace ballast::tabular {

namespace {

constexpr std::uint32_t kNowhere = std::numeric_limits<std::uint32_t>::max();

// In units of the largest cell, so that no square of it is beyond double. sd is never 0.
void mean_and_sd(const std::vector<double>& sorted, double& mean, double& sd) {
  const auto n = static_cast<double>(sorted.size());
  const double largest = std::max(std::fabs(sorted.front()), std::fabs(sorted.back()));
  constexpr double kBeyond = 1e150, kBelow = 1e-150;  // squares of cells in between are ordinary numbers
  const double unit = largest > kBeyond || largest < kBelow ? largest : 1.0;
  mean = 0;
  for (const double cell : sorted) mean += cell / unit / n;
  double variance = 0;
  for (const double cell : sorted) variance += (cell / unit - mean) * (cell / unit - mean) / n;
  mean *= unit;
  sd = std::sqrt(variance) * unit;
  if (!std::isnormal(sd)) sd = 1;
}

// Refused by name: what no float32 score tells apart is lost.
void require_scores(const ColumnSchema& schema, const std::vector<double>& sorted, Scaling scaling, double mean,
                    double sd) {
  constexpr double kLargestRaw = 1e15;  // sums of squares stay within float32
  const double largest = std::max(std::fabs(sorted.front()), std::fabs(sorted.back()));
  const auto score = [&](double cell) { return static_cast<float>(cell / sd - mean / sd); };
  const double low = sorted[sorted.size() / 4], high = sorted[sorted.size() * 3 / 4];
  const bool lost = low != high && score(low) == score(high);
  if (scaling == Scaling::standardise ? !lost : largest <= kLargestRaw && !lost) return;
  const double worst = std::fabs(sorted.front()) == largest ? sorted.front() : sorted.back();
  char text[32];
  throw Error("column '" + schema.name +
              "' cannot be learned with this scaling: float32 does not hold its numbers, or does not tell them apart")
      .got({text, std::to_chars(text, text + sizeof text, worst).ptr})
      .hint("mend it if it is wrong, leave the column out, or take quantile-normal, which any numbers pass");
}

// The value of `sorted` (not empty) that stands there most often, the smallest of those.
double most_frequent(const std::vector<double>& sorted) {
  double best = sorted.front();
  std::ptrdiff_t best_count = 0;
  for (auto at = sorted.begin(); at != sorted.end();) {
    const auto next = std::upper_bound(at, sorted.end(), *at);
    if (next - at > best_count) best_count = next - at, best = *at;
    at = next;
  }
  return best;
}

std::vector<double> distinct(const std::vector<double>& sorted) {
  std::vector<double> out;
  std::unique_copy(sorted.begin(), sorted.end(), std::back_inserter(out));
  return out;
}

float next_above(double score) {
  return std::nextafter(static_cast<float>(score), 1e30F);
}

}  // namespace

ColumnTransform ColumnTransform::fit(const ColumnSchema& schema, std::span<const double> cells, Scaling scaling,
                                     std::vector<double> order, std::span<const double> levels) {
  const std::vector<double> sorted = sorted_cells(cells);
  ColumnTransform out;
  out.kind_ = schema.kind;
  if (out.kind_ == ColumnKind::date) out.dates_.emplace(schema.format);
  out.indicator_ = !sorted.empty() && sorted.size() < cells.size();
  if (sorted.empty()) return out;  // all missing: restored as missing
  if (out.indicator_ && scaling == Scaling::quantile_normal) {
    const double present = static_cast<double>(sorted.size()) / static_cast<double>(cells.size());
    out.border_ = static_cast<float>(normal_score(present));
  }
  const bool counted = schema.is_text() || schema.kind == ColumnKind::binary;
  out.fill_ = counted ? most_frequent(sorted) : sorted[(sorted.size() - 1) / 2];
  if (sorted.front() == sorted.back()) return out;  // constant
  if (!schema.is_text()) {
    out.fit_number(schema, sorted, scaling);
    out.decimals_.levels.assign(levels.begin(), levels.end());
    return out;
  }
  if (schema.labels.size() == 2 && scaling == Scaling::quantile_normal) order = {0, 1};
  out.fit_text(schema, sorted, std::move(order));
  return out;
}

void ColumnTransform::fit_text(const ColumnSchema& schema, const std::vector<double>& sorted,
                               std::vector<double> order) {
  const auto count = [&](double code) {
    const auto [first, last] = std::equal_range(sorted.begin(), sorted.end(), code);
    return static_cast<double>(last - first);
  };
  const auto n = static_cast<double>(sorted.size());
  if (order.empty() && schema.labels.size() == 2) {
    role_ = Role::sign;
    numbers_.values = {0, 1};
  } else if (order.empty()) {
    role_ = Role::one_hot;
    codes_ = distinct(sorted);
    for (const double code : codes_) rates_.push_back(count(code) / n);
  } else {
    role_ = Role::coded;
    codes_ = std::move(order);
    double before = 0;
    for (std::size_t place = 0; place + 1 < codes_.size(); ++place) {
      before += count(codes_[place]);
      const double edge = static_cast<float>(normal_score(before / n));
      edges_.push_back(edges_.empty() || edge > edges_.back() ? edge : next_above(edges_.back()));
    }
  }
  find_places();
}

void ColumnTransform::find_places() {
  for (std::size_t place = 0; place < codes_.size(); ++place) {
    const auto code = static_cast<std::size_t>(codes_[place]);
    if (places_.size() <= code) places_.resize(code + 1, kNowhere);
    places_[code] = static_cast<std::uint32_t>(place);
  }
}

void ColumnTransform::fit_number(const ColumnSchema& schema, const std::vector<double>& sorted, Scaling scaling) {
  std::vector<double> values = distinct(sorted);
  const std::size_t all = values.size();
  const bool two = all == 2;
  if (scaling == Scaling::quantile_normal) {
    role_ = Role::ranked;
    numbers_ = normal_scores(sorted);
  } else {
    role_ = two ? Role::sign : Role::scaled;
    numbers_.values = std::move(values);
    if (!two && scaling == Scaling::standardise) mean_and_sd(sorted, mean_, sd_);
    if (!two) require_scores(schema, sorted, scaling, mean_, sd_);
  }
  if (role_ == Role::sign) return;
  decimals_ = dates_ ? date_grid_of(sorted, dates_->offset()) : decimals_of(sorted);
  const bool levels = two || (schema.kind != ColumnKind::date && keeps_to_levels(sorted));
  if (levels && numbers_.values.size() == all) set_edges(sorted);
}

// Ranked: where the ranks of one value end and those of the next begin. Scaled: half way. As floats, since scores are;
// without edges where floats cannot tell two values apart.
void ColumnTransform::set_edges(const std::vector<double>& sorted) {
  const auto n = static_cast<double>(sorted.size());
  for (std::size_t i = 0; i + 1 < numbers_.values.size(); ++i) {
    const auto here = static_cast<float>(forward_number(numbers_.values[i]));
    const auto next = static_cast<float>(forward_number(numbers_.values[i + 1]));
    if (!(here < next)) return edges_.clear();
    double edge = (static_cast<double>(here) + static_cast<double>(next)) / 2;
    if (role_ == Role::ranked) {
      const auto last = std::ranges::upper_bound(sorted, numbers_.values[i]) - sorted.begin();
      edge = normal_score(static_cast<double>(last) / n);
    }
    const auto rounded = static_cast<float>(edge);
    edges_.push_back(rounded > here && rounded <= next ? rounded : next);
  }
}

std::size_t ColumnTransform::levels() const {
  if (!decimals_.levels.empty()) return decimals_.levels.size();
  return edges_.empty() || numbers_.values.size() < 3 ? 0 : numbers_.values.size();
}

std::size_t ColumnTransform::width() const {
  const std::size_t own = role_ == Role::constant ? 0 : role_ == Role::one_hot ? codes_.size() : 1;
  return own + (indicator_ ? 1 : 0);
}

void ColumnTransform::add_names(const ColumnSchema& schema, std::vector<std::string>& names) const {
  if (role_ == Role::one_hot) {
    for (const double code : codes_) names.push_back(schema.name + "=" + schema.labels[static_cast<std::size_t>(code)]);
  } else if (role_ != Role::constant) {
    names.push_back(schema.name);
  }
  if (indicator_) names.push_back(schema.name + " is missing");
}

double ColumnTransform::forward_number(double cell) const {
  switch (role_) {
    case Role::ranked:
      return numbers_.forward(cell);
    case Role::scaled:
      if (const double score = (cell - mean_) / sd_; std::isfinite(score)) return score;
      return cell / sd_ - mean_ / sd_;  // the difference of two huge numbers
    default:
      return cell >= numbers_.values[1] ? 1 : -1;
  }
}

// Within the edges, also as float.
double ColumnTransform::score_of_place(std::size_t place, numeric::RandomStream* spread) const {
  constexpr double kEnd = std::numeric_limits<double>::infinity();
  const double low = place == 0 ? -kEnd : edges_[place - 1], high = place == edges_.size() ? kEnd : edges_[place];
  const double score = score_between(low, high, spread != nullptr ? spread->open_uniform() : 0.5);
  const auto rounded = static_cast<float>(score);
  return rounded < high ? rounded : std::nextafter(static_cast<float>(high), -1e30F);
}

double ColumnTransform::own_score(double cell, numeric::RandomStream* spread) const {
  if (role_ == Role::coded) {
    const auto code = static_cast<std::size_t>(cell);
    const std::uint32_t place = code < places_.size() ? places_[code] : kNowhere;
    return place == kNowhere ? 0 : score_of_place(place, spread);
  }
  if (role_ != Role::ranked || spread == nullptr) return forward_number(cell);
  const auto at = std::ranges::lower_bound(numbers_.values, cell);
  if (edges_.empty() || at == numbers_.values.end() || *at != cell) {
    return numbers_.spread(cell, spread->open_uniform());
  }
  return score_of_place(static_cast<std::size_t>(at - numbers_.values.begin()), spread);
}

double ColumnTransform::missing_score(bool missing, numeric::RandomStream* spread) const {
  constexpr double kEnd = std::numeric_limits<double>::infinity();
  if (!border_) return missing ? 1 : -1;
  const double u = spread != nullptr ? spread->open_uniform() : 0.5;
  return missing ? std::max<double>(score_between(*border_, kEnd, u), next_above(*border_))
                 : score_between(-kEnd, *border_, u);
}

void ColumnTransform::forward(double cell, numeric::RandomStream* spread, std::span<float> out) const {
  const bool missing = is_missing(cell);
  if (indicator_) out.back() = static_cast<float>(missing_score(missing, spread));
  const double held = missing ? fill_ : cell;
  if (role_ == Role::one_hot) {
    for (std::size_t k = 0; k < codes_.size(); ++k) out[k] = codes_[k] == held ? 1.0F : -1.0F;
  } else if (role_ != Role::constant) {
    out[0] = static_cast<float>(own_score(held, spread));
  }
}

double ColumnTransform::inverse_number(double score) const {
  if (role_ == Role::sign) return numbers_.values[score > 0 ? 1 : 0];
  if (!edges_.empty()) {
    const auto place = static_cast<std::size_t>(std::ranges::upper_bound(edges_, score) - edges_.begin());
    return role_ == Role::coded ? codes_[place] : numbers_.values[place];
  }
  double value = 0;
  if (role_ == Role::ranked) {
    value = numbers_.inverse(score);
    if (std::ranges::binary_search(numbers_.values, value)) return value;
  } else {
    // An observed value went through float32: if the nearest one has this very score, it is meant.
    constexpr double kLargest = std::numeric_limits<double>::max();
    value = std::clamp(std::fma(score, sd_, mean_), -kLargest, kLargest);
    const auto above = std::ranges::lower_bound(numbers_.values, value);
    for (auto near = above == numbers_.values.begin() ? above : above - 1; near != numbers_.values.end(); ++near) {
      if (static_cast<float>((*near - mean_) / sd_) == static_cast<float>(score)) return *near;
      if (near > above) break;
    }
  }
  if (dates_) return dates_->nearest(nearest_moment(decimals_, value, dates_->offset()));
  value = decimals_.nearest(value);
  return kind_ == ColumnKind::integer ? std::nearbyint(value) : value;
}

double ColumnTransform::inverse(std::span<const float> scores) const {
  if (indicator_ && double{scores.back()} > border_.value_or(0)) return kMissing;
  if (role_ == Role::constant) return fill_;
  if (role_ != Role::one_hot) return inverse_number(double{scores.front()});
  std::size_t best = 0;
  const auto score = [&](std::size_t k) { return offsets_.empty() ? double{scores[k]} : scores[k] + offsets_[k]; };
  for (std::size_t k = 1; k < codes_.size(); ++k) {
    if (score(k) > score(best)) best = k;
  }
  return codes_[best];
}

void ColumnTransform::match_rates(numeric::MatrixView<const float> made) {
  if (role_ != Role::one_hot || rates_.empty() || made.rows() == 0) return;
  offsets_ = offsets_to_rates(made.column_block(0, codes_.size()), rates_);
}

}  // namespace ballast::tabular
