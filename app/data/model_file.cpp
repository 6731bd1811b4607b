#include "app/data/model_file.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <set>
#include <stdexcept>

#include "app/data/dataset.hpp"
#include "app/generators/discriminated_generator.hpp"
#include "engine/error.hpp"
#include "engine/files/atomic.hpp"
#include "engine/tabular/features/date_features.hpp"
#include "engine/tabular/schema_archive.hpp"

namespace ballast::app {
namespace {

constexpr std::size_t kMostRows = std::size_t{1} << 40;

void save_fresh(const FreshRowsOrigin& fresh, files::ArchiveWriter out) {
  out.text("generator", fresh.kind);
  out.text("checksum", fresh.checksum);
  const std::uint64_t seed[] = {fresh.seed};
  out.array<std::uint64_t>("seed", seed);
  out.integer("rows", static_cast<std::int64_t>(fresh.drawn.rows));
  out.number("weight", fresh.drawn.weight);
  out.integer("draws", static_cast<std::int64_t>(fresh.drawn.draws));
}

void save_common(files::ArchiveWriter& out, const TargetColumn& target, const Provenance& made_by) {
  out.text("made_by/version", made_by.version);
  const std::uint64_t seed[] = {made_by.seed};
  out.array<std::uint64_t>("made_by/seed", seed);
  out.integer("made_by/rows", static_cast<std::int64_t>(made_by.rows));
  out.integer("made_by/positives", static_cast<std::int64_t>(made_by.positives));
  if (!made_by.imported.empty()) out.text("made_by/imported", made_by.imported);
  if (made_by.added != 0) out.integer("made_by/added", static_cast<std::int64_t>(made_by.added));
  if (!made_by.chosen.empty()) out.text("made_by/chosen", made_by.chosen);
  if (made_by.fresh) save_fresh(*made_by.fresh, out.child("made_by").child("fresh"));
  if (made_by.schema) save_kept_schema(*made_by.schema, out.child("made_by").child("schema"));
  if (made_by.tried) save_tried(*made_by.tried, out.child("made_by").child("tried"));
  tabular::save_format(made_by.format, out.child("made_by").child("format"));
  if (made_by.learned.known()) made_by.learned.save(out.child("made_by").child("learned"));
  if (target.is_none()) return out.integer("target/none", 1);
  tabular::save_schema({target.column}, out.child("target/column"));
  out.integer("target/position", static_cast<std::int64_t>(target.position));
  if (!target.positive.empty()) out.text("target/positive", target.positive);
  if (!target.others.empty()) out.texts("target/others", target.others);
}

std::optional<FreshRowsOrigin> load_fresh(const files::ArchiveReader& in) {
  if (!in.has("generator")) return std::nullopt;
  return FreshRowsOrigin{
      in.text("generator"),
      in.text("checksum"),
      in.array<std::uint64_t>("seed", 1)[0],
      {in.size("rows", 1, kMostRows), in.number("weight"), in.has("draws") ? in.size("draws", 0, kMostRows) : 0}};
}

Provenance load_provenance(const files::ArchiveReader& in) {
  return {in.text("made_by/version"),
          in.array<std::uint64_t>("made_by/seed", 1)[0],
          in.size("made_by/rows", 0, kMostRows),
          in.size("made_by/positives", 0, kMostRows),
          in.has("made_by/added") ? in.size("made_by/added", 0, kMostRows) : 0,
          in.has("made_by/imported") ? in.text("made_by/imported") : "",
          in.has("made_by/learned/rows") ? tabular::LearnedRows::load(in.child("made_by").child("learned"))
                                         : tabular::LearnedRows{},
          tabular::load_format(in.child("made_by").child("format")),
          load_fresh(in.child("made_by").child("fresh")),
          in.has("made_by/chosen") ? in.text("made_by/chosen") : "",
          load_tried(in.child("made_by").child("tried"))};
}

// The positive label as a cell of the target column.
double positive_cell(const TargetColumn& target) {
  if (target.column.is_text()) {
    const auto& labels = target.column.labels;
    const auto label = std::find(labels.begin(), labels.end(), target.positive);
    if (label == labels.end()) throw Error("the positive label is not a label of the target column");
    return static_cast<double>(label - labels.begin());
  }
  double value = 0;
  const char* end = target.positive.data() + target.positive.size();
  const auto [stop, fault] = std::from_chars(target.positive.data(), end, value);
  if (fault != std::errc{} || stop != end) throw Error("the positive label is not a number").got(target.positive);
  return value;
}

TargetColumn load_target(const files::ArchiveReader& in, std::size_t features) {
  if (in.kind() == "generator" && in.has("target/none")) return {};
  tabular::Schema schema = tabular::load_schema(in.child("target/column"));
  if (schema.size() != 1) throw Error("damaged model file: it has not one target column").in(in.path());
  TargetColumn target{std::move(schema[0]), in.size("target/position", 0, features), ""};
  if (in.has("target/classes")) return target;
  target.positive = in.text("target/positive");
  if (in.has("target/others")) target.others = in.texts("target/others");
  try {
    positive_cell(target);
  } catch (Error& error) {
    throw error.in(in.path());
  }
  return target;
}

std::vector<std::string> load_classes(const files::ArchiveReader& in) {
  std::vector<std::string> classes = in.texts("target/classes");
  const std::set<std::string> distinct(classes.begin(), classes.end());
  if (classes.size() > 2 && distinct.size() == classes.size()) return classes;
  throw Error("damaged model file: its classes are fewer than three, or two have one label").in(in.path());
}

// What is written can be read: the archive is read back before it gets its name.
// Throws std::logic_error (our mistake) if it cannot be.
template <class Read>
void write_if_readable(const files::ArchiveWriter& out, const std::string& path, Read read) {
  std::vector<std::byte> bytes = out.bytes();
  try {
    read(files::ArchiveReader::from_bytes(bytes, path));
  } catch (const Error& error) {
    throw std::logic_error("the model made here could not be read again, and was not written: " +
                           std::string(error.what()));
  }
  files::write_atomically(path, bytes);
}

// Two, or fewer of a shorter file; none of a pipe, which cannot be read again.
std::string first_bytes(const std::string& path) {
  std::error_code code;
  if (!std::filesystem::is_regular_file(path, code)) return "";
  std::ifstream in(path, std::ios::binary);
  std::string out(2, '\0');
  in.read(out.data(), 2);
  out.resize(static_cast<std::size_t>(in.gcount()));
  return out;
}

}  // namespace

files::ArchiveReader open_model_archive(const std::string& path) {
  try {
    return files::ArchiveReader::open(path);
  } catch (Error& error) {
    const std::string begin = first_bytes(path);
    if (begin.starts_with("\x1f\x8b")) error.hint("it is compressed by gzip: gunzip it first");
    if (begin.starts_with("{")) error.hint("`ballast import` makes a model of XGBoost's JSON or UBJ files");
    throw;
  }
}

std::optional<std::size_t> learned_rows(const ClassifierFile& file, const tabular::Table& table) {
  return learned_rows(file.made_by.learned, file.features, table);
}

std::optional<std::size_t> learned_rows(const tabular::LearnedRows& learned, const tabular::Schema& features,
                                        const tabular::Table& table) {
  if (!learned.known()) return std::nullopt;
  return learned.among(table, tabular::source_columns(features));
}

void save_classifier(const classifiers::Classifier& model, const tabular::Schema& features, const TargetColumn& target,
                     const Provenance& made_by, const std::string& path, const std::vector<std::string>& classes,
                     const classifiers::Decision& decision) {
  files::ArchiveWriter out("classifier");
  save_common(out, target, made_by);
  if (!classes.empty()) out.texts("target/classes", classes);
  tabular::save_schema(features, out.child("features"));
  model.save(out.child("model"));
  decision.save(out.child("decision"));
  write_if_readable(out, path, read_classifier_file);
}

void save_generator(const diffusion::Generator& model, const TargetColumn& target, const Provenance& made_by,
                    const std::string& path) {
  files::ArchiveWriter out("generator");
  save_common(out, target, made_by);
  model.save(out.child("model"));
  write_if_readable(out, path, read_generator_file);
}

ClassifierFile read_classifier_file(const files::ArchiveReader& in) {
  in.require_kind("classifier");
  ClassifierFile out;
  out.made_by = load_provenance(in);
  out.features = tabular::load_schema(in.child("features"));
  out.target = load_target(in, out.features.size());
  out.model = classifiers::load_classifier(in.child("model"));
  if (in.has("target/classes")) out.classes = load_classes(in);
  const std::size_t classes = std::max<std::size_t>(2, out.classes.size());
  if (out.model->features() != out.features.size() || out.model->classes() != classes) {
    throw Error("damaged model file: the classifier and its columns do not fit")
        .in(in.path())
        .expected(std::to_string(out.features.size()) + " features and " + std::to_string(classes) + " classes")
        .got(std::to_string(out.model->features()) + " and " + std::to_string(out.model->classes()));
  }
  out.decision = classifiers::Decision::load(in.child("decision"));
  if (classes > 2 && !out.decision.is_plain()) {
    throw Error("damaged model file: a decision for more than two classes").in(in.path());
  }
  return out;
}

GeneratorFile read_generator_file(const files::ArchiveReader& in) {
  in.require_kind("generator");
  GeneratorFile out;
  out.made_by = load_provenance(in);
  out.model = DiscriminatedGenerator::load(in.child("model"));
  out.target = load_target(in, out.model->schema().size());
  if (in.has("made_by/schema/json")) {
    const tabular::Schema columns = with_target(tabular::Table(out.model->schema(), 0), out.target).schema();
    out.made_by.schema = load_kept_schema(in.child("made_by").child("schema"), columns);
  }
  return out;
}

ClassifierFile load_classifier_file(const std::string& path) {
  return read_classifier_file(open_model_archive(path));
}

GeneratorFile load_generator_file(const std::string& path) {
  return read_generator_file(open_model_archive(path));
}

std::string target_text(const std::string& name, const std::string& positive, std::span<const std::string> classes) {
  return name + (classes.empty() ? ", positive label " + positive : ", classes " + label_list(classes));
}

tabular::Schema probability_columns(std::span<const std::string> classes) {
  const tabular::ColumnSchema alone{"probability", tabular::ColumnKind::numeric, {}};
  tabular::Schema out(std::max<std::size_t>(1, classes.size()), alone);
  for (std::size_t k = 0; k < classes.size(); ++k) out[k].name += "_" + classes[k];
  return out;
}

tabular::Table with_target(const tabular::Table& rows, const TargetColumn& target) {
  if (target.is_none()) return rows;
  tabular::Schema schema = rows.schema();
  schema.insert(schema.begin() + static_cast<std::ptrdiff_t>(target.position), target.column);
  tabular::Table out(std::move(schema), rows.rows());
  for (std::size_t c = 0; c < out.columns(); ++c) {
    if (c == target.position) {
      std::ranges::fill(out.column(c), positive_cell(target));
    } else {
      std::ranges::copy(rows.column(c < target.position ? c : c - 1), out.column(c).begin());
    }
  }
  std::ranges::copy(rows.origins(), out.origins().begin());
  return out;
}

}  // namespace ballast::app
