// `ballast demo`: a study of built-in data (app/data/demo_data.hpp), so that the whole loop runs without a file.
#include <algorithm>

#include "app/commands/options/output_options.hpp"
#include "app/commands/output/study_output.hpp"
#include "app/data/demo_data.hpp"
#include "app/text/flat_json.hpp"
#include "engine/tabular/csv/csv.hpp"

namespace ballast::app {
namespace {

DemoDataOptions read_demo_options(const Arguments& arguments, const Session& session) {
  DemoDataOptions out;
  out.seed = session.seed;
  out.rows = arguments.whole("rows");
  out.positives = std::max<std::size_t>(2, out.rows / 100);
  arguments.require("positives", whole_range(1, out.rows - 1), "so that other rows are left of --rows");
  if (arguments.given("positives")) out.positives = arguments.whole("positives");
  return out;
}

void write_only(const tabular::Table& table, const DemoDataOptions& options, files::StagedFile& out, Session& session) {
  session.observer.step({.phase = "write " + out.path()});
  out.commit([&](const std::string& place) { tabular::write_csv(table, place); });
  tell_written(out.path(),
               std::to_string(options.rows) + " rows, " + std::to_string(options.positives) + " of them of Class 1",
               session);
  if (!session.json) return;
  print(flat_json({{"written", out.path()},
                   {"rows", std::uint64_t{options.rows}},
                   {"positives", std::uint64_t{options.positives}}}));
}

void run_demo(const Arguments& arguments, Session& session) {
  const Stopwatch watch;
  const DemoDataOptions demo = read_demo_options(arguments, session);
  const StudyOptions options = read_study_options(arguments, session);
  const StudyFiles files{false, read_report_files(arguments, "demo", "")};
  const files::OutputRule rule = output_rule(arguments, {});
  const bool first = session.ranks.is_first();
  if (!first && arguments.given("data-out")) return;
  std::optional<files::StagedFile> file;
  if (arguments.given("data-out")) file.emplace(arguments.text("data-out"), rule);
  if (file) takes_standard_output(file->path(), session);
  std::optional<files::OutputFolder> folder;
  if (first && arguments.given("out")) folder.emplace(arguments.text("out"), rule);
  tabular::Table table = make_demo_data(demo, session.pool);
  if (file) return write_only(table, demo, *file, session);
  DataRequest request;
  request.path = "built-in data";
  request.target = {"Class", "1"};
  request.drop = {"Time"};
  const Dataset data = make_dataset(std::move(table), request);
  run_and_show(data, options, folder ? &*folder : nullptr, files, watch.seconds(), session);
}

}  // namespace

const Command& demo_command() {
  static const Command command{
      "demo",
      "the whole loop on built-in data",
      "Makes card-like transactions (V1 .. V28, Amount, Class) in which a rare class lives on three islands: one far "
      "out, one narrow, one among the ordinary rows. Then splits, augments, trains, judges and compares as `ballast "
      "run` does, and prints the table and the verdict.\n\nWith --data-out it only writes the data as a CSV file "
      "(gzip if the name ends in .gz), to try the other commands on.",
      {},
      joined({{"rows", "N", 20'000U, "Rows to make.", whole_range(20, 100'000'000)},
              {"positives", "N", "", "Rows of the rare class. Default: one in a hundred.", whole_range(1, 99'999'999)},
              {"data-out", "FILE", "", "Only write the data to this file.", {}, "", "rows,positives,force"},
              {"out", "DIR", "", "Also write what `run --out` writes."},
              force_option("out | data-out")},
             joined(study_options("10"), report_options(true))),
      "ballast demo\nballast demo --rows 284807 --positives 492 --data-out full.csv",
      run_demo,
      true};
  return command;
}

}  // namespace ballast::app
