// How a promise (epsilon, delta) is shared out: a tenth of it, in Renyi's terms, for counting rows, the rest for
// gradients; a tenth of delta for finding labels, where there are labels to find.
#pragma once

#include <cstddef>

#include "diffusion/privacy/privacy_options.hpp"
#include "diffusion/privacy/privacy_spent.hpp"
#include "diffusion/privacy/renyi.hpp"

namespace ballast::diffusion {

// The promise with count_sigma and label_delta found. counts, unlisted: as private_coding.hpp has them.
// Throws Error if delta is 1 / rows or more, so that a row could be given away whole, or if counts of so many rows
// would drown in their noise, with the epsilon that they bear. `rows` is told to whoever runs this, and goes no
// further.
PrivacySpent budget_of_counts(const PrivacyOptions& options, std::size_t counts, std::size_t unlisted,
                              std::size_t rows);

// Finds the noise of the gradients that uses up what counting has left, for steps that each draw rows with
// probability sample_rate, and sets epsilon to what all of it comes to: at most what options say.
void budget_of_gradients(const PrivacyOptions& options, double sample_rate, std::size_t steps, PrivacySpent& spent);

// What was released so far, counts and gradients.
RenyiSpent renyi_of(const PrivacySpent& spent);

}  // namespace ballast::diffusion
