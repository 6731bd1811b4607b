// How codes are found: count the values, take the spikes out, cut the rest in bins, describe each bin by pieces.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "diffusion/codes/column_codes.hpp"
#include "engine/tabular/dates/date_grid.hpp"

namespace ballast::diffusion {
namespace {

tabular::Decimals grid_of(const tabular::ColumnSchema& column, std::span<const double> sorted) {
  if (column.is_text()) return {};
  // Of a zone's midnights the hours are kept: codes know no zones.
  return column.kind == tabular::ColumnKind::date ? tabular::date_grid_of(sorted) : tabular::decimals_of(sorted);
}

}  // namespace

class ColumnCodesBuilder {
 public:
  using Counted = ColumnCodes::Counted;
  using Piece = ColumnCodes::Piece;

  ColumnCodesBuilder(const tabular::ColumnSchema& column, std::span<const double> cells, const CodingOptions& options,
                     std::span<const double> levels)
      : options_(options), rows_(cells.size()) {
    codes_.is_text_ = column.is_text();
    for (const double cell : cells) {
      if (!tabular::is_missing(cell)) present_.push_back(cell);
    }
    std::ranges::sort(present_);
    codes_.decimals_ = grid_of(column, present_);
    codes_.decimals_.levels.assign(levels.begin(), levels.end());
    for (const double value : present_) {
      if (counted_.empty() || counted_.back().value != value) counted_.push_back({value, 0});
      ++counted_.back().count;
    }
    if (column.is_text()) {
      take_labels(column.labels.size());
    } else {
      take_numbers();
    }
    if (present_.size() < rows_) {
      codes_.missing_ = static_cast<std::uint32_t>(codes_.codes());
      const double nan = tabular::kMissing;
      close_code({{nan, nan, 1}}, rows_ - present_.size(), nan);
    }
  }
  ColumnCodes take() {
    codes_.find_whole();
    return std::move(codes_);
  }

 private:
  void close_code(std::vector<Piece> pieces, std::size_t count, double rank) {
    codes_.pieces_.insert(codes_.pieces_.end(), pieces.begin(), pieces.end());
    codes_.first_piece_.push_back(codes_.pieces_.size());
    codes_.share_.push_back(static_cast<double>(count) / static_cast<double>(rows_));
    codes_.rank_.push_back(rank);
  }
  static Piece point(const Counted& value) { return {value.value, value.value, static_cast<double>(value.count)}; }

  // ---- labels

  void take_labels(std::size_t labels) {
    codes_.label_code_.assign(labels, ColumnCodes::kNone);
    std::vector<Counted> by_count = counted_;
    std::ranges::stable_sort(by_count, std::greater<>(), &Counted::count);
    const std::size_t own = labels_alone(by_count);
    std::vector<Counted> alone(by_count.begin(), by_count.begin() + static_cast<std::ptrdiff_t>(own));
    std::ranges::sort(alone, std::less<>(), &Counted::value);
    for (const Counted& label : alone) {
      codes_.label_code_[static_cast<std::size_t>(label.value)] = static_cast<std::uint32_t>(codes_.codes());
      close_code({point(label)}, label.count, tabular::kMissing);
    }
    std::vector<Piece> rare;
    std::size_t count = 0;
    for (std::size_t i = own; i < by_count.size(); ++i) {
      codes_.label_code_[static_cast<std::size_t>(by_count[i].value)] = static_cast<std::uint32_t>(own);
      rare.push_back(point(by_count[i]));
      count += by_count[i].count;
    }
    if (!rare.empty()) close_code(std::move(rare), count, tabular::kMissing);
  }

  // All of a few labels; of many, the frequent ones.
  std::size_t labels_alone(const std::vector<Counted>& by_count) const {
    if (by_count.size() <= ColumnCodes::kFewLabels) return by_count.size();
    const std::size_t least = std::max<std::size_t>(5, rows_ / 1000);
    const auto rare = std::ranges::find_if(by_count, [&](const Counted& label) { return label.count < least; });
    const auto frequent = static_cast<std::size_t>(rare - by_count.begin());
    return std::min({frequent, by_count.size(), ColumnCodes::kMostLabels - 1});
  }

  // ---- numbers

  void take_numbers() {
    const auto least = static_cast<std::size_t>(std::ceil(options_.spike_share * static_cast<double>(rows_)));
    std::vector<bool> is_spike(counted_.size());
    for (std::size_t i = 0; i < counted_.size(); ++i) {
      is_spike[i] = counted_[i].count >= std::max<std::size_t>(least, 2);
    }
    keep_largest(is_spike);
    std::vector<std::size_t> below(counted_.size() + 1, 0);
    for (std::size_t i = 0; i < counted_.size(); ++i) below[i + 1] = below[i] + counted_[i].count;
    std::size_t rest = 0;
    for (std::size_t i = 0; i < counted_.size(); ++i) {
      if (!is_spike[i]) {
        rest += counted_[i].count;
        continue;
      }
      codes_.spikes_.push_back(counted_[i].value);
      close_code({point(counted_[i])}, counted_[i].count, middle_rank(below[i], below[i + 1]));
    }
    if (rest > 0) cut_bins(is_spike, below, rest);
  }

  // At most three quarters of the codes are spikes: the most frequent ones.
  void keep_largest(std::vector<bool>& is_spike) const {
    const std::size_t most = options_.most_codes * 3 / 4;
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < is_spike.size(); ++i) {
      if (is_spike[i]) order.push_back(i);
    }
    if (order.size() <= most) return;
    std::ranges::stable_sort(order,
                             [&](std::size_t a, std::size_t b) { return counted_[a].count > counted_[b].count; });
    for (std::size_t i = most; i < order.size(); ++i) is_spike[order[i]] = false;
  }

  double middle_rank(std::size_t from, std::size_t to) const {
    return (static_cast<double>(from) + static_cast<double>(to)) / (2.0 * static_cast<double>(present_.size()));
  }

  // Bins of about rest / K rows; a value is never cut in two.
  void cut_bins(const std::vector<bool>& is_spike, const std::vector<std::size_t>& below, std::size_t rest) {
    const std::size_t room = options_.most_codes - codes_.spikes_.size();
    const auto root = static_cast<std::size_t>(std::sqrt(static_cast<double>(rest)));
    const std::size_t bins = std::clamp<std::size_t>(root, 1, room);
    std::vector<std::size_t> members;
    std::size_t seen = 0, in_bin = 0, closed = 0, last = 0;
    const auto close = [&] {
      if (closed > 0) {
        codes_.edges_.push_back(std::midpoint(counted_[last].value, counted_[members.front()].value));
      }
      last = members.back();
      close_code(pieces(members), in_bin, middle_rank(below[members.front()], below[members.back() + 1]));
      members.clear();
      in_bin = 0;
      ++closed;
    };
    for (std::size_t i = 0; i < counted_.size(); ++i) {
      if (is_spike[i]) continue;
      members.push_back(i);
      seen += counted_[i].count;
      in_bin += counted_[i].count;
      if (seen * bins >= (closed + 1) * rest) close();
    }
    if (!members.empty()) close();
  }

  // ---- pieces of a bin

  Piece piece_of(std::size_t i) const {
    if (counted_[i].count > 1) return point(counted_[i]);
    const double value = counted_[i].value;
    return {i == 0 ? value : std::midpoint(counted_[i - 1].value, value),
            i + 1 == counted_.size() ? value : std::midpoint(value, counted_[i + 1].value), 1};
  }

  // Light pieces beside each other are joined to a stretch until few are left; a heavy point stays.
  std::vector<Piece> pieces(std::span<const std::size_t> members) const {
    std::vector<Piece> all;
    double total = 0;
    for (const std::size_t i : members) {
      all.push_back(piece_of(i));
      total += all.back().weight;
    }
    if (all.size() <= ColumnCodes::kPieces) return all;
    const double heavy = 2 * total / static_cast<double>(ColumnCodes::kPieces);
    std::vector<Piece> joined;
    bool open = false;
    for (const Piece& piece : all) {
      const bool stays = piece.low == piece.high && piece.weight >= heavy;
      if (!stays && open && joined.back().weight + piece.weight <= heavy) {
        joined.back().high = piece.high;
        joined.back().weight += piece.weight;
      } else {
        joined.push_back(piece);
      }
      open = !stays;
    }
    return joined;
  }

  CodingOptions options_;
  std::size_t rows_;
  std::vector<double> present_;  // sorted
  std::vector<Counted> counted_;
  ColumnCodes codes_;
};

ColumnCodes ColumnCodes::fit(const tabular::ColumnSchema& column, std::span<const double> cells,
                             const CodingOptions& options, std::span<const double> levels) {
  return ColumnCodesBuilder(column, cells, options, levels).take();
}

}  // namespace ballast::diffusion
