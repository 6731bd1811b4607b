#include "app/data/added/kept_generator.hpp"

#include <utility>

namespace ballast::app {

tabular::Table KeptGenerator::sample(std::uint64_t first, std::size_t count, std::uint64_t seed,
                                     numeric::ThreadPool& pool, Observer& observer) const {
  tabular::Table out = rows_to_learn_from(file_, first, count, seed, pool, observer);
  return file_.target.is_none() ? out : out.drop(std::vector<std::string>{file_.target.column.name});
}

void KeptGenerator::fit(const tabular::Table& rows, std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer) {
  file_.model->fit(rows, seed, pool, observer);
}

void KeptGenerator::save(files::ArchiveWriter out) const {
  file_.model->save(std::move(out));
}

}  // namespace ballast::app
