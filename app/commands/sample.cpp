// `ballast sample`: rows of a generator's endless table, from any row number on.
#include <optional>

#include "app/commands/options/data_options.hpp"
#include "app/commands/options/diffusion_settings.hpp"
#include "app/commands/options/format_options.hpp"
#include "app/commands/options/output_options.hpp"
#include "app/commands/output/promise.hpp"
#include "app/commands/scoring/model_rows.hpp"
#include "app/commands/scoring/nearest_row.hpp"
#include "app/data/added/made_rows_file.hpp"
#include "app/data/conditions.hpp"
#include "app/models/explain/row_trace_text.hpp"
#include "app/text/flat_json.hpp"
#include "app/text/numbers.hpp"
#include "diffusion/diffusion_generator.hpp"
#include "diffusion/option_ranges.hpp"
#include "diffusion/questions.hpp"
#include "engine/files/gzip.hpp"
#include "engine/quoting.hpp"
#include "engine/ranks/agreement.hpp"

namespace ballast::app {
namespace {

constexpr std::size_t kRowNumbers = std::size_t{1} << 48, kMostRowsMade = 1'000'000'000'000;

void change_noise_level(diffusion::Generator& model, const Arguments& arguments) {
  auto* const diffusion = dynamic_cast<diffusion::DiffusionGenerator*>(&model);
  arguments.state("a-generator-of-diffusion", diffusion != nullptr, "a file of " + std::string(model.kind()));
  if (arguments.given("noise-level")) diffusion->set_noise_level(arguments.real("noise-level"));
}

RowsToMake rows_to_make(const Arguments& arguments, const Session& session) {
  if (arguments.given("row")) return {arguments.whole("row"), 1, session.seed};
  if (!arguments.given("rows")) throw Error("--rows N is missing").hint("or --row K, a row alone");
  const std::size_t rows = arguments.whole("rows");
  arguments.require("first", whole_range(0, kRowNumbers - rows - 1), "for so many --rows");
  return {arguments.whole("first"), rows, session.seed};
}

// show: print, or tell where standard output takes the rows.
void show_trace(const Arguments& arguments, const GeneratorFile& file, const RowsToMake& wanted,
                void (*show)(std::string_view), Session& session) {
  const diffusion::Answering& model = diffusion::answering(*file.model, "tell how a row came about");
  const std::uint64_t drawn =
      drawn_row(file, wanted.conditions, wanted.first, session.seed, session.pool, session.observer);
  const diffusion::RowTrace trace = model.trace(wanted.conditions, drawn, session.seed, session.pool, session.observer);
  std::optional<NearestRow> nearest;
  if (arguments.given("nearest-in")) {
    nearest = nearest_row(trace.row, file, arguments.text("nearest-in"), arguments, session);
  }
  session.observer.clear();
  if (!session.json) {
    show(row_trace_text(trace, wanted.first));
    if (nearest) show("\n" + nearest_row_text(trace.row, *nearest, arguments.text("nearest-in")));
    return;
  }
  JsonFields fields{{"row", std::uint64_t{wanted.first}}, {"seed", session.seed}};
  const JsonFields cells = row_trace_json(trace);
  fields.insert(fields.end(), cells.begin(), cells.end());
  if (nearest) {
    fields.emplace_back("nearest_line", std::uint64_t{nearest->line});
    fields.emplace_back("nearest_distance", nearest->distance);
    fields.emplace_back("nearest_cells_alike", std::uint64_t{nearest->alike});
  }
  show(flat_json(fields));
}

// The ranks that do not write make rows all the same.
void write_rows(const Arguments& arguments, const GeneratorFile& file, const RowsToMake& wanted,
                files::StagedFile* written, Session& session) {
  const Stopwatch watch;
  Ledger ledger;
  const auto make = [&](const std::function<void(std::string_view)>& put) {
    ledger = write_made_rows(file, wanted, session.ranks, session.pool, session.observer, [&](std::string_view text) {
      throw_if_interrupted();
      put(text);
    });
    throw_if_interrupted();
  };
  if (written == nullptr) return make([](std::string_view) {});
  written->commit([&](const std::string& place) {
    files::write_by_name(place, [&](files::OutputFile& to) {
      make([&](std::string_view text) { to.write(std::as_bytes(std::span(text))); });
    });
  });
  const bool refused = ledger.drawn > ledger.kept;
  const diffusion::PrivacySpent* const promise = file.model->privacy();
  tell_written(written->path(),
               with_commas(wanted.count) + " rows of " +
                   (file.target.is_none() ? "the whole table"
                                          : one_line(file.target.column.name + " = " + file.target.positive)) +
                   (arguments.given("where") ? " where " + one_line(arguments.text("where")) : "") + " by the " +
                   std::string(file.model->kind()) + " generator" +
                   (refused ? "; " + one_line(ledger.text(file.made_by.schema->rules())) : "") +
                   (promise != nullptr ? "\n" + promise->text() : ""),
               session);
  if (session.json && !arguments.flag("trace")) {
    JsonFields fields{{"written", written->path()},           {"generator", std::string(file.model->kind())},
                      {"first", std::uint64_t{wanted.first}}, {"rows", std::uint64_t{wanted.count}},
                      {"drawn", std::uint64_t{ledger.drawn}}, {"seed", session.seed}};
    add_promise(promise, fields);
    fields.emplace_back("timings", NamedNumbers{{"sample", watch.seconds()}});
    print(flat_json(fields));
  }
}

std::vector<diffusion::CellCondition> read_where(const Arguments& arguments, const GeneratorFile& file,
                                                 Session& session) {
  std::vector<std::string> identifiers;
  if (file.made_by.schema) {
    for (const Identifier& one : file.made_by.schema->identifiers) identifiers.push_back(one.column.name);
  }
  const tabular::Schema& schema = file.model->schema();
  std::vector<diffusion::CellCondition> out =
      read_conditions(arguments.list("where"), schema, file.made_by.format, identifiers);
  const diffusion::Answering& model = diffusion::answering(*file.model, "make rows under conditions");
  const std::vector<diffusion::ConditionChance> chances = model.chances(out, session.pool, session.observer);
  const std::string doubt = doubts(out, chances, schema, file.made_by.format, file.made_by.rows);
  if (!doubt.empty() && session.ranks.is_first()) session.observer.note(doubt);
  return out;
}

void run_sample(const Arguments& arguments, Session& session) {
  RowsToMake wanted = rows_to_make(arguments, session);
  std::vector<std::string> inputs{arguments.positional(0)};
  if (arguments.given("nearest-in")) inputs.push_back(arguments.text("nearest-in"));
  std::optional<files::StagedFile> written;
  bool to_stdout = false;
  if (arguments.given("out") && session.ranks.is_first()) {
    written.emplace(arguments.text("out"), csv_rule(arguments, arguments.text("out"), inputs));
    to_stdout = takes_standard_output(written->path(), session);
  } else if (!arguments.given("out") && !arguments.flag("trace")) {
    throw Error("--out FILE is missing").hint("CSV file to write; - is standard output");
  }
  const files::ArchiveReader archive = open_model_archive(arguments.positional(0));
  GeneratorFile file = read_generator_file(archive);
  if (arguments.text_or("out", "").ends_with(".tsv")) file.made_by.format.found_delimiter = '\t';
  require_same(session.ranks, {{"generator", "SHA-256 " + archive.checksum()}}, session.observer);
  change_noise_level(*file.model, arguments);
  if (arguments.given("where")) {
    wanted.conditions = read_where(arguments, file, session);
  }
  if (arguments.flag("trace") && session.ranks.is_first()) {
    show_trace(arguments, file, wanted, to_stdout ? tell : print, session);
  }
  if (arguments.given("out")) write_rows(arguments, file, wanted, written ? &*written : nullptr, session);
}

}  // namespace

const Command& sample_command() {
  static const Command command{
      "sample",
      "make new rows with a generator file",
      "Writes synthetic rows with the columns, order and units of the data that the generator learned from; the target "
      "column holds the label that was learned, or, of the whole table, any. Row k depends on the file, the seed and k "
      "alone: --first 1000 --rows 10 gives the "
      "same ten rows as a sample of 2,000 holds there. Rows are made and written in blocks, in memory that does not "
      "grow with --rows.",
      {"GENERATOR.ballast"},
      joined({{"rows", "N", "", "Rows to make.", whole_range(1, kMostRowsMade), "!row"},
              {"first", "K", "0", "Number of the first row.", whole_range(0, kRowNumbers - 1), "!row"},
              {"row", "K", "", "A row alone, in place of --rows and --first.", whole_range(0, kRowNumbers - 2)},
              {"trace",
               "",
               "",
               "Prints how that row came about: the order in which its cells were revealed, and the three likeliest "
               "values of "
               "each when it was. Of a masked generator.",
               {},
               "row"},
              {"nearest-in",
               "FILE",
               "",
               "The file that the generator learned from, or another with its columns: the trace then ends with the "
               "row of it "
               "that lies nearest.",
               {},
               "trace"},
              {"where", "A=B,C>=D", "",
               "Rows that fulfil all these conditions, drawn from the generator's distribution given them: NAME=LABEL, "
               "NAME=NUMBER, NAME<NUMBER, <=, >, >=; NAME= asks for a missing cell; a name with a comma or a sign may "
               "stand in quotes: '\"t<3\"<5'. Of a masked generator.",
               Values::names()},
              {"noise-level", "X", "",
               "How far real rows are noised before they are denoised, above 0 to 1, in place of what the file says; "
               "for a "
               "file fitted with --noise-level below 1.",
               diffusion::kNoiseLevelRange, "a-generator-of-diffusion"},
              {"out", "FILE", "",
               "CSV file to write; gzip if its name ends in .gz, tabs in .tsv; - is standard output. Required without "
               "--trace."},
              force_option("out"),
              accept_unseen_option("nearest-in")},
             later_format_options("nearest-in", "nearest-in")),
      "ballast sample gen.ballast --rows 3000 --out synthetic.csv",
      run_sample,
      true};
  return command;
}

}  // namespace ballast::app
