// What a generator is to learn: the rows of one class, or a whole table, as the options of `fit` name them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/commands/parsing/command.hpp"
#include "app/data/dataset.hpp"
#include "app/data/model_file.hpp"
#include "app/schema/schema_use.hpp"

namespace ballast::app {

// What is learned: rows, the target they were chosen by, and where they came from.
struct Lesson {
  tabular::Table rows;
  Dataset data = {};  // of a class: all rows of the file
  TargetColumn target = {};
  Provenance made_by = {};
  std::string what = {};                            // "30 rows of Class = 1"
  std::vector<diffusion::PublicColumn> known = {};  // with --epsilon: by the schema
};

// The data options, with a target only where a class is learned.
std::vector<OptionSpec> lesson_options();

// Reads DATA.csv, the first word: of --positive its rows alone, else all. schema: that the file has to keep. With
// --epsilon nothing about the rows is in made_by and target. Throws Error as the readers do, and on --positive without
// --target.
Lesson read_lesson(const Arguments& arguments, const std::optional<TableSchema>& schema, Session& session);

// The model learns `rows`, those of the lesson or some of them, against its other classes where its kind wants these.
void learn(diffusion::Generator& model, const tabular::Table& rows, const Lesson& lesson, std::uint64_t seed,
           numeric::ThreadPool& pool, Observer& observer);

}  // namespace ballast::app
