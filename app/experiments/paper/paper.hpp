// The paper's experiment and what it lacked, in one run:
//
//   paper   the replay of its one split (replay.hpp); then repeated splits with ballast's own diffusion beside what is
//           cheaper, and the statistics of a study (study.hpp)
//   emdt    the follow-up's protocol (Kuo and Motsch, arXiv 2603.13566): 60/20/20, ten runs, as many synthetic rows as
//           training positives, judged by boosting at 0.5; no replay
#pragma once

#include "app/experiments/paper/replay.hpp"

namespace ballast::app {

enum class Protocol : std::uint8_t { paper, emdt };

struct PaperOptions {
  Protocol protocol = Protocol::paper;
  std::optional<std::size_t> repeats = {};      // default: 20, of emdt 10
  std::vector<std::string> augmentations = {};  // of the repeated splits; none given: those of the protocol
  AugmentationSettings settings = {};           // of the repeated splits
  std::size_t folds = StudyOptions{}.folds;     // of the repeated splits, as the next two
  Costs costs = {};
  double effect = StudyOptions{}.effect;
  ReplayOptions replay = {};  // its learners, base rate, groups and seed serve both parts
};

struct PaperResult {
  PaperOptions options;
  std::optional<ReplayResult> replay;
  StudyResult study;
};

// The arms of the repeated splits.
std::vector<std::string> protocol_augmentations(Protocol protocol);

// The study of the repeated splits.
StudyOptions protocol_study(const PaperOptions& options);

// The sink receives what the repeated splits make. All ranks call it; the first replays the published split, while the
// others begin with the repeated ones, and has the result. Throws Error as run_study does, Stopped.
PaperResult run_paper(const Dataset& data, const PaperOptions& options, numeric::ThreadPool& pool, Observer& observer,
                      StudySink& sink, ranks::Ranks& ranks);

}  // namespace ballast::app
