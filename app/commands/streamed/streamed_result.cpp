#include "app/commands/streamed/streamed_result.hpp"

#include <utility>

#include "app/commands/options/data_options.hpp"
#include "engine/tabular/features/features.hpp"

namespace ballast::app {

StreamedTraining::StreamedTraining(const StreamedSet& set, std::span<const std::int32_t> y) {
  const tabular::FeatureEncoder encoder(set.features);
  names = encoder.names();
  labels = encoder.label_counts();
  data = {{nullptr, y.size(), set.features.size()}, y, {}, set.class_count(), names, labels};
}

void write_trained(const StreamedSet& set, const TrainedModel& trained, const DecisionRequest& decision,
                   TrainOutputs& outputs, double load_seconds, Session& session) {
  throw_if_interrupted();
  note_no_split(*trained.model, session.observer);
  const double sampled = static_cast<double>(set.positives()) / static_cast<double>(set.rows());
  const MadeDecision made =
      set.classes.empty() ? make_decision(decision.plan, trained.learned_share, sampled, nullptr) : MadeDecision{};
  Provenance made_by = provenance(set.rows(), set.positives(), session.seed);
  made_by.format = set.format;
  made_by.learned = set.learned;
  outputs.commit(trained, [&](const std::string& place) {
    save_classifier(*trained.model, set.features, set.target, made_by, place, set.classes, made.decision);
  });
  show_training({set.classes, set.y, made_by, trained, made, false, load_seconds}, outputs, session);
}

}  // namespace ballast::app
