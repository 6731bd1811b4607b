// Watches one row being drawn: which cell was revealed when, and what was likely for it, conditions included.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "diffusion/masked/cell_choosers.hpp"

namespace ballast::diffusion {

struct RevealedCell {
  static constexpr std::size_t kLikeliest = 3;
  struct Code {
    std::uint16_t code = 0;
    double p = 0;
  };
  std::size_t column = 0;  // of the learned ones
  Code drawn;
  std::vector<Code> likeliest;  // at most kLikeliest, the likeliest first; of equals the lower code
};

// Draws as `draw` does, and keeps what happened. Requires: a walk of one row. A row that starts anew forgets.
class TracedCells final : public CellChooser {
 public:
  explicit TracedCells(DrawCells& draw) : draw_(draw) {}

  void order(std::size_t i, std::span<const std::uint16_t> codes, RevealOrder& order) override {
    draw_.order(i, codes, order);
  }
  std::uint16_t choose(std::size_t i, std::size_t place, std::size_t column, std::span<const float> p) override;

  const std::vector<RevealedCell>& cells() const { return cells_; }  // as they were revealed
  std::size_t fresh_starts() const { return fresh_starts_; }

 private:
  DrawCells& draw_;
  std::vector<RevealedCell> cells_;
  std::size_t fresh_starts_ = 0;
};

}  // namespace ballast::diffusion
