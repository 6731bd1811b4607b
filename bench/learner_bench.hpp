// What the probes of the learners share: which data and how many threads, the clock, the memory, and the line they
// print, which tests/crosscheck/learners_peer.py reads.
#pragma once

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <string>

#include "bench/memory_peak.hpp"
#include "bench/npy_data.hpp"
#include "bench/probe.hpp"
#include "classifiers/metrics.hpp"
#include "engine/files/archive.hpp"
#include "engine/numeric/thread_pool.hpp"

namespace ballast::bench {

// --folder DIR --data A [--rows N] [--threads 2] [--seed 42]
struct LearnerBench {
  Arguments arguments;
  std::string name = std::string(arguments.text("--data", "A"));
  std::uint64_t seed = arguments.number("--seed", 42);
  numeric::ThreadPool pool{arguments.number("--threads", 2)};
  PeerData data = read_peer_data(std::string(arguments.text("--folder", ".")), name, arguments.number("--rows", 0));

  LearnerBench(int count, char** values) : arguments(count, values) {}

  // Trains, scores the test part, and prints seconds, memory, quality, speed of scoring (median of five) and the size
  // of the file. Processor time is that of all threads.
  template <class Train>
  auto run(const char* kind, Train&& train) {
    const MemoryPeak memory;
    const double start = now(), processor = processor_seconds();
    auto model = train(data.train.set(), pool);
    const double fit = now() - start, fit_processor = processor_seconds() - processor;
    const double megabytes = memory.megabytes();
    const auto score = classifiers::predict_positive(model, data.test.x.view(), pool);
    numeric::Matrix<float> out(score.size(), 2);
    const double predict = median_seconds(5, [&] { model.predict(data.test.x.view(), out.view(), pool); });
    files::ArchiveWriter file("classifier");
    model.save(file);
    std::printf(
        "%s %s threads %zu: fit %.3f s, processor %.3f s, memory %.1f MB, AP %.4f, log-loss %.5f, AUC %.4f, %.0f "
        "rows/s, file %.3f MB\n  %s\n",
        kind, name.c_str(), pool.threads(), fit, fit_processor, megabytes,
        classifiers::average_precision(score, data.test.y), classifiers::log_loss(score, data.test.y),
        classifiers::roc_auc(score, data.test.y), static_cast<double>(score.size()) / predict,
        static_cast<double>(file.bytes().size()) * 1e-6, model.describe().c_str());
    return model;
  }

  static double processor_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }
};

}  // namespace ballast::bench
