// New rows from a saved generator: row k is a function of (model, seed, k), so any of them can be made again alone.
// docs/maths.md, sections 7 and 13; SMOTE takes the place of the diffusion model here, behind the same interface.
#include <cstdio>

#include "diffusion/generator.hpp"
#include "engine/numeric/random.hpp"

using namespace ballast;

int main() {
  // 200 rows of the rare class: an amount, and a whole number of items.
  tabular::Table rare({{"amount", tabular::ColumnKind::numeric, {}}, {"items", tabular::ColumnKind::integer, {}}}, 200);
  for (std::size_t i = 0; i < rare.rows(); ++i) {
    numeric::RandomStream random(1, numeric::Purpose::kGeneral, i);
    rare.column(1)[i] = static_cast<double>(1 + random.below(4));
    rare.column(0)[i] = 20 * rare.column(1)[i] + 5 * random.normal();
  }
  numeric::ThreadPool pool(2);
  Observer quiet;
  const auto generator = diffusion::make_generator("smote");
  generator->fit(rare, 42, pool, quiet);

  files::ArchiveWriter out("generator");
  generator->save(out);
  const auto loaded = diffusion::load_generator(files::ArchiveReader::from_bytes(out.bytes(), "gen.ballast"));

  const tabular::Table all = loaded->sample(0, 1000, 7, pool, quiet), one = loaded->sample(640, 1, 7, pool, quiet);
  std::printf("%s\n", loaded->describe().c_str());
  std::printf("row 640 among a thousand: %.6f, %.0f items; alone: %.6f, %.0f items\n", all.column(0)[640],
              all.column(1)[640], one.column(0)[0], one.column(1)[0]);
  const tabular::RowOrigin origin = one.origins()[0];
  std::printf("origin: model %016llx, seed %llu, row %llu\n", static_cast<unsigned long long>(origin.model),
              static_cast<unsigned long long>(origin.seed), static_cast<unsigned long long>(origin.row));
  const bool same = all.column(0)[640] == one.column(0)[0] && all.column(1)[640] == one.column(1)[0];
  return same && !origin.is_real() && origin.row == 640 && all.origins()[640] == origin ? 0 : 1;
}
