// Singling out (Article 29 Working Party 2014; Giomi and others 2023, "Anonymeter"): conditions read off the synthetic
// rows that hold for exactly one row of the table. Equal rows count once, in every table.
//
//   one column     a value that one synthetic row alone has, missing where one row alone is, and the smallest and the
//                  largest number
//   four columns   of one synthetic row, drawn: a label equals, a number lies on its side of the synthetic median; kept
//                  if they hold for no other synthetic row
//
// Whether a condition holds for one row alone depends on how many rows there are, and fewer are held out than were
// learned. So both sides are tables of one size that share a background: all learned rows but m, beside either these m
// or m held-out ones. Conditions that a row of the background fulfils are no guesses; a hit holds for exactly one of
// the m. With as many rows held out as learned there is no background, and this is Anonymeter's attack.
#pragma once

#include <cstdint>

#include "app/fidelity/privacy/risk.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::app::fidelity {

// Of distinct rows; `control` has as many as `learned`.
struct AttackedRows {
  tabular::Table background, learned, control;
};
// As many of both as there are of the fewer, drawn.
AttackedRows attacked_rows(const tabular::Table& learned, const tabular::Table& unseen, std::uint64_t seed);

struct SinglingOut {
  Guesses learned, control;
};
// At most `most` conditions, drawn. The same at any number of threads.
SinglingOut single_out_by_one_column(const AttackedRows& rows, const tabular::Table& synthetic, std::size_t most,
                                     std::uint64_t seed, numeric::ThreadPool& pool);
SinglingOut single_out_by_four_columns(const AttackedRows& rows, const tabular::Table& synthetic, std::size_t most,
                                       std::uint64_t seed, numeric::ThreadPool& pool);

}  // namespace ballast::app::fidelity
