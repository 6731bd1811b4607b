// The number line cut in cells that no row has a say in, so that counting rows in them is all that has to be noised.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace ballast::diffusion {

class NumberCells {
 public:
  struct Cell {
    double low, high;  // what it holds; one value if they are equal
  };

  // Of any number: zero, and to each side the powers of two from 2^-64 on.
  static NumberCells magnitudes();
  // Between two ends. whole: multiples of `step` alone. Up to 512 of those have a cell each. Else zero has one; ends of
  // the same size are cut evenly, others by magnitude: 16 cells from each half of the larger end to the next, 16 times.
  static NumberCells between(double low, double high, bool whole, double step);

  std::span<const Cell> cells() const { return cells_; }
  // Of the nearest, for a value that none holds.
  std::size_t cell_of(double value) const;

 private:
  void take_edges(std::vector<double> edges, bool whole, double step);
  void add(double start, const Cell& cell) {
    starts_.push_back(start);
    cells_.push_back(cell);
  }

  std::vector<double> starts_;  // of each cell, ascending: a cell ends where the next starts
  std::vector<Cell> cells_;
};

}  // namespace ballast::diffusion
