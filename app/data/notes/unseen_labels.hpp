// What to make of labels that a model has never seen. A few are read as missing, and said. Many in one column mean that
// the file writes its labels otherwise than the training data did: scores would be worthless, so it is an error.
#pragma once

#include <span>
#include <string>

#include "engine/error.hpp"
#include "engine/observer.hpp"
#include "engine/tabular/features/features.hpp"

namespace ballast::app {

// More than a tenth of the column's cells that are not missing, and at least five; or half of them, and at least two.
// Reasons: docs/decisions.md.
bool too_many(const tabular::UnseenLabels& labels);

// For rows that are answered before all are known: half of at least twenty, which is too many whatever comes.
bool beyond_hope(const tabular::UnseenLabels& labels);

// The error of a column with too many. file: for messages.
Error unseen_error(const tabular::UnseenLabels& labels, const std::string& file, const char* what = "read as missing");

// Notes each column with its file and examples. file: for messages. what: becomes of such cells.
// Throws Error at the first column with too many, unless `accept`.
void judge_unseen(std::span<const tabular::UnseenLabels> columns, const std::string& file, bool accept,
                  Observer& observer, const char* what = "read as missing");

}  // namespace ballast::app
