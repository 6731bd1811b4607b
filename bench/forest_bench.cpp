// forest --folder DIR --data A [--rows N] [--threads 2] [--trees 100]: fits a random forest on data that a peer
// script fits too, and prints seconds and quality on the test part.
#include <cstdio>
#include <string>

#include "bench/npy_data.hpp"
#include "classifiers/forest.hpp"
#include "classifiers/metrics.hpp"

int main(int argc, char** argv) {
  using namespace ballast;
  const auto text = [&](const char* name, const char* otherwise) { return bench::option(argc, argv, name, otherwise); };
  const std::string name = text("--data", "A");
  const bench::PeerData data = bench::read_peer_data(text("--folder", "."), name, std::stoul(text("--rows", "0")));
  numeric::ThreadPool pool(std::stoul(text("--threads", "2")));
  classifiers::ForestOptions options;
  options.trees = std::stoul(text("--trees", "100"));
  options.seed = std::stoul(text("--seed", "42"));
  options.out_of_bag = text("--oob", "0") == "1";
  Observer quiet;
  classifiers::ForestReport report;
  const double start = bench::now();
  const classifiers::Forest forest = classifiers::train_forest(data.train.set(), options, pool, quiet, &report);
  const double fit = bench::now() - start;
  const double predict_start = bench::now();
  const auto score = classifiers::predict_positive(forest, data.test.x.view(), pool);
  const double predict = bench::now() - predict_start;
  std::printf(
      "forest %s threads %zu: fit %.3f s (bin %.3f, grow %.3f), AP %.4f, log-loss %.5f, AUC %.4f, %.0f rows/s\n",
      name.c_str(), pool.threads(), fit, report.bin_seconds, report.grow_seconds,
      classifiers::average_precision(score, data.test.y), classifiers::log_loss(score, data.test.y),
      classifiers::roc_auc(score, data.test.y), static_cast<double>(score.size()) / predict);
  std::printf("  %s; out-of-bag PR-AUC %.4f\n", forest.describe().c_str(), report.out_of_bag_pr_auc);
}
