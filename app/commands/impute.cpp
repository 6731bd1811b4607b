// `ballast impute`: fills the missing cells of a file by a generator of whole tables (diffusion/questions.hpp).
#include "app/commands/options/data_options.hpp"
#include "app/commands/options/format_options.hpp"
#include "app/commands/options/output_options.hpp"
#include "app/commands/scoring/model_rows.hpp"
#include "app/commands/scoring/scored_label.hpp"
#include "app/data/dataset.hpp"
#include "app/data/learned_table.hpp"
#include "app/text/flat_json.hpp"
#include "app/text/numbers.hpp"
#include "diffusion/questions.hpp"
#include "engine/files/gzip.hpp"
#include "engine/files/paths.hpp"
#include "engine/tabular/csv/cell_writer.hpp"
#include "engine/tabular/csv/copies/filled_cells.hpp"
#include "engine/tabular/csv/in_place/in_place.hpp"

namespace ballast::app {
namespace {

constexpr Range kDrawsRange = whole_range(1, 1000);

std::size_t missing_cells(const tabular::Table& rows) {
  std::size_t count = 0;
  for (std::size_t c = 0; c < rows.columns(); ++c) {
    for (const double cell : rows.column(c)) count += tabular::is_missing(cell) ? 1 : 0;
  }
  return count;
}

// The text of a filled cell, written as the file's cells are; nothing for a cell that was there.
tabular::CellText filled_text(const tabular::Table& before, const tabular::Table& after,
                              const std::vector<tabular::CellWriter>& writers) {
  return [&](std::size_t row, std::size_t column) -> std::optional<std::string> {
    if (!tabular::is_missing(before.column(column)[row])) return std::nullopt;
    return writers[column].text(after.column(column)[row]);
  };
}

// A generator of one class fills the rows of others as if they were of it.
void note_other_classes(const TargetColumn& target, const tabular::Table& rows, Observer& observer) {
  if (target.is_none() || target.positive.empty()) return;
  const auto column = rows.find(target.column.name);
  if (!column) return;
  std::size_t others = 0;
  for (const double cell : rows.column(*column)) {
    others += tabular::is_missing(cell) || means_positive(target, cell_text(rows.schema()[*column], cell)) ? 0 : 1;
  }
  if (others == 0) return;
  observer.note(with_commas(others) + " of " + with_commas(rows.rows()) + " rows are not of " + target.column.name +
                " = " + target.positive +
                ", which is all that the generator has learned: they are filled as if they were");
}

void run_impute(const Arguments& arguments, Session& session) {
  const std::string &data = arguments.positional(0), &generator = arguments.text("with"), &out = arguments.text("out");
  const bool likeliest = arguments.flag("likeliest");
  const std::size_t draws = arguments.whole("draws");
  files::StagedFile written(out, csv_rule(arguments, out, {data, generator}));
  takes_standard_output(out, session);
  const GeneratorFile file = load_generator_file(generator);
  const diffusion::Answering& model = diffusion::answering(*file.model, "fill missing cells");
  const tabular::Schema& schema = file.model->schema();
  const std::string name = files::shown_name(data, files::Direction::input);
  const tabular::csv::FileText bytes = tabular::csv::read_text_of(data, session.pool);
  const std::string_view file_text(bytes.bytes.get(), bytes.size);
  const tabular::CsvFormat& learned = file.made_by.format;
  const tabular::Schema target = file.target.is_none() ? tabular::Schema{} : tabular::Schema{file.target.column};
  const ModelRows rows = files::is_stream(data)
                             ? read_for_model(name, file_text, schema, learned, arguments, session, target)
                             : read_for_model(data, schema, learned, arguments, session, target);
  note_other_classes(file.target, rows.table, session.observer);
  const tabular::Table known = rows_as_learned(schema, file.made_by, rows, Unseen::kept, session);
  tabular::CsvFormat format = rows.format;
  format.decimals.insert(file.made_by.format.decimals.begin(), file.made_by.format.decimals.end());
  std::vector<std::string> names;
  std::vector<tabular::CellWriter> writers;
  tabular::Schema written_as = known.schema();
  for (tabular::ColumnSchema& column : written_as) {
    names.push_back(column.name);
    column.labels = labels_as_written(column, rows.table.schema()[rows.table.index_of(column.name)]);
    writers.emplace_back(column, format);
  }
  std::string text;
  std::size_t left = 0;  // cells that stay empty
  for (std::size_t draw = 0; draw < draws; ++draw) {
    const auto fill = likeliest ? diffusion::Answering::Fill::likeliest : diffusion::Answering::Fill::draw;
    const tabular::Table filled = model.impute(known, fill, draw, session.seed, session.pool, session.observer);
    left = missing_cells(filled);
    std::vector<std::string> first;
    if (draws > 1) first = {"draw", std::to_string(draw + 1)};
    text += tabular::fill_cells(file_text, name, format, names, filled_text(known, filled, writers), first, draw == 0);
  }
  throw_if_interrupted();
  const std::size_t cells = missing_cells(known) - left;
  if (left > 0) {
    session.observer.note(with_commas(left) + (left == 1 ? " cell stays" : " cells stay") +
                          " missing: of rows like these the generator has learned no other");
  }
  if (cells > 0 && file.made_by.schema && !file.made_by.schema->rules().empty()) {
    session.observer.note(
        "filled cells may break rules of the schema that the generator was fitted by: `ballast schema " + out +
        " --check SCHEMA.json` tells");
  }
  written.commit([&](const std::string& place) { files::write_by_name(place, text); });
  tell_written(out,
               with_commas(cells) + " missing cells of " + with_commas(known.rows()) + " rows filled" +
                   (draws > 1 ? ", " + with_commas(draws) + " times" : ""),
               session);
  if (session.json) {
    print(flat_json({{"written", out},
                     {"rows", std::uint64_t{known.rows()}},
                     {"filled", std::uint64_t{cells}},
                     {"draws", std::uint64_t{draws}}}));
  }
}

}  // namespace

const Command& impute_command() {
  static const Command command{
      "impute",
      "fill missing cells with a generator file",
      "Writes DATA.csv with its missing cells filled by what the generator has learned of each column given all "
      "others; other cells stay byte for byte. A cell is drawn from its distribution, cells of one row from their "
      "joint distribution: several draws show how uncertain they are. It takes a masked generator, of the whole table "
      "or of the class that the rows are of.",
      {"DATA.csv"},
      joined({{"with", "GENERATOR", kRequired, "Generator file that `ballast fit --generator masked` wrote."},
              {"draws", "N", 1U, "Fills the table N times; a first column \"draw\" says which time.", kDrawsRange,
               "!likeliest"},
              {"likeliest", "", "",
               "Fills in the likeliest label and the median in place of a draw: closest on average, but the filled "
               "column varies too little."},
              {"out", "FILE", kRequired, "CSV file to write; - is standard output."},
              force_option(),
              accept_unseen_option()},
             later_format_options()),
      "ballast impute gaps.csv --with gen.ballast --out full.csv",
      run_impute};
  return command;
}

}  // namespace ballast::app
