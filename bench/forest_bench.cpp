// forest --folder DIR --data A [--rows N] [--threads 2] [--seed 42] [--trees 100] [--oob 1]: fits a random forest on
// data that a peer script fits too, and prints seconds and quality on the test part.
#include "bench/learner_bench.hpp"
#include "classifiers/forest.hpp"

int main(int argc, char** argv) {
  using namespace ballast;
  bench::LearnerBench probe(argc, argv);
  classifiers::ForestOptions options;
  options.trees = probe.arguments.number("--trees", options.trees);
  options.out_of_bag = probe.arguments.number("--oob", 0) == 1;
  options.seed = probe.seed;
  classifiers::ForestReport report;
  probe.run("forest", [&](const classifiers::TrainingSet& data, numeric::ThreadPool& pool) {
    Observer quiet;
    return classifiers::train_forest(data, options, pool, quiet, &report);
  });
  std::printf("  bin %.3f s, grow %.3f s, out-of-bag PR-AUC %.4f\n", report.bin_seconds, report.grow_seconds,
              report.out_of_bag_pr_auc);
}
