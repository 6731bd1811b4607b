#include "app/commands/predict_stream.hpp"

#include <cstdio>
#include <iostream>

#include "app/commands/score_lines.hpp"
#include "engine/error.hpp"
#include "engine/tabular/record_reader.hpp"
#include "engine/tabular/row_parser.hpp"

namespace ballast::app {
namespace {

constexpr const char* kName = "standard input";

}  // namespace

void predict_stream(const ClassifierFile& file, bool skip_bad, bool raw, Session& session) {
  tabular::RecordReader records(std::cin);
  records.next();
  throw_if_interrupted();
  tabular::RowParser parser(records.text(), file.features, kName);
  numeric::ThreadPool alone(1);  // a row has no work for more
  numeric::Matrix<float> x(1, file.features.size()), probability(1, file.model->classes());
  const ScoreLines lines(file, raw);
  print(lines.header());
  std::string out;
  bool any = false;
  for (; records.next(); any = true) {
    throw_if_interrupted();
    out.clear();
    try {
      parser.parse(records.text(), records.line(), x.row(0));
      file.model->predict(x.view(), probability.view(), alone);
      lines.append(probability.row(0), out);
    } catch (const Error& error) {
      if (!skip_bad) throw;
      std::fprintf(stderr, "ballast: skipped: %s\n", error.what());
      out = lines.unreadable();
    }
    print(out);
  }
  throw_if_interrupted();
  if (!any) tabular::throw_no_rows(kName);
  if (parser.unseen_cells() > 0) {
    session.observer.note(std::to_string(parser.unseen_cells()) +
                          " cells hold labels the model has never seen: read as missing");
  }
}

}  // namespace ballast::app
