// `ballast lab`: what the paper leaves to choice, tried in one budget (app/experiments/lab/lab.hpp).
#include <algorithm>

#include "app/commands/options/data_options.hpp"
#include "app/commands/options/output_options.hpp"
#include "app/commands/parsing/extras.hpp"
#include "app/experiments/lab/lab.hpp"
#include "app/experiments/lab/lab_figures.hpp"
#include "app/experiments/lab/lab_report.hpp"
#include "app/experiments/toy/point_sets.hpp"
#include "diffusion/option_ranges.hpp"
#include "diffusion/sampling/samplers.hpp"
#include "engine/files/atomic.hpp"

namespace ballast::app {
namespace {

// Words of the command line as the library spells them, and back.
std::vector<std::string> spelled(std::vector<std::string> words, char from, char to) {
  for (std::string& word : words) std::ranges::replace(word, from, to);
  return words;
}

std::size_t whole_or_none(const Arguments& arguments, const std::string& name) {
  return arguments.given(name) ? arguments.whole(name) : 0;
}

LabOptions read_lab_options(const Arguments& arguments, const Session& session) {
  LabOptions out;
  out.predict.clear();
  for (const std::string& name : arguments.choices("parametrisation")) {
    out.predict.push_back(diffusion::parametrisation_of(name));
  }
  out.training = spelled(arguments.choices("training"), '-', '_');
  out.schedules = arguments.choices("schedule");
  if (arguments.given("curve-samplers")) out.samplers = arguments.choices("curve-samplers");
  out.repeats = arguments.whole("repeats");
  out.steps = whole_or_none(arguments, "noising-steps");
  out.updates = whole_or_none(arguments, "updates");
  out.batch = whole_or_none(arguments, "batch");
  out.trajectory_batch = whole_or_none(arguments, "trajectory-batch");
  out.generated = arguments.whole("generated");
  if (arguments.given("sampler")) out.sampling = {arguments.choice("sampler"), whole_or_none(arguments, "evaluations")};
  out.seed = session.seed;
  return out;
}

std::unique_ptr<LabSource> read_source(const Arguments& arguments, Session& session) {
  const std::string& what = arguments.positional(0);
  const std::vector<std::string>& sets = point_set_names();
  const bool points = std::ranges::find(sets, what) != sets.end();
  const bool asked_for_table = arguments.given("target") || arguments.given("positive");
  if (!points && !asked_for_table && what.find('.') == std::string::npos) point_set(what);  // refuses, with the nearest
  arguments.state("a-table", !points, what);
  arguments.state("a-point-set", points, what);
  if (!points && !(arguments.given("target") && arguments.given("positive"))) {
    throw Error("a table needs --target and --positive")
        .got(what)
        .hint("the column that tells the rare rows, and their label");
  }
  if (points) return point_source(what, arguments.whole("points"));
  const double held_out = arguments.real("held-out");
  return table_source(load_dataset(data_request(arguments, what), session.pool, session.observer), held_out);
}

files::OutputRule lab_rule(const Arguments& arguments) {
  if (!arguments.given("target")) return output_rule(arguments, {});  // points come from no file
  return output_rule(arguments, {arguments.positional(0)});
}

// The results, then the pictures. Returns what was written.
std::string write_lab(const LabResult& result, files::OutputFolder& folder, Session& session) {
  files::write_atomically(folder.file("summary.json"), lab_summary_json(result));
  const Pictures pictures{{"error.svg", [&] { return figures::svg(lab_error_figure(result)); }},
                          {"samplers.svg", [&] { return figures::svg(lab_sampler_figure(result)); }},
                          {"memorisation.svg", [&] { return figures::svg(lab_memorisation_figure(result)); }}};
  std::string names = "summary.json";
  for (const std::string& name : add_pictures(folder, pictures, session)) names += " " + name;
  return names;
}

void run_lab(const Arguments& arguments, Session& session) {
  const Stopwatch watch;
  const LabOptions options = read_lab_options(arguments, session);
  std::optional<files::OutputFolder> folder;
  if (arguments.given("out")) folder.emplace(arguments.text("out"), lab_rule(arguments));
  const std::unique_ptr<LabSource> source = read_source(arguments, session);
  const LabResult result = run_lab(*source, options, session.pool, session.observer);
  throw_if_interrupted();
  std::string written;
  if (folder) written = write_lab(result, *folder, session);
  session.observer.clear();
  if (session.json) return print(lab_summary_json(result));
  if (session.quiet && folder) return;
  print(lab_text(result));
  if (folder) tell_written(folder->path(), written, session);
  tell("took " + duration_text(watch.seconds()) + "\n");
}

std::vector<OptionSpec> lab_options() {
  constexpr const char* kTable = "a-table";
  std::vector<OptionSpec> options = data_options();
  for (OptionSpec& option : options) {
    if (option.is_required()) option.fallback = "";
    option.read_with = kTable;
  }
  return joined(
      {{"out", "DIR", "", "Folder to write figures and summary.json to."},
       force_option("out"),
       {"parametrisation", "A,B", "mean,data,noise,v", "What the network learns to predict.",
        Values::some_of("mean,data,noise,v")},
       {"training", "A,B", "random-steps,trajectories", "Ways to draw what it learns from.",
        Values::some_of("random-steps,trajectories")},
       {"schedule", "A,B", "linear", "Of the noise: linear, cosine.", Values::some_of("linear,cosine")},
       {"repeats", "N", 3U, "Times to repeat all of it, on other rows and seeds.", kRepeatsRange},
       {"noising-steps", "N", "", "Steps of the noising process. Default: 200 for points, 800 for a table.",
        whole_range(2, 100'000)},
       {"updates", "N", "", "Updates by random steps. Default: 4000 for points, 6000 for a table.",
        diffusion::kUpdatesRange},
       {"batch", "N", "", "Rows of such an update. Default: 256 for points, 128 for a table.", diffusion::kBatchRange},
       {"trajectory-batch", "N", "",
        "Rows of an update by trajectories. Default: as many as make an update of --batch network rows, at least 1.",
        diffusion::kBatchRange, "training=trajectories"},
       {"sampler", "KIND", "", "How the rows to judge the arms by are made. Default: as `toy` or `fit` does.",
        Values::one_of(diffusion::sampler_names)},
       {"evaluations", "N", "", "Evaluations of the network for each such row, at most; 0: at each noising step.",
        diffusion::kEvaluationsRange, "sampler"},
       {"curve-samplers", "A,B", "", "Samplers of the curve. Default: all.", Values::some_of(diffusion::sampler_names)},
       {"generated", "N", 2000U, "Rows to generate and judge.", whole_range(100, 10'000'000)},
       {"points", "N", 10'000U, "Points to learn from.", whole_range(100, 10'000'000), "a-point-set"},
       {"held-out", "X", 0.5, "Share of the rare rows that only judge.", open_range(0, 1), kTable}},
      options);
}

}  // namespace

const Command& lab_command() {
  static const Command command{
      "lab",
      "which way of training diffusion is worth it: all of them on the same data",
      "Trains the network to predict the posterior mean, the clean row, the noise, or v, by random steps and by whole "
      "trajectories, on the same rows and with the same number of network row evaluations, and judges all by the "
      "same held-out rows. POINTS|DATA.csv is a point set of `toy` (two-moons, spiral, ...: the paper's network for "
      "points) or a table with --target and --positive, whose rare rows are learned as `fit` learns them.\n\nA row "
      "of a trajectory costs all N steps, so in the same budget trajectories make fewer updates or smaller ones; by "
      "default an update is one row, which is about as many network rows as an update by random steps.\n\nThe first "
      "table compares the arms: the squared error of the noise on held-out rows, to which every prediction is "
      "converted; the root of the biased MMD^2 of generated to held-out rows, beside a yardstick of true rows; "
      "seconds of training; and the ratio to the best arm with a corrected paired test over the repeats. The second "
      "shows what each sampler makes of the best arm at 5 to all evaluations. The third is the ruler of memorisation: "
      "where the network lies between a Gaussian of its rows' moments (0) and the rows themselves (1) at each noise "
      "level, and its error on learned and on held-out rows.\n\nWrites to --out error.svg, samplers.svg, "
      "memorisation.svg and summary.json.",
      {"POINTS|DATA.csv"},
      lab_options(),
      "ballast lab two-moons --out lab\n"
      "ballast lab creditcard.csv --target Class --positive 1 --drop Time --repeats 5",
      run_lab};
  return command;
}

}  // namespace ballast::app
