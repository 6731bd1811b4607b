// ReportData: what a study leaves for its report, collected on the way, so that the study itself stays as it is.
#pragma once

#include <string>
#include <vector>

#include "app/report/page/mean_curves.hpp"
#include "app/report/page/operating_grid.hpp"
#include "app/study/study.hpp"

namespace ballast::app {

// What a report says beyond the study.
struct ReportRequest {
  std::string command;   // that makes the study again
  std::string checksum;  // SHA-256 of the data file; empty if there is none
  page::Costs costs;
  bool default_costs = true;  // not the user's own
};

namespace page {

struct ReportData {
  std::string name;  // of the data file, without its folder
  OperatingGrid grid;
  MeanCurves curves;
};

}  // namespace page

// Collects on the way. Keeps one byte for each test row, arm and repeat.
class ReportSink final : public StudySink {
 public:
  explicit ReportSink(const Dataset& data);
  void split(std::size_t repeat, const tabular::Split& split) override;
  void scores(std::size_t repeat, const ArmScores& scores) override;

  const page::ReportData& data() const { return collected_; }

 private:
  const Dataset& data_;
  page::ReportData collected_;
};

}  // namespace ballast::app
