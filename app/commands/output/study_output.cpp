#include "app/commands/output/study_output.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <iterator>

#include "app/commands/options/output_options.hpp"
#include "app/commands/output/report_output.hpp"
#include "app/commands/parsing/extras.hpp"
#include "app/report/study_text.hpp"
#include "app/report/summary.hpp"
#include "engine/files/atomic.hpp"
#include "engine/files/written_mark.hpp"
#include "engine/tabular/csv/csv.hpp"

namespace ballast::app {
namespace {

constexpr const char* kInside = "inside the training part";  // rows that choose a model's threshold

void append_number(std::string& out, std::size_t number) {
  char text[24];
  out.append(text, std::to_chars(text, text + sizeof text, number).ptr);
}

// The artefacts of repeat 1, the splits of all, and the report. What cannot be written of them is warned of.
class FolderSink final : public StudySink {
 public:
  FolderSink(files::OutputFolder& folder, const Dataset& data, const StudyOptions& options, const StudyFiles& files,
             Session& session)
      : folder_(folder),
        data_(data),
        seed_(options.seed),
        base_rate_(options.base_rate),
        write_splits_(files.splits),
        session_(session),
        report_(data, files.report, session) {}

  void split(std::size_t repeat, const tabular::Split& split) override {
    report_.split(repeat, split);
    if (repeat == 0) describe_models(split.train);
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
    report_.generator(repeat, augmentation, model);
    if (repeat > 0) return;
    Provenance made_by = made_by_;
    made_by.rows = made_by.positives;
    made_by.learned = learned_positives_;
    keep("generator-" + augmentation + ".ballast",
         [&](const std::string& place) { save_generator(model, target_column(data_), made_by, place); });
  }

  void synthetic(std::size_t repeat, const std::string& augmentation, const tabular::Table& rows) override {
    report_.synthetic(repeat, augmentation, rows);
    if (repeat > 0 || augmentation != "diffusion") return;
    keep("synthetic.csv", [&](const std::string& place) {
      tabular::write_csv(with_target(rows, target_column(data_)), place, data_.format);
    });
  }

  void classifier(std::size_t repeat, const std::string& classifier, const std::string& augmentation,
                  const classifiers::Classifier& model, std::optional<double> threshold) override {
    if (repeat > 0) return;
    classifiers::Decision decision;
    if (threshold) {
      decision.threshold = threshold;
      decision.rule = "f1";
      decision.decided_on = kInside;
      decision.base_rate = base_rate_;
    }
    keep(classifier + "-" + augmentation + ".ballast", [&](const std::string& place) {
      save_classifier(model, data_.feature_schema(), target_column(data_), made_by_, place, {}, decision);
    });
  }

  void scores(std::size_t repeat, const ArmScores& scores) override { report_.scores(repeat, scores); }

  // Puts the results in place; throws at the end, by check_place, where that was taken.
  void finish(const StudyResult& result) {
    if (write_splits_) files::write_atomically(folder_.file("splits.csv"), splits_);
    files::write_atomically(folder_.file("summary.json"), summary_json(result));
    displaced_ = put_in_place(folder_, session_);
  }
  void check_place() const {
    if (displaced_) throw *displaced_;
  }

  // Adds the report, which may take longer than expected, or fail; and its share of the time to the summary.
  void write_report(StudyResult& result) {
    if (!report_.wanted()) return;
    const Stopwatch watch;
    folder_.reopen();
    report_.write(result, folder_);
    auto total = std::ranges::find(result.timings, "total", &Timings::value_type::first);
    total->second += watch.seconds();
    std::rotate(total, total + 1, result.timings.end());  // stays last
    files::write_atomically(folder_.file("summary.json"), summary_json(result));
    folder_.commit();
  }

 private:
  void keep(const std::string& name, const std::function<void(const std::string&)>& write) {
    try_extra(name, session_, [&] { write(folder_.file(name)); });
  }

  void describe_models(const std::vector<std::size_t>& train) {
    std::vector<std::size_t> positives;
    std::ranges::copy_if(train, std::back_inserter(positives), [&](std::size_t row) { return data_.y[row] == 1; });
    made_by_ = provenance(train.size(), positives.size(), seed_);
    made_by_.format = data_.format;
    made_by_.learned = {data_.table, data_.feature_names(), train};
    learned_positives_ = {data_.table, data_.feature_names(), positives};
  }

  files::OutputFolder& folder_;
  const Dataset& data_;
  std::uint64_t seed_;
  std::optional<double> base_rate_;
  bool write_splits_;
  Session& session_;
  ReportOutput report_;
  std::optional<files::Displaced> displaced_;
  Provenance made_by_;
  tabular::LearnedRows learned_positives_;
  std::string splits_ = "repeat,row,part\n";
};

// "open study/report.html; summary.json, 12 models, synthetic.csv": the page first, where there is one.
std::string contents_text(const files::OutputFolder& folder) {
  std::string page, rest;
  std::size_t models = 0;
  for (const std::string& name : files::files_below(folder.path())) {
    if (name == "report.html") {
      page = "open " + folder.path() + "/" + name + "; ";
    } else if (name.ends_with(".ballast")) {
      ++models;
    } else if (!name.starts_with("figures/")) {
      rest += ", " + name;
    }
  }
  return page + std::to_string(models) + " models" + rest;
}

void show_study(const StudyResult& result, const std::string& data, const files::OutputFolder* folder,
                Session& session) {
  session.observer.clear();
  if (session.json) return print(summary_json(result));
  if (session.quiet && folder != nullptr) return;
  const std::string took = "took " + duration_text(result.timings.back().second);
  if (folder != nullptr) {
    tell_written(folder->path(), contents_text(*folder) + "\n" + took, session);
  } else {
    tell(took + "\n");
  }
  print(study_tables(result, std::filesystem::path(data).filename().string()) + verdict_text(result.verdict));
}

}  // namespace

void run_and_show(const Dataset& data, const StudyOptions& options, files::OutputFolder* folder,
                  const StudyFiles& files, double load_seconds, Session& session) {
  const Stopwatch watch;
  std::optional<FolderSink> sink;
  if (folder != nullptr) sink.emplace(*folder, data, options, files, session);
  StudySink nothing;
  StudySink& used = sink ? static_cast<StudySink&>(*sink) : nothing;
  StudyResult result = run_study(data, options, session.pool, session.observer, used, session.ranks);
  if (!session.ranks.is_first()) return;
  result.timings.insert(result.timings.begin(), {"load", load_seconds});
  result.timings.emplace_back("total", load_seconds + watch.seconds());
  throw_if_interrupted();
  if (sink) sink->finish(result);
  if (sink) sink->write_report(result);
  show_study(result, data.name, folder, session);
  if (sink) sink->check_place();
}

}  // namespace ballast::app
