#include "app/commands/scoring/predict_file.hpp"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <memory>
#include <set>
#include <span>
#include <utility>

#include "app/commands/scoring/predict_table.hpp"
#include "app/commands/scoring/score_lines.hpp"
#include "app/commands/scoring/scored_block.hpp"
#include "app/data/notes/unseen_labels.hpp"
#include "app/data/streamed/row_ranges.hpp"
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

class FileScorer {
 public:
  FileScorer(const ClassifierFile& file, const FileRequest& request, const Input& input, ranks::Ranks& ranks,
             numeric::ThreadPool& pool, Observer& observer)
      : file_(file),
        request_(request),
        input_(input),
        ranks_(ranks),
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
  }

  // put: takes the lines, on the first rank. began: set before anything is put.
  ScoredRows run(const std::function<void(std::string_view)>& put, bool& began) {
    std::string held = ranks_.is_first() ? lines_.header() : "";
    const auto flush = [&] {
      began = true;
      put(held);
      held.clear();
    };
    for (bool more = share_out(); more && !total_.fault && blocks_.next();) {
      observer_.step({.phase = "predict", .done = blocks_.done(), .total = blocks_.size()});
      throw_if_interrupted();
      for (const ScoredBlock& block : score_blocks()) {
        held += block.lines;
        total_.add(block);
      }
      if (held.size() >= kHeld && ranks_.is_first() && !total_.fault) flush();
    }
    if (!ranks_.is_alone()) add_ranks();
    if (total_.fault) throw Unreadable(*total_.fault);
    if (ranks_.is_first()) {
      if (total_.rows == 0) tabular::throw_no_rows(request_.path);
      judge();
      flush();
    }
    for_each_text(ranks_, held, observer_, put);
    return {.rows = total_.rows, .learned = learned_};
  }

 private:
  // Each rank takes rows of its own, the first all of a file that cannot be parted; false where there are none.
  bool share_out() {
    if (ranks_.is_alone()) return true;
    if (!blocks_.can_part()) return ranks_.is_first();
    const auto file = input_.open();
    const RowsEnd rows = end_of_rows(*file, blocks_.size());
    if (rows.end <= blocks_.done()) return ranks_.is_first();
    empty_rows_ = rows.empty_rows;
    const ByteRange own =
        bytes_of_rank(ranks_, *file, rows.end, blocks_.done(), blocks_.odd_quotes_above(), pool_, observer_);
    ranks_.is_first() ? blocks_.end_at(own.end) : blocks_.go_to(own.begin, own.end);
    return own.begin < own.end;
  }

  // What the other ranks found goes to the first, and why rows cannot be read to all.
  void add_ranks() {
    ScoredBlock all;
    for (const ScoredBlock& block : gather_blocks(ranks_, total_, file_.features, observer_)) all.add(block);
    total_ = std::move(all);
  }

  std::vector<ScoredBlock> score_blocks() const {
    std::vector<ScoredBlock> out(blocks_.blocks());
    pool_.parallel_for(out.size(), [&](std::size_t i) { out[i] = score(i); });
    return out;
  }

  ScoredBlock score(std::size_t block) const {
    tabular::Table table;
    try {
      table = blocks_.table(block);
    } catch (const Error& error) {
      return {.fault = error};
    }
    ScoredBlock out{.rows = table.rows()};
    if (table.rows() == 0) return out;
    const tabular::FeatureEncoder::Encoded encoded = encoded_rows(table);
    numeric::Matrix<float> scores(table.rows(), file_.model->classes());
    file_.model->predict(encoded.x.view(), scores.view(), pool_);
    write(block, scores.view(), out.lines);
    if (file_.made_by.learned.known()) out.seen = file_.made_by.learned.look_at(table, columns_);
    out.unseen = counted_labels(file_.features, encoded);
    return out;
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

  void judge() {
    if (const std::size_t empty = empty_rows_ + blocks_.empty_rows(); empty > 0) {
      observer_.note(tabular::csv::empty_rows_note(request_.path, empty));
    }
    std::vector<tabular::UnseenLabels> unseen = total_.unseen;
    std::erase_if(unseen, [](const tabular::UnseenLabels& labels) { return labels.unseen == 0; });
    judge_unseen(unseen, request_.path, request_.accept_unseen, observer_);
    if (file_.made_by.learned.known()) learned_ = file_.made_by.learned.among(total_.seen);
  }

  const ClassifierFile& file_;
  const FileRequest& request_;
  const Input& input_;
  ranks::Ranks& ranks_;
  numeric::ThreadPool& pool_;
  Observer& observer_;
  tabular::CsvBlocks blocks_;
  std::size_t empty_rows_ = 0;  // at the end of a file that ranks share
  tabular::KeptCells kept_;
  ScoreLines lines_;
  tabular::FeatureEncoder encoder_;
  std::vector<std::string> columns_;
  ScoredBlock total_;  // but for its lines
  std::optional<std::size_t> learned_;
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
    FileScorer scorer(file, how, input, session.ranks, session.pool, observer);
    if (session.ranks.is_first()) {
      files::write_by_name(out, [&](files::OutputFile& to) {
        scored = scorer.run([&](std::string_view text) { to.write(std::as_bytes(std::span(text))); }, began);
      });
    } else {
      scorer.run([](std::string_view) {}, began);
    }
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
