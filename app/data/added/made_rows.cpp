#include "app/data/added/made_rows.hpp"

#include <algorithm>
namespace ballast::app {
namespace {

using Conditions = std::span<const diffusion::CellCondition>;

// Whether a row, completed, still is as the conditions ask.
AsAsked as_asked(Conditions conditions, const tabular::Schema& schema) {
  if (conditions.empty()) return nullptr;
  return [conditions, &schema](const tabular::Table& rows, std::size_t row) {
    return std::ranges::all_of(conditions, [&](const diffusion::CellCondition& one) {
      const double cell = rows.column(rows.index_of(schema[one.column].name))[row];
      return one.missing ? tabular::is_missing(cell) : cell >= one.low && cell <= one.high;
    });
  };
}

// Without identifiers.
MadeRows kept_rows(const GeneratorFile& file, Conditions conditions, std::uint64_t first, std::size_t count,
                   std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer) {
  const diffusion::Answering* const answering =
      conditions.empty() ? nullptr : &diffusion::answering(*file.model, "make rows under conditions");
  const MakeRows draw = [&](std::uint64_t from, std::size_t rows) {
    return with_target(answering == nullptr ? file.model->sample(from, rows, seed, pool, observer)
                                            : answering->sample_where(conditions, from, rows, seed, pool, observer),
                       file.target);
  };
  if (!file.made_by.schema) return {draw(first, count), {.kept = count, .drawn = count}};
  MadeRows out;
  out.rows = rows_that_keep(file.made_by.schema->rules(), first, count, draw,
                            as_asked(conditions, file.model->schema()), out.ledger);
  return out;
}

}  // namespace

MadeRows make_rows(const GeneratorFile& file, Conditions conditions, std::uint64_t first, std::size_t count,
                   std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer) {
  MadeRows out = kept_rows(file, conditions, first, count, seed, pool, observer);
  if (file.made_by.schema) out.rows = with_identifiers(out.rows, file.made_by.schema->identifiers, first);
  return out;
}

tabular::Table rows_to_learn_from(const GeneratorFile& file, std::uint64_t first, std::size_t count, std::uint64_t seed,
                                  numeric::ThreadPool& pool, Observer& observer) {
  return kept_rows(file, {}, first, count, seed, pool, observer).rows;
}

std::uint64_t drawn_row(const GeneratorFile& file, Conditions conditions, std::uint64_t k, std::uint64_t seed,
                        numeric::ThreadPool& pool, Observer& observer) {
  if (!file.made_by.schema) return k;
  return kept_rows(file, conditions, k, 1, seed, pool, observer).rows.origins()[0].row;
}

}  // namespace ballast::app
