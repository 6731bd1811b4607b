// The bins of features as entries of an archive: in a code file, and on their way from rank to rank.
#pragma once

#include <cstddef>

#include "classifiers/bins/binning.hpp"
#include "engine/files/archive.hpp"

namespace ballast::classifiers {

void save_bins(const BinnedFeatures& features, files::ArchiveWriter out);
// Throws Error on what save_bins does not write of so many features.
BinnedFeatures load_bins(const files::ArchiveReader& in, std::size_t features);

}  // namespace ballast::classifiers
