#include "app/commands/scoring/predict_stream.hpp"

#include <cstdio>
#include <iostream>
#include <memory>

#include "app/commands/parsing/extras.hpp"
#include "app/commands/scoring/score_lines.hpp"
#include "app/data/notes/unseen_labels.hpp"
#include "engine/error.hpp"
#include "engine/files/inflated_stream.hpp"
#include "engine/tabular/csv/copies/kept_cells.hpp"
#include "engine/tabular/csv/csv_head.hpp"
#include "engine/tabular/csv/records/csv_header.hpp"
#include "engine/tabular/csv/records/other_formats.hpp"
#include "engine/tabular/csv/records/record_reader.hpp"
#include "engine/tabular/csv/row_parser.hpp"
#include "engine/tabular/features/date_features.hpp"

namespace ballast::app {
namespace {

constexpr const char* kName = "standard input";

// Interrupted, but scores were written.
struct StoppedStream final : StoppedLate {
  const char* what() const noexcept override { return "interrupted; the scores so far are written"; }
};

// Ends the stream at a column whose labels the model does not know.
void refuse_beyond_hope(const tabular::RowParser& parser) {
  for (const tabular::UnseenLabels& labels : parser.unseen()) {
    if (beyond_hope(labels)) throw unseen_error(labels, kName);
  }
}

// Looks at the lines below a header that lacks columns, whether it is a title above one that does not.
void refuse_title(tabular::RecordReader& records, const std::string& header, const ClassifierFile& file, char asked) {
  const std::size_t line = records.line();
  if (tabular::csv::filled_cells(header, records.delimiter()) >= tabular::source_columns(file.features).size()) return;
  if (records.next()) tabular::csv::refuse_title(records, kName, line, header, asked);
}

// any: whether scores were written.
void write_scores(const ClassifierFile& file, const StreamRequest& request, Session& session, bool& any) {
  const std::unique_ptr<std::istream> in = files::inflated_stream(std::cin, kName);
  tabular::RecordReader records(*in, request.format);
  records.next();
  throw_if_interrupted();
  for (const std::string& note : records.notes()) session.observer.note(kName + (": " + note));
  tabular::CsvFormat cut = request.format;
  cut.delimiter = records.delimiter();
  const std::string header = records.text();
  tabular::csv::refuse_other_formats(header, kName);
  refuse_title(records, header, file, request.format.delimiter);
  tabular::RowParser parser(header, file.features, kName, cut, request.dates);
  tabular::KeptCells kept(header, request.keep, kName, cut.delimiter);
  numeric::ThreadPool alone(1);  // a row has no work for more
  numeric::Matrix<double> x(1, file.features.size());
  numeric::Matrix<float> probability(1, file.model->classes());
  const ScoreLines lines(file, request.raw, request.keep);
  print(lines.header());
  std::string out;
  for (std::size_t unseen = 0; records.next(); any = true) {
    throw_if_interrupted();
    out.clear();
    if (!any) {
      kept = tabular::KeptCells(tabular::csv::header_as_rows(header, records.text(), cut.delimiter), request.keep,
                                kName, cut.delimiter);
    }
    kept.append(records.text(), out);
    try {
      parser.parse(records.text(), records.line(), x.row(0));
      for (const std::string& note : parser.take_notes()) session.observer.note(kName + (": " + note));
      file.model->predict(x.view(), probability.view(), alone);
      lines.append(probability.row(0), out);
    } catch (const Error& error) {
      if (!request.skip_bad) throw;
      std::fprintf(stderr, "ballast: skipped: %s\n", error.what());
      out += lines.unreadable();
    }
    if (!request.accept_unseen && parser.unseen_cells() > unseen) refuse_beyond_hope(parser);
    unseen = parser.unseen_cells();
    print(out);
  }
  throw_if_interrupted();
  if (!any) tabular::throw_no_rows(kName);
  if (records.empty_rows() > 0) session.observer.note(tabular::csv::empty_rows_note(kName, records.empty_rows()));
  judge_unseen(parser.unseen(), kName, request.accept_unseen, session.observer);
}

}  // namespace

void predict_stream(const ClassifierFile& file, const StreamRequest& request, Session& session) {
  bool any = false;
  try {
    write_scores(file, request, session, any);
  } catch (const Stopped&) {
    if (any) throw StoppedStream{};
    throw;
  }
}

}  // namespace ballast::app
