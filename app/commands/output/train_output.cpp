#include "app/commands/output/train_output.hpp"

#include <algorithm>
#include <utility>

#include "app/commands/options/data_options.hpp"
#include "app/commands/options/output_options.hpp"
#include "app/commands/parsing/extras.hpp"
#include "app/text/flat_json.hpp"
#include "app/text/numbers.hpp"
#include "engine/files/paths.hpp"
#include "engine/quoting.hpp"
#include "engine/tabular/csv/csv.hpp"

namespace ballast::app {
namespace {

JsonFields decision_json(const MadeDecision& made) {
  JsonFields out{{"odds_ratio", made.decision.odds_ratio},
                 {"calibration", std::string(made.decision.calibration.name())}};
  if (made.decision.base_rate) out.emplace_back("base_rate", *made.decision.base_rate);
  if (made.steps.empty()) return out;
  out.insert(out.end(), {{"decided_on", made.decision.decided_on}, {"decided_rows", std::uint64_t{made.rows}}});
  for (const DecisionStep& step : made.steps) {
    std::string name = step.name;
    std::ranges::replace(name, ' ', '_');
    const classifiers::Reliability& p = step.probabilities;
    out.emplace_back(name, NamedNumbers{{"log_loss", step.log_loss},
                                        {"brier", p.brier},
                                        {"reliability", p.reliability},
                                        {"resolution", p.resolution},
                                        {"uncertainty", p.uncertainty},
                                        {"within_bins", p.within}});
  }
  if (!made.chosen) return out;
  out.insert(out.end(), {{"rule", made.decision.rule},
                         {"threshold", *made.decision.threshold},
                         {"precision", made.chosen->precision},
                         {"recall", made.chosen->recall},
                         {"alerts_per_1000", made.chosen->alerts}});
  return out;
}

// How many rows each class has.
NamedNumbers class_rows(const Training& training) {
  NamedNumbers out;
  for (const std::string& label : training.classes) out.emplace_back(label, 0);
  for (const std::int32_t k : training.y) ++out[static_cast<std::size_t>(k)].second;
  return out;
}

std::string classes_text(const Training& training) {
  const NamedNumbers sizes = class_rows(training);
  const auto [least, most] = std::ranges::minmax(sizes, {}, &NamedNumbers::value_type::second);
  const auto rows = [](double count) { return with_commas(static_cast<std::size_t>(count)); };
  return " of " + with_commas(sizes.size()) + " classes, " + rows(least.second) + " (" + one_line(least.first) +
         ") to " + rows(most.second) + " (" + one_line(most.first) + ") each";
}

constexpr const char* kOptimistic =
    "these figures are optimistic if the generator of the added rows has seen the rows that judge here, as it has "
    "where it learned from this file; --decide-on a file that it has not seen\n";

std::vector<std::string> inputs(const Arguments& arguments, const DecisionRequest& request) {
  std::vector<std::string> out{arguments.positional(0)};
  out.insert(out.end(), request.added.begin(), request.added.end());
  if (!request.added_from.empty()) out.push_back(request.added_from);
  if (!request.decide_on.empty()) out.push_back(request.decide_on);
  if (arguments.given("continue")) out.push_back(arguments.text("continue"));
  return out;
}

}  // namespace

TrainOutputs::TrainOutputs(const Arguments& arguments, const DecisionRequest& request, const Session& session)
    : rule_(output_rule(arguments, inputs(arguments, request))),
      model_(arguments.text("out"), rule_, files::Content::binary),
      to_stdout_(takes_standard_output(model_.path(), session)) {
  if (!arguments.given("out-of-bag-scores")) return;
  scores_.emplace(arguments.text("out-of-bag-scores"), rule_);
  files::refuse_same_output(scores_->path(), model_.path());
  to_stdout_ = takes_standard_output(scores_->path(), session) || to_stdout_;
}

void TrainOutputs::commit(const TrainedModel& trained, const std::function<void(const std::string&)>& save_model) {
  model_.commit(save_model);
  if (!scores_) return;
  try {
    scores_->commit([&](const std::string& place) { tabular::write_csv(*trained.out_of_bag, place); });
  } catch (const Error& error) {
    throw beside(error, {files::shown_name(model_.path(), files::Direction::output)});
  }
}

void show_training(const Training& training, const TrainOutputs& outputs, Session& session) {
  const auto& [classes, y, made_by, trained, made, optimistic, load_seconds] = training;
  const bool two = classes.empty();
  tell_written(outputs.model(),
               trained.model->describe() + "\nlearned from " + rows_text(made_by, two) +
                   (two ? "" : classes_text(training)) + "; load " + fixed(load_seconds, 2) + " s, bin " +
                   fixed(trained.bin_seconds, 2) + " s, fit " + fixed(trained.fit_seconds, 2) + " s",
               session);
  if (session.json) {
    JsonFields fields{{"written", outputs.model()}, {"classifier", std::string(trained.model->kind())}};
    for (JsonFields::value_type& field : rows_json(made_by, two)) fields.push_back(std::move(field));
    if (!two) fields.insert(fields.end(), {{"classes", classes}, {"class_rows", class_rows(training)}});
    fields.insert(fields.end(),
                  {{"columns", std::uint64_t{trained.model->features()}},
                   {"timings",
                    NamedNumbers{{"load", load_seconds}, {"bin", trained.bin_seconds}, {"fit", trained.fit_seconds}}}});
    fields.insert(fields.end(), trained.json.begin(), trained.json.end());
    for (JsonFields::value_type& field : decision_json(made)) fields.push_back(std::move(field));
    if (optimistic) fields.emplace_back("optimistic", true);
    print(flat_json(fields));
  } else if (!session.quiet) {
    std::string text;
    for (const std::string& line : trained.lines) text += line + "\n";
    text += made_decision_text(made) + (optimistic ? kOptimistic : "");
    outputs.to_standard_output() ? tell(text) : print(text);
  }
}

}  // namespace ballast::app
