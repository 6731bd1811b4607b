// predict --folder DIR --data B [--rows N] [--threads 2] [--kind boosting|forest]: scores the test part of a peer's
// data with a model of 100 trees: rows a second in batch, and the time of one row through the library, each time
// another.
//
// Verifies first: batch, single rows and the slow walk give the same bits.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "bench/learner_bench.hpp"
#include "classifiers/boosting.hpp"
#include "classifiers/ensemble.hpp"
#include "classifiers/forest.hpp"

namespace {

using namespace ballast;

std::unique_ptr<classifiers::Classifier> train(bench::LearnerBench& probe) {
  Observer quiet;
  const classifiers::TrainingSet data = probe.data.train.set();
  if (probe.arguments.text("--kind", "boosting") == "forest") {
    return std::make_unique<classifiers::Forest>(classifiers::train_forest(data, {}, probe.pool, quiet));
  }
  return std::make_unique<classifiers::Boosting>(classifiers::train_boosting(data, {}, probe.pool, quiet));
}

// The positive class's probability by the slow walk; of boosting its margin, to be held against predict_margin.
float slow_sum(const classifiers::TreeEnsemble& model, std::span<const float> row) {
  float sum = model.is_forest ? 0 : model.start[0];
  for (const classifiers::DecisionTree& tree : model.trees) {
    sum += tree.values[classifiers::leaf_of(tree, row).value];
  }
  return model.is_forest ? sum / static_cast<float>(model.trees.size()) : sum;
}

void verify(const classifiers::Classifier& model, numeric::MatrixView<const float> x, numeric::ThreadPool& pool) {
  const std::size_t rows = std::min<std::size_t>(x.rows(), 2000);
  numeric::Matrix<float> batch(rows, 2), one(1, 2);
  const auto predict = [&](numeric::MatrixView<const float> part, numeric::MatrixView<float> out) {
    const auto* boosting = dynamic_cast<const classifiers::Boosting*>(&model);
    boosting != nullptr ? boosting->predict_margin(part, out.column_block(1, 1), pool) : model.predict(part, out, pool);
  };
  predict(x.row_block(0, rows), batch.view());
  for (std::size_t row = 0; row < rows; ++row) {
    const float slow = slow_sum(classifiers::ensemble_of(model), x.row(row));
    predict(x.row_block(row, 1), one.view());
    if (slow == batch(row, 1) && slow == one(0, 1)) continue;
    std::printf("row %zu: slow walk %.9g, batch %.9g, alone %.9g\n", row, static_cast<double>(slow),
                static_cast<double>(batch(row, 1)), static_cast<double>(one(0, 1)));
    std::exit(1);
  }
}

}  // namespace

int main(int argc, char** argv) {
  bench::LearnerBench probe(argc, argv);
  const auto model = train(probe);
  const auto x = probe.data.test.x.view();
  verify(*model, x, probe.pool);

  numeric::Matrix<float> out(x.rows(), 2);
  constexpr std::size_t kRepeats = 7, kCalls = 50000;
  const double batch = bench::median_seconds(kRepeats, [&] { model->predict(x, out.view(), probe.pool); });
  std::printf("batch: %.0f rows/s, %zu threads, %s\n", static_cast<double>(x.rows()) / batch, probe.pool.threads(),
              model->describe().c_str());

  numeric::ThreadPool alone(1);
  std::vector<double> times;
  double sum = 0;
  for (std::size_t i = 0; i < kCalls; ++i) {
    const std::size_t row = i % x.rows();
    const auto score = out.view().row_block(row, 1);
    times.push_back(bench::seconds_of([&] { model->predict(x.row_block(row, 1), score, alone); }));
    sum += static_cast<double>(score(0, 1));
  }
  std::ranges::sort(times);
  const auto at = [&](double share) { return 1e6 * times[static_cast<std::size_t>(share * kCalls)]; };
  std::printf("one row: median %.2f us, p99 %.2f us, p99.9 %.2f us; mean score %.6f\n", at(0.5), at(0.99), at(0.999),
              sum / kCalls);
}
