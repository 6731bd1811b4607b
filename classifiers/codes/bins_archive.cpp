#include "classifiers/codes/bins_archive.hpp"

#include "engine/error.hpp"

namespace ballast::classifiers {

void save_bins(const BinnedFeatures& features, files::ArchiveWriter out) {
  std::vector<std::uint32_t> labels;
  for (std::size_t f = 0; f < features.features(); ++f) {
    labels.push_back(static_cast<std::uint32_t>(features.labels(f)));
    const FeatureBins& bins = features.bins(f);
    const files::ArchiveWriter of = out.child(std::to_string(f));
    files::ArchiveWriter own = of;
    own.array<double>("lowest", bins.lowest);
    own.array<double>("highest", bins.highest);
    own.array<double>("edges", bins.edges);
  }
  out.array<std::uint32_t>("labels", labels);
}

BinnedFeatures load_bins(const files::ArchiveReader& in, std::size_t features) {
  const auto labels = in.array<std::uint32_t>("labels", features);
  std::vector<FeatureBins> bins;
  for (std::size_t f = 0; f < features; ++f) {
    const files::ArchiveReader own = in.child(std::to_string(f));
    FeatureBins of{own.array<double>("lowest"), own.array<double>("highest"), own.array<double>("edges")};
    const std::size_t edges = of.lowest.empty() ? 0 : of.lowest.size() - 1;
    const bool sound = of.lowest.size() <= kMaxBins && of.highest.size() == of.lowest.size() &&
                       of.edges.size() == edges && labels[f] <= kMaxBins;
    if (!sound) throw Error("the bins are malformed").in(in.path());
    bins.push_back(std::move(of));
  }
  return {std::move(bins), labels};
}

}  // namespace ballast::classifiers
