#include "app/report/page/report_data.hpp"

#include <filesystem>

namespace ballast::app {

ReportSink::ReportSink(const Dataset& data, numeric::ThreadPool& pool, Observer& observer)
    : data_(data), pool_(pool), observer_(observer) {
  collected_.name = std::filesystem::path(data.name).filename().string();
}

void ReportSink::split(std::size_t repeat, const tabular::Split& split) {
  if (repeat == 0) collected_.rows = page::real_samples(data_, split);
}

void ReportSink::generator(std::size_t repeat, const std::string& augmentation, const diffusion::Generator& model) {
  const auto* diffusion = dynamic_cast<const diffusion::DiffusionGenerator*>(&model);
  if (diffusion == nullptr) return;
  const auto loss = diffusion->loss_history();
  collected_.losses.push_back({augmentation, {loss.begin(), loss.end()}});
  if (repeat > 0 || collected_.inside) return;
  constexpr std::uint64_t kSeed = 0;  // of pictures alone
  collected_.inside = page::look_inside(augmentation, *diffusion, collected_.rows, kSeed, pool_, observer_);
}

void ReportSink::synthetic(std::size_t repeat, const std::string& augmentation, const tabular::Table& rows) {
  if (repeat > 0) return;
  collected_.rows.synthetic.emplace_back(augmentation,
                                         rows.take_rows(page::thinned_rows(rows.rows(), page::kMostSyntheticRows)));
}

void ReportSink::scores(std::size_t /*repeat*/, const ArmScores& scores) {
  collected_.grid.add(scores);
  collected_.curves.add(scores);
}

const page::ReportData& ReportSink::finish() {
  observer_.step({.phase = "draw the report"});
  std::vector<std::pair<std::string, std::size_t>> lumped;
  const page::RowSamples rows = page::with_frequent_labels(collected_.rows, lumped);
  for (const auto& [column, labels] : lumped) {
    observer_.note("column '" + column + "' has " + std::to_string(labels) +
                   " labels: the report's maps and distances keep the most frequent and take the others as one");
  }
  collected_.map = page::draw_row_map(rows, pool_, observer_);
  collected_.nearness = page::measure_nearness(rows, pool_);
  return collected_;
}

}  // namespace ballast::app
