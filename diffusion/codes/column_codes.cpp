#include "diffusion/codes/column_codes.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

#include "engine/error.hpp"

namespace ballast::diffusion {
namespace {

bool is_point(double low, double high) {
  return !(low < high);
}

// Between neighbours on the grid; 0 without one.
double spacing_of(const tabular::Decimals& decimals) {
  return decimals.places == tabular::Decimals::kFree
             ? 0
             : static_cast<double>(decimals.step) / std::pow(10.0, decimals.places);
}

}  // namespace

ColumnCodes::ColumnCodes(Parts parts)
    : is_text_(parts.is_text),
      decimals_(std::move(parts.decimals)),
      label_code_(std::move(parts.label_code)),
      spikes_(std::move(parts.spikes)),
      edges_(std::move(parts.edges)) {
  for (const Code& code : parts.codes) {
    pieces_.insert(pieces_.end(), code.pieces.begin(), code.pieces.end());
    first_piece_.push_back(pieces_.size());
    share_.push_back(code.share);
    rank_.push_back(code.rank);
  }
  if (parts.is_missing_last) missing_ = static_cast<std::uint32_t>(codes() - 1);
  find_whole();
}

std::size_t ColumnCodes::stored_points() const {
  if (is_text_) return 0;
  return static_cast<std::size_t>(
      std::ranges::count_if(pieces_, [](const Piece& piece) { return piece.low == piece.high; }));
}

std::size_t ColumnCodes::bins() const {
  return is_text_ ? 0 : codes() - spikes_.size() - (missing_ == kNone ? 0 : 1);
}

std::uint32_t ColumnCodes::encode(double cell) const {
  if (tabular::is_missing(cell)) return missing_;
  if (is_text_) {
    const auto label = static_cast<std::size_t>(cell);
    return label < label_code_.size() ? label_code_[label] : kNone;
  }
  const auto spike = std::ranges::lower_bound(spikes_, cell);
  const auto at = static_cast<std::uint32_t>(spike - spikes_.begin());
  if (spike != spikes_.end() && *spike == cell) return at;
  if (bins() > 0) {
    const auto bin = std::ranges::upper_bound(edges_, cell) - edges_.begin();
    return static_cast<std::uint32_t>(spikes_.size()) + static_cast<std::uint32_t>(bin);
  }
  if (spikes_.empty()) return kNone;
  if (at == 0) return 0;
  if (at == spikes_.size()) return at - 1;
  return cell - spikes_[at - 1] <= spikes_[at] - cell ? at - 1 : at;  // the nearest
}

bool ColumnCodes::holds(double cell) const {
  if (is_text_ || tabular::is_missing(cell)) return true;
  if (bins() == 0) return std::ranges::binary_search(spikes_, cell);
  return cell >= whole_.low && cell <= whole_.high;
}

void ColumnCodes::find_whole() {
  whole_ = {std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
  for (std::uint32_t code = 0; code < codes() && !is_text_; ++code) {
    if (code == missing_) continue;
    whole_.low = std::min(whole_.low, extent(code).low);
    whole_.high = std::max(whole_.high, extent(code).high);
  }
}

double ColumnCodes::draw(std::span<const Piece> pieces, double u) const {
  double total = 0;
  for (const Piece& piece : pieces) total += piece.weight;
  double left = u * total;
  const Piece* chosen = &pieces.back();
  for (const Piece& piece : pieces) {
    if (left < piece.weight) {
      chosen = &piece;
      break;
    }
    left -= piece.weight;
  }
  if (is_point(chosen->low, chosen->high)) return chosen->low;
  const double place = std::clamp(left / chosen->weight, 0.0, 1.0);
  return decimals_.nearest(chosen->low + place * (chosen->high - chosen->low));
}

double ColumnCodes::decode(std::uint32_t code, double u) const {
  return draw(pieces_of(code), u);
}

// A rounded value lies in the interval if it lies half a spacing around the interval's points before it is rounded.
ColumnCodes::Piece ColumnCodes::cut(const Piece& piece, const Interval& interval) const {
  if (std::isnan(piece.low)) return {0, 0, 0};
  if (is_point(piece.low, piece.high)) {
    return {piece.low, piece.high, piece.low >= interval.low && piece.low <= interval.high ? piece.weight : 0};
  }
  double low = interval.low, high = interval.high;
  if (const double spacing = spacing_of(decimals_); spacing > 0) {
    constexpr double kInside = 1e-9;  // of a spacing: a point on the end belongs to the interval
    const double from = static_cast<double>(decimals_.offset) / std::pow(10.0, decimals_.places);
    const auto onto = [&](double value, bool up) {
      if (!std::isfinite(value)) return value;
      const double at = (value - from) / spacing;
      return (up ? std::ceil(at - kInside) - 0.5 : std::floor(at + kInside) + 0.5) * spacing + from;
    };
    low = onto(low, true);
    high = onto(high, false);
  }
  low = std::max(low, piece.low);
  high = std::min(high, piece.high);
  if (low >= high) return {0, 0, 0};
  return {low, high, piece.weight * (high - low) / (piece.high - piece.low)};
}

double ColumnCodes::share_within(std::uint32_t code, const Interval& interval) const {
  double all = 0, inside = 0;
  for (const Piece& piece : pieces_of(code)) {
    all += piece.weight;
    inside += cut(piece, interval).weight;
  }
  return inside / all;
}

double ColumnCodes::decode_within(std::uint32_t code, const Interval& interval, double u) const {
  std::vector<Piece> inside;
  for (const Piece& piece : pieces_of(code)) {
    if (const Piece part = cut(piece, interval); part.weight > 0) inside.push_back(part);
  }
  assert(!inside.empty());
  return std::clamp(draw(inside, u), interval.low, interval.high);
}

bool ColumnCodes::may_be(std::uint32_t code, double value) const {
  const double half = spacing_of(decimals_) / 2;
  return std::ranges::any_of(pieces_of(code), [&](const Piece& piece) {
    return is_point(piece.low, piece.high) ? piece.low == value
                                           : piece.low - half <= value && value <= piece.high + half;
  });
}

// ---- archive

void ColumnCodes::save(files::ArchiveWriter out) const {
  std::vector<double> low, high, weight;
  for (const Piece& piece : pieces_) {
    const bool missing = std::isnan(piece.low);
    low.push_back(missing ? 0 : piece.low);
    high.push_back(missing ? 0 : piece.high);
    weight.push_back(piece.weight);
  }
  std::vector<std::uint64_t> first(first_piece_.begin(), first_piece_.end());
  out.integer("missing", missing_ == kNone ? -1 : static_cast<std::int64_t>(missing_));
  tabular::save_decimals(decimals_, out.child("decimals"));
  out.array<std::uint64_t>("first", first);
  out.array<double>("low", low);
  out.array<double>("high", high);
  out.array<double>("weight", weight);
  out.array<double>("share", share_);
  out.array<double>("rank", rank_);
  if (is_text_) {
    out.array<std::uint32_t>("labels", label_code_);
  } else {
    out.array<double>("spikes", spikes_);
    out.array<double>("edges", edges_);
  }
}

ColumnCodes ColumnCodes::load(const tabular::ColumnSchema& column, const files::ArchiveReader& in) {
  ColumnCodes codes;
  codes.is_text_ = column.is_text();
  codes.decimals_ = tabular::load_decimals(in.child("decimals"));
  const std::vector<std::uint64_t> first = in.array<std::uint64_t>("first");
  const std::vector<double> low = in.array<double>("low"), high = in.array<double>("high", low.size()),
                            weight = in.array<double>("weight", low.size());
  codes.first_piece_.assign(first.begin(), first.end());
  for (std::size_t i = 0; i < low.size(); ++i) codes.pieces_.push_back({low[i], high[i], weight[i]});
  const std::size_t count = first.empty() ? 0 : first.size() - 1;
  codes.share_ = in.array<double>("share", count);
  codes.rank_ = in.array<double>("rank", count);
  const std::int64_t missing = in.integer("missing");
  if (missing >= 0 && missing < static_cast<std::int64_t>(count)) codes.missing_ = static_cast<std::uint32_t>(missing);
  if (codes.is_text_) {
    codes.label_code_ = in.array<std::uint32_t>("labels", column.labels.size());
  } else {
    codes.spikes_ = in.array<double>("spikes");
    codes.edges_ = in.array<double>("edges");
  }
  codes.check(column, in);
  codes.find_whole();
  if (codes.missing_ != kNone) {
    for (std::size_t i = codes.first_piece_[codes.missing_]; i < codes.first_piece_[codes.missing_ + 1]; ++i) {
      codes.pieces_[i].low = codes.pieces_[i].high = tabular::kMissing;
    }
  }
  return codes;
}

void ColumnCodes::check(const tabular::ColumnSchema& column, const files::ArchiveReader& in) const {
  const auto require = [&](bool holds, const char* what) {
    if (!holds) throw Error("the codes of a column do not fit together").in(in.path()).got(column.name).hint(what);
  };
  require(first_piece_.size() >= 2 && first_piece_.front() == 0 && first_piece_.back() == pieces_.size(),
          "pieces of codes");
  require(std::ranges::adjacent_find(first_piece_, std::greater_equal<>()) == first_piece_.end(), "order of pieces");
  for (const Piece& piece : pieces_) {
    require(std::isfinite(piece.low) && std::isfinite(piece.high) && piece.low <= piece.high &&
                std::isfinite(piece.high - piece.low) && std::isfinite(piece.weight) && piece.weight > 0,
            "a piece");
    if (is_text_) {
      const auto label = static_cast<double>(column.labels.size());
      require(piece.low == piece.high && piece.low >= 0 && piece.low < label && std::trunc(piece.low) == piece.low,
              "a label");
    }
  }
  for (const double share : share_) require(share > 0 && share <= 1, "a share");
  for (const double rank : rank_) require(std::isnan(rank) || (rank >= 0 && rank <= 1), "a rank");
  for (const std::uint32_t code : label_code_) require(code == kNone || code < codes(), "a label's code");
  const auto rising = [](std::span<const double> values) {
    return std::ranges::all_of(values, [](double v) { return std::isfinite(v); }) &&
           std::ranges::adjacent_find(values, std::greater<>()) == values.end();
  };
  require(rising(spikes_) && rising(edges_), "edges");
  if (is_text_) return;
  const std::size_t others = spikes_.size() + (missing_ == kNone ? 0 : 1);
  require(others <= codes() && (missing_ == kNone || missing_ + 1 == codes()), "codes of spikes");
  require(bins() == 0 ? edges_.empty() : edges_.size() + 1 == bins(), "edges of bins");
}

}  // namespace ballast::diffusion
