// What every generator keeps: labels that its rows hold, levels of whole numbers, and numbers that an archive can hold.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <numeric>
#include <set>

#include "diffusion/baselines/gan.hpp"
#include "diffusion/baselines/kde.hpp"
#include "diffusion/baselines/oversample.hpp"
#include "diffusion/baselines/smote.hpp"
#include "diffusion/baselines/vae.hpp"
#include "diffusion/diffusion_generator.hpp"
#include "diffusion/masked/masked_generator.hpp"
#include "engine/tabular/levels.hpp"

using namespace ballast;
using namespace ballast::diffusion;
using tabular::ColumnKind;

namespace {

// A term, a category's code, an amount, and three of six labels.
tabular::Table loans() {
  tabular::Table out({{"term", ColumnKind::integer, {}},
                      {"code", ColumnKind::integer, {}},
                      {"amount", ColumnKind::numeric, {}},
                      {"shop", ColumnKind::categorical, {"a", "b", "c", "d", "e", "f"}}},
                     120);
  for (std::size_t row = 0; row < out.rows(); ++row) {
    const double cells[] = {12.0 * (1 + static_cast<double>(row % 4)),
                            row % 3 == 0   ? 5411.0
                            : row % 2 == 0 ? 7995
                                           : 5999,
                            static_cast<double>(row * 37 % 101) + 0.25,
                            row % 5 == 0   ? 1.0
                            : row % 3 == 0 ? 2
                                           : 4};
    for (std::size_t c = 0; c < out.columns(); ++c) out.column(c)[row] = cells[c];
  }
  return out;
}

MaskedOptions small_masked() {
  MaskedOptions out;
  out.hidden = out.batch = 8;
  out.layers = 1;
  out.updates = 4;
  out.learning_rate = 1e-3;
  return out;
}

// Each kind, hardly trained: what comes out is nearly noise, and is kept all the same.
std::vector<std::unique_ptr<Generator>> all_kinds() {
  DiffusionOptions small;
  small.steps = 8;
  small.hidden = small.embedding = 8;
  small.layers = 1;
  small.training.batch = 16;
  small.training.updates = 4;
  small.training.warmup = 0;
  DiffusionOptions partial = small, standardised = small;
  partial.noise_level = 0.5;
  standardised.scaling = tabular::Scaling::standardise;
  VaeOptions vae;
  GanOptions gan;
  vae.hidden = gan.hidden = 8;
  vae.updates = gan.updates = 4;
  vae.batch = gan.batch = 16;
  std::vector<std::unique_ptr<Generator>> out;
  for (const DiffusionOptions& options : {small, partial, standardised}) {
    out.push_back(std::make_unique<DiffusionGenerator>(options));
  }
  out.push_back(std::make_unique<Vae>(vae));
  out.push_back(std::make_unique<Gan>(gan));
  out.push_back(std::make_unique<Kde>());
  out.push_back(std::make_unique<Smote>());
  out.push_back(std::make_unique<Oversample>());
  return out;
}

std::set<double> distinct(std::span<const double> cells) {
  return {cells.begin(), cells.end()};
}

// The generator, once it has learned the rows, been stored and been loaded.
std::unique_ptr<Generator> loaded_again(Generator& generator, const tabular::Table& rows) {
  numeric::ThreadPool pool(1);
  Observer quiet;
  generator.fit(rows, 42, pool, quiet);
  files::ArchiveWriter out("generator");
  generator.save(out);
  return load_generator(files::ArchiveReader::from_bytes(out.bytes(), "g"));
}

tabular::Table made_by(const Generator& generator, std::size_t count) {
  numeric::ThreadPool pool(1);
  Observer quiet;
  return generator.sample(0, count, 7, pool, quiet);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kept_values_test)

BOOST_AUTO_TEST_CASE(every_generator_keeps_to_labels_and_levels_that_its_rows_hold_also_once_read_back) {
  const tabular::Table rows = loans();
  for (const auto& generator : all_kinds()) {
    const auto loaded = loaded_again(*generator, rows);
    const tabular::Table made = made_by(*loaded, 500);
    for (const std::size_t c : {std::size_t{0}, std::size_t{1}, std::size_t{3}}) {
      const std::set<double> known = distinct(rows.column(c));
      BOOST_TEST(std::ranges::includes(known, distinct(made.column(c))), generator->kind() << ", column " << c);
    }
    const auto in_cents = [](double cell) { return cell == std::nearbyint(cell * 100) / 100; };
    BOOST_TEST(std::ranges::all_of(made.column(2), in_cents), generator->kind() << ", amounts in cents");
    const bool says = loaded->describe().find("keeps to the values learned: term (4), code (3)\n") != std::string::npos;
    BOOST_TEST((says || generator->kind() == "oversample"), loaded->describe());
  }
}

// Times that end in :00, whole hours, and midnights of a zone.
BOOST_AUTO_TEST_CASE(dates_keep_to_the_minutes_hours_or_days_that_all_learned_ones_stand_on) {
  const std::string seconds = "%Y-%m-%d %H:%M:%S";
  tabular::Table rows({{"minute", ColumnKind::date, {}, seconds},
                       {"hour", ColumnKind::date, {}, seconds},
                       {"day", ColumnKind::date, {}, seconds + "%z{+02:00}"}},
                      60);
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    const auto k = static_cast<double>(row * 37 % 60);
    rows.column(0)[row] = 60 * (k * k + 7 * k);
    rows.column(1)[row] = 3600 * (k * k + 7 * k);
    rows.column(2)[row] = 86400 * (k * k + 7 * k) - 7200;
  }
  std::vector<std::unique_ptr<Generator>> kinds = all_kinds();
  kinds.push_back(std::make_unique<MaskedGenerator>(small_masked()));
  for (const auto& generator : kinds) {
    const auto loaded = loaded_again(*generator, rows);
    const tabular::Table made = made_by(*loaded, 300);
    for (std::size_t c = 0; c < 3; ++c) {
      const bool codes = generator->kind() == "masked";  // know no zones
      const double step = c == 0 ? 60 : c == 1 || codes ? 3600 : 86400, origin = c == 2 ? -7200 : 0;
      const auto stands = [&](double cell) { return std::fmod(cell - origin, step) == 0; };
      BOOST_TEST(std::ranges::all_of(made.column(c), stands), generator->kind() << ", column " << c);
    }
  }
}

// Twelve rows hold terms and codes once or twice; the table they are from says what there is.
BOOST_AUTO_TEST_CASE(few_rows_of_a_class_keep_to_the_levels_of_the_table) {
  const tabular::Table table = loans();
  std::vector<std::size_t> all(table.rows());
  std::iota(all.begin(), all.end(), std::size_t{0});
  tabular::Table rows = table.take_rows(std::vector<std::size_t>{0, 1, 3, 5, 8, 13, 21, 34, 39, 50, 61, 77});
  rows.column(0)[0] = 12 * 7;  // once
  rows.column(1)[0] = 4111;
  tabular::Table with = table;
  with.append(rows);
  for (std::size_t row = table.rows(); row < with.rows(); ++row) all.push_back(row);
  tabular::set_levels(rows, with, all);
  std::vector<std::unique_ptr<Generator>> kinds = all_kinds();
  kinds.push_back(std::make_unique<MaskedGenerator>(small_masked()));
  for (const auto& generator : kinds) {
    const auto loaded = loaded_again(*generator, rows);
    const tabular::Table made = made_by(*loaded, 500);
    for (const std::size_t c : {std::size_t{0}, std::size_t{1}}) {
      const std::set<double> known = distinct(with.column(c));
      BOOST_TEST(std::ranges::includes(known, distinct(made.column(c))), generator->kind() << ", column " << c);
    }
  }
}

BOOST_AUTO_TEST_CASE(smote_lies_between_rows_that_are_as_far_apart_as_double_allows) {
  numeric::ThreadPool pool(1);
  Observer quiet;
  tabular::Table rows({{"n", ColumnKind::numeric, {}}}, 6);
  for (std::size_t row = 0; row < rows.rows(); ++row)
    rows.column(0)[row] = (row % 2 == 0 ? 1 : -1) * (1.7e308 - 1e306 * static_cast<double>(row));
  Smote smote;
  smote.fit(rows, 1, pool, quiet);
  const tabular::Table made = smote.sample(0, 100, 1, pool, quiet);
  for (const double cell : made.column(0)) BOOST_TEST(std::isfinite(cell));
}

BOOST_AUTO_TEST_SUITE_END()
