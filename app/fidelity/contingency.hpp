// Tables of counts of two coded columns, and what is read from them.
#pragma once

#include "app/fidelity/value_codes.hpp"

namespace ballast::app::fidelity {

// Two columns of one table. Borrows.
struct CodedPair {
  const Codes& a;
  const Codes& b;
};

// 1 - half the sum of |P - Q| over the cells of the two tables of shares (SDMetrics' ContingencySimilarity; missing is
// a value). Summed in integers, so exact. Requires one numbering of codes, at least one row each, and fewer than 2^31.
double contingency_similarity(const CodedPair& real, const CodedPair& other);

// Mutual information over the mean of the two entropies (Strehl and Ghosh 2002, by the arithmetic mean); 0 if a column
// is constant.
double normalised_mutual_information(const CodedPair& pair);

}  // namespace ballast::app::fidelity
