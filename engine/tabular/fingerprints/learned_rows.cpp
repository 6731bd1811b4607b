#include "engine/tabular/fingerprints/learned_rows.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iterator>
#include <limits>
#include <numeric>
#include <string_view>
#include <utility>

#include "engine/error.hpp"
#include "engine/tabular/mix.hpp"

namespace ballast::tabular {
namespace {

constexpr std::size_t kMostRows = std::size_t{1} << 40;

// FNV-1a (Fowler, Noll & Vo 1991): of labels, whose numbers differ from file to file.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return hash;
}

// One fingerprint a row.
std::vector<std::uint64_t> fingerprints_of(const Table& table, std::span<const std::string> columns) {
  std::vector<std::uint64_t> out(table.rows());
  for (const std::string& name : columns) {
    const std::size_t index = table.index_of(name);
    std::vector<std::uint64_t> labels;
    for (const std::string& label : table.schema()[index].labels) labels.push_back(hash_of(label));
    const std::span<const double> cells = table.column(index);
    for (std::size_t row = 0; row < out.size(); ++row) {
      const double cell = cells[row];
      const bool label = !labels.empty() && !is_missing(cell);
      out[row] = mix(out[row], label ? labels[static_cast<std::size_t>(cell)] : cell_bits(cell));
    }
  }
  return out;
}

std::uint64_t sum_of(std::span<const std::uint64_t> fingerprints) {
  return std::accumulate(fingerprints.begin(), fingerprints.end(), std::uint64_t{0});
}

}  // namespace

std::vector<std::uint64_t> LearnedRows::fingerprints(const Table& table, std::span<const std::string> columns) {
  return fingerprints_of(table, columns);
}

LearnedRows::LearnedRows(const Table& table, std::span<const std::string> columns, std::span<const std::size_t> rows)
    : LearnedRows([&] {
        const std::vector<std::uint64_t> all = fingerprints_of(table, columns);
        std::vector<std::uint64_t> own;
        own.reserve(rows.size());
        for (const std::size_t row : rows) own.push_back(all[row]);
        return own;
      }()) {}

LearnedRows::LearnedRows(std::vector<std::uint64_t> fingerprints)
    : rows_(fingerprints.size()), fingerprints_(std::move(fingerprints)) {
  checksum_ = sum_of(fingerprints_);
  std::ranges::sort(fingerprints_);
  for (auto at = fingerprints_.begin(); at != fingerprints_.end();) {
    const auto next = std::upper_bound(at, fingerprints_.end(), *at);
    if (next - at > 1) twins_ += static_cast<std::size_t>(next - at);
    at = next;
  }
  fingerprints_.erase(std::unique(fingerprints_.begin(), fingerprints_.end()), fingerprints_.end());
  fingerprints_.resize(std::min(fingerprints_.size(), kMostKept));
  fingerprints_.shrink_to_fit();
}

LearnedRows::Seen LearnedRows::look_at(const Table& table, std::span<const std::string> columns) const {
  const std::vector<std::uint64_t> all = fingerprints_of(table, columns);
  const bool whole = fingerprints_.size() < kMostKept;
  const std::uint64_t last = whole ? std::numeric_limits<std::uint64_t>::max() : fingerprints_.back();
  Seen seen{.rows = all.size(), .checksum = sum_of(all)};
  for (const std::uint64_t fingerprint : all) {
    if (fingerprint > last) continue;
    ++seen.in_range;
    seen.learned += std::ranges::binary_search(fingerprints_, fingerprint) ? 1u : 0u;
  }
  return seen;
}

std::size_t LearnedRows::among(const Seen& seen) const {
  if (seen.rows == rows_ && seen.checksum == checksum_) return rows_;
  const double by_chance = static_cast<double>(twins_) / static_cast<double>(rows_);
  const auto n = static_cast<double>(seen.in_range), found = static_cast<double>(seen.learned);
  if (found <= n * by_chance + 3 * std::sqrt(n * by_chance * (1 - by_chance))) return 0;
  return static_cast<std::size_t>(std::llround(found / n * static_cast<double>(seen.rows)));
}

std::string LearnedRows::checksum_text() const {
  char text[24];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(checksum_));
  return text;
}

void LearnedRows::add(const LearnedRows& other) {
  if (rows_ == other.rows_ && checksum_ == other.checksum_) return;
  std::vector<std::uint64_t> both;
  std::ranges::set_union(fingerprints_, other.fingerprints_, std::back_inserter(both));
  // Beyond the last that a full list kept, its rows are unknown.
  for (const LearnedRows* one : {static_cast<const LearnedRows*>(this), &other}) {
    if (one->fingerprints_.size() < kMostKept) continue;
    both.erase(std::ranges::upper_bound(both, one->fingerprints_.back()), both.end());
  }
  both.resize(std::min(both.size(), kMostKept));
  fingerprints_ = std::move(both);
  checksum_ += other.checksum_;
  rows_ += other.rows_;
  twins_ += other.twins_;
}

void LearnedRows::save(files::ArchiveWriter out) const {
  const std::uint64_t checksum[] = {checksum_};
  out.array<std::uint64_t>("checksum", checksum);
  out.integer("rows", static_cast<std::int64_t>(rows_));
  out.integer("twins", static_cast<std::int64_t>(twins_));
  out.array<std::uint64_t>("fingerprints", fingerprints_);
}

LearnedRows LearnedRows::load(const files::ArchiveReader& in) {
  LearnedRows out;
  out.checksum_ = in.array<std::uint64_t>("checksum", 1)[0];
  out.rows_ = in.size("rows", 1, kMostRows);
  out.twins_ = in.size("twins", 0, out.rows_);
  out.fingerprints_ = in.array<std::uint64_t>("fingerprints");
  const auto& kept = out.fingerprints_;
  const bool ascends = std::ranges::adjacent_find(kept, std::ranges::greater_equal()) == kept.end();
  if (kept.empty() || kept.size() > std::min(kMostKept, out.rows_) || !ascends) {
    throw Error("the file's fingerprints of rows are malformed").in(in.path());
  }
  return out;
}

}  // namespace ballast::tabular
