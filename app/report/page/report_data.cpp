#include "app/report/page/report_data.hpp"

#include <filesystem>

namespace ballast::app {

ReportSink::ReportSink(const Dataset& data) : data_(data) {
  collected_.name = std::filesystem::path(data.name).filename().string();
}

void ReportSink::split(std::size_t /*repeat*/, const tabular::Split& split) {
  collected_.grid.start_repeat(split, data_.rows());
}

void ReportSink::scores(std::size_t /*repeat*/, const ArmScores& scores) {
  collected_.grid.add(scores);
  collected_.curves.add(scores);
}

}  // namespace ballast::app
