#include "app/commands/scoring/predict_table.hpp"

#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "app/commands/scoring/model_rows.hpp"
#include "app/commands/scoring/score_lines.hpp"
#include "app/commands/scoring/scored_block.hpp"
#include "app/terminal/progress.hpp"
#include "engine/files/gzip.hpp"

namespace ballast::app {

namespace {

constexpr std::size_t kPiece = std::size_t{1} << 20;  // bytes gathered before they are written

// Scores of the rank's rows.
numeric::Matrix<float> own_scores(const ClassifierFile& file, numeric::MatrixView<const double> x, std::size_t first,
                                  std::size_t last, Session& session) {
  session.observer.step({.phase = "predict"});
  numeric::Matrix<float> out(last - first, file.model->classes());
  file.model->predict(x.row_block(first, last - first), out.view(), session.pool);
  return out;
}

// The lines, a piece at a time.
void write_lines(const ScoreLines& lines, const numeric::Matrix<float>& scores, std::string held,
                 const std::function<void(std::string_view)>& put) {
  for (std::size_t row = 0; row < scores.rows(); ++row) {
    lines.append(scores.row(row), held);
    if (held.size() < kPiece) continue;
    put(held);
    held.clear();
  }
  put(held);
}

}  // namespace

ScoredRows predict_table(const ClassifierFile& file, const FileRequest& request, const tabular::CsvOptions& options,
                         const std::string& out, Session& session) {
  ranks::Ranks& ranks = session.ranks;
  ModelRows rows{.path = request.path, .table = {}, .accept_unseen = request.accept_unseen, .format = {}};
  rows.table = tabular::read_csv(request.path, options, session.pool, session.observer, &rows.format);
  const numeric::Matrix<double> x = encode_for_model(file.features, rows, session);
  const std::size_t first = x.rows() * ranks.rank() / ranks.size();
  const std::size_t last = x.rows() * (ranks.rank() + 1) / ranks.size();
  const numeric::Matrix<float> scores = own_scores(file, x.view(), first, last, session);
  throw_if_interrupted();
  const ScoreLines lines(file, request.raw, request.keep);
  std::string own;
  if (!ranks.is_first()) write_lines(lines, scores, "", [&](std::string_view text) { own += text; });
  if (!ranks.is_first()) {
    for_each_text(ranks, own, session.observer, [](std::string_view) {});
    return {};
  }
  files::write_by_name(out, [&](files::OutputFile& to) {
    const auto put = [&](std::string_view text) { to.write(std::as_bytes(std::span(text))); };
    write_lines(lines, scores, lines.header(), put);
    for_each_text(ranks, own, session.observer, put);
  });
  return {.rows = rows.table.rows(), .learned = learned_rows(file, rows.table)};
}

}  // namespace ballast::app
