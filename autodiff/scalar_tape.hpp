// Reverse-mode differentiation in a hundred lines: numbers that remember what they were made of. The slow twin of Graph
// (graph.hpp), one number at a time where that takes blocks of rows; read this first.
//
//   ScalarTape tape;
//   const Scalar w = tape.leaf(0.5), x = tape.leaf(2.0);
//   const Scalar loss = log(1.0 + exp(-(w * x)));
//   tape.backward(loss);    // w.gradient() is dloss/dw
//
// Forward: every operation appends one entry to the tape, with its value y, the entries u it was made of (two at most)
// and the slopes dy/du there. Backward: with bar(u) = dloss/du, the chain rule says
//
//   bar(u) = sum over the uses y of u of  bar(y) dy/du.
//
// An entry stands behind all it was made of, so the tape itself is a topological order: walked from its end, bar(y) is
// complete before it is passed on. (Linnainmaa 1976; Griewank and Walther 2008, chapter 3.) One pass gives the gradient
// of all leaves, for about the cost of the forward pass.
//
// Left out on purpose: matrices, blocks, threads, replays and memory that is used again: all that Graph is there for.
#pragma once

#include <cassert>
#include <cmath>
#include <cstddef>
#include <vector>

namespace ballast::autodiff {

class ScalarTape;

// A number on a tape, which it borrows; copied freely.
class Scalar {
 public:
  Scalar(ScalarTape& tape, std::size_t place) : tape_(&tape), place_(place) {}
  double value() const;
  double gradient() const;  // of the last backward
  ScalarTape& tape() const { return *tape_; }
  std::size_t place() const { return place_; }

 private:
  ScalarTape* tape_;
  std::size_t place_;
};

class ScalarTape {
 public:
  // A number that was made of nothing: an input, a parameter, a constant.
  Scalar leaf(double value) { return append({value, 0.0, {}, {}, 0}); }

  // y = f(u) and its slope f'(u); y = f(u, v) and its slopes. Requires: u and v are on this tape.
  Scalar record(double y, Scalar u, double dy_du) { return append({y, 0.0, {u.place(), 0}, {dy_du, 0.0}, 1}); }
  Scalar record(double y, Scalar u, double dy_du, Scalar v, double dy_dv) {
    assert(&u.tape() == this && &v.tape() == this);
    return append({y, 0.0, {u.place(), v.place()}, {dy_du, dy_dv}, 2});
  }

  // The gradient of `loss` by every entry before it.
  void backward(Scalar loss) {
    for (Entry& entry : entries_) entry.gradient = 0.0;
    entries_[loss.place()].gradient = 1.0;
    for (std::size_t i = loss.place() + 1; i-- > 0;) {
      const Entry& y = entries_[i];
      for (std::size_t k = 0; k < y.operands; ++k) entries_[y.operand[k]].gradient += y.gradient * y.slope[k];
    }
  }

  double value(std::size_t place) const { return entries_[place].value; }
  double gradient(std::size_t place) const { return entries_[place].gradient; }

 private:
  struct Entry {
    double value, gradient;
    std::size_t operand[2];
    double slope[2];
    std::size_t operands;  // how many
  };
  Scalar append(const Entry& entry) {
    entries_.push_back(entry);
    return {*this, entries_.size() - 1};
  }

  std::vector<Entry> entries_;
};

inline double Scalar::value() const {
  return tape_->value(place_);
}
inline double Scalar::gradient() const {
  return tape_->gradient(place_);
}

// ---- the operations: a value and its slopes each; to add one, write one line more

// clang-format off
inline Scalar operator+(Scalar u, Scalar v) { return u.tape().record(u.value() + v.value(), u, 1.0, v, 1.0); }
inline Scalar operator-(Scalar u, Scalar v) { return u.tape().record(u.value() - v.value(), u, 1.0, v, -1.0); }
inline Scalar operator*(Scalar u, Scalar v) {
  return u.tape().record(u.value() * v.value(), u, v.value(), v, u.value());
}
inline Scalar operator/(Scalar u, Scalar v) {
  const double y = u.value() / v.value();
  return u.tape().record(y, u, 1.0 / v.value(), v, -y / v.value());
}
inline Scalar operator-(Scalar u) { return u.tape().record(-u.value(), u, -1.0); }
inline Scalar operator+(double c, Scalar u) { return u.tape().record(c + u.value(), u, 1.0); }
inline Scalar operator*(double c, Scalar u) { return u.tape().record(c * u.value(), u, c); }

inline Scalar exp(Scalar u) { const double y = std::exp(u.value()); return u.tape().record(y, u, y); }
inline Scalar log(Scalar u) { return u.tape().record(std::log(u.value()), u, 1.0 / u.value()); }
inline Scalar tanh(Scalar u) { const double y = std::tanh(u.value()); return u.tape().record(y, u, 1.0 - y * y); }
// max(u, c): the rectifier is max(u, 0). At the corner the slope is 0.
inline Scalar max(Scalar u, double c) {
  return u.value() > c ? u.tape().record(u.value(), u, 1.0) : u.tape().record(c, u, 0.0);
}
// clang-format on

}  // namespace ballast::autodiff
