// The reverse process of the masked diffusion: denoising is revealing.
//
// A row starts with some of its cells hidden. One after another, in an order of the row's own, each is looked at: the
// network predicts the distribution of its code given all that is shown, and a chooser says what becomes of it. Drawing
// from that distribution makes rows with exactly the network's any-order distribution, with no time grid and no error
// of steps; asking for the log-probability of a known code makes the any-order bound.
//
// Rows walk in blocks, but what happens to a row is a function of the network, the row's cells and the chooser alone.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "diffusion/codes/table_codes.hpp"
#include "engine/numeric/matrix.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/observer.hpp"
#include "nn/code_network.hpp"

namespace ballast::diffusion {

// The columns whose cells one row shows, in order, of those that are hidden.
using RevealOrder = std::vector<std::uint32_t>;

class CellChooser {
 public:
  virtual ~CellChooser() = default;
  // The columns to reveal of row i (of the walk), in order; codes: of the row, D, hidden ones kHidden.
  virtual void order(std::size_t i, std::span<const std::uint16_t> codes, RevealOrder& order) = 0;
  // The cell's code, given its distribution; place: in the row's order. kAgain hides the row's cells again that were
  // revealed, and starts the row anew. kHidden leaves the cell hidden.
  static constexpr std::uint16_t kAgain = 0xFFFE;
  virtual std::uint16_t choose(std::size_t i, std::size_t place, std::size_t column, std::span<const float> p) = 0;
};

// Reveals the cells of all rows in place. Threads: rows are shared out in blocks; `chooser` is called for different
// rows at a time. Throws Stopped when the observer says so.
void reveal_rows(const nn::CodePredictor<float>& predictor, CodeRows& rows, CellChooser& chooser,
                 std::string_view phase, numeric::ThreadPool& pool, Observer& observer);

}  // namespace ballast::diffusion
