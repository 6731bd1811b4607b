// Gradient boosting on rows whose codes are in a file (classifiers/codes), for more rows than memory holds.
#pragma once

#include "classifiers/boosting/boosting.hpp"
#include "classifiers/codes/code_file.hpp"

namespace ballast::classifiers {

// As train_boosting of boosting.hpp, on rows whose codes are in a file, which are streamed: the model has the same
// bytes. data: labels, weights and classes; of x the shape alone is read. room: bytes of memory for codes that need not
// be read again. Throws Error beside as CodeFile does, and on max_leaves beyond 32768.
Boosting train_boosting(const CodeFile& codes, const TrainingSet& data, const BoostingOptions& options,
                        std::size_t room, numeric::ThreadPool& pool, Observer& observer,
                        BoostingReport* report = nullptr);

}  // namespace ballast::classifiers
