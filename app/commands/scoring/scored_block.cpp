#include "app/commands/scoring/scored_block.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "engine/files/archive.hpp"

namespace ballast::app {
namespace {

constexpr const char* kKind = "scored rows";

std::string packed(const ScoredBlock& block) {
  files::ArchiveWriter out(kKind);
  out.text("fault", block.fault ? block.fault->what() : "");
  const tabular::LearnedRows::Seen& seen = block.seen;
  out.array<std::uint64_t>(
      "counts", std::array<std::uint64_t, 5>{block.rows, seen.rows, seen.checksum, seen.in_range, seen.learned});
  std::vector<std::uint64_t> cells;
  for (const tabular::UnseenLabels& labels : block.unseen) {
    out.texts("examples/" + std::to_string(cells.size() / 2), labels.examples);
    cells.insert(cells.end(), {labels.present, labels.unseen});
  }
  out.array<std::uint64_t>("cells", cells);
  return out.packed();
}

std::optional<Error> fault_of(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<Error>(text);
}

ScoredBlock block_in(const std::string& text, const tabular::Schema& features) {
  const auto in = files::ArchiveReader::from_packed(text, "the rows of a rank");
  const std::vector<std::uint64_t> counts = in.array<std::uint64_t>("counts", 5);
  ScoredBlock out{.rows = counts[0], .fault = fault_of(in.text("fault"))};
  out.seen = {counts[1], counts[2], counts[3], counts[4]};
  const std::vector<std::uint64_t> cells = in.array<std::uint64_t>("cells");
  if (cells.empty()) return out;
  for (const tabular::ColumnSchema& feature : features) {
    if (feature.is_text()) out.unseen.emplace_back(feature);
  }
  for (std::size_t c = 0; c < out.unseen.size(); ++c) {
    tabular::UnseenLabels& labels = out.unseen[c];
    labels.examples = in.texts("examples/" + std::to_string(c));
    labels.present = cells.at(2 * c);
    labels.unseen = cells.at(2 * c + 1);
  }
  return out;
}

}  // namespace

std::vector<tabular::UnseenLabels> counted_labels(const tabular::Schema& features,
                                                  const tabular::FeatureEncoder::Encoded& of) {
  std::vector<tabular::UnseenLabels> out;
  for (std::size_t f = 0; f < features.size(); ++f) {
    if (!features[f].is_text()) continue;
    tabular::UnseenLabels labels(features[f]);
    const auto found = std::ranges::find(of.unseen, features[f].name, &tabular::UnseenLabels::column);
    if (found != of.unseen.end()) {
      labels = *found;
    } else {
      for (std::size_t row = 0; row < of.x.rows(); ++row) labels.present += !tabular::is_missing(of.x(row, f));
    }
    out.push_back(std::move(labels));
  }
  return out;
}

void ScoredBlock::add(const ScoredBlock& below) {
  rows += below.rows;
  seen.add(below.seen);
  if (unseen.empty()) {
    unseen = below.unseen;
  } else {
    for (std::size_t c = 0; c < below.unseen.size(); ++c) unseen[c].add(below.unseen[c]);
  }
  if (!fault) fault = below.fault;
}

std::vector<ScoredBlock> gather_blocks(ranks::Ranks& ranks, const ScoredBlock& own, const tabular::Schema& features,
                                       Observer& observer) {
  const std::vector<std::string> all = ranks.gather(ranks.is_first() ? "" : packed(own), observer);
  std::vector<ScoredBlock> out;
  if (ranks.is_first()) out.push_back(own);
  for (std::size_t rank = 1; rank < all.size(); ++rank) out.push_back(block_in(all[rank], features));
  const auto faulty = std::ranges::find_if(out, [](const ScoredBlock& block) { return block.fault.has_value(); });
  std::string fault = faulty != out.end() ? faulty->fault->what() : "";
  ranks.broadcast(fault, observer);
  if (!ranks.is_first()) out.push_back({.fault = fault_of(fault)});
  return out;
}

void for_each_text(ranks::Ranks& ranks, const std::string& own, Observer& observer,
                   const std::function<void(std::string_view)>& put) {
  constexpr std::size_t kSent = std::size_t{16} << 20;
  std::vector<std::int64_t> sizes(ranks.size(), 0);
  sizes[ranks.rank()] = ranks.is_first() ? 0 : static_cast<std::int64_t>(own.size());
  ranks.sum(sizes, observer);
  for (std::size_t rank = 1; rank < ranks.size(); ++rank) {
    for (std::size_t at = 0; at < static_cast<std::size_t>(sizes[rank]); at += kSent) {
      const bool sends = ranks.rank() == rank;
      for (const std::string& text : ranks.gather(sends ? std::string_view(own).substr(at, kSent) : "", observer)) {
        put(text);
      }
    }
  }
}

}  // namespace ballast::app
