#include "app/experiments/lab/lab_source.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "app/experiments/toy/paper_network.hpp"
#include "app/experiments/toy/point_sets.hpp"
#include "app/experiments/toy/toy_study.hpp"
#include "diffusion/diffusion_generator.hpp"
#include "engine/error.hpp"
#include "engine/geometry/mmd.hpp"
#include "engine/tabular/features/transforms.hpp"
#include "engine/tabular/splits.hpp"

namespace ballast::app {

namespace {

constexpr float kFar = 1000;             // where a row stands that flew off
constexpr std::size_t kFewestHeld = 10;  // rows that judge

double root_mmd_of(numeric::MatrixView<const float> a, numeric::MatrixView<const float> b, numeric::ThreadPool& pool) {
  return std::sqrt(std::max(0.0, geometry::largest_mmd(a, b, {}, pool).biased));
}

class PointSource final : public LabSource {
 public:
  PointSource(const PointSet& set, std::size_t rows) : set_(set), rows_(rows) {}

  std::string name() const override { return std::string(set_.name); }
  std::string yardstick_name() const override { return "pairs of true samples"; }
  LabDefaults defaults() const override {
    const ToyOptions toy;
    return {toy.steps, toy.updates, toy.batch, {toy.sampler, 0}};
  }
  double test_to_train() const override { return 0; }
  nn::DenoiserConfig network(std::size_t columns, std::size_t steps) const override {
    return paper_network(columns, steps);
  }
  LabRows rows(std::uint64_t seed, std::size_t generated, numeric::ThreadPool& pool) const override {
    std::uint32_t sample = 0;
    const auto draw = [&](std::size_t count) { return draw_points(set_, count, seed, sample++).points; };
    LabRows out{draw(rows_), draw(generated), generated};
    std::vector<double> pairs;
    for (std::size_t pair = 0; pair < kTruePairs; ++pair) {
      const numeric::Matrix<float> a = draw(generated), b = draw(generated);
      pairs.push_back(root_mmd_of(a.view(), b.view(), pool));
    }
    std::ranges::sort(pairs);
    out.yardstick = (pairs[kTruePairs / 2 - 1] + pairs[kTruePairs / 2]) / 2;
    return out;
  }

 private:
  const PointSet& set_;
  std::size_t rows_;
};

class TableSource final : public LabSource {
 public:
  TableSource(Dataset data, double held_out) : data_(std::move(data)), held_out_(held_out) {
    const std::size_t learned = rare_rows(split(0).train).size(), judging = data_.positives - learned;
    if (learned >= diffusion::DiffusionGenerator::kFewestRows && judging >= kFewestHeld) return;
    throw Error("too few rare rows: " + std::to_string(learned) + " to learn from, " + std::to_string(judging) +
                " held out")
        .in(data_.name)
        .expected("at least " + std::to_string(diffusion::DiffusionGenerator::kFewestRows) + " and " +
                  std::to_string(kFewestHeld));
  }

  std::string name() const override { return std::filesystem::path(data_.name).filename().string(); }
  std::string yardstick_name() const override { return "the learned rows"; }
  LabDefaults defaults() const override {
    const diffusion::DiffusionOptions options;
    return {options.steps, options.training.updates, options.training.batch, options.sampling};
  }
  double test_to_train() const override { return held_out_ / (1 - held_out_); }
  nn::DenoiserConfig network(std::size_t columns, std::size_t steps) const override {
    diffusion::DiffusionOptions options;
    options.steps = steps;
    return options.network_config(columns);
  }
  LabRows rows(std::uint64_t seed, std::size_t generated, numeric::ThreadPool& pool) const override {
    const tabular::Split parts = split(seed);
    const tabular::Table train = data_.features_of(rare_rows(parts.train)),
                         held_out = data_.features_of(rare_rows(parts.test));
    const tabular::RowTransform transform = tabular::RowTransform::fit(train);
    if (transform.width() == 0) throw Error("the rare rows are all alike: nothing to learn").in(data_.name);
    LabRows out{transform.forward(train).x, transform.forward(held_out).x, std::min(generated, train.rows())};
    out.yardstick = root_mmd(out.train, out.held_out.view(), out.chunk, pool);
    return out;
  }

 private:
  tabular::Split split(std::uint64_t seed) const {
    return tabular::stratified_split(data_.y, {.test = held_out_, .validation = 0}, seed);
  }
  std::vector<std::size_t> rare_rows(const std::vector<std::size_t>& rows) const {
    std::vector<std::size_t> rare;
    std::ranges::copy_if(rows, std::back_inserter(rare), [&](std::size_t row) { return data_.y[row] == 1; });
    return rare;
  }

  Dataset data_;
  double held_out_;
};

}  // namespace

std::unique_ptr<LabSource> point_source(const std::string& points, std::size_t rows) {
  return std::make_unique<PointSource>(point_set(points), rows);
}

std::unique_ptr<LabSource> table_source(Dataset data, double held_out) {
  return std::make_unique<TableSource>(std::move(data), held_out);
}

double root_mmd(const numeric::Matrix<float>& generated, numeric::MatrixView<const float> real, std::size_t chunk,
                numeric::ThreadPool& pool) {
  numeric::Matrix<float> near(chunk, generated.columns());
  const std::size_t chunks = generated.rows() / chunk;
  double sum = 0;
  for (std::size_t c = 0; c < chunks; ++c) {
    const auto rows = generated.view().row_block(c * chunk, chunk);
    for (std::size_t k = 0; k < chunk; ++k) {
      std::ranges::transform(rows.row(k), near.row(k).begin(),
                             [](float value) { return std::abs(value) < kFar ? value : kFar; });
    }
    sum += root_mmd_of(near.view(), real, pool);
  }
  return sum / static_cast<double>(chunks);
}

}  // namespace ballast::app
