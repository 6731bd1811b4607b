// A table file in the place of the CSV file that it was converted from. Columns that are asked for as the file has them
// are taken from it; any other question (numbers as text, a percentage for a model of fractions) is answered by the
// text that the column stands for, read as any CSV text is.
// Internal to engine/tabular.
#pragma once

#include <string>

#include "engine/numeric/thread_pool.hpp"
#include "engine/observer.hpp"
#include "engine/tabular/binary/table_file.hpp"
#include "engine/tabular/csv/csv.hpp"
#include "engine/tabular/csv/records/csv_source.hpp"

namespace ballast::tabular::csv {

// As read_csv of the CSV file. Of options.format the missing words and the styles of a model count: the text itself has
// been read. Throws Error as read_csv and binary::TableFile::table do, and on a column to be read as text whose cells
// were not written as their text would be now.
Table read_in_place(const binary::TableFile& file, const CsvOptions& options, numeric::ThreadPool& pool,
                    Observer& observer, CsvFormat* as_read);

// The format of a table file as read_in_place takes it, where all columns that are not skipped are asked for as they
// stand; for rows that are read in blocks. Throws Error on a column that is not.
CsvFormat format_as_it_stands(const binary::TableFile& file, const CsvOptions& options);

// The text of a CSV file; of a table file the text that its cells stand for, in UTF-8, which a format that has been
// asked for does not change. For what copies rows.
FileText read_text_of(const std::string& path, numeric::ThreadPool& pool);

}  // namespace ballast::tabular::csv
