// What the probes of the learners share: which data and how many threads, the clock, the memory, and the figures, which
// tests/crosscheck/learners_peer.py reads.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bench/npy_data.hpp"
#include "bench/probe.hpp"
#include "classifiers/judge/metrics.hpp"
#include "engine/files/archive.hpp"
#include "engine/machine/memory_peak.hpp"
#include "engine/numeric/thread_pool.hpp"

namespace ballast::bench {

// The usage of a probe on a peer's data: what all have, and arguments of its own.
inline Usage learner_usage(std::string_view program, std::string_view idea, std::vector<Argument> own) {
  std::vector<Argument> arguments = {{"--folder", kNeeded, "where NAME_X.npy, NAME_y.npy and NAME_test.npy lie"},
                                     {"--data", "A", "NAME"},
                                     {"--rows", "0", "only the first so many training rows; 0: all"},
                                     {"--threads", "2", ""}};
  arguments.insert(arguments.end(), own.begin(), own.end());
  return {.program = program, .idea = idea, .arguments = std::move(arguments)};
}

// Two arguments that both learners take.
inline const Argument kSeed = {"--seed", "42", ""};
inline const Argument kRepeats = {"--repeats", "3", "fits"};

struct LearnerBench {
  const Arguments& arguments;
  numeric::ThreadPool pool;
  PeerData data;

  explicit LearnerBench(const Arguments& from)
      : arguments(from),
        pool(from.number("--threads")),
        data(read_peer_data(from.text("--folder"), from.text("--data"), from.number("--rows"))) {}

  // Trains so many times, scores the test part, and reports seconds, memory, quality, speed of scoring and the size of
  // the file. Memory is that of the first fit; processor time, of all threads, that of the last.
  template <class Train>
  void run(Report& report, Train&& train) {
    std::optional<decltype(train(data.train.set(), pool))> model;
    const numeric::MemoryPeak memory;
    double megabytes = 0, processor = 0;
    const Spread fit = time_of(arguments.number("--repeats"), [&] {
      const double start = processor_seconds();
      model.emplace(train(data.train.set(), pool));
      processor = processor_seconds() - start;
      if (megabytes == 0) megabytes = memory.megabytes();
    });
    const auto score = classifiers::predict_positive(*model, data.test.x.view(), pool);
    numeric::Matrix<float> out(score.size(), 2);
    const Spread predict = time_of(5, [&] { model->predict(data.test.x.view(), out.view(), pool); });
    files::ArchiveWriter file("classifier");
    model->save(file);
    report.note(model->describe());
    report.time("fit", fit, 1, "s");
    report.value("processor time of the last fit", processor, "s");
    report.value("memory", megabytes, "MB");
    report.value("average precision", classifiers::average_precision(score, data.test.y));
    report.value("log-loss", classifiers::log_loss(score, data.test.y));
    report.value("ROC-AUC", classifiers::roc_auc(score, data.test.y));
    report.rate("scoring", static_cast<double>(score.size()), "rows/s", predict);
    report.value("file", static_cast<double>(file.bytes().size()) * 1e-6, "MB");
  }
};

}  // namespace ballast::bench
