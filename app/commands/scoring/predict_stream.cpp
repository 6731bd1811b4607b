#include "app/commands/scoring/predict_stream.hpp"

#include <cstdio>
#include <iostream>

#include "app/commands/scoring/score_lines.hpp"
#include "app/data/notes/unseen_labels.hpp"
#include "engine/error.hpp"
#include "engine/tabular/csv/copies/kept_cells.hpp"
#include "engine/tabular/csv/records/record_reader.hpp"
#include "engine/tabular/csv/row_parser.hpp"

namespace ballast::app {
namespace {

constexpr const char* kName = "standard input";

// Ends the stream at a column whose labels the model does not know.
void refuse_beyond_hope(const tabular::RowParser& parser) {
  for (const tabular::UnseenLabels& labels : parser.unseen()) {
    if (beyond_hope(labels)) throw unseen_error(labels, kName);
  }
}

}  // namespace

void predict_stream(const ClassifierFile& file, const StreamRequest& request, Session& session) {
  tabular::RecordReader records(std::cin, request.format);
  records.next();
  throw_if_interrupted();
  for (const std::string& note : records.notes()) session.observer.note(kName + (": " + note));
  tabular::CsvFormat cut = request.format;
  cut.delimiter = records.delimiter();
  tabular::RowParser parser(records.text(), file.features, kName, cut, request.dates);
  const tabular::KeptCells kept(records.text(), request.keep, kName, cut.delimiter);
  numeric::ThreadPool alone(1);  // a row has no work for more
  numeric::Matrix<double> x(1, file.features.size());
  numeric::Matrix<float> probability(1, file.model->classes());
  const ScoreLines lines(file, request.raw, request.keep);
  print(lines.header());
  std::string out;
  bool any = false;
  for (std::size_t unseen = 0; records.next(); any = true) {
    throw_if_interrupted();
    out.clear();
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
  judge_unseen(parser.unseen(), kName, request.accept_unseen, session.observer);
}

}  // namespace ballast::app
