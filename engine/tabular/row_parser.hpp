// RowParser: CSV one record at a time, for rows that arrive one by one (record_reader.hpp): the header once, then each
// record straight into the features of a model, as read_csv and FeatureEncoder have them.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/tabular/csv_source.hpp"
#include "engine/tabular/date_features.hpp"
#include "engine/tabular/date_format.hpp"
#include "engine/tabular/features.hpp"
#include "engine/tabular/label_index.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::tabular {

class RowParser {
 public:
  // header: the first record. features: the columns to find in it, in any order, others between them. name: stands for
  // the file in messages. Throws Error as read_csv on a header, and on columns that are not there.
  RowParser(std::string_view header, const Schema& features, std::string name);
  RowParser(const RowParser&) = delete;  // columns_ points into features_
  RowParser& operator=(const RowParser&) = delete;

  // Cells of one record as numbers; missing cells and labels never seen are NaN. x: one number a feature. line: the one
  // on which the record begins. Throws Error as read_csv with the schema of the features, with name, line and column.
  void parse(std::string_view record, std::size_t line, std::span<double> x);

  std::size_t unseen_cells() const { return unseen_cells_; }  // labels never seen, so far
  // The same by column, of those that held some.
  std::vector<UnseenLabels> unseen() const;

 private:
  struct Column {
    std::string name;
    const ColumnSchema* feature = nullptr;  // in features_; nullptr: the cells are not looked at
  };
  struct Dates {
    DateFormat format;
    std::vector<DatePart> parts;  // features side by side
  };
  struct Labels {
    LabelIndex known;
    UnseenLabels unseen;
  };
  void read_date(const csv::Source& source, const Column& column, const csv::Cell& cell, const char* at,
                 std::span<double> x) const;
  double label_code(std::size_t feature, std::string_view text);

  Schema features_;
  std::string name_;
  std::vector<Column> columns_;                           // of the header
  std::unordered_map<const ColumnSchema*, Dates> dates_;  // by the first feature of a date
  std::vector<Labels> labels_;                            // of each feature
  std::size_t unseen_cells_ = 0;
};

// The error of a text that ends behind its header.
[[noreturn]] void throw_no_rows(const std::string& name);

}  // namespace ballast::tabular
