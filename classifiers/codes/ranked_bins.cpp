// Bins go to the first rank and from it to all, as archives.
#include "classifiers/codes/ranked_bins.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "classifiers/codes/bins_archive.hpp"

namespace ballast::classifiers {
namespace {

constexpr const char* kBinsKind = "bins";

std::string bytes_of(const BinnedFeatures& features) {
  files::ArchiveWriter out(kBinsKind);
  save_bins(features, out);
  const std::vector<std::byte> bytes = out.bytes();
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

BinnedFeatures features_in(const std::string& bytes, std::size_t count) {
  const auto all = std::as_bytes(std::span(bytes));
  return load_bins(files::ArchiveReader::from_bytes({all.begin(), all.end()}, "the bins of a rank"), count);
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

}  // namespace

BinnedFeatures join_features(ranks::Ranks& ranks, const BinnedFeatures& own, Observer& observer) {
  const std::vector<std::string> found = ranks.gather(bytes_of(own), observer);
  std::string all;
  if (ranks.is_first()) all = bytes_of(joined_features(found, own.features()));
  ranks.broadcast(all, observer);
  return features_in(all, own.features());
}

}  // namespace ballast::classifiers
