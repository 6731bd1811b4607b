#include "app/commands/scoring/predict_table.hpp"

#include <span>

#include "app/commands/scoring/model_rows.hpp"
#include "app/commands/scoring/score_lines.hpp"
#include "app/terminal/progress.hpp"
#include "engine/files/gzip.hpp"

namespace ballast::app {

ScoredRows predict_table(const ClassifierFile& file, const FileRequest& request, const tabular::CsvOptions& options,
                         const std::string& out, Session& session) {
  constexpr std::size_t kPiece = std::size_t{1} << 20;  // bytes gathered before they are written
  ModelRows rows{.path = request.path, .table = {}, .accept_unseen = request.accept_unseen, .format = {}};
  rows.table = tabular::read_csv(request.path, options, session.pool, session.observer, &rows.format);
  const numeric::Matrix<float> scores = class_scores(file, rows, session);
  throw_if_interrupted();
  const ScoreLines lines(file, request.raw, request.keep);
  files::write_by_name(out, [&](files::OutputFile& to) {
    std::string held = lines.header();
    for (std::size_t row = 0; row < scores.rows(); ++row) {
      lines.append(scores.row(row), held);
      if (held.size() < kPiece) continue;
      to.write(std::as_bytes(std::span(held)));
      held.clear();
    }
    to.write(std::as_bytes(std::span(held)));
  });
  return {.rows = rows.table.rows(), .learned = learned_rows(file, rows.table)};
}

}  // namespace ballast::app
