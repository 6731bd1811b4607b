// ReportData: what a study leaves for its report, collected on the way, so that the study itself stays as it is.
#pragma once

#include <string>
#include <vector>

#include "app/report/page/inside_look.hpp"
#include "app/report/page/mean_curves.hpp"
#include "app/report/page/nearness.hpp"
#include "app/report/page/operating_grid.hpp"
#include "app/report/page/row_map.hpp"
#include "app/study/study.hpp"

namespace ballast::app {

// What a report says beyond the study.
struct ReportRequest {
  std::string command;        // that makes the study again
  std::string checksum;       // SHA-256 of the data file; empty if there is none
  bool default_costs = true;  // the study's are not the user's own
};

namespace page {

// Of the first network of an arm of diffusion, of one repeat.
struct LossCurve {
  std::string augmentation;
  std::vector<float> loss;
};

struct ReportData {
  std::string name;  // of the data file, without its folder
  OperatingGrid grid;
  MeanCurves curves;
  std::vector<LossCurve> losses;
  // Of the first repeat:
  RowSamples rows;
  std::optional<InsideLook> inside;
  RowMap map;
  Nearness nearness;
};

}  // namespace page

// Collects on the way. Keeps one byte for each test row, arm and repeat, and some rows of the first repeat.
class ReportSink final : public StudySink {
 public:
  ReportSink(const Dataset& data, numeric::ThreadPool& pool, Observer& observer);
  void split(std::size_t repeat, const tabular::Split& split) override;
  void generator(std::size_t repeat, const std::string& augmentation, const diffusion::Generator& model) override;
  void synthetic(std::size_t repeat, const std::string& augmentation, const tabular::Table& rows) override;
  void scores(std::size_t repeat, const ArmScores& scores) override;

  // What was collected, with what is measured on it. Call once, after the study.
  const page::ReportData& finish();

 private:
  const Dataset& data_;
  numeric::ThreadPool& pool_;
  Observer& observer_;
  page::ReportData collected_;
};

}  // namespace ballast::app
