// Gradient boosting on data that a peer script fits too: seconds, and quality on the test part.
#include "classifiers/boosting/boosting.hpp"

#include "bench/learner_bench.hpp"

namespace {

using namespace ballast;

void run(const bench::Arguments& arguments, bench::Report& report) {
  bench::LearnerBench probe(arguments);
  classifiers::BoostingOptions options;
  options.rounds = arguments.number("--rounds");
  options.max_leaves = arguments.number("--leaves");
  if (options.max_leaves != 0) options.max_depth = 0;
  options.seed = arguments.number<std::uint64_t>("--seed");
  classifiers::BoostingReport last;
  probe.run(report, [&](const classifiers::TrainingSet& data, numeric::ThreadPool& pool) {
    Observer quiet;
    return classifiers::train_boosting(data, options, pool, quiet, nullptr, &last);
  });
  report.value("binning of the last fit", last.bin_seconds, "s");
  report.value("growing of the last fit", last.grow_seconds, "s");
  report.value("training loss", last.training_loss.back());
}

}  // namespace

int main(int count, char** values) {
  return bench::run_probe(
      count, values,
      bench::learner_usage("boosting", "fits gradient boosting on data that a peer script fits too",
                           {bench::kSeed, bench::kRepeats, {"--rounds", "100", ""}, {"--leaves", "0", "0: by depth"}}),
      run);
}
