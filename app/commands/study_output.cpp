#include "app/commands/study_output.hpp"

#include <charconv>
#include <filesystem>

#include "app/report/json.hpp"
#include "app/report/study_text.hpp"
#include "engine/tabular/csv.hpp"

namespace ballast::app {
namespace {

void append_number(std::string& out, std::size_t number) {
  char text[24];
  out.append(text, std::to_chars(text, text + sizeof text, number).ptr);
}

// The artefacts of repeat 1, the splits of all, and the report.
class FolderSink final : public StudySink {
 public:
  FolderSink(files::OutputFolder& folder, const Dataset& data, std::uint64_t seed, const StudyFiles& files,
             Session& session)
      : folder_(folder), data_(data), seed_(seed), write_splits_(files.splits), files_(files.report) {
    if (files_.wanted()) report_.emplace(data, session.pool, session.observer);
  }

  void split(std::size_t repeat, const tabular::Split& split) override {
    if (report_) report_->split(repeat, split);
    if (repeat == 0) made_by_ = provenance(split.train.size(), positives_in(split.train), seed_);
    if (!write_splits_) return;
    std::vector<const char*> part(data_.rows(), nullptr);
    for (const std::size_t row : split.train) part[row] = "train";
    for (const std::size_t row : split.validation) part[row] = "validation";
    for (const std::size_t row : split.test) part[row] = "test";
    for (std::size_t row = 0; row < part.size(); ++row) {
      if (part[row] == nullptr) continue;
      append_number(splits_, repeat + 1);
      splits_ += ',';
      append_number(splits_, static_cast<std::size_t>(data_.table.origins()[row].row));
      splits_ += ',';
      splits_ += part[row];
      splits_ += '\n';
    }
  }

  void generator(std::size_t repeat, const std::string& augmentation, const diffusion::Generator& model) override {
    if (report_) report_->generator(repeat, augmentation, model);
    if (repeat > 0) return;
    Provenance made_by = made_by_;
    made_by.rows = made_by.positives;
    save_generator(model, target_column(data_), made_by, folder_.file("generator-" + augmentation + ".ballast"));
  }

  void synthetic(std::size_t repeat, const std::string& augmentation, const tabular::Table& rows) override {
    if (report_) report_->synthetic(repeat, augmentation, rows);
    if (repeat > 0 || augmentation != "diffusion") return;
    tabular::write_csv(with_target(rows, target_column(data_)), folder_.file("synthetic.csv"));
  }

  void classifier(std::size_t repeat, const std::string& classifier, const std::string& augmentation,
                  const classifiers::Classifier& model) override {
    if (repeat > 0) return;
    save_classifier(model, data_.feature_schema(), target_column(data_), made_by_,
                    folder_.file(classifier + "-" + augmentation + ".ballast"));
  }

  void scores(std::size_t repeat, const ArmScores& scores) override {
    if (report_) report_->scores(repeat, scores);
  }

  void write_report(StudyResult& result) {
    if (!report_) return;
    const PhaseTimer timer(result.timings, "report");
    app::write_report(result, report_->finish(), files_, folder_);
  }

  void finish(const StudyResult& result) {
    if (write_splits_) files::write_atomically(folder_.file("splits.csv"), splits_);
    files::write_atomically(folder_.file("summary.json"), summary_json(result));
    folder_.commit();
  }

 private:
  std::size_t positives_in(std::span<const std::size_t> rows) const {
    std::size_t count = 0;
    for (const std::size_t row : rows) count += data_.y[row] == 1 ? 1 : 0;
    return count;
  }

  files::OutputFolder& folder_;
  const Dataset& data_;
  std::uint64_t seed_;
  bool write_splits_;
  const ReportFiles& files_;
  std::optional<ReportSink> report_;
  Provenance made_by_;
  std::string splits_ = "repeat,row,part\n";
};

}  // namespace

void run_and_show(const Dataset& data, const StudyOptions& options, files::OutputFolder* folder,
                  const StudyFiles& files, double load_seconds, Session& session) {
  const Stopwatch watch;
  std::optional<FolderSink> sink;
  if (folder != nullptr) sink.emplace(*folder, data, options.seed, files, session);
  StudySink nothing;
  StudySink& used = sink ? static_cast<StudySink&>(*sink) : nothing;
  StudyResult result = run_study(data, options, session.pool, session.observer, used);
  if (sink) sink->write_report(result);
  result.timings.insert(result.timings.begin(), {"load", load_seconds});
  result.timings.emplace_back("total", load_seconds + watch.seconds());
  throw_if_interrupted();
  if (sink) sink->finish(result);
  session.observer.clear();
  if (session.json) {
    print(summary_json(result));
  } else if (!session.quiet) {
    print(study_text(result, std::filesystem::path(data.name).filename().string()));
    print("took " + duration_text(result.timings.back().second) + "\n");
  }
}

}  // namespace ballast::app
