#include "app/commands/scoring/judged_rows.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "app/commands/scoring/model_rows.hpp"
#include "app/commands/scoring/scored_block.hpp"
#include "app/data/notes/unseen_labels.hpp"
#include "app/data/streamed/csv_part.hpp"
#include "app/data/streamed/gathered_rows.hpp"
#include "app/data/streamed/part_text.hpp"
#include "app/data/streamed/written_codes.hpp"
#include "engine/error.hpp"
#include "engine/tabular/features/date_features.hpp"
#include "engine/tabular/features/features.hpp"

namespace ballast::app {
namespace {

class RowsOfFile final : public JudgedRows {
 public:
  RowsOfFile(const ClassifierFile& file, ModelRows rows) : file_(file), rows_(std::move(rows)) {}

  const tabular::Table& table() const override { return rows_.table; }
  bool accepts_unseen() const override { return rows_.accept_unseen; }
  numeric::Matrix<float> scores(Session& session) const override { return class_scores(file_, rows_, session); }
  std::optional<std::size_t> learned() const override { return learned_rows(file_, rows_.table); }

 private:
  const ClassifierFile& file_;
  ModelRows rows_;
};

// What the first rank has heard of all.
class RowsOfRanks final : public JudgedRows {
 public:
  RowsOfRanks(const ClassifierFile& file, std::string path, bool accepts, ScoredBlock all, tabular::Table truth,
              std::vector<float> scores)
      : file_(file),
        path_(std::move(path)),
        accepts_(accepts),
        all_(std::move(all)),
        truth_(std::move(truth)),
        scores_(std::move(scores)) {}

  const tabular::Table& table() const override { return truth_; }
  bool accepts_unseen() const override { return accepts_; }
  numeric::Matrix<float> scores(Session& session) const override {
    std::vector<tabular::UnseenLabels> unseen = all_.unseen;
    std::erase_if(unseen, [](const tabular::UnseenLabels& labels) { return labels.unseen == 0; });
    judge_unseen(unseen, path_, accepts_, session.observer);
    numeric::Matrix<float> out(truth_.rows(), file_.model->classes());
    for (std::size_t row = 0; row < out.rows(); ++row) {
      std::ranges::copy(std::span(scores_).subspan(row * out.columns(), out.columns()), out.row(row).begin());
    }
    return out;
  }
  std::optional<std::size_t> learned() const override {
    if (!file_.made_by.learned.known()) return std::nullopt;
    return file_.made_by.learned.among(all_.seen);
  }

 private:
  const ClassifierFile& file_;
  std::string path_;
  bool accepts_;
  ScoredBlock all_;
  tabular::Table truth_;
  std::vector<float> scores_;  // by row
};

struct OwnScores {
  ScoredBlock told;
  std::vector<float> scores;
};

// A block of rows after another.
OwnScores score_part(const ClassifierFile& file, const CsvPart& part, Session& session) {
  using tabular::TableBlocks;
  const tabular::FeatureEncoder encoder(file.features);
  const std::vector<std::size_t> columns = columns_of(part, file.features);
  const std::vector<std::string> names = tabular::source_columns(file.features);
  const std::size_t first = part.own().first / TableBlocks::kRows, classes = file.model->classes();
  const std::size_t blocks = (part.own().count + TableBlocks::kRows - 1) / TableBlocks::kRows;
  OwnScores out{{}, std::vector<float>(part.own().count * classes)};
  std::vector<ScoredBlock> told(blocks);
  for (std::size_t done = 0; done < blocks; done += session.pool.threads()) {
    session.observer.step({.phase = "predict", .done = done, .total = blocks});
    session.pool.parallel_for(std::min(session.pool.threads(), blocks - done), [&](std::size_t i) {
      const tabular::Table rows = part.block(first + done + i, columns);
      const tabular::FeatureEncoder::Encoded encoded = encoder.encode(rows);
      const std::span<float> into =
          std::span(out.scores).subspan((done + i) * TableBlocks::kRows * classes, rows.rows() * classes);
      file.model->predict(encoded.x.view(), {into.data(), rows.rows(), classes}, session.pool);
      told[done + i].rows = rows.rows();
      told[done + i].unseen = counted_labels(file.features, encoded);
      if (file.made_by.learned.known()) told[done + i].seen = file.made_by.learned.look_at(rows, names);
    });
  }
  for (const ScoredBlock& block : told) out.told.add(block);
  return out;
}

}  // namespace

std::unique_ptr<JudgedRows> read_judged_rows(const ClassifierFile& file, const std::string& path,
                                             const Arguments& arguments, Session& session,
                                             const tabular::ColumnSchema& truth) {
  return std::make_unique<RowsOfFile>(
      file, read_for_model(path, file.features, file.made_by.format, arguments, session, {truth}));
}

std::unique_ptr<JudgedRows> read_judged_rows_over(const ClassifierFile& file, const std::string& path,
                                                  const Arguments& arguments, Session& session,
                                                  const tabular::ColumnSchema& truth) {
  ranks::Ranks& ranks = session.ranks;
  const tabular::CsvOptions options = csv_options_for_model(file.features, file.made_by.format, arguments, {truth});
  const auto part = CsvPart::read(path, options, ranks, session.pool, session.observer);
  if (!part) return nullptr;
  OwnScores own;
  std::optional<std::size_t> target;
  try {
    target = column_index(*part, truth.name);
    own = score_part(file, *part, session);
  } catch (const Error&) {  // said when the file is read as a whole
    target.reset();
  }
  if (!are_all_well(target.has_value(), ranks, session.observer)) return nullptr;
  ScoredBlock all;
  for (const ScoredBlock& block : gather_blocks(ranks, own.told, file.features, session.observer)) all.add(block);
  std::vector<float> scores = gather_rows<float>(ranks, part->own(), own.scores, session.observer);
  std::vector<std::vector<double>> cells{
      gather_rows<double>(ranks, part->own(), part->column(*target), session.observer)};
  if (!ranks.is_first()) return nullptr;
  tabular::Table table({part->schema()[*target]}, std::move(cells));
  return std::make_unique<RowsOfRanks>(file, path, arguments.flag("accept-unseen"), std::move(all), std::move(table),
                                       std::move(scores));
}

}  // namespace ballast::app
