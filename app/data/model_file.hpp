// Model files: a classifier or a generator together with what is needed to use it on another file: the columns it
// learned from, the target and its positive label or its classes, and where it came from (version, seed, rows; no time,
// no path). A classifier of two classes carries its decision too: what its scores mean and from where on they are
// flagged.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/data/fresh_draws.hpp"
#include "app/data/tried_arms.hpp"
#include "app/schema/schema_use.hpp"
#include "classifiers/classifier.hpp"
#include "classifiers/decide/decision.hpp"
#include "diffusion/generator.hpp"
#include "engine/files/archive.hpp"
#include "engine/tabular/cells/csv_format.hpp"
#include "engine/tabular/fingerprints/learned_rows.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::app {

// Where rows came from that each tree or round had for itself (`train --added-from`).
struct FreshRowsOrigin {
  std::string kind;        // of the generator
  std::string checksum;    // of its file: 64 hex digits
  std::uint64_t seed = 0;  // of its rows: draw d are rows d x rows and on
  FreshDraws drawn;
};

struct Provenance {
  std::string version;  // of ballast
  std::uint64_t seed = 0;
  std::size_t rows = 0, positives = 0;  // learned from
  std::size_t added = 0;                // rows of `train --added` beside them
  std::string imported = {};            // what another program's model came from; its rows are not known
  tabular::LearnedRows learned = {};    // fingerprints of the rows; unknown of imported models and old files
  tabular::CsvFormat format = {};       // by which a later file is read as the data was
  std::optional<FreshRowsOrigin> fresh = {};
  std::string chosen = {};                // why this kind of generator, where `fit` chose it
  std::optional<TriedArms> tried = {};    // of `train --augment auto`
  std::optional<KeptSchema> schema = {};  // of `fit --schema`: what made rows keep, and their identifiers
};

struct TargetColumn {
  tabular::ColumnSchema column;
  std::size_t position = 0;              // among the columns of the data set
  std::string positive;                  // its label; empty with more than two classes
  std::vector<std::string> others = {};  // of two classes the labels of the other, as they were learned; empty: unknown

  bool is_none() const { return column.name.empty(); }  // of a generator of the whole table
};

struct ClassifierFile {
  Provenance made_by;
  TargetColumn target;
  tabular::Schema features;
  std::unique_ptr<classifiers::Classifier> model;
  std::vector<std::string> classes = {};  // labels of the target in the model's order; empty for two classes
  classifiers::Decision decision = {};    // plain for more than two
};

struct GeneratorFile {
  Provenance made_by;
  TargetColumn target;
  std::unique_ptr<diffusion::Generator> model;
};

// Opens a file of a model or a generator. Throws Error as ArchiveReader, with a hint of what else the file may be.
files::ArchiveReader open_model_archive(const std::string& path);

// How many rows of the table the model learned from; nothing where it does not know. The table has its columns.
std::optional<std::size_t> learned_rows(const ClassifierFile& file, const tabular::Table& table);
std::optional<std::size_t> learned_rows(const tabular::LearnedRows& learned, const tabular::Schema& features,
                                        const tabular::Table& table);

void save_classifier(const classifiers::Classifier& model, const tabular::Schema& features, const TargetColumn& target,
                     const Provenance& made_by, const std::string& path, const std::vector<std::string>& classes = {},
                     const classifiers::Decision& decision = {});
void save_generator(const diffusion::Generator& model, const TargetColumn& target, const Provenance& made_by,
                    const std::string& path);

// Throw Error: no such file, not an archive, another kind, damaged, or parts that do not fit together.
ClassifierFile load_classifier_file(const std::string& path);
GeneratorFile load_generator_file(const std::string& path);
ClassifierFile read_classifier_file(const files::ArchiveReader& in);
GeneratorFile read_generator_file(const files::ArchiveReader& in);

// "Class, positive label 1", or "digit, classes 0, 1, 2".
std::string target_text(const std::string& name, const std::string& positive, std::span<const std::string> classes);
// The columns of a file of scores: "probability"; or one a class, "probability_" and its label.
tabular::Schema probability_columns(std::span<const std::string> classes);

// Synthetic rows with the target put back in its place, every cell the positive label; as they are without one.
tabular::Table with_target(const tabular::Table& rows, const TargetColumn& target);

}  // namespace ballast::app
