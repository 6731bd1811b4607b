#include <algorithm>

#include "app/commands/data_options.hpp"
#include "app/commands/extras.hpp"
#include "app/commands/output_options.hpp"
#include "app/lab/lab.hpp"
#include "app/lab/lab_figures.hpp"
#include "app/lab/lab_report.hpp"
#include "app/toy/point_sets.hpp"
#include "diffusion/samplers.hpp"
#include "engine/files/atomic.hpp"

namespace ballast::app {
namespace {

constexpr std::size_t kMost = 1000000000;

// Words of the command line as the library spells them, and back.
std::vector<std::string> spelled(std::vector<std::string> words, char from, char to) {
  for (std::string& word : words) std::ranges::replace(word, from, to);
  return words;
}

std::size_t whole_or(const Arguments& arguments, const std::string& name, std::size_t low, std::size_t high) {
  return arguments.given(name) ? arguments.whole(name, low, high) : 0;
}

LabOptions read_lab_options(const Arguments& arguments, const Session& session) {
  LabOptions out;
  out.predict.clear();
  for (const std::string& name : arguments.choices("predict", {"mean", "data", "noise", "v"})) {
    out.predict.push_back(diffusion::parametrisation_of(name));
  }
  out.training = spelled(arguments.choices("training", {"random-steps", "trajectories"}), '-', '_');
  out.schedules = arguments.choices("schedules", {"linear", "cosine"});
  if (arguments.given("samplers")) out.samplers = arguments.choices("samplers", diffusion::sampler_names());
  out.repeats = arguments.whole("repeats", 1, 1000);
  out.steps = whole_or(arguments, "noising-steps", 2, 100000);
  out.updates = whole_or(arguments, "updates", 1, kMost);
  out.batch = whole_or(arguments, "batch", 1, 1000000);
  out.trajectory_batch = whole_or(arguments, "trajectory-batch", 1, 1000000);
  out.generated = arguments.whole("generated", 100, 10000000);
  if (arguments.given("sampler") || arguments.given("evaluations")) {
    if (!arguments.given("sampler")) throw Error("--evaluations needs --sampler").hint("ddim or ancestral");
    out.sampling = {arguments.choice("sampler", diffusion::sampler_names()),
                    whole_or(arguments, "evaluations", 0, kMost)};
  }
  out.seed = session.seed;
  return out;
}

std::unique_ptr<LabSource> read_source(const Arguments& arguments, Session& session) {
  const std::string& what = arguments.positional(0);
  const std::vector<std::string>& sets = point_set_names();
  const bool points = std::ranges::find(sets, what) != sets.end();
  const bool asked_for_table = arguments.given("target") || arguments.given("positive");
  if (!points && !asked_for_table && what.find('.') == std::string::npos) point_set(what);  // refuses, with the nearest
  if (!points && !(arguments.given("target") && arguments.given("positive"))) {
    throw Error("a table needs --target and --positive")
        .got(what)
        .hint("the column that tells the rare rows, and their label");
  }
  for (const char* name : {"target", "positive", "drop", "categorical", "held-out"}) {
    if (points && arguments.given(name)) throw Error("--" + std::string(name) + " goes with a table").got(what);
  }
  if (points) return point_source(what, arguments.whole("rows", 100, 10000000));
  if (arguments.given("rows")) throw Error("--rows goes with a point set").got(what);
  const double held_out = arguments.real("held-out", 0, 1);
  return table_source(load_dataset(data_request(arguments, what), session.pool, session.observer), held_out);
}

files::OutputRule lab_rule(const Arguments& arguments) {
  if (!arguments.given("target")) return output_rule(arguments, {});  // points come from no file
  return output_rule(arguments, {arguments.positional(0)});
}

// The results, then the pictures. Returns what was written.
std::string write_lab(const LabResult& result, files::OutputFolder& folder, Session& session) {
  files::write_atomically(folder.file("summary.json"), lab_summary_json(result));
  folder.commit();
  const Pictures pictures{{"error.svg", [&] { return figures::svg(lab_error_figure(result)); }},
                          {"samplers.svg", [&] { return figures::svg(lab_sampler_figure(result)); }},
                          {"memorisation.svg", [&] { return figures::svg(lab_memorisation_figure(result)); }}};
  std::string names = "summary.json";
  for (const std::string& name : add_pictures(folder, pictures, session)) names += " " + name;
  return names;
}

void run(const Arguments& arguments, Session& session) {
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
  if (session.quiet) return;
  print(lab_text(result));
  if (folder) tell_written(folder->path(), written, session);
  tell("took " + duration_text(watch.seconds()) + "\n");
}

std::vector<OptionSpec> lab_options() {
  std::vector<OptionSpec> options = data_options();
  for (OptionSpec& option : options) option.required = false;
  return joined(
      {{"out", "DIR", "", "Folder to write figures and summary.json to."},
       force_option(),
       {"predict", "A,B", "mean,data,noise,v", "What the network learns to say."},
       {"training", "A,B", "random-steps,trajectories", "Ways to draw what it learns from."},
       {"schedules", "A,B", "linear", "Of the noise: linear, cosine."},
       {"samplers", "A,B", "", "Samplers of the curve. Default: all."},
       {"repeats", "N", "3", "Times to repeat all of it, on other rows and seeds."},
       {"updates", "N", "", "Updates by random steps. Default: 4000 for points, 6000 for a table."},
       {"batch", "N", "", "Rows of such an update. Default: 256 for points, 128 for a table."},
       {"trajectory-batch", "N", "",
        "Rows of an update by trajectories. Default: as many as make an update of --batch network rows, at least 1."},
       {"noising-steps", "N", "", "Steps of the noising process. Default: 200 for points, 800 for a table."},
       {"sampler", "NAME", "", "That makes the rows to judge arms by. Default: that of `toy` or `fit`."},
       {"evaluations", "N", "", "Of the network for each such row, at most; 0: all steps."},
       {"generated", "N", "2000", "Rows to generate and judge."},
       {"rows", "N", "10000", "Points to learn from."},
       {"held-out", "X", "0.5", "Share of a table's rare rows that only judge."}},
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
      run};
  return command;
}

}  // namespace ballast::app
