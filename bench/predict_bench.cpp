// Scoring the test part of a peer's data with a model of 100 trees: rows a second in batch, and the time of one row
// through the library, each time another. Verifies first: batch, single rows and the slow walk give the same bits.
#include <algorithm>
#include <memory>

#include "bench/learner_bench.hpp"
#include "classifiers/boosting/boosting.hpp"
#include "classifiers/explain/ensemble.hpp"
#include "classifiers/forest/forest.hpp"

namespace {

using namespace ballast;

std::unique_ptr<classifiers::Classifier> train(bench::LearnerBench& probe) {
  Observer quiet;
  const classifiers::TrainingSet data = probe.data.train.set();
  if (probe.arguments.text("--kind") == "forest") {
    return std::make_unique<classifiers::Forest>(classifiers::train_forest(data, {}, probe.pool, quiet));
  }
  return std::make_unique<classifiers::Boosting>(classifiers::train_boosting(data, {}, probe.pool, quiet));
}

// The positive class's probability by the slow walk; of boosting its margin, to be held against predict_margin.
float slow_sum(const classifiers::TreeEnsemble& model, std::span<const double> row) {
  float sum = model.is_forest ? 0 : model.start[0];
  for (const classifiers::DecisionTree& tree : model.trees) {
    sum += tree.values[classifiers::leaf_of(tree, row).value];
  }
  return model.is_forest ? sum / static_cast<float>(model.trees.size()) : sum;
}

void verify(const classifiers::Classifier& model, numeric::MatrixView<const double> x, numeric::ThreadPool& pool) {
  const std::size_t rows = std::min<std::size_t>(x.rows(), 2000);
  numeric::Matrix<float> batch(rows, 2), one(1, 2);
  const auto predict = [&](numeric::MatrixView<const double> part, numeric::MatrixView<float> out) {
    const auto* boosting = dynamic_cast<const classifiers::Boosting*>(&model);
    boosting != nullptr ? boosting->predict_margin(part, out.column_block(1, 1), pool) : model.predict(part, out, pool);
  };
  predict(x.row_block(0, rows), batch.view());
  for (std::size_t row = 0; row < rows; ++row) {
    const float slow = slow_sum(classifiers::ensemble_of(model), x.row(row));
    predict(x.row_block(row, 1), one.view());
    bench::require(slow == batch(row, 1) && slow == one(0, 1), "a score in a batch or alone is not the slow walk's");
  }
}

void run(const bench::Arguments& arguments, bench::Report& report) {
  bench::LearnerBench probe(arguments);
  const auto model = train(probe);
  const auto x = probe.data.test.x.view();
  verify(*model, x, probe.pool);
  report.note(model->describe());

  numeric::Matrix<float> out(x.rows(), 2);
  const bench::Spread batch = bench::time_of(7, [&] { model->predict(x, out.view(), probe.pool); });
  report.rate("batch", static_cast<double>(x.rows()), "rows/s", batch);

  constexpr std::size_t kCalls = 50000;
  numeric::ThreadPool alone(1);
  std::vector<double> times(kCalls);
  for (std::size_t i = 0; i < kCalls; ++i) {
    const std::size_t row = i % x.rows();
    const auto score = out.view().row_block(row, 1);
    times[i] = bench::seconds_of([&] { model->predict(x.row_block(row, 1), score, alone); });
  }
  std::ranges::sort(times);
  report.time("one row", {times.front(), times[kCalls / 2], times[kCalls / 100 * 99]}, 1e6,
              "us (99 % within the second)");
}

}  // namespace

int main(int count, char** values) {
  return bench::run_probe(
      count, values,
      bench::learner_usage("predict", "scores the test part of a peer's data", {{"--kind", "boosting", "or forest"}}),
      run);
}
