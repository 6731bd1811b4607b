// Models as tests of learners make and compare them.
#pragma once

#include <cstddef>
#include <vector>

#include "classifiers/boosting/boosting.hpp"
#include "engine/files/archive.hpp"

namespace ballast::classifiers::test {

inline Boosting boosting_of(const TrainingSet& data, const BoostingOptions& options, std::size_t threads = 2,
                            const Boosting* base = nullptr, const TrainingSet* validation = nullptr,
                            BoostingReport* report = nullptr) {
  numeric::ThreadPool pool(threads);
  Observer quiet;
  return train_boosting(data, options, pool, quiet, validation, report, base);
}

// The bytes of its file.
inline std::vector<std::byte> file_of(const Classifier& model) {
  files::ArchiveWriter out("classifier");
  model.save(out);
  return out.bytes();
}

}  // namespace ballast::classifiers::test
