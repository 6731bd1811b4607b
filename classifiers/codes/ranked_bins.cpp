// Bins go to the first rank and from it to all, as archives; parts of features to the rank that finds their bins.
#include "classifiers/codes/ranked_bins.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "classifiers/bins/class_edges.hpp"
#include "classifiers/codes/bins_archive.hpp"
#include "classifiers/codes/feature_part.hpp"

namespace ballast::classifiers {
namespace {

constexpr const char* kBinsKind = "bins";

std::string bytes_of(const BinnedFeatures& features) {
  files::ArchiveWriter out(kBinsKind);
  save_bins(features, out);
  return out.packed();
}

BinnedFeatures features_in(const std::string& bytes, std::size_t count) {
  return load_bins(files::ArchiveReader::from_packed(bytes, "the bins of a rank"), count);
}

// Each feature's bins from the rank that has found them; of columns without values none has any.
BinnedFeatures joined_features(const std::vector<std::string>& of_ranks, std::size_t count) {
  std::vector<FeatureBins> bins(count);
  std::vector<std::uint32_t> labels(count);
  for (const std::string& bytes : of_ranks) {
    const BinnedFeatures found = features_in(bytes, count);
    for (std::size_t f = 0; f < count; ++f) {
      labels[f] = static_cast<std::uint32_t>(found.labels(f));
      if (found.bins(f).bins() != 0) bins[f] = found.bins(f);
    }
  }
  return {std::move(bins), std::move(labels)};
}

RareRows find_rare_rows_over(ranks::Ranks& ranks, const TrainingSet& own, std::size_t max_bins, Observer& observer) {
  std::vector<std::int64_t> of_class(own.classes, 0);
  for (const std::int32_t label : own.y) ++of_class[static_cast<std::size_t>(label)];
  ranks.sum(of_class, observer);
  return find_rare_rows(own, max_bins, of_class);
}

FeaturePart part_of_feature(std::size_t feature, const GiveValues& give, std::size_t rows, const RareRows& rare) {
  SortedValues values;
  values.begin(rows);
  std::vector<double> rare_values;
  std::size_t seen = 0;
  give(feature, [&](const double* x, std::size_t stride, std::size_t more) {
    while (rare_values.size() < rare.row.size() && rare.row[rare_values.size()] < seen + more) {
      rare_values.push_back(x[(rare.row[rare_values.size()] - seen) * stride]);
    }
    values.add(x, stride, more);
    seen += more;
  });
  return {values.counted(), std::move(rare_values), rare.added};
}

FeatureBins bins_of_parts(const std::vector<std::string>& parts, std::size_t max_bins) {
  FeaturePart all(parts[0]);
  for (std::size_t rank = 1; rank < parts.size(); ++rank) all.join(FeaturePart(parts[rank]));
  return all.bins(max_bins);
}

}  // namespace

BinnedFeatures join_features(ranks::Ranks& ranks, const BinnedFeatures& own, Observer& observer) {
  const std::vector<std::string> found = ranks.gather(bytes_of(own), observer);
  std::string all;
  if (ranks.is_first()) all = bytes_of(joined_features(found, own.features()));
  ranks.broadcast(all, observer);
  return features_in(all, own.features());
}

BinnedFeatures find_features_by_rows(ranks::Ranks& ranks, const GiveValues& give, const TrainingSet& own,
                                     std::span<const std::uint32_t> labels, std::size_t max_bins,
                                     numeric::ThreadPool& pool, Observer& observer) {
  std::vector<std::uint32_t> by_label = split_by_label(labels);
  std::vector<FeatureBins> bins(by_label.size());
  std::vector<std::size_t> numbers;
  for (std::size_t f = 0; f < bins.size(); ++f) {
    if (by_label[f] == 0) numbers.push_back(f);
    if (by_label[f] != 0) bins[f] = label_bins(by_label[f]);
  }
  const RareRows rare = find_rare_rows_over(ranks, own, max_bins, observer);
  const std::size_t at_once = ranks.size() * pool.threads();
  for (std::size_t first = 0; first < numbers.size(); first += at_once) {
    observer.step({.phase = "bin", .done = first, .total = numbers.size()});
    const std::size_t count = std::min(at_once, numbers.size() - first);
    std::vector<std::string> part(count);
    pool.parallel_for(
        count, [&](std::size_t i) { part[i] = part_of_feature(numbers[first + i], give, own.y.size(), rare).bytes(); });
    std::vector<std::vector<std::string>> of_ranks(count);  // of the features that are this rank's share
    for (std::size_t i = 0; i < count; ++i) {
      of_ranks[i] = ranks.gather_at(i % ranks.size(), part[i], observer);
      part[i] = {};
    }
    pool.parallel_for(count, [&](std::size_t i) {
      if (!of_ranks[i].empty()) bins[numbers[first + i]] = bins_of_parts(of_ranks[i], max_bins);
    });
  }
  return join_features(ranks, {std::move(bins), std::move(by_label)}, observer);
}

}  // namespace ballast::classifiers
