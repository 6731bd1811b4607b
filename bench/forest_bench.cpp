// A random forest on data that a peer script fits too: seconds, and quality on the test part.
#include "classifiers/forest/forest.hpp"

#include "bench/learner_bench.hpp"

namespace {

using namespace ballast;

void run(const bench::Arguments& arguments, bench::Report& report) {
  bench::LearnerBench probe(arguments);
  classifiers::ForestOptions options;
  options.trees = arguments.number("--trees");
  options.out_of_bag = arguments.number("--oob") == 1;
  options.seed = arguments.number<std::uint64_t>("--seed");
  classifiers::ForestReport last;
  probe.run(report, [&](const classifiers::TrainingSet& data, numeric::ThreadPool& pool) {
    Observer quiet;
    return classifiers::train_forest(data, options, pool, quiet, &last);
  });
  report.value("binning of the last fit", last.bin_seconds, "s");
  report.value("growing of the last fit", last.grow_seconds, "s");
  if (options.out_of_bag) report.value("out-of-bag PR-AUC", last.out_of_bag_pr_auc);
}

}  // namespace

int main(int count, char** values) {
  return bench::run_probe(
      count, values,
      bench::learner_usage(
          "forest", "fits a random forest on data that a peer script fits too",
          {bench::kSeed, bench::kRepeats, {"--trees", "100", ""}, {"--oob", "0", "1: out-of-bag PR-AUC"}}),
      run);
}
