#include "app/data/added/added_generator.hpp"

#include <algorithm>

#include "app/data/added/kept_generator.hpp"
#include "engine/error.hpp"
#include "engine/quoting.hpp"
#include "engine/tabular/labels/label_index.hpp"

namespace ballast::app {
namespace {

void require_same_class(const TargetColumn& target, const std::string& path, const Dataset& data) {
  const std::string& wanted = data.table.schema()[data.target].name;
  if (target.is_none()) {
    throw Error("--added-from: the generator makes rows of the whole table")
        .in(path)
        .expected("one of the rows of " + wanted + " = " + data.positive)
        .hint("fit --target " + wanted + " --positive " + data.positive + " learns these");
  }
  if (target.column.name == wanted && tabular::same_label(target.positive, data.positive)) return;
  throw Error("--added-from: the generator makes rows of another class")
      .in(path)
      .expected(wanted + " = " + data.positive)
      .got(target.column.name + " = " + target.positive);
}

const tabular::ColumnSchema* find_column(const tabular::Schema& schema, const std::string& name) {
  const auto at = std::ranges::find(schema, name, &tabular::ColumnSchema::name);
  return at == schema.end() ? nullptr : &*at;
}

void require_same_columns(const tabular::Schema& made, const std::string& path, const Dataset& data,
                          const std::vector<std::string>& dropped) {
  const tabular::Schema& known = data.table.schema();
  const std::string& target = known[data.target].name;
  for (const tabular::ColumnSchema& column : known) {
    if (column.name == target) continue;
    const tabular::ColumnSchema* const own = find_column(made, column.name);
    if (own == nullptr) {
      throw Error("--added-from: the generator makes no column '" + column.name + "'")
          .in(path)
          .expected("the columns of " + data.name)
          .hint(typed_option("--drop", column.name) + " leaves it out");
    }
    if (own->is_text() == column.is_text()) continue;
    throw Error("--added-from: the generator makes other cells of column '" + column.name + "'")
        .in(path)
        .expected(column.is_text() ? "text" : "numbers")
        .got(own->is_text() ? "text" : "numbers");
  }
  for (const tabular::ColumnSchema& column : made) {
    if (find_column(known, column.name) != nullptr || std::ranges::count(dropped, column.name) != 0) continue;
    throw Error("--added-from: the generator makes a column that the data lack")
        .in(path)
        .expected("the columns of " + data.name)
        .got(column.name);
  }
}

}  // namespace

AddedGenerator load_added_generator(const std::string& path, const Dataset& data,
                                    const std::vector<std::string>& dropped, std::uint64_t seed,
                                    const FreshDraws& fresh) {
  const files::ArchiveReader in = open_model_archive(path);
  GeneratorFile file = read_generator_file(in);
  require_same_class(file.target, path, data);
  require_same_columns(file.model->schema(), path, data, dropped);
  const FreshRowsOrigin origin{std::string(file.model->kind()), in.checksum(), seed, fresh};
  tabular::LearnedRows learned = file.made_by.learned;
  if (!file.made_by.schema) return {origin, std::move(file.model), std::move(learned)};
  return {origin, std::make_shared<KeptGenerator>(std::move(file)), std::move(learned)};
}

}  // namespace ballast::app
