#include "engine/tabular/csv/records/index_cells.hpp"

#include <cmath>

namespace ballast::tabular::csv {

bool IndexCells::add(const Cell& cell) {
  if (has_enough()) return fits_;
  const Number number = parse_number(cell.text);
  const bool is_number = number.kind == NumberKind::number;
  const bool whole = is_number && std::trunc(number.value) == number.value;
  if (rows_ == 0) quoted_ = cell.quoted;
  ++rows_;
  seen_.emplace(cell.text);
  const bool hardly_repeats = 2 * seen_.size() >= rows_;
  fits_ = !cell.text.empty() && (whole || !is_number);
  if (named_ || quoted_) {
    fits_ = fits_ && hardly_repeats && (named_ || cell.quoted);
  } else {
    fits_ = fits_ && whole && counts(number.value);
  }
  return fits_;
}

bool IndexCells::counts(double number) {
  if (rows_ == 1) first_ = number;
  return (first_ == 0 || first_ == 1) && number == first_ + static_cast<double>(rows_ - 1);
}

Error IndexCells::refusal(std::size_t names) const {
  if (named_) {
    return Error("column 1 has no name, and its cells are no index: they repeat, or are no whole numbers or texts")
        .hint("every column needs a name in the header");
  }
  return Error("rows of another length than the header")
      .expected(std::to_string(names) + (names == 1 ? " cell" : " cells") +
                ", or an index in front that counts the rows or stands in quotes")
      .got(std::to_string(names + 1))
      .hint(std::string("where commas stand before decimals, cells need quotes or another delimiter") +
            (fits_ ? "; one row alone does not show that a column counts: a file of more does, not a stream" : ""));
}

}  // namespace ballast::tabular::csv
