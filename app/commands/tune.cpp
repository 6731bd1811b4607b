// `ballast tune`: the learner's options raced on folds of the data (app/study/tune), and the chosen one's model.
#include <filesystem>
#include <fstream>
#include <iterator>

#include "app/commands/options/data_options.hpp"
#include "app/commands/options/output_options.hpp"
#include "app/commands/options/split_options.hpp"
#include "app/commands/parsing/command.hpp"
#include "app/commands/parsing/extras.hpp"
#include "app/data/notes/copied_positives.hpp"
#include "app/models/decide/make_decision.hpp"
#include "app/report/tune/tune_report.hpp"
#include "app/study/tune/tuning.hpp"
#include "app/text/numbers.hpp"
#include "engine/files/atomic.hpp"
#include "engine/quoting.hpp"
#include "engine/tabular/features/date_features.hpp"

namespace ballast::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* kJournal = "journal.jsonl";
constexpr const char* kTunedModel = "model.ballast";
constexpr const char* kTried = "tried.csv";
constexpr const char* kTuneSummary = "summary.json";

// Interrupted, but the fits that were done are in place.
struct StoppedTuning final : StoppedLate {
  const char* what() const noexcept override {
    return "interrupted; the journal keeps what was tried, and the same words with --continue go on";
  }
};

// Arms that train in a way of their own.
std::vector<std::string> tuned_arm_names() {
  std::vector<std::string> out = augmentation_names();
  std::erase_if(out, [](const std::string& name) { return name == "auto" || name == "tuned"; });
  return out;
}

TuneOptions read_tune_options(const Arguments& arguments, const Session& session) {
  TuneOptions out;
  out.classifiers = arguments.choices("classifier");
  AugmentationSettings settings;
  settings.choose_from = arguments.choices("augment");
  std::vector<Augmentation> losses;
  std::erase_if(settings.choose_from, [&](const std::string& name) {
    Augmentation arm = make_augmentation(name);
    if (!arm.focal) return false;
    losses.push_back(std::move(arm));
    return true;
  });
  if (settings.choose_from.empty()) settings.choose_from = {"none"};
  out.arms = make_augmentation("auto", settings).choices;  // each once, none first
  out.arms.insert(out.arms.end(), losses.begin(), losses.end());
  out.folds = arguments.whole("folds");
  out.fits = arguments.whole("budget-fits");
  if (arguments.given("budget-seconds")) out.seconds = arguments.real("budget-seconds");
  if (arguments.given("base-rate")) out.base_rate = arguments.real("base-rate");
  out.group_column = arguments.text_or("group", "");
  out.seed = session.seed;
  return out;
}

// What an earlier call has left; nothing without --continue.
std::optional<std::string> earlier_journal(const Arguments& arguments) {
  const std::string path = (fs::path(arguments.text("out")) / kJournal).string();
  const bool exists = fs::exists(path);
  if (exists && !arguments.flag("continue") && !arguments.flag("force")) {
    throw Error("the output folder holds an earlier tuning")
        .in(arguments.text("out"))
        .hint("--continue goes on with it, --force begins anew");
  }
  if (!exists || !arguments.flag("continue")) return std::nullopt;
  std::ifstream in(path, std::ios::binary);
  return std::string{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

TuneJournal make_journal(const Arguments& arguments, const std::optional<std::string>& earlier, TuneKey key) {
  if (!earlier) return TuneJournal(std::move(key));
  return {std::move(key), *earlier, (fs::path(arguments.text("out")) / kJournal).string()};
}

// The folder --out: the journal, put in place after every fit, and at the end all else.
class TuneOutputs {
 public:
  TuneOutputs(const Arguments& arguments, const files::OutputRule& rule) : folder_(arguments.text("out"), rule) {}

  void keep(const TuneJournal& journal) {
    if (begun_) folder_.reopen();
    begun_ = true;
    files::write_atomically(folder_.file(kJournal), journal.text());
    folder_.commit();
  }
  template <class Write>
  void finish(const TuneJournal& journal, const Write& write) {
    if (!begun_) keep(journal);
    folder_.reopen();
    write(folder_);
    folder_.commit();
  }
  const std::string& path() const { return folder_.path(); }

 private:
  files::OutputFolder folder_;
  bool begun_ = false;
};

// The words that train the chosen one again and choose a threshold. Rows that an arm adds are no words, its loss is.
std::string training_command(const Arguments& arguments, const TuneTrial& chosen) {
  const std::optional<classifiers::Focusing> focal = make_augmentation(chosen.arm).focal;
  if (chosen.candidate.arm != 0 && !focal) return "";
  std::string out = "ballast train";
  const std::vector<std::string> left_out{"classifier", "budget-fits", "budget-seconds", "folds", "augment", "out",
                                          "continue",   "force",       "threads",        "quiet", "json"};
  for (const std::string& word : arguments.words_without(left_out)) out.append(" ").append(shell_word(word));
  out.append(" --classifier ").append(chosen.candidate.classifier);
  if (!chosen.candidate.settings.empty()) out.append(" ").append(settings_text(chosen.candidate));
  if (focal) {
    out +=
        " --loss focal --focusing " + all_digits(focal->positives) + " --focusing-others " + all_digits(focal->others);
  }
  return out + " --choose f1 --out MODEL.ballast";
}

Provenance tuned_provenance(const Dataset& data, const WholeModel& made, const TuneResult& result, std::uint64_t seed) {
  Provenance out = provenance(data.rows(), data.positives, seed);
  out.format = data.format;
  out.added = made.added;
  out.tried = result.finalists;
  out.learned = {data.table, tabular::source_columns(data.feature_schema()), data.all_rows()};
  return out;
}

// The odds of what was added or weighed are put right; a threshold is left to `train`.
classifiers::Decision decision_of(const TuneOptions& options, const Dataset& data, const WholeModel& made) {
  DecisionPlan plan;
  plan.base_rate = options.base_rate;
  const double sampled = static_cast<double>(data.positives) / static_cast<double>(data.rows());
  return make_decision(plan, made.learned_share, sampled, nullptr).decision;
}

void tell_tuning(const TuneResult& result, const TuneFacts& facts, const WholeModel& made, const TuneOutputs& outputs,
                 Session& session) {
  tell_written(outputs.path(),
               std::string(kTunedModel) + " (" + made.model->describe() + "), " + kTried + ", " + kTuneSummary +
                   " and " + kJournal,
               session);
  if (session.json) return print(tune_json(result, facts));
  if (session.quiet) return;
  print(tune_text(result) + tune_verdict(result) + "\n" +
        (facts.command.empty() ? "" : "the same with a threshold: " + facts.command + "\n"));
}

void run_tune(const Arguments& arguments, Session& session) {
  const TuneOptions options = read_tune_options(arguments, session);
  require_enough_fits(options);
  const std::optional<std::string> earlier = earlier_journal(arguments);
  const std::vector<std::string> inputs{arguments.positional(0)};
  const files::OutputRule rule = earlier ? continued_rule(arguments, inputs) : output_rule(arguments, inputs);
  DataRequest request = data_request(arguments, arguments.positional(0));
  request.group = options.group_column;
  TuneOutputs outputs(arguments, rule);
  const Dataset data = load_dataset(request, session.pool, session.observer);
  note_copied_positives(data, session.observer);
  TuneJournal journal = make_journal(arguments, earlier, tune_key(data, options));
  Tuning tuning(data, options, journal, session.pool, session.observer,
                [&](const TuneJournal& now) { outputs.keep(now); });
  try {
    const TuneResult result = tuning.run();
    const TuneTrial& chosen = result.trials[result.chosen];
    const WholeModel made = tuning.train(chosen);
    throw_if_interrupted();
    const TuneFacts facts{data.rows(), data.positives, made.model->features(), session.seed,
                          training_command(arguments, chosen)};
    outputs.finish(journal, [&](files::OutputFolder& folder) {
      save_classifier(*made.model, data.feature_schema(), target_column(data),
                      tuned_provenance(data, made, result, session.seed), folder.file(kTunedModel), {},
                      decision_of(options, data, made));
      files::write_atomically(folder.file(kTried), tune_csv(result));
      files::write_atomically(folder.file(kTuneSummary), tune_json(result, facts));
    });
    tell_tuning(result, facts, made, outputs, session);
  } catch (const Stopped&) {
    if (journal.size() > 0) throw StoppedTuning{};
    throw;
  }
}

}  // namespace

const Command& tune_command() {
  static const Command command{
      "tune",
      "search the options of the learners",
      "Races settings of forest and boosting on folds of the data by PR-AUC: all on one fold, the best third of them "
      "on more, the last on all, the same folds for all of them, and the defaults on all folds in any case. Of those "
      "on all folds the simplest within one standard error of the best mean is chosen, the defaults before all: the "
      "best of many flatters itself.\n\nWrites to the folder --out: model.ballast, the chosen one's model of all rows; "
      "tried.csv, all that was tried, best first; summary.json, the same with figures by fold; and journal.jsonl, "
      "every fit, in place as soon as it is done. After an end in between, or for a larger budget, the same words with "
      "--continue go on: what the journal knows is not trained again. A journal of other data or options is "
      "refused.\n\nWith --budget-fits the result is the same at any number of threads, interrupted or not. With "
      "--budget-seconds it depends on how fast the machine is: that is not promised.",
      {"DATA.csv"},
      joined(
          data_options(),
          {{"out", "DIR", kRequired, "Folder to write."},
           force_option(),
           {"continue", "", "", "Take the fits that the folder --out holds of an earlier call, and go on."},
           {"classifier", "A,B", "forest,boosting", "Classifiers to tune.", Values::some_of("forest,boosting")},
           {"budget-fits", "N", 100U, "Trainings of one candidate without one fold; the model of all rows is one more.",
            whole_range(1, 100'000), "!budget-seconds"},
           {"budget-seconds", "S", "",
            "Begin fits for so long. The defaults are always tried on all folds, and the last fit is ended.",
            above(0, 1e7)},
           {"folds", "N", 5U, "Parts of the data, each judged by models of the others.", whole_range(2, 20)},
           {"augment", "A,B", "none",
            "Ways to help the rare class that are drawn with the settings; none is always among them.",
            Values::sums_of(tuned_arm_names)},
           group_option(""),
           base_rate_option()}),
      "ballast tune creditcard.csv --target Class --positive 1 --budget-fits 150 --out tuned",
      run_tune};
  return command;
}

}  // namespace ballast::app
