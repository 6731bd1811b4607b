// Constraints on the columns of one table: rows are completed by them, and held against them.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/schema/constraint.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::app {

class BoundConstraints {
 public:
  // Borrows both. Throws Error on a column that the schema lacks, or an order, sum, range or grid of text.
  BoundConstraints(std::span<const Constraint> constraints, const tabular::Schema& schema);

  std::size_t size() const { return constraints_.size(); }
  // Rounds to grids, computes totals, and sets cells that can only be one thing.
  void complete(tabular::Table& rows) const;
  bool holds(std::size_t number, const tabular::Table& rows, std::size_t row) const;
  // The first constraint that the row breaks, by number.
  std::optional<std::size_t> broken(const tabular::Table& rows, std::size_t row) const;
  // The row's cells in the columns of a constraint: "start 5, end 3".
  std::string cells_text(std::size_t number, const tabular::Table& rows, std::size_t row) const;

 private:
  struct Place {
    std::vector<std::size_t> columns;
    std::vector<double> allowed;  // cells of one combination after another, ascending; kNone where missing
  };
  void resolve_allowed(const Constraint& one, Place& place) const;
  void complete_total(std::size_t number, tabular::Table& rows, std::size_t row) const;
  void complete_combination(const Place& place, tabular::Table& rows, std::size_t row) const;
  bool is_allowed(const Place& place, const tabular::Table& rows, std::size_t row) const;

  std::span<const Constraint> constraints_;
  const tabular::Schema& schema_;
  std::vector<Place> places_;
};

// The combinations of cells of these columns that the rows hold, ascending, as Constraint::allowed has them.
std::vector<std::string> combinations_of(const tabular::Table& rows, std::span<const std::size_t> columns);

}  // namespace ballast::app
