// Valid files to be spoilt: small models of every kind, written by our own writers. Fuzzers start from them, and the
// mutation tests of tests/app/hostile spoil them.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "app/data/model_file.hpp"
#include "app/models/interchange/interchange.hpp"
#include "classifiers/boosting/boosting.hpp"
#include "classifiers/forest/forest.hpp"
#include "diffusion/baselines/gan.hpp"
#include "diffusion/baselines/vae.hpp"
#include "diffusion/diffusion_generator.hpp"
#include "engine/numeric/random.hpp"
#include "engine/tabular/csv/csv.hpp"
#include "engine/tabular/features/features.hpp"

namespace ballast::fuzz {

using Bytes = std::vector<std::byte>;

inline numeric::ThreadPool& one_thread() {
  static numeric::ThreadPool pool(1);
  return pool;
}

inline std::string text_of(const Bytes& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
inline Bytes bytes_of(std::string_view text) {
  const auto* const first = reinterpret_cast<const std::byte*>(text.data());
  return {first, first + text.size()};
}

// Text, a number with gaps, a number and a column of two values; the last says which rows are positive.
inline std::string seed_csv(std::size_t rows) {
  numeric::RandomStream random(7, numeric::Purpose::kGeneral);
  static constexpr const char* kColours[] = {"red", "\"blue, dark\"", "green", "", "violet"};
  std::string out = "colour,size,weight,sign\n";
  for (std::size_t row = 0; row < rows; ++row) {
    out += kColours[random.below(5)];
    const std::string size = std::to_string(random.below(40)), weight = std::to_string(random.normal());
    out.append(",").append(random.below(6) == 0 ? "NA" : size);
    out.append(",").append(weight);
    out.append(",").append(1, random.below(2) == 0 ? '0' : '1').append("\n");
  }
  return out;
}

inline tabular::Table seed_table(std::size_t rows) {
  return tabular::parse_csv(seed_csv(rows), "seed.csv", {}, one_thread());
}

inline app::TargetColumn seed_target(std::size_t position) {
  return {{"label", tabular::ColumnKind::categorical, {"no", "yes"}}, position, "yes"};
}

// A model of `classes` classes, of two small trees a class.
inline app::ClassifierFile seed_classifier(bool forest, std::size_t classes) {
  const tabular::Table table = seed_table(120);
  const tabular::FeatureEncoder encoder(table.schema());
  const numeric::Matrix<double> x = encoder.encode(table).x;
  std::vector<std::int32_t> y;
  for (std::size_t row = 0; row < x.rows(); ++row) {
    y.push_back(static_cast<std::int32_t>((row * 7 + (x(row, 0) > 1 ? 1 : 0) + (x(row, 2) > 0 ? 1 : 0)) % classes));
  }
  const std::vector<std::uint32_t> labels = encoder.label_counts();
  const classifiers::TrainingSet set{x.view(), y, {}, classes, {}, labels};
  Observer quiet;
  app::ClassifierFile out;
  out.made_by = {.version = "1", .seed = 42, .rows = 120, .positives = 60};
  out.features = table.schema();
  out.target = seed_target(4);
  for (std::size_t k = 0; classes > 2 && k < classes; ++k) out.classes.push_back(std::string(1, "abcdefgh"[k]));
  if (forest) {
    classifiers::ForestOptions options;
    options.trees = 2;
    options.max_depth = 2;
    out.model = std::make_unique<classifiers::Forest>(train_forest(set, options, one_thread(), quiet));
  } else {
    classifiers::BoostingOptions options;
    options.rounds = 2;
    options.max_depth = 2;
    options.min_child_weight = 0.1;
    out.model = std::make_unique<classifiers::Boosting>(train_boosting(set, options, one_thread(), quiet));
  }
  return out;
}

inline std::vector<app::ClassifierFile> seed_classifiers() {
  std::vector<app::ClassifierFile> out;
  for (const bool forest : {false, true}) {
    for (const std::size_t classes : {std::size_t{2}, std::size_t{3}}) out.push_back(seed_classifier(forest, classes));
  }
  return out;
}

// What `write` leaves in a file.
inline Bytes written_by(const std::function<void(const std::string& path)>& write) {
  const auto folder = std::filesystem::temp_directory_path();
  const std::string path = (folder / ("ballast_seed_" + std::to_string(::getpid()))).string();
  write(path);
  Bytes out = files::system_files().read(path);
  std::filesystem::remove(path);
  return out;
}

inline std::vector<Bytes> classifier_archives() {
  std::vector<Bytes> out;
  for (const app::ClassifierFile& file : seed_classifiers()) {
    classifiers::Decision decision;
    if (file.classes.empty()) {
      decision.odds_ratio = 0.25;
      decision.calibration = classifiers::Calibration::isotonic({0.1, 0.5, 0.9}, {0.05, 0.5, 0.8});
      decision.threshold = 0.4;
      decision.rule = "f1";
    }
    out.push_back(written_by([&](const std::string& path) {
      save_classifier(*file.model, file.features, file.target, file.made_by, path, file.classes, decision);
    }));
  }
  return out;
}

// With a schema that rows keep.
inline Bytes schooled_archive(const diffusion::Generator& generator, const tabular::Table& rows) {
  const tabular::Table table = app::with_target(rows, seed_target(rows.columns()));
  app::KeptSchema kept{app::found_schema(table), {}};
  kept.identifiers.push_back({{"key", tabular::ColumnKind::categorical, {}}, 1, "K-07", "..dd"});
  return written_by([&](const std::string& path) {
    save_generator(generator, seed_target(rows.columns()), {.version = "1", .rows = 30, .schema = kept}, path);
  });
}

inline std::vector<Bytes> generator_archives() {
  diffusion::DiffusionOptions small;
  small.steps = 8;
  small.hidden = small.embedding = 8;
  small.layers = 1;
  small.training.batch = 16;
  small.training.updates = 4;
  small.training.warmup = 0;
  diffusion::DiffusionOptions from_rows = small;
  from_rows.noise_level = 0.5;
  from_rows.network = nn::DenoiserKind::plain_silu;
  diffusion::VaeOptions vae;
  diffusion::GanOptions gan;
  vae.hidden = gan.hidden = 8;
  vae.updates = gan.updates = 4;
  vae.batch = gan.batch = 16;
  std::vector<std::unique_ptr<diffusion::Generator>> all;
  all.push_back(std::make_unique<diffusion::DiffusionGenerator>(small));
  all.push_back(std::make_unique<diffusion::DiffusionGenerator>(from_rows));
  all.push_back(std::make_unique<diffusion::Vae>(vae));
  all.push_back(std::make_unique<diffusion::Gan>(gan));
  for (const char* kind : {"kde", "smote", "oversample"}) all.push_back(diffusion::make_generator(kind));
  const tabular::Table rows = seed_table(30);
  Observer quiet;
  std::vector<Bytes> out;
  for (const auto& generator : all) {
    generator->fit(rows, 42, one_thread(), quiet);
    out.push_back(written_by([&](const std::string& path) {
      save_generator(*generator, seed_target(rows.columns()), {.version = "1", .rows = 30}, path);
    }));
  }
  out.push_back(schooled_archive(*all.back(), rows));
  return out;
}

}  // namespace ballast::fuzz
