// predict --folder DIR --data B [--rows N] [--threads 2] [--rounds 100]: scores the test part of a peer's data
// with a boosted model of 100 trees of depth 6: rows a second in batch, and the time of one row through the library.
//
// Verifies first: batch, single rows and the slow walk give the same bits.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "bench/learner_bench.hpp"
#include "classifiers/boosting.hpp"

namespace {

using namespace ballast;

void verify(const classifiers::Boosting& model, numeric::MatrixView<const float> x, numeric::ThreadPool& pool) {
  const std::size_t rows = std::min<std::size_t>(x.rows(), 2000);
  numeric::Matrix<float> batch(rows, 1), one(1, 1);
  model.predict_margin(x.row_block(0, rows), batch.view(), pool);
  for (std::size_t row = 0; row < rows; ++row) {
    float slow = model.base_margin()[0];
    for (const classifiers::DecisionTree& tree : model.trees()) {
      slow += tree.values[classifiers::leaf_of(tree, x.row(row)).value];
    }
    model.predict_margin(x.row_block(row, 1), one.view(), pool);
    if (slow == batch(row, 0) && slow == one(0, 0)) continue;
    std::printf("row %zu: slow walk %.9g, batch %.9g, alone %.9g\n", row, static_cast<double>(slow),
                static_cast<double>(batch(row, 0)), static_cast<double>(one(0, 0)));
    std::exit(1);
  }
}

}  // namespace

int main(int argc, char** argv) {
  bench::LearnerBench probe(argc, argv);
  classifiers::BoostingOptions options;
  options.rounds = probe.arguments.number("--rounds", options.rounds);
  Observer quiet;
  const auto model = classifiers::train_boosting(probe.data.train.set(), options, probe.pool, quiet);
  const auto x = probe.data.test.x.view();
  verify(model, x, probe.pool);

  numeric::Matrix<float> out(x.rows(), 2);
  constexpr std::size_t kRepeats = 7;
  const double batch = bench::median_seconds(kRepeats, [&] { model.predict(x, out.view(), probe.pool); });
  std::printf("batch: %.0f rows/s, %zu threads, %s\n", static_cast<double>(x.rows()) / batch, probe.pool.threads(),
              model.describe().c_str());

  numeric::ThreadPool alone(1);
  std::vector<double> times;
  for (std::size_t i = 0; i < 50000; ++i) {
    const std::size_t row = i % x.rows();
    times.push_back(
        bench::seconds_of([&] { model.predict(x.row_block(row, 1), out.view().row_block(row, 1), alone); }));
  }
  std::ranges::sort(times);
  const auto at = [&](double share) { return 1e6 * times[static_cast<std::size_t>(share * 50000.0)]; };
  std::printf("one row: median %.2f us, p99 %.2f us, p99.9 %.2f us\n", at(0.5), at(0.99), at(0.999));
}
