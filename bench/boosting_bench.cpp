// boosting --folder DIR --data A [--rows N] [--threads 2] [--seed 42] [--rounds 100] [--leaves N]: fits gradient
// boosting on data that a peer script fits too, and prints seconds and quality on the test part.
#include "bench/learner_bench.hpp"
#include "classifiers/boosting.hpp"

int main(int argc, char** argv) {
  using namespace ballast;
  bench::LearnerBench probe(argc, argv);
  classifiers::BoostingOptions options;
  options.rounds = probe.arguments.number("--rounds", options.rounds);
  options.max_leaves = probe.arguments.number("--leaves", 0);
  if (options.max_leaves != 0) options.max_depth = 0;
  options.seed = probe.seed;
  classifiers::BoostingReport report;
  probe.run("boosting", [&](const classifiers::TrainingSet& data, numeric::ThreadPool& pool) {
    Observer quiet;
    return classifiers::train_boosting(data, options, pool, quiet, nullptr, &report);
  });
  std::printf("  bin %.3f s, grow %.3f s, training loss %.6f\n", report.bin_seconds, report.grow_seconds,
              report.training_loss.back());
}
