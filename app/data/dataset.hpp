// Dataset: a table whose rows are of two classes: the positive label of the target column, and all others; or, if asked
// for, of as many classes as the target has labels (class_labels.hpp).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "app/data/target_labels.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/observer.hpp"
#include "engine/tabular/cells/csv_format.hpp"
#include "engine/tabular/csv/csv.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::tabular {
struct CsvOptions;
}

namespace ballast::app {

struct DataRequest {
  std::string path;
  TargetSpec target;
  std::vector<std::string> drop, categorical;
  bool every_label = false;  // a class of its own; the positive label is not read then
  std::vector<tabular::DateColumn> dates = {};
  std::string time = {};   // the column that orders rows; it is no feature
  bool keep_time = false;  // but it is
  tabular::CsvFormat format = {};
  // Those of a model to go on from; a column that the file lacks is told later, as the model needs it.
  std::vector<std::string> categorical_if_present = {};
  std::vector<tabular::DateColumn> dates_if_present = {};
  std::string group = {};  // the column whose equal cells belong together; it is no feature
  std::string gap = {};    // between what teaches and what is tested, in the time of `time` (time_column.hpp)
};

struct Dataset {
  std::string name;                       // of the file, for messages
  tabular::Table table;                   // the target among its columns
  std::size_t target = 0;                 // its index
  std::string positive;                   // the label as the table has it; empty if every label is a class
  std::vector<std::int32_t> y;            // 1 where the target is the positive label, or the number of the class
  std::size_t positives = 0;              // of two classes
  std::vector<std::string> classes = {};  // labels by number, at least three, if every label is a class; else empty
  tabular::CsvFormat format = {};         // by which a later file is read as this one was
  std::vector<double> time = {};          // of each row, if a column orders them
  double gap = 0;                         // of time; rows within it before a test part do not teach
  std::vector<std::uint32_t> group = {};  // of each row, if a column groups them
  std::vector<std::string> as_text = {};  // columns that were asked to be read as text

  std::size_t rows() const { return table.rows(); }
  std::size_t negatives() const { return rows() - positives; }
  std::size_t class_count() const { return classes.empty() ? 2 : classes.size(); }
  std::vector<std::size_t> feature_columns() const;  // all but the target
  tabular::Schema feature_schema() const;            // as a classifier reads them: dates in parts (date_features.hpp)
  std::vector<std::string> feature_names() const;    // of the columns
  // The features alone of the rows given by number.
  tabular::Table features_of(std::span<const std::size_t> rows) const;
  std::vector<std::size_t> positive_rows() const;
  std::vector<std::size_t> all_rows() const;
};

// The columns that are no features: those to drop, and those that order or group rows. Throws Error when the target is
// one.
std::vector<std::string> left_out(const DataRequest& request);

// How a request reads its file: dropped columns are not parsed. Throws Error when the target is one of them.
tabular::CsvOptions csv_options(const DataRequest& request);

// Reads the file, labels the rows; notes what a user should know of the columns.
// Throws Error as read_csv, binary_labels and class_labels do, and: target or dropped column unknown, no feature
// columns.
Dataset load_dataset(const DataRequest& request, numeric::ThreadPool& pool, Observer& observer);

// The same from a table in memory, with or without the columns to drop.
Dataset make_dataset(tabular::Table table, const DataRequest& request);

// Tells the observer of columns that teach nothing, identify rows or tell the classes, and of odd targets.
void note_columns(const Dataset& data, Observer& observer);
// Tells the observer of text columns whose cells are numbers or dates that were not read as such, but for `as_text`,
// which were asked to be.
void note_texts(const tabular::Table& table, Observer& observer, std::span<const std::string> as_text = {});
// The same as of a dataset, of the columns of a table that is learned whole, each alone; and that made rows would hold
// the identifiers of real ones.
void note_columns(const tabular::Table& table, Observer& observer, std::span<const std::string> as_text = {});

// The line of the file on which the row begins.
std::size_t line_of(const tabular::Table& table, std::size_t row);

// "0, 1" or "a, b, ... (120 labels)".
std::string label_list(std::span<const std::string> labels);

// A cell as the file would write it; empty if missing.
std::string cell_text(const tabular::ColumnSchema& column, double cell);

}  // namespace ballast::app
