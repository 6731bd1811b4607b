// Reads what a generator is to learn.
#include "app/commands/training/lesson.hpp"

#include <numeric>

#include "app/commands/options/data_options.hpp"
#include "app/commands/options/date_option.hpp"
#include "app/commands/options/format_options.hpp"
#include "engine/quoting.hpp"
#include "engine/tabular/csv/csv.hpp"
#include "engine/tabular/levels.hpp"

namespace ballast::app {
namespace {

// A file read by a schema, and what of it is to be learned.
struct ReadBySchema {
  tabular::Table file;
  tabular::CsvFormat format;
  TableToLearn lesson;
};

bool is_private(const Arguments& arguments) {
  return arguments.has("epsilon") && arguments.given("epsilon");
}

ReadBySchema read_by_schema(const Arguments& arguments, const TableSchema& schema, const DataRequest& request,
                            Session& session) {
  tabular::CsvOptions options = csv_options(request);
  read_by(schema, options);
  ReadBySchema out;
  out.file = tabular::read_csv(request.path, options, session.pool, session.observer, &out.format);
  out.lesson = learned_by(schema, out.file, request.drop, request.path, session.observer, is_private(arguments));
  return out;
}

Dataset make_dataset(const ReadBySchema& read, const DataRequest& request, Session& session) {
  Dataset out = make_dataset(read.lesson.table, request);
  out.format = read.format;
  note_columns(out, session.observer);
  return out;
}

Lesson read_class(const Arguments& arguments, const std::optional<TableSchema>& schema, Session& session) {
  Lesson out;
  const DataRequest request = data_request(arguments, arguments.positional(0));
  std::optional<ReadBySchema> read;
  if (schema) read = read_by_schema(arguments, *schema, request, session);
  out.data = read ? make_dataset(*read, request, session) : load_dataset(request, session.pool, session.observer);
  const Dataset& data = out.data;
  out.rows = data.features_of(data.positive_rows());
  tabular::set_levels(out.rows, data.table, data.all_rows());
  out.target = target_column(data);
  out.made_by = provenance(data.positives, data.positives, session.seed);
  out.made_by.format = data.format;
  out.made_by.learned = {read ? read->file : data.table, data.feature_names(), data.positive_rows()};
  if (read) out.made_by.schema = read->lesson.kept;
  out.what = std::to_string(data.positives) + " rows of " + one_line(out.target.column.name + " = " + data.positive);
  return out;
}

// Every row and every column, the target a column like any other.
Lesson read_table(const Arguments& arguments, const std::optional<TableSchema>& schema, Session& session) {
  const std::string& path = arguments.positional(0);
  const DataRequest request{
      path, {},    arguments.list("drop"), arguments.list("categorical"), false, date_columns(arguments),
      {},   false, read_format(arguments)};
  ReadBySchema read;
  if (schema) {
    read = read_by_schema(arguments, *schema, request, session);
  } else {
    read.file = tabular::read_csv(path, csv_options(request), session.pool, session.observer, &read.format);
    note_columns(read.file, session.observer, request.categorical);
  }
  Lesson out{std::move(schema ? read.lesson.table : read.file)};
  const tabular::Table& file = schema ? read.file : out.rows;
  if (arguments.given("target")) out.rows.index_of(arguments.text("target"));
  out.made_by = provenance(out.rows.rows(), 0, session.seed);
  out.made_by.format = read.format;
  if (schema) out.made_by.schema = std::move(read.lesson.kept);
  std::vector<std::string> names;
  for (const tabular::ColumnSchema& column : out.rows.schema()) names.push_back(column.name);
  std::vector<std::size_t> all(out.rows.rows());
  std::iota(all.begin(), all.end(), std::size_t{0});
  out.made_by.learned = {file, names, all};
  out.what = std::to_string(out.rows.rows()) + " rows, the whole table";
  return out;
}

// What a file of a private generator may say of how its data were written: marks that hold for the file as a whole.
tabular::CsvFormat public_format(const tabular::CsvFormat& read) {
  tabular::CsvFormat out;
  out.decimal = read.decimal;
  out.found_delimiter = read.found_delimiter;
  out.missing = read.missing;
  return out;
}

// Leaves out what rows show: their fingerprints, how many they are, the target's labels but the one that was asked for.
void keep_private(Lesson& lesson, const std::optional<TableSchema>& schema, Observer& observer) {
  Provenance& made_by = lesson.made_by;
  made_by.learned = {};
  made_by.rows = made_by.positives = 0;
  made_by.format = public_format(made_by.format);
  lesson.what = "the whole table";
  if (TargetColumn& target = lesson.target; !target.is_none()) {
    lesson.what = "the rows of " + one_line(target.column.name + " = " + target.positive);
    target.others.clear();
    if (target.column.is_text()) target.column.labels = {target.positive};
  }
  if (schema) lesson.known = public_columns(*schema);
  observer.note(
      schema ? "the schema is taken as public: what `ballast schema` found in these rows is not, edit it first"
             : "the names and kinds of the columns are taken as public; `fit --schema` says more of them, and spares "
               "noise");
}

}  // namespace

std::vector<OptionSpec> lesson_options() {
  std::vector<OptionSpec> out = data_options();
  out[0].fallback = "";
  out[0].help = "The column that --positive is a label of.";
  out[1].fallback = "";
  out[1].help =
      "The target's label whose rows are learned; the target is no column of theirs. Without it the whole table is "
      "learned, the target a column like any other.";
  return out;
}

Lesson read_lesson(const Arguments& arguments, const std::optional<TableSchema>& schema, Session& session) {
  if (arguments.given("positive") && !arguments.given("target")) {
    throw Error("--positive is a label of the target").expected("--target NAME").got(arguments.text("positive"));
  }
  Lesson out =
      arguments.given("positive") ? read_class(arguments, schema, session) : read_table(arguments, schema, session);
  if (is_private(arguments)) keep_private(out, schema, session.observer);
  return out;
}

void learn(diffusion::Generator& model, const tabular::Table& rows, const Lesson& lesson, std::uint64_t seed,
           numeric::ThreadPool& pool, Observer& observer) {
  if (lesson.target.is_none() || !model.wants_others()) return model.fit(rows, seed, pool, observer);
  std::vector<std::size_t> others;
  for (std::size_t i = 0; i < lesson.data.rows(); ++i) {
    if (lesson.data.y[i] == 0) others.push_back(i);
  }
  model.fit_against(rows, lesson.data.features_of(others), seed, pool, observer);
}

}  // namespace ballast::app
