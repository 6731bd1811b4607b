#include "app/data/notes/unseen_labels.hpp"

#include <algorithm>

#include "app/data/dataset.hpp"
#include "engine/error.hpp"

namespace ballast::app {
namespace {

constexpr std::size_t kLeast = 5;       // fewer may be chance
constexpr std::size_t kTolerated = 10;  // one in so many

// "a, b, c, ..."
std::string some(std::span<const std::string> labels) {
  constexpr std::size_t kShown = 3;
  return label_list(labels.first(std::min(kShown, labels.size()))) + (labels.size() > kShown ? ", ..." : "");
}

// None of the labels was learned, and they differ from each other: an identifier.
bool names_rows(const tabular::UnseenLabels& labels) {
  constexpr std::size_t kEnough = 20;
  return labels.unseen == labels.present && labels.present >= kEnough &&
         labels.examples.size() == tabular::UnseenLabels::kExamples;
}

}  // namespace

bool too_many(const tabular::UnseenLabels& labels) {
  if (2 * labels.unseen >= labels.present) return labels.unseen >= 2;
  return labels.unseen >= kLeast && labels.unseen * kTolerated > labels.present;
}

bool beyond_hope(const tabular::UnseenLabels& labels) {
  constexpr std::size_t kSeen = 20;
  return labels.present >= kSeen && 2 * labels.unseen >= labels.present;
}

Error unseen_error(const tabular::UnseenLabels& labels, const std::string& file, const char* what) {
  return Error("column '" + labels.column + "': " + std::to_string(labels.unseen) + " of " +
               std::to_string(labels.present) + " cells hold labels that the model has never seen")
      .in(file)
      .expected("labels of the training data, " + some(labels.known))
      .got(some(labels.examples))
      .hint("with --accept-unseen they are " + std::string(what) +
            (names_rows(labels) ? "; or leave the column out when learning: --drop " + labels.column : ""));
}

void judge_unseen(std::span<const tabular::UnseenLabels> columns, const std::string& file, bool accept,
                  Observer& observer, const char* what) {
  for (const tabular::UnseenLabels& labels : columns) {
    if (!accept && too_many(labels)) throw unseen_error(labels, file, what);
  }
  for (const tabular::UnseenLabels& labels : columns) {
    observer.note(file + ", column '" + labels.column + "': " + std::to_string(labels.unseen) +
                  (labels.unseen == 1 ? " cell holds a label" : " cells hold labels") + " the model has never seen (" +
                  some(labels.examples) + "): " + what);
  }
}

}  // namespace ballast::app
