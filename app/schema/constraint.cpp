#include "app/schema/constraint.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "app/text/numbers.hpp"
#include "engine/error.hpp"
#include "engine/tabular/dates/date_format.hpp"

namespace ballast::app {
namespace {

using Kind = Constraint::Kind;

constexpr double kEndless = std::numeric_limits<double>::infinity();

struct Bounds {
  double low = -kEndless, high = kEndless;
};

std::string value_text(double value, const std::string& format) {
  return format.empty() ? all_digits(value) : tabular::DateFormat(format).write(value);
}

// "Berlin, Paris, (rare)": all of a few, and the first of many.
std::string listed_text(std::span<const std::string> values) {
  constexpr std::size_t kFew = 6, kFirst = 3;
  const std::size_t named = values.size() <= kFew ? values.size() : kFirst;
  std::string out;
  for (const std::string& value : values.first(named)) out += (out.empty() ? "" : ", ") + value;
  return named == values.size() ? out : out + " and " + std::to_string(values.size() - named) + " more";
}

// Narrows what each column may be until nothing changes, or some column may be nothing.
class Narrowing {
 public:
  explicit Narrowing(std::span<const Constraint> constraints) : constraints_(constraints) {}

  void run() {
    constexpr std::size_t kMostPasses = 100;  // a chain of orders needs as many as it is long
    for (std::size_t pass = 0; pass < kMostPasses; ++pass) {
      changed_ = false;
      for (const Constraint& one : constraints_) apply(one);
      if (!changed_) return;
    }
  }

 private:
  void apply(const Constraint& one) {
    if (one.kind == Kind::range) narrow(one, one.columns[0], {one.low, one.high});
    for (std::size_t i = 1; one.kind == Kind::ordered && i < one.columns.size(); ++i) {
      narrow(one, one.columns[i], {bounds_[one.columns[i - 1]].low, kEndless});
      narrow(one, one.columns[i - 1], {-kEndless, bounds_[one.columns[i]].high});
    }
    if (one.kind != Kind::sum) return;
    Bounds all{0, 0};
    for (const std::string& part : std::span(one.columns).first(one.columns.size() - 1)) {
      all.low += bounds_[part].low;
      all.high += bounds_[part].high;
    }
    narrow(one, one.columns.back(), all);
  }

  void narrow(const Constraint& by, const std::string& column, Bounds limits) {
    Bounds& own = bounds_[column];
    const Bounds now{std::max(own.low, limits.low), std::min(own.high, limits.high)};
    if (now.low > now.high) {
      throw Error("the constraints contradict each other: '" + column + "' can have no value")
          .got(by.text())
          .hint("the others leave it " + value_text(own.low, by.format) + " to " + value_text(own.high, by.format));
    }
    changed_ = changed_ || now.low > own.low || now.high < own.high;
    own = now;
  }

  std::span<const Constraint> constraints_;
  std::map<std::string, Bounds> bounds_;
  bool changed_ = false;
};

// Whether none of the sum's parts is the total of a sum that waits.
bool is_ready(const Constraint& sum, const std::set<std::string>& waiting) {
  return std::none_of(sum.columns.begin(), sum.columns.end() - 1,
                      [&](const std::string& part) { return waiting.contains(part); });
}

}  // namespace

std::string Constraint::text() const {
  if (kind == Kind::range) {
    return (low > -kEndless ? value_text(low, format) + " <= " : "") + columns[0] +
           (high < kEndless ? " <= " + value_text(high, format) : "");
  }
  if (kind == Kind::present) return columns[0] + " is never missing";
  if (kind == Kind::listed) return columns[0] + " is one of " + listed_text(*allowed);
  if (kind == Kind::grid) {
    const auto digits = [&](std::uint64_t n) {
      return all_digits(static_cast<double>(n) / std::pow(10.0, grid.places));
    };
    const std::string step = digits(grid.step);
    if (grid.offset != 0) return columns[0] + " is " + digits(grid.offset) + " above a multiple of " + step;
    return columns[0] + (step == "1" ? " is whole" : " is a multiple of " + step);
  }
  const std::size_t joined = columns.size() - (kind == Kind::sum ? 1 : 0);
  const char* const between = kind == Kind::ordered ? " <= " : kind == Kind::sum ? " + " : " with ";
  std::string out = kind == Kind::combinations ? "known " : "";
  for (std::size_t i = 0; i < joined; ++i) out += (i == 0 ? "" : between) + columns[i];
  return kind == Kind::sum ? out + " = " + columns.back() : out;
}

std::vector<Constraint> in_order(std::vector<Constraint> constraints) {
  std::set<std::string> waiting;
  for (const Constraint& one : constraints) {
    if (one.kind == Kind::sum && !waiting.insert(one.columns.back()).second) {
      throw Error("the constraints contradict each other: a column is the total of two sums").got(one.columns.back());
    }
  }
  const auto others = std::stable_partition(constraints.begin(), constraints.end(),
                                            [](const Constraint& one) { return one.kind == Kind::sum; });
  for (auto next = constraints.begin(); next != others; ++next) {
    const auto ready = std::find_if(next, others, [&](const Constraint& sum) { return is_ready(sum, waiting); });
    if (ready == others) {
      throw Error("the constraints contradict each other: a total is in the end a part of itself").got(next->text());
    }
    waiting.erase(ready->columns.back());
    std::rotate(next, ready, ready + 1);
  }
  Narrowing(constraints).run();
  return constraints;
}

}  // namespace ballast::app
