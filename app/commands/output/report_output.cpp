#include "app/commands/output/report_output.hpp"

#include "app/commands/parsing/extras.hpp"
#include "app/report/page/page.hpp"
#include "engine/files/atomic.hpp"

namespace ballast::app {
namespace {

void write_figures(const StudyResult& result, const page::ReportData& data, const ReportRequest& request,
                   files::OutputFolder& folder) {
  folder.make_folder("figures");
  for (const auto& [name, content] : report_figures(result, data, request)) {
    files::write_atomically(folder.file("figures/" + name), content);
  }
}

std::string names_of(const ReportFiles& files) {
  return files.page ? "report.html" : "figures/";
}

}  // namespace

ReportOutput::ReportOutput(const Dataset& data, const ReportFiles& files, Session& session)
    : files_(files), session_(session) {
  if (files.wanted()) sink_.emplace(data, session.pool, session.observer);
}

void ReportOutput::collect(const std::function<void(ReportSink&)>& work) {
  if (sink_ && !try_extra(names_of(files_), session_, [&] { work(*sink_); })) sink_.reset();
}

void ReportOutput::split(std::size_t repeat, const tabular::Split& split) {
  collect([&](ReportSink& sink) { sink.split(repeat, split); });
}

void ReportOutput::generator(std::size_t repeat, const std::string& augmentation, const diffusion::Generator& model) {
  collect([&](ReportSink& sink) { sink.generator(repeat, augmentation, model); });
}

void ReportOutput::synthetic(std::size_t repeat, const std::string& augmentation, const tabular::Table& rows) {
  collect([&](ReportSink& sink) { sink.synthetic(repeat, augmentation, rows); });
}

void ReportOutput::scores(std::size_t repeat, const ArmScores& scores) {
  collect([&](ReportSink& sink) { sink.scores(repeat, scores); });
}

void ReportOutput::write(StudyResult& result, files::OutputFolder& folder) {
  if (!sink_) return;
  const PhaseTimer timer(result.timings, "report");
  try {
    const page::ReportData* data = nullptr;
    if (!try_extra(
            names_of(files_), session_, [&] { data = &sink_->finish(); }, folder.path()))
      return;
    if (files_.page) {
      const auto write = [&] {
        files::write_atomically(folder.file("report.html"), report_html(result, *data, files_.request));
      };
      try_extra("report.html", session_, write, folder.path());
    }
    if (files_.figures) {
      const auto write = [&] { write_figures(result, *data, files_.request, folder); };
      try_extra("figures/", session_, write, folder.path());
    }
  } catch (const Stopped&) {
    throw StoppedLate{};
  }
}

}  // namespace ballast::app
