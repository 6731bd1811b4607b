// Trains a network over codes to tell hidden cells from shown ones (hidden_cells.hpp): draw rows, hide cells, take a
// step of Adam down the any-order bound, keep a moving average of the weights. Rows set aside measure the bound of the
// average: the latest wins that is not told from the best, so that luck with few rows makes no early average the best;
// learning ends when all have been worse for a while.
#pragma once

#include <cstdint>
#include <vector>

#include "diffusion/codes/table_codes.hpp"
#include "diffusion/masked/masked_options.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/observer.hpp"
#include "nn/code_network.hpp"

namespace ballast::diffusion {

struct MaskedTraining {
  std::vector<float> loss;        // nats a row, means over some updates each
  std::vector<float> validation;  // nats a row of the rows set aside, of the average at each look; empty if none are
  std::size_t best_update = 0;    // whose average was kept
  float best = 0;                 // its bound

  void add(double nats);  // to all bounds: of what is told by shares alone
};

// Which of n rows are set aside to measure: a twentieth, at most 4,000; none of fewer than 100 rows.
std::size_t rows_set_aside(std::size_t rows);

// Trains `network`, whose parameters become the average that wins. rows: no hidden cells. rank: of all codes, as
// SharedCurves has it. unrelated: columns that are learned by their shares alone, ascending; their entropy is no part
// of the bounds. options: resolved. A loss that is not finite ends learning with the one that has won so far. Throws
// Stopped when the observer says so, Error if no average was finite. Threads: same bits at any number. No allocation
// per update after the first.
MaskedTraining train_masked(nn::CodeNetwork<float>& network, const CodeRows& rows, std::span<const double> rank,
                            std::span<const std::uint32_t> unrelated, const MaskedOptions& options, std::uint64_t seed,
                            numeric::ThreadPool& pool, Observer& observer);

}  // namespace ballast::diffusion
