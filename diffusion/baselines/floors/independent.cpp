#include "diffusion/baselines/floors/independent.hpp"

#include "diffusion/generator_archive.hpp"
#include "engine/numeric/random.hpp"

namespace ballast::diffusion {

void Independent::fit(const tabular::Table& rows, std::uint64_t, numeric::ThreadPool&, Observer&) {
  require_rows(rows, 1, kind());
  columns_ = SortedColumns(rows);
  id_ = model_id(*this);
}

tabular::Table Independent::sample(std::uint64_t first, std::size_t count, std::uint64_t seed,
                                   numeric::ThreadPool& pool, Observer&) const {
  constexpr std::size_t kRowsPerTask = 256;
  require_row_numbers(first, count);
  tabular::Table out(schema(), count);
  pool.parallel_for_blocks(count, kRowsPerTask, [&](std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) {
      numeric::RandomStream stream(seed, numeric::Purpose::kSamplingCategory, first + i);
      for (std::size_t c = 0; c < out.columns(); ++c) out.column(c)[i] = columns_.cell(c, stream.uniform());
    }
  });
  set_origins(out, id_, seed, first);
  return out;
}

void Independent::save(files::ArchiveWriter out) const {
  out.text("generator", kind());
  columns_.save(out.child("columns"));
}

std::unique_ptr<Independent> Independent::load(const files::ArchiveReader& in) {
  auto generator = std::make_unique<Independent>();
  generator->columns_ = SortedColumns::load(in.child("columns"));
  generator->id_ = model_id(*generator);
  return generator;
}

std::string Independent::describe() const {
  return "independent columns: each cell is one of the column's " + std::to_string(columns_.rows()) +
         " real ones, drawn by itself; the file holds them, sorted by column\n";
}

}  // namespace ballast::diffusion
