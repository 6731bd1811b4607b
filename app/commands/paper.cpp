// `ballast paper`: the paper's experiment beside its published figures (app/experiments/paper/paper.hpp).
#include <filesystem>
#include <optional>

#include "app/commands/options/data_options.hpp"
#include "app/commands/options/diffusion_settings.hpp"
#include "app/commands/options/output_options.hpp"
#include "app/commands/options/split_options.hpp"
#include "app/commands/options/threshold_options.hpp"
#include "app/commands/output/report_output.hpp"
#include "app/commands/parsing/extras.hpp"
#include "app/experiments/paper/paper_report.hpp"
#include "diffusion/option_ranges.hpp"
#include "engine/files/atomic.hpp"
#include "engine/files/paths.hpp"
#include "engine/tabular/csv/csv.hpp"

namespace ballast::app {
namespace {

constexpr const char* kTime = "Time";
constexpr const char* kPublished = "protocol=paper";

std::string column_list(const tabular::Table& table) {
  std::string out;
  for (const tabular::ColumnSchema& column : table.schema()) out += (out.empty() ? "" : ", ") + column.name;
  return out;
}

// Time is dropped where there is one, unless --drop says what to drop.
Dataset load_cards(const Arguments& arguments, Session& session) {
  DataRequest request = data_request(arguments, arguments.positional(0));
  request.group = arguments.text_or("group", "");
  session.observer.step({.phase = "read " + files::shown_name(request.path, files::Direction::input)});
  tabular::CsvOptions options = csv_options(request);
  if (!arguments.given("drop") && request.target.column != kTime && request.group != kTime)
    options.skip_if_present = {kTime};
  tabular::CsvFormat format;
  tabular::Table table = tabular::read_csv(request.path, options, session.pool, session.observer, &format);
  if (!arguments.given("target") && !table.find(request.target.column)) {
    throw Error("no column '" + request.target.column + "', which is the target unless told")
        .in(request.path)
        .expected("--target, one of " + column_list(table));
  }
  Dataset data = make_dataset(std::move(table), request);
  data.format = std::move(format);
  note_columns(data, session.observer);
  return data;
}

PaperOptions read_paper_options(const Arguments& arguments, const Session& session) {
  PaperOptions out;
  const bool emdt = arguments.choice("protocol") == "emdt";
  out.protocol = emdt ? Protocol::emdt : Protocol::paper;
  if (arguments.given("repeats")) out.repeats = arguments.whole("repeats");
  out.augmentations = arguments.given("augment") ? arguments.choices("augment") : protocol_augmentations(out.protocol);
  state_arms(arguments, make_augmentations(out.augmentations));
  out.settings = read_augmentation_settings(arguments);
  const ThresholdOptions thresholds = read_threshold_options(arguments);
  out.folds = thresholds.folds;
  if (out.folds == 0 && !arguments.given("augment"))
    std::erase(out.augmentations, "tuned");  // it would have no threshold
  if (out.folds == 0 && std::ranges::count(out.augmentations, "tuned") > 0) {
    throw Error("without folds no threshold is chosen").hint("leave 'tuned' out of --augment, or --folds 0");
  }
  out.costs = thresholds.costs;
  out.effect = thresholds.effect;
  out.replay.trajectories = arguments.flag("trajectories");
  if (arguments.given("updates")) out.replay.updates = arguments.whole("updates");
  out.replay.synthetic = arguments.whole("synthetic");
  out.replay.learners = published_learners();
  if (arguments.given("base-rate")) out.replay.base_rate = arguments.real("base-rate");
  out.replay.group_column = arguments.text_or("group", "");
  out.replay.seed = session.seed;
  return out;
}

void run_paper(const Arguments& arguments, Session& session) {
  const Stopwatch watch;
  const PaperOptions options = read_paper_options(arguments, session);
  std::optional<files::OutputFolder> folder;
  if (session.ranks.is_first())
    folder.emplace(arguments.text("out"), output_rule(arguments, {arguments.positional(0)}));
  const ReportFiles report_files = read_report_files(arguments, "paper", arguments.positional(0));
  const Dataset data = load_cards(arguments, session);
  ReportOutput report(data, report_files, session);
  const double load_seconds = watch.seconds();
  PaperResult result = run_paper(data, options, session.pool, session.observer, report, session.ranks);
  if (!folder) return;  // the first rank has the result
  throw_if_interrupted();
  result.study.timings.insert(result.study.timings.begin(), {"load", load_seconds});
  const std::string text = paper_text(result, std::filesystem::path(data.name).filename().string());
  files::write_atomically(folder->file("tables.txt"), text);
  files::write_atomically(folder->file("summary.json"), paper_json(result));
  const std::optional<files::Displaced> displaced = put_in_place(*folder, session);
  folder->reopen();
  report.write(result.study, *folder);
  result.study.timings.emplace_back("total", watch.seconds());
  const std::string json = paper_json(result);
  files::write_atomically(folder->file("summary.json"), json);
  folder->commit();
  session.observer.clear();
  if (session.json) {
    print(json);
  } else if (!session.quiet) {
    tell_written(folder->path(),
                 (files::is_regular_file(folder->path() + "/report.html") ? "open " + folder->path() + "/report.html; "
                                                                          : std::string()) +
                     "summary.json, tables.txt\ntook " + duration_text(watch.seconds()),
                 session);
    print(text);
  }
  if (displaced) throw *displaced;
}

std::vector<OptionSpec> paper_options() {
  std::vector<OptionSpec> out = data_options();
  out[0].fallback = "Class";
  out[1].fallback = "1";
  out[2].help = "Columns to leave out. Default: Time, where there is one.";
  return joined(
      out, joined({{"out", "DIR", kRequired, "Folder to write."},
                   force_option(),
                   {"protocol", "NAME", "paper", "paper, or emdt: the follow-up's.", Values::one_of("paper,emdt")},
                   {"trajectories",
                    "",
                    "",
                    "Train the published split's networks on whole trajectories, as the paper does; else by random "
                    "steps, for a thirty-fifth of the work.",
                    {},
                    kPublished},
                   {"updates", "N", "",
                    "Of the published split's network. Default: 3,500 of 64 rows, the paper's; by random steps 10,000 "
                    "of 512.",
                    diffusion::kUpdatesRange, kPublished},
                   {"repeats", "N", "", "Of the repeated splits. Default: 20, of emdt 10.", kRepeatsRange},
                   {"augment", "A,B", "",
                    "Arms of the repeated splits. Default: all that draw once; of emdt none,smote,diffusion,clusters.",
                    Values::sums_of(augmentation_names)},
                   {"synthetic", "N", "3000", "Rows to add to the training part; emdt: as many as it has positives.",
                    kSyntheticRange, kPublished},
                   group_option(""),
                   base_rate_option()},
                  joined(threshold_options(), joined(augmentation_settings(), report_options()))));
}

}  // namespace

const Command& paper_command() {
  static const Command command{
      "paper",
      "the paper's experiment on the card data, as published, and with the statistics it lacked",
      "First the experiment of arXiv 2412.10948 on one split: 80/20, Amount standardised and all else raw, the paper's "
      "network as one model and as one for each of three clusters, 3,000 rows, boosting at XGBoost's defaults and a "
      "forest of 50 trees, decisions at 0.5; its rows stand beside the published ones, with Wilson's intervals and "
      "McNemar's exact test against plain training. Then repeated splits with ballast's own diffusion, in several "
      "forms, beside what is cheaper: a tuned threshold, class weights, oversampling, SMOTE; with corrected paired "
      "tests, Holm's correction and the smallest difference the study could see.\n\n--protocol emdt follows arXiv "
      "2603.13566 instead: 60/20/20, ten runs, as many synthetic rows as training positives, judged by boosting.\n\n"
      "Writes summary.json (that of `ballast run`, with the replay and the published figures), tables.txt, and "
      "report.html of the repeated splits to the folder --out, which appears whole or not at all.",
      {"DATA.csv"},
      paper_options(),
      "ballast paper creditcard.csv --out paper\nballast paper creditcard.csv --trajectories --base-rate 0.00173 --out "
      "paper\nballast paper creditcard.csv --protocol emdt --out emdt",
      run_paper,
      true};
  return command;
}

}  // namespace ballast::app
