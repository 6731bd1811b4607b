#include "app/experiments/toy/toy_rivals.hpp"

#include <chrono>

#include "app/experiments/toy/toy_report.hpp"
#include "app/text/aligned.hpp"
#include "app/text/flat_json.hpp"
#include "app/text/numbers.hpp"
#include "engine/error.hpp"
#include "engine/stage.hpp"

namespace ballast::app {

namespace {

tabular::Table table_of(numeric::MatrixView<const float> points) {
  tabular::Schema schema;
  for (std::size_t d = 0; d < points.columns(); ++d) {
    schema.push_back({d == 0 ? "x" : "y", tabular::ColumnKind::numeric, {}});
  }
  tabular::Table table(schema, points.rows());
  for (std::size_t k = 0; k < points.rows(); ++k) {
    for (std::size_t d = 0; d < points.columns(); ++d) table.column(d)[k] = double{points(k, d)};
  }
  return table;
}

numeric::Matrix<float> points_of(const tabular::Table& table) {
  numeric::Matrix<float> points(table.rows(), table.columns());
  for (std::size_t k = 0; k < table.rows(); ++k) {
    for (std::size_t d = 0; d < table.columns(); ++d) points(k, d) = static_cast<float>(table.column(d)[k]);
  }
  return points;
}

class Timed {
 public:
  Timed(std::vector<std::pair<std::string, double>>& timings, std::string phase)
      : timings_(timings), phase_(std::move(phase)) {}
  ~Timed() {
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start_;
    timings_.emplace_back(phase_, elapsed.count());
  }
  Timed(const Timed&) = delete;
  Timed& operator=(const Timed&) = delete;

 private:
  std::vector<std::pair<std::string, double>>& timings_;
  std::string phase_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

numeric::Matrix<float> contend(const ToyOptions& options, const std::string& kind, const PointSet& set,
                               ToyRivals& result, numeric::ThreadPool& pool, Observer& observer) {
  if (kind == "diffusion") {
    const Timed timed(result.timings, "fit_diffusion");
    return std::move(run_toy(options, pool, observer).generated);
  }
  const auto generator = diffusion::make_generator(kind);
  {
    const Timed timed(result.timings, "fit_" + kind);
    const PointSample learned = draw_points(set, options.rows, options.seed, kLearntSample);
    generator->fit(table_of(learned.points.view()), options.seed, pool, observer);
  }
  const Timed timed(result.timings, "sample_" + kind);
  return points_of(generator->sample(0, options.generated, options.seed, pool, observer));
}

}  // namespace

ToyRivals run_toy_rivals(const ToyOptions& options, const std::vector<std::string>& generators,
                         numeric::ThreadPool& pool, Observer& observer) {
  const PointSet& set = point_set(options.points);
  ToyRivals result;
  result.options = options;
  result.dimensions = set.dimensions;
  result.fresh = std::move(draw_points(set, options.generated, options.seed, kFreshSample).points);
  const double each = 0.9 / static_cast<double>(generators.size());
  for (const std::string& kind : generators) {
    const double done = each * static_cast<double>(result.contenders.size());
    Stage stage(observer, kind + ": ", done, done + each);
    ToyContender contender{kind, contend(options, kind, set, result, pool, stage)};
    contender.mmd = root_mmd(contender.points.view(), result.fresh.view(), pool);
    result.contenders.push_back(std::move(contender));
  }
  Stage judging(observer, "", 0.9, 1);
  result.yardstick = toy_yardstick(set, options.generated, options.seed, pool, judging);
  return result;
}

std::string toy_rivals_text(const ToyRivals& result) {
  const ToyOptions& o = result.options;
  std::vector<std::vector<std::string>> lines{
      {o.points, std::string(point_set(o.points).description)},
      {"learned from", with_commas(o.rows) + " points; " + with_commas(o.generated) + " made by each"},
      {"root MMD^2", fixed(result.yardstick.true_median, 4) + " between true samples"}};
  for (const ToyContender& contender : result.contenders) {
    std::string line = fixed(contender.mmd, 4) + " to true points; ratio ";
    line += fixed(result.ratio(contender), 2);
    lines.push_back({contender.generator, line});
  }
  return aligned(lines, 2);
}

std::string toy_rivals_json(const ToyRivals& result) {
  const ToyOptions& o = result.options;
  std::vector<std::string> names;
  NamedNumbers mmd, ratio;
  for (const ToyContender& contender : result.contenders) {
    names.push_back(contender.generator);
    mmd.emplace_back(contender.generator, contender.mmd);
    ratio.emplace_back(contender.generator, result.ratio(contender));
  }
  return flat_json({{"format", std::uint64_t{1}},
                    {"points", o.points},
                    {"dimensions", std::uint64_t{result.dimensions}},
                    {"seed", o.seed},
                    {"rows", std::uint64_t{o.rows}},
                    {"generated", std::uint64_t{o.generated}},
                    {"generators", names},
                    {"mmd_generated", mmd},
                    {"mmd_true_median", result.yardstick.true_median},
                    {"mmd_ratio", ratio},
                    {"timings", result.timings}});
}

std::string toy_rivals_csv(const ToyRivals& result) {
  std::string out = result.dimensions == 1 ? "source,x\n" : "source,x,y\n";
  for (const ToyContender& contender : result.contenders) {
    append_points(out, contender.generator, contender.points.view());
  }
  append_points(out, "true", result.fresh.view());
  return out;
}

}  // namespace ballast::app
