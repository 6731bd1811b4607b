// `ballast inspect`: what a model file is, what made it, and its checksum.
#include <algorithm>
#include <functional>
#include <numeric>
#include <optional>

#include "app/commands/options/data_options.hpp"
#include "app/commands/output/promise.hpp"
#include "app/models/decide/make_decision.hpp"
#include "app/study/arm_choice.hpp"
#include "app/text/aligned.hpp"
#include "app/text/flat_json.hpp"
#include "app/text/numbers.hpp"
#include "classifiers/explain/importance.hpp"
#include "engine/quoting.hpp"
#include "engine/tabular/binary/table_file.hpp"

namespace ballast::app {
namespace {

struct Inspected {
  Provenance made_by;
  TargetColumn target;
  tabular::Schema columns;
  std::string what, describe;
  classifiers::Decision decision = {};
  std::vector<std::string> classes = {};
  std::optional<diffusion::PrivacySpent> promise = {};
};

Inspected read(const files::ArchiveReader& in) {
  if (in.kind() == "generator") {
    const GeneratorFile file = read_generator_file(in);
    Inspected out{file.made_by, file.target, file.model->schema(), std::string(file.model->kind()),
                  file.model->describe()};
    if (file.model->privacy() != nullptr) out.promise = *file.model->privacy();
    return out;
  }
  const ClassifierFile file = read_classifier_file(in);
  return {file.made_by,           file.target,   file.features, std::string(file.model->kind()),
          file.model->describe(), file.decision, file.classes};
}

JsonFields decision_json(const classifiers::Decision& decision) {
  if (decision.is_plain()) return {};
  JsonFields out{{"odds_ratio", decision.odds_ratio}, {"calibration", std::string(decision.calibration.name())}};
  if (decision.base_rate) out.emplace_back("base_rate", *decision.base_rate);
  if (decision.threshold) {
    out.emplace_back("threshold", *decision.threshold);
    out.emplace_back("rule", decision.rule);
  }
  if (!decision.decided_on.empty()) out.emplace_back("decided_on", decision.decided_on);
  return out;
}

std::string maker_text(const Provenance& made_by) {
  const std::string here = "ballast " + made_by.version;
  return made_by.imported.empty() ? here + ", seed " + std::to_string(made_by.seed)
                                  : made_by.imported + ", imported by " + here;
}

std::string learned_checksum(const Provenance& made_by) {
  return made_by.learned.known() ? ", checksum " + made_by.learned.checksum_text() : "";
}

std::string column_list(const tabular::Schema& columns) {
  std::vector<std::vector<std::string>> rows;
  for (const tabular::ColumnSchema& column : columns) {
    rows.push_back({"  " + column.name, std::string(tabular::to_string(column.kind)),
                    column.is_text() ? std::to_string(column.labels.size()) + " labels" : ""});
  }
  return aligned(rows, 3);
}

// What made rows keep, and which of their columns are no part of the model.
std::string schema_lines(const KeptSchema& kept) {
  std::string out = "schema       " + with_commas(kept.rules().size()) + " rules that made rows keep\n";
  for (const Constraint& one : kept.schema.constraints) out += "  in all rows " + one_line(one.text()) + "\n";
  for (const Identifier& one : kept.identifiers) {
    out += "  identifier  " + one_line(one.column.name) + ", made anew from " + one.of_row(0) + " on\n";
  }
  return out;
}

// What the trees themselves say of their features, the largest gain first: as a table, or as fields of JSON.
struct Importance {
  std::string text;
  JsonFields json;
};

Importance importance_of(const files::ArchiveReader& in) {
  const ClassifierFile file = read_classifier_file(in);
  const std::vector<classifiers::FeatureImportance> importance = classifiers::feature_importance(*file.model);
  std::vector<std::size_t> order(importance.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, std::greater<>(), [&](std::size_t f) { return importance[f].gain; });
  std::vector<std::vector<std::string>> table{{"column", "gain", "cover", "splits"}};
  NamedNumbers gain, cover, splits;  // name and number
  for (const std::size_t f : order) {
    const std::string& name = file.features[f].name;
    const classifiers::FeatureImportance& one = importance[f];
    table.push_back({name, fixed(one.gain, 3), fixed(one.cover, 1), with_commas(one.splits)});
    gain.emplace_back(name, one.gain);
    cover.emplace_back(name, one.cover);
    splits.emplace_back(name, static_cast<double>(one.splits));
  }
  return {aligned(table, 1) + "sums over all splits on the column, in all trees\n",
          {{"gain", gain}, {"cover", cover}, {"splits", splits}}};
}

std::string format_text(const tabular::CsvFormat& format) {
  const char mark = format.delimiter_to_write();
  const std::string out = "cells separated by " + (mark == '\t' ? "tabs" : "'" + std::string(1, mark) + "'");
  return format.decimal == ',' ? out + ", decimal commas" : out;
}

void show_table(const tabular::binary::TableFile& file, Session& session) {
  for (std::size_t c = 0; c < file.schema().size(); ++c) file.cells(std::vector{c}, session.pool);  // their checksums
  if (session.json) {
    std::vector<std::string> columns, kinds;
    for (const tabular::ColumnSchema& column : file.schema()) {
      columns.push_back(column.name);
      kinds.emplace_back(tabular::to_string(column.kind));
    }
    return print(flat_json({{"kind", "table"},
                            {"checksum", file.digest()},
                            {"rows", std::uint64_t{file.rows()}},
                            {"columns", columns},
                            {"kinds", kinds}}));
  }
  print(aligned({{file.name() + ":", "table of " + with_commas(file.rows()) + " rows"},
                 {"sha-256", file.digest()},
                 {"written as", format_text(file.format())}},
                2) +
        std::to_string(file.schema().size()) + " columns\n" + column_list(file.schema()));
}

void run_inspect(const Arguments& arguments, Session& session) {
  const bool table = tabular::binary::is_table_file(arguments.positional(0));
  arguments.state("a-model-file", !table, arguments.positional(0), "a table file has no model");
  if (table) return show_table(tabular::binary::TableFile(arguments.positional(0)), session);
  const files::ArchiveReader in = open_model_archive(arguments.positional(0));
  Importance importance;
  if (arguments.flag("importance")) importance = importance_of(in);
  if (!importance.text.empty() && !session.json) return print(importance.text);
  const Inspected file = read(in);
  if (session.json) {
    std::vector<std::string> columns;
    for (const tabular::ColumnSchema& column : file.columns) columns.push_back(column.name);
    JsonFields fields{{"kind", in.kind()},
                      {"model", file.what},
                      {"format", std::uint64_t{in.version()}},
                      {"checksum", in.checksum()},
                      {"made_by", "ballast " + file.made_by.version},
                      {"seed", file.made_by.seed}};
    for (JsonFields::value_type& field : rows_json(file.made_by, file.classes.empty() && !file.target.is_none())) {
      fields.push_back(std::move(field));
    }
    fields.emplace_back("target", file.target.column.name);
    if (file.target.is_none()) {
      fields.back().second = nullptr;
    } else if (file.classes.empty()) {
      fields.emplace_back("positive", file.target.positive);
    } else {
      fields.emplace_back("classes", file.classes);
    }
    if (!file.made_by.chosen.empty()) fields.emplace_back("chosen", file.made_by.chosen);
    fields.emplace_back("columns", columns);
    add_promise(file.promise ? &*file.promise : nullptr, fields);
    fields.emplace_back("description", file.describe);
    for (JsonFields::value_type& field : decision_json(file.decision)) fields.push_back(std::move(field));
    if (file.made_by.tried) {
      for (JsonFields::value_type& field : tried_arms_json(*file.made_by.tried)) fields.push_back(std::move(field));
    }
    std::ranges::move(importance.json, std::back_inserter(fields));
    return print(flat_json(fields));
  }
  std::string decision;
  for (const std::string& line : decision_lines(file.decision)) decision += line + "\n";
  if (file.made_by.schema) decision += schema_lines(*file.made_by.schema);
  if (!file.made_by.chosen.empty()) decision += "chosen by auto: " + file.made_by.chosen + "\n";
  if (file.made_by.tried) {
    const TriedArms& tried = *file.made_by.tried;
    const std::string by = tried.arms[0].arm == "none" ? "auto" : "tune";  // settings are tuned
    decision += by + " chose   " + chosen_text(tried) + "\n" + tried_arms_text(tried);
  }
  print(
      aligned(
          {{arguments.positional(0) + ":", in.kind() + " (" + file.what + "), format " + std::to_string(in.version())},
           {"sha-256", in.checksum()},
           {"made by", maker_text(file.made_by)},
           {"learned from", (file.promise ? "about " : "") +
                                rows_text(file.made_by, file.classes.empty() && !file.target.is_none()) +
                                learned_checksum(file.made_by)},
           {"target", file.target.is_none()
                          ? "none: the whole table"
                          : target_text(file.target.column.name, file.target.positive, file.classes)}},
          2) +
      decision + file.describe + "\n" + std::to_string(file.columns.size()) + " columns\n" + column_list(file.columns));
}

}  // namespace

const Command& inspect_command() {
  static const Command command{
      "inspect",
      "what a model, generator or table file is, and what made it",
      "Checks the file's checksum and structure and prints its kind, format number, SHA-256, version and seed of its "
      "making, target, columns, a description of the model, and its decision: what is done to its scores, and the "
      "threshold. Of a table file (`ballast convert`) its rows, how its CSV was written, and its columns. Writes no "
      "file.",
      {"FILE.ballast"},
      {{"importance",
        "",
        "",
        "Of a classifier: what each column gained, covered and how often trees split on it.",
        {},
        "a-model-file",
        ""}},
      "ballast inspect model.ballast",
      run_inspect};
  return command;
}

}  // namespace ballast::app
