// What `auto` tried and chose (app/study/arm_choice.hpp), as studies tell it and models keep it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/files/archive.hpp"

namespace ballast::app {

struct TriedArm {
  std::string arm;
  std::size_t rows = 0;              // added to all of the training part, once or for each tree and round; 0: none
  double pr_auc = 0;                 // mean over folds of the training part
  std::optional<double> error = {};  // standard error of the mean; none of one fold
  double from_none = 0;              // mean difference from the first arm, with its error
  std::optional<double> from_none_error = {};
};

struct TriedArms {
  std::vector<TriedArm> arms;        // the simplest first
  std::size_t best = 0, chosen = 0;  // of these
  std::size_t fits = 0;              // of classifiers, that it took
};

// As entries of an archive; docs/formats.md lists them.
void save_tried(const TriedArms& tried, files::ArchiveWriter out);
// Nothing if there are none. Throws Error on damaged ones.
std::optional<TriedArms> load_tried(const files::ArchiveReader& in);

}  // namespace ballast::app
