// The report of a study as `run`, `demo` and `paper` write it: collected on the way, drawn after the results are in
// place. A fault in either costs the report, never the study (extras.hpp).
#pragma once

#include <optional>
#include <string>

#include "app/commands/options/report_options.hpp"

namespace ballast::app {

class ReportOutput final : public StudySink {
 public:
  // Collects nothing where no report is wanted. Borrows all.
  ReportOutput(const Dataset& data, const ReportFiles& files, Session& session);

  void split(std::size_t repeat, const tabular::Split& split) override;
  void generator(std::size_t repeat, const std::string& augmentation, const diffusion::Generator& model) override;
  void synthetic(std::size_t repeat, const std::string& augmentation, const tabular::Table& rows) override;
  void scores(std::size_t repeat, const ArmScores& scores) override;

  bool wanted() const { return sink_.has_value(); }
  // Writes report.html and figures/ to the folder, which holds the results already and is open again; its commit is the
  // caller's. Adds the phase "report" to the timings. Throws StoppedLate.
  void write(StudyResult& result, files::OutputFolder& folder);

 private:
  // Collects; after a fault no more.
  void collect(const std::function<void(ReportSink&)>& work);

  const ReportFiles& files_;
  Session& session_;
  std::optional<ReportSink> sink_;
};

}  // namespace ballast::app
