// CsvPart: the rows of one rank of a CSV file that ranks read together, each a part of its bytes. Columns are what one
// process finds in the whole file (part_facts.hpp).
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "classifiers/boosting/ranked_boosting.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/observer.hpp"
#include "engine/ranks/ranks.hpp"
#include "engine/tabular/csv/csv.hpp"
#include "engine/tabular/table_blocks.hpp"

namespace ballast::app {

class CsvPart final : public tabular::TableBlocks {
 public:
  // The rows of this rank; nullptr on all ranks, which all call it, where parts do not tell what the whole is, a rank
  // would have no rows, the file cannot be taken up in the middle, or there is a fault anywhere: then read_csv of the
  // whole file says what and where. The first rank notes what read_csv would. Throws Error where the file cannot be
  // read.
  // Memory: 8 bytes a cell of the rank's rows, and while they are parsed their text.
  static std::unique_ptr<CsvPart> read(const std::string& path, const tabular::CsvOptions& options, ranks::Ranks& ranks,
                                       numeric::ThreadPool& pool, Observer& observer);

  const tabular::Schema& schema() const override { return schema_; }
  std::size_t rows() const override { return own_.all; }
  // Of this rank's rows alone.
  tabular::Table block(std::size_t block, std::span<const std::size_t> columns) const override;
  void give_lines(tabular::Table&) const override {}

  const classifiers::RankRows& own() const { return own_; }
  std::span<const double> column(std::size_t index) const { return std::as_const(table_).column(index); }
  const tabular::CsvFormat& format() const {
    return format_;
  }  // by which a later file is read alike: on the first rank

 private:
  // The columns of all ranks become those of this one; false where the parts do not tell them.
  bool agree(std::vector<std::string> notes, const tabular::CsvOptions& options, ranks::Ranks& ranks,
             Observer& observer);
  void take_columns(tabular::Schema columns);
  // Digits behind the decimal mark, which the first rank has found in the first rows, are those of all.
  void check_decimals(ranks::Ranks& ranks, Observer& observer);

  classifiers::RankRows own_;
  tabular::Schema schema_;
  tabular::CsvFormat format_;
  tabular::Table table_;  // of the rank's rows; codes of labels are those of schema_
};

}  // namespace ballast::app
