// boosting --folder DIR --data A [--threads 2] [--rounds 100]: fits gradient boosting on data that a peer script
// fits too, and prints seconds and quality on the test part.
#include <cstdio>
#include <string>

#include "bench/npy_data.hpp"
#include "classifiers/boosting.hpp"
#include "classifiers/metrics.hpp"

int main(int argc, char** argv) {
  using namespace ballast;
  const auto text = [&](const char* name, const char* otherwise) { return bench::option(argc, argv, name, otherwise); };
  const std::string name = text("--data", "A");
  const bench::PeerData data = bench::read_peer_data(text("--folder", "."), name, std::stoul(text("--rows", "0")));
  numeric::ThreadPool pool(std::stoul(text("--threads", "2")));
  classifiers::BoostingOptions options;
  options.rounds = std::stoul(text("--rounds", "100"));
  Observer quiet;
  classifiers::BoostingReport report;
  const double start = bench::now();
  const auto model = classifiers::train_boosting(data.train.set(), options, pool, quiet, nullptr, &report);
  const double fit = bench::now() - start;
  const double predict_start = bench::now();
  const auto score = classifiers::predict_positive(model, data.test.x.view(), pool);
  const double predict = bench::now() - predict_start;
  std::printf(
      "boosting %s threads %zu: fit %.3f s (bin %.3f, grow %.3f), AP %.4f, log-loss %.5f, AUC %.4f, %.0f rows/s\n",
      name.c_str(), pool.threads(), fit, report.bin_seconds, report.grow_seconds,
      classifiers::average_precision(score, data.test.y), classifiers::log_loss(score, data.test.y),
      classifiers::roc_auc(score, data.test.y), static_cast<double>(score.size()) / predict);
  std::printf("  %s; training loss %.6f\n", model.describe().c_str(), report.training_loss.back());
}
