// `ballast split`: parts a file into rows to learn from and rows to test on.
#include <algorithm>
#include <string_view>
#include <unordered_set>

#include "app/commands/options/data_options.hpp"
#include "app/commands/options/date_option.hpp"
#include "app/commands/options/format_options.hpp"
#include "app/commands/options/output_options.hpp"
#include "app/commands/options/split_options.hpp"
#include "app/data/splits/split_file.hpp"
#include "app/data/splits/time_column.hpp"
#include "app/text/flat_json.hpp"
#include "app/text/numbers.hpp"
#include "engine/files/paths.hpp"
#include "engine/quoting.hpp"
#include "engine/tabular/binary/table_file.hpp"
#include "engine/tabular/csv/copies/csv_rows.hpp"

namespace ballast::app {
namespace {

using Rows = std::vector<std::size_t>;

// Test rows that stand in the training part too, letter by letter.
std::size_t repeated_rows(const tabular::CsvRows& rows, const tabular::Split& parts) {
  std::unordered_set<std::string_view> learned;
  for (const std::size_t row : parts.train) learned.insert(rows.row(row));
  return static_cast<std::size_t>(
      std::ranges::count_if(parts.test, [&](std::size_t row) { return learned.contains(rows.row(row)); }));
}

// "; Class: 0 23,200, 1 160": of a target of few labels.
std::string labels_text(const FileSplit& split, const std::string& target, std::size_t LabelCount::*part) {
  constexpr std::size_t kShown = 8;
  std::string out;
  if (target.empty() || split.labels.size() > kShown) return out;
  for (const LabelCount& count : split.labels) {
    out += (out.empty() ? "; " + target + ": " : ", ") + (count.label.empty() ? "missing" : count.label) + " " +
           with_commas(count.*part);
  }
  return one_line(out);
}

void note_left_out(const FileSplit& split, const SplitRequest& request, std::size_t rows, Observer& observer) {
  const auto note = [&](std::size_t count, const std::string& why) {
    if (count == 0) return;
    observer.note(with_commas(count) + " of " + with_commas(rows) + " rows are in neither part: " + why);
  };
  note(split.in_gap, "they lie within the --gap before the test part");
  note(split.shared_groups, "they come before the test part, and their '" + request.group +
                                "' has rows in it; without --time the groups are shared out, and no row is lost");
}

void run_split(const Arguments& arguments, Session& session) {
  const SplitRequest request{.path = arguments.positional(0),
                             .target = arguments.text_or("target", ""),
                             .time = arguments.text_or("time", ""),
                             .gap = arguments.text_or("gap", ""),
                             .group = arguments.text_or("group", ""),
                             .categorical = arguments.list("categorical"),
                             .dates = date_columns(arguments),
                             .test_fraction = arguments.real("test-fraction")};
  files::OutputFolder folder(arguments.text("out"), output_rule(arguments, {request.path}));
  session.observer.step({.phase = "read " + files::shown_name(request.path, files::Direction::input)});
  const tabular::CsvFormat format = read_format(arguments);
  const tabular::CsvRows rows(request.path, session.pool, format);
  tabular::CsvOptions options{.categorical = request.categorical, .dates = request.dates, .format = format};
  options.format.encoding = tabular::Encoding::utf8;  // rows.text() is
  options.look_at_header = true;
  for (const std::string& column : {request.target, request.time, request.group}) {
    if (!column.empty()) options.only.push_back(column);
  }
  for (const std::string& column : options.categorical) options.only.push_back(column);  // held against the file, too
  for (const tabular::DateColumn& date : options.dates) options.only.push_back(date.column);
  if (options.only.empty()) options.only = options.categorical = {rows.a_name()};  // no cell has to be read
  const tabular::Table table =
      tabular::binary::is_table_file(request.path)
          ? tabular::read_csv(request.path, options, session.pool, session.observer)
          : tabular::parse_csv(rows.text(), request.path, options, session.pool, session.observer);
  const FileSplit split = split_table(table, request, session.seed);
  const std::string order = request.time.empty() ? "" : time_note(table, request.time, !request.gap.empty());
  if (!order.empty()) session.observer.note(order);
  if (!request.time.empty() && !request.target.empty()) {
    session.observer.note("--time says which rows test: the labels of --target are counted, not shared out");
  }
  if (rows.size() != table.rows()) throw std::logic_error("rows were counted in two ways");
  const std::string ending = request.path.ends_with(".gz") ? ".csv.gz" : ".csv";
  rows.write(split.parts.train, folder.file("train" + ending));
  rows.write(split.parts.test, folder.file("test" + ending));
  throw_if_interrupted();
  folder.commit();
  const std::string at = arguments.text("out") + "/", train = at + "train" + ending, test = at + "test" + ending;
  const std::size_t repeated = repeated_rows(rows, split.parts);
  tell_written(train,
               with_commas(split.parts.train.size()) + " rows" + labels_text(split, request.target, &LabelCount::train),
               session);
  tell_written(test,
               with_commas(split.parts.test.size()) + " rows" + labels_text(split, request.target, &LabelCount::test),
               session);
  note_left_out(split, request, rows.size(), session.observer);
  if (repeated > 0) {
    session.observer.note(
        with_commas(repeated) + (repeated == 1 ? " test row has" : " test rows have") +
        " an equal one in the training part: a model may know it by heart, and figures there flatter; "
        "--group keeps rows that belong together in one part");
  }
  session.observer.clear();
  if (!session.json) return;
  print(flat_json({{"train", train},
                   {"test", test},
                   {"train_rows", std::uint64_t{split.parts.train.size()}},
                   {"test_rows", std::uint64_t{split.parts.test.size()}},
                   {"rows_in_gap", std::uint64_t{split.in_gap}},
                   {"rows_of_shared_groups", std::uint64_t{split.shared_groups}},
                   {"test_rows_in_train", std::uint64_t{repeated}}}));
}

// Marks and words settle how columns are read: those that an option names, all others go as they stand.
std::vector<OptionSpec> text_options() {
  std::vector<OptionSpec> out = format_options();
  for (OptionSpec& option : out) {
    const std::string_view name = option.name;
    if (name == "decimal" || name == "missing") option.read_with = "target | time | group | date | categorical";
  }
  return out;
}

}  // namespace

const Command& split_command() {
  static const Command command{
      "split",
      "set rows aside to judge by",
      "Writes train.csv and test.csv (.csv.gz of gzip) to the folder --out: the header and each row of DATA.csv as it "
      "stands there, in one of the two. What is trained or fitted on train.csv has never seen test.csv, so its figures "
      "there hold for new rows.\n\n"
      "With --target both parts have their share of every label. With --time the test part is what came last, as "
      "for a model that is to judge the future, and labels are only counted. Otherwise rows are drawn.",
      {"DATA.csv"},
      joined({{"out", "DIR", kRequired, "Folder to write."},
              force_option(),
              {"test-fraction", "X", 0.2, "Share of the rows that only judge.", open_range(0, 1)},
              {"target", "NAME", "", "Give both parts their share of each label of this column."},
              {"time", "NAME", "", "Test on the last rows by this column of dates or numbers."},
              gap_option("time"),
              group_option(""),
              {"categorical", "A,B", "", "Columns to read as text although they look like numbers.", Values::names()},
              date_option()},
             text_options()),
      "ballast split creditcard.csv --target Class --out parts",
      run_split};
  return command;
}

}  // namespace ballast::app
