// RowParser: CSV one record at a time, for rows that arrive one by one (record_reader.hpp): the header once, then each
// record straight into the features of a model, as read_csv and FeatureEncoder have them.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/tabular/csv/csv.hpp"
#include "engine/tabular/csv/csv_columns.hpp"
#include "engine/tabular/csv/records/index_cells.hpp"
#include "engine/tabular/dates/date_format.hpp"
#include "engine/tabular/features/date_features.hpp"
#include "engine/tabular/features/features.hpp"
#include "engine/tabular/labels/label_index.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::tabular {

class RowParser {
 public:
  // header: the first record. features: the columns to find in it, in any order, others between them. name: stands for
  // the file in messages. Throws Error as read_csv on a header, and on columns that are not there.
  // format: by which the model's data was read, and what else is asked for; with the delimiter of RecordReader. dates:
  // formats asked for.
  RowParser(std::string_view header, const Schema& features, std::string name, const CsvFormat& format = {},
            std::vector<DateColumn> dates = {});
  RowParser(const RowParser&) = delete;  // columns_ point into options_
  RowParser& operator=(const RowParser&) = delete;

  // Cells of one record as numbers; missing cells and labels never seen are NaN. x: one number a feature. line: the one
  // on which the record begins. Throws Error as read_csv with the schema of the features, with name, line and column.
  void parse(std::string_view record, std::size_t line, std::span<double> x);

  // What has turned out to be written otherwise than it was learned, since the last call.
  std::vector<std::string> take_notes() { return std::exchange(notes_, {}); }

  std::size_t unseen_cells() const { return unseen_cells_; }  // labels never seen, so far
  // The same by column, of those that held some.
  std::vector<UnseenLabels> unseen() const;

 private:
  struct Dates {
    DateFormat format;
    std::vector<DatePart> parts;  // features side by side
    bool settled = false;         // by the first date of the column
  };
  struct Labels {
    LabelIndex known;
    UnseenLabels unseen;
  };
  // Cells that the first row has more or fewer than the header: an index, or nothing behind the last delimiter.
  void fit_columns(const csv::Source& row);
  void parse_cells(const csv::Source& source, std::span<double> x);
  // Which decimal mark the numbers of a row show, all columns together.
  void look_at_marks(const csv::Source& row);
  // Points in numbers that read as they were learned.
  void look_at_point(const csv::ColumnRule& column, std::string_view text);
  // Throws Error on another unit than that of an earlier row.
  void keep_unit(const csv::ColumnRule& column, const std::string& unit);
  double read_number(const csv::Source& source, const csv::ColumnRule& column, const csv::Cell& cell, const char* at);
  void read_date(const csv::Source& source, const csv::ColumnRule& column, const csv::Cell& cell, const char* at,
                 std::span<double> x);
  double label_code(std::size_t feature, std::string_view text);

  Schema features_;
  std::string name_, header_;
  CsvOptions options_;
  std::vector<csv::ColumnRule> columns_;                         // of the header
  std::unordered_map<const ColumnSchema*, std::size_t> places_;  // of the first feature of a known column
  std::unordered_map<const ColumnSchema*, Dates> dates_;         // by known column
  std::vector<Labels> labels_;                                   // of each feature
  csv::Marks marks_;
  StreamStyle style_;
  std::vector<std::string> notes_;
  std::unordered_map<const ColumnSchema*, std::string> units_;  // that numbers were written in so far
  bool points_shown_ = false;                                   // some number has a point that cannot part thousands
  const csv::ColumnRule* doubt_ = nullptr;                      // a column that has one that can, in this row
  std::string_view doubtful_;                                   // that number
  std::optional<csv::IndexCells> index_;                        // of a first column without a name
  bool first_ = true;                                           // no row has been read
  std::size_t unseen_cells_ = 0;
};

// The errors of a text without a header, and of one that ends behind it.
[[noreturn]] void throw_empty(const std::string& name);
[[noreturn]] void throw_no_rows(const std::string& name);

}  // namespace ballast::tabular
