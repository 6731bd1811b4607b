// Dataset: a table whose rows are of two classes: the positive label of the target column, and all others.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/numeric/thread_pool.hpp"
#include "engine/observer.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::app {

struct TargetSpec {
  std::string column;
  std::string positive;  // the label as the file writes it: "1", "yes"
};

struct DataRequest {
  std::string path;
  TargetSpec target;
  std::vector<std::string> drop, categorical;
};

struct Dataset {
  std::string name;             // of the file, for messages
  tabular::Table table;         // the target among its columns
  std::size_t target = 0;       // its index
  std::string positive;         // the label
  std::vector<std::int32_t> y;  // 1 where the target is the positive label
  std::size_t positives = 0;

  std::size_t rows() const { return table.rows(); }
  std::size_t negatives() const { return rows() - positives; }
  std::vector<std::size_t> feature_columns() const;  // all but the target
  tabular::Schema feature_schema() const;
  // The features alone of the rows given by number.
  tabular::Table features_of(std::span<const std::size_t> rows) const;
  std::vector<std::size_t> positive_rows() const;
};

// Reads the file, drops columns, labels the rows; notes what a user should know of the columns.
// Throws Error as read_csv does, and: target or dropped column unknown, missing target values, positive label absent,
// one class only, no feature columns.
Dataset load_dataset(const DataRequest& request, numeric::ThreadPool& pool, Observer& observer);

// The same from a table in memory.
Dataset make_dataset(tabular::Table table, const DataRequest& request);

// Tells the observer of columns that are constant, empty or look like identifiers.
void note_columns(const Dataset& data, Observer& observer);

// Labels alone, by the same rules; 1 is positive. One class only is allowed when `both` is false.
std::vector<std::int32_t> binary_labels(const tabular::Table& table, const TargetSpec& target, const std::string& name,
                                        bool both = true);

// A cell as the file would write it; empty if missing.
std::string cell_text(const tabular::ColumnSchema& column, double cell);

}  // namespace ballast::app
