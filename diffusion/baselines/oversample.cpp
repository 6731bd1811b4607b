#include "diffusion/baselines/oversample.hpp"

#include <vector>

#include "diffusion/generator_archive.hpp"
#include "engine/numeric/random.hpp"

namespace ballast::diffusion {

void Oversample::fit(const tabular::Table& rows, std::uint64_t, numeric::ThreadPool&, Observer&) {
  require_rows(rows, 1, kind());
  rows_ = rows;
  id_ = model_id(*this);
}

tabular::Table Oversample::sample(std::uint64_t first, std::size_t count, std::uint64_t seed, numeric::ThreadPool&,
                                  Observer&) const {
  require_row_numbers(first, count);
  std::vector<std::size_t> chosen(count);
  for (std::size_t i = 0; i < count; ++i) {
    numeric::RandomStream stream(seed, numeric::Purpose::kOversample, first + i);
    chosen[i] = static_cast<std::size_t>(stream.below(rows_.rows()));
  }
  tabular::Table out = rows_.take_rows(chosen);
  set_origins(out, id_, seed, first);
  return out;
}

void Oversample::save(files::ArchiveWriter out) const {
  out.text("generator", kind());
  save_table(rows_, out.child("rows"));
}

std::unique_ptr<Oversample> Oversample::load(const files::ArchiveReader& in) {
  auto generator = std::make_unique<Oversample>();
  generator->rows_ = load_table(in.child("rows"));
  require_rows(generator->rows_, 1, generator->kind());
  generator->id_ = model_id(*generator);
  return generator;
}

std::string Oversample::describe() const {
  return "random oversampling: each row is one of " + std::to_string(rows_.rows()) +
         " real rows, drawn with replacement; the file holds them\n";
}

}  // namespace ballast::diffusion
