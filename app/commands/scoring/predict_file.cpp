#include "app/commands/scoring/predict_file.hpp"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <set>
#include <span>
#include <utility>

#include "app/commands/scoring/predict_table.hpp"
#include "app/commands/scoring/score_lines.hpp"
#include "app/data/notes/unseen_labels.hpp"
#include "app/terminal/progress.hpp"
#include "engine/files/gzip.hpp"
#include "engine/files/memory_input.hpp"
#include "engine/files/paths.hpp"
#include "engine/tabular/binary/table_file.hpp"
#include "engine/tabular/csv/copies/kept_cells.hpp"
#include "engine/tabular/csv/csv_blocks.hpp"
#include "engine/tabular/csv/in_place/in_place.hpp"
#include "engine/tabular/csv/records/csv_header.hpp"
#include "engine/tabular/csv/row_parser.hpp"
#include "engine/tabular/features/date_features.hpp"
#include "engine/tabular/features/features.hpp"

namespace ballast::app {
namespace {

constexpr std::size_t kHeld = std::size_t{4} << 20;  // bytes of scores before the first are written

tabular::CsvOptions options_of(const ClassifierFile& file, const FileRequest& request) {
  tabular::CsvOptions options{
      .dates = request.dates, .schema = tabular::source_schema(file.features), .format = request.format};
  for (const tabular::ColumnSchema& column : options.schema) options.only.push_back(column.name);
  return options;
}

// A file that can be read twice.
class Input {
 public:
  Input(std::string path, numeric::ThreadPool& pool) : path_(std::move(path)) {
    std::error_code code;
    const bool twice = std::filesystem::is_regular_file(path_, code) && !tabular::binary::is_table_file(path_);
    if (!twice) held_ = tabular::csv::read_text_of(path_, pool);
  }
  const std::string& path() const { return path_; }
  std::unique_ptr<files::InputFile> open() const {
    if (!held_) return files::open_inflated(path_);
    return std::make_unique<files::MemoryInput>(std::as_bytes(std::span(held_->bytes.get(), held_->size)));
  }
  // How the file is written: read as a whole.
  tabular::CsvFormat format(const tabular::CsvOptions& options, numeric::ThreadPool& pool, Observer& observer) const {
    tabular::CsvFormat out;
    if (held_) {
      tabular::parse_csv({held_->bytes.get(), held_->size}, path_, options, pool, observer, &out);
    } else {
      tabular::read_csv(path_, options, pool, observer, &out);
    }
    return out;
  }

 private:
  std::string path_;
  std::optional<tabular::csv::FileText> held_;  // what came through a pipe, or a table file stands for
};

// Says every note once.
class NotedOnce final : public Observer {
 public:
  explicit NotedOnce(Observer& observer) : observer_(observer) {}
  bool report(const Progress& progress) override { return observer_.report(progress); }
  void note(std::string_view text) override {
    if (said_.emplace(text).second) observer_.note(text);
  }

 private:
  Observer& observer_;
  std::set<std::string> said_;
};

// A row that is not written as the request says.
struct Unreadable final : Error {
  explicit Unreadable(const Error& error) : Error(error) {}
};

// What a block of rows adds to the whole.
struct Scored {
  std::string lines;
  std::size_t rows = 0;
  tabular::LearnedRows::Seen seen = {};
  std::vector<tabular::UnseenLabels> unseen = {};  // of each text column of the model
};

// Labels never seen, by text column, cells that are not missing counted where all are known too.
std::vector<tabular::UnseenLabels> counted(const tabular::Schema& features,
                                           const tabular::FeatureEncoder::Encoded& of) {
  std::vector<tabular::UnseenLabels> out;
  for (std::size_t f = 0; f < features.size(); ++f) {
    if (!features[f].is_text()) continue;
    tabular::UnseenLabels labels(features[f]);
    const auto found = std::ranges::find(of.unseen, features[f].name, &tabular::UnseenLabels::column);
    if (found != of.unseen.end()) {
      labels = *found;
    } else {
      for (std::size_t row = 0; row < of.x.rows(); ++row) labels.present += !tabular::is_missing(of.x(row, f));
    }
    out.push_back(std::move(labels));
  }
  return out;
}

class FileScorer {
 public:
  FileScorer(const ClassifierFile& file, const FileRequest& request, const Input& input, numeric::ThreadPool& pool,
             Observer& observer)
      : file_(file),
        request_(request),
        pool_(pool),
        observer_(observer),
        blocks_(input.open(), input.path(), options_of(file, request), pool, observer),
        kept_(blocks_.header(), request.keep, request.path, blocks_.delimiter()),
        lines_(file, request.raw, request.keep),
        encoder_(file.features),
        columns_(tabular::source_columns(file.features)) {
    const std::vector<std::string> names =
        tabular::csv::read_header({blocks_.header(), request.path, 1, {.delimiter = blocks_.delimiter()}});
    if (auto error = tabular::absent_columns(file.features, names)) throw error->in(request.path, 1);
    for (const tabular::ColumnSchema& feature : file.features) {
      if (feature.is_text()) unseen_.emplace_back(feature);
    }
  }

  // began: set before anything is written.
  ScoredRows run(files::OutputFile& out, bool& began) {
    std::string held = lines_.header();
    const auto flush = [&] {
      began = true;
      out.write(std::as_bytes(std::span(held)));
      held.clear();
    };
    while (blocks_.next()) {
      observer_.step({.phase = "predict", .done = blocks_.done(), .total = blocks_.size()});
      throw_if_interrupted();
      for (const Scored& block : score_blocks()) {
        held += block.lines;
        add(block);
      }
      if (held.size() >= kHeld) flush();
    }
    if (total_.rows == 0) tabular::throw_no_rows(request_.path);
    judge();
    flush();
    return total_;
  }

 private:
  std::vector<Scored> score_blocks() const {
    std::vector<Scored> out(blocks_.blocks());
    pool_.parallel_for(out.size(), [&](std::size_t block) { out[block] = score(block); });
    return out;
  }

  Scored score(std::size_t block) const {
    const tabular::Table table = rows_of(block);
    Scored out{.lines = {}, .rows = table.rows()};
    if (table.rows() == 0) return out;
    const tabular::FeatureEncoder::Encoded encoded = encoded_rows(table);
    numeric::Matrix<float> scores(table.rows(), file_.model->classes());
    file_.model->predict(encoded.x.view(), scores.view(), pool_);
    write(block, scores.view(), out.lines);
    if (file_.made_by.learned.known()) out.seen = file_.made_by.learned.look_at(table, columns_);
    out.unseen = counted(file_.features, encoded);
    return out;
  }

  tabular::Table rows_of(std::size_t block) const {
    try {
      return blocks_.table(block);
    } catch (const Error& error) {
      throw Unreadable(error);
    }
  }

  tabular::FeatureEncoder::Encoded encoded_rows(const tabular::Table& table) const {
    try {
      return encoder_.encode(table);
    } catch (Error& error) {
      if (error.file().empty()) error.in(request_.path);
      throw;
    }
  }

  void write(std::size_t block, numeric::MatrixView<const float> scores, std::string& out) const {
    if (request_.keep.empty()) {
      for (std::size_t row = 0; row < scores.rows(); ++row) lines_.append(scores.row(row), out);
      return;
    }
    std::size_t row = 0;
    blocks_.for_each_record(block, [&](std::string_view record) {
      kept_.append(record, out);
      lines_.append(scores.row(row++), out);
    });
  }

  void add(const Scored& block) {
    total_.rows += block.rows;
    seen_.add(block.seen);
    for (std::size_t c = 0; c < block.unseen.size(); ++c) unseen_[c].add(block.unseen[c]);
  }

  void judge() {
    if (const std::size_t empty = blocks_.empty_rows(); empty > 0) {
      observer_.note(tabular::csv::empty_rows_note(request_.path, empty));
    }
    std::erase_if(unseen_, [](const tabular::UnseenLabels& labels) { return labels.unseen == 0; });
    judge_unseen(unseen_, request_.path, request_.accept_unseen, observer_);
    if (file_.made_by.learned.known()) total_.learned = file_.made_by.learned.among(seen_);
  }

  const ClassifierFile& file_;
  const FileRequest& request_;
  numeric::ThreadPool& pool_;
  Observer& observer_;
  tabular::CsvBlocks blocks_;
  tabular::KeptCells kept_;
  ScoreLines lines_;
  tabular::FeatureEncoder encoder_;
  std::vector<std::string> columns_;
  std::vector<tabular::UnseenLabels> unseen_;  // of each text column
  tabular::LearnedRows::Seen seen_;
  ScoredRows total_;
};

FileRequest as_written(FileRequest request, const ClassifierFile& file, const Input& input, Session& session,
                       Observer& observer) {
  request.format = input.format(options_of(file, request), session.pool, observer);
  request.format.decimal_learned = false;  // the styles are those of this file
  for (const auto& date : request.format.dates) {
    std::erase_if(request.dates, [&](const tabular::DateColumn& asked) { return asked.column == date.first; });
    request.dates.push_back({date.first, date.second});
  }
  return request;
}

}  // namespace

ScoredRows predict_file(const ClassifierFile& file, const FileRequest& request, const std::string& out,
                        Session& session) {
  if (request.keep.empty() && tabular::binary::is_table_file(request.path)) {
    return predict_table(file, request, options_of(file, request), out, session);
  }
  const Input input(request.path, session.pool);
  NotedOnce observer(session.observer);
  bool began = false;
  const auto score = [&](const FileRequest& how) {
    ScoredRows scored;
    FileScorer scorer(file, how, input, session.pool, observer);
    files::write_by_name(out, [&](files::OutputFile& to) { scored = scorer.run(to, began); });
    return scored;
  };
  try {
    return score(request);
  } catch (const Unreadable&) {
    if (began && files::is_stream(out)) throw;
  }
  return score(as_written(request, file, input, session, observer));
}

}  // namespace ballast::app
