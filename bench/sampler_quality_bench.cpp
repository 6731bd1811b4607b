// How few evaluations of the network do rows need? One model, every sampler, 5 to 800 evaluations a row.
// Learns the positive rows of the training part (stratified 80/20) in the space of their transform, and prints for each
// sampler and number of evaluations:
//   MMD      the square root of the largest biased MMD^2 (engine/geometry/mmd.hpp) to the held-out positive rows
//   width    the root mean square of all values; that of the rows learned is about 1
//   flow     the root mean square distance to the same row by Heun with a stop at every step: what the solver itself
//            errs by. Void for ancestral sampling, which follows no flow.
//   rows/s   of processor time
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "bench/probe.hpp"
#include "diffusion/diffusion_options.hpp"
#include "diffusion/sampling/network_noise.hpp"
#include "diffusion/sampling/samplers.hpp"
#include "engine/geometry/mmd.hpp"
#include "engine/tabular/csv/csv.hpp"
#include "engine/tabular/splits.hpp"

using namespace ballast;
using numeric::Matrix;

namespace {

struct Parts {
  Matrix<float> learned, held_out;
};

Parts read_parts(const bench::Arguments& arguments, numeric::ThreadPool& pool) {
  Observer observer;
  std::vector<std::string> drop{arguments.text("--target")};
  const auto table = tabular::read_csv(arguments.file(), {drop}, pool, observer);
  const std::size_t target = table.index_of(drop[0]);
  const auto& labels = table.schema()[target].labels;
  const auto found = std::ranges::find(labels, arguments.text("--positive"));
  const auto positive = static_cast<std::int32_t>(found - labels.begin());
  std::vector<std::int32_t> classes;
  for (const double cell : table.column(target)) classes.push_back(static_cast<std::int32_t>(cell));
  if (const auto name = arguments.text("--drop"); !name.empty()) drop.emplace_back(name);
  const auto split = tabular::stratified_split(classes, {0.2, 0.0}, 42);
  const auto positives = [&](std::vector<std::size_t> rows) {
    std::erase_if(rows, [&](std::size_t i) { return classes[i] != positive; });
    return table.take_rows(rows).drop(drop);
  };
  const tabular::Table learned = positives(split.train), held_out = positives(split.test);
  const auto transform = tabular::RowTransform::fit(learned);
  return {transform.forward(learned).x, transform.forward(held_out).x};
}

double root_mean_square(const Matrix<float>& a, const Matrix<float>* from) {
  double squares = 0.0;
  for (std::size_t i = 0; i < a.values().size(); ++i) {
    const double off = double{a.values()[i]} - (from == nullptr ? 0.0 : double{from->values()[i]});
    squares += off * off;
  }
  return std::sqrt(squares / static_cast<double>(a.values().size()));
}

void run(const bench::Arguments& arguments, bench::Report& report) {
  numeric::ThreadPool pool(arguments.number("--threads"));
  Observer observer;
  const auto seed = arguments.number<std::uint64_t>("--seed");
  const Parts parts = read_parts(arguments, pool);
  const diffusion::DiffusionOptions options;
  const auto schedule = diffusion::make_schedule(options.schedule, options.steps);
  const auto network = nn::make_denoiser<float>(options.network_config(parts.learned.columns()), seed);
  const auto trained =
      diffusion::train(*network, parts.learned.view(), schedule, options.training, seed, pool, observer);
  const diffusion::NetworkNoise model(*trained.network, schedule, options.training.parametrisation);

  std::vector<std::uint64_t> numbers(arguments.number("--rows"));
  std::iota(numbers.begin(), numbers.end(), 0);
  const auto sampled = [&](const std::string& sampler, std::size_t evaluations) {
    Matrix<float> out(numbers.size(), model.columns());
    diffusion::sample_rows(model, schedule, {sampler, evaluations}, numbers, seed, out.view(), pool, observer);
    return out;
  };
  const auto distance = [&](const Matrix<float>& rows) {
    return std::sqrt(geometry::largest_mmd(rows.view(), parts.held_out.view(), {}, pool).biased);
  };
  report.value("MMD of the rows learned to those held out", distance(parts.learned));
  const Matrix<float> flow = sampled("heun", 0);
  for (const std::string& sampler : diffusion::sampler_names()) {
    for (const std::size_t evaluations : {5u, 10u, 20u, 50u, 100u, 200u, 800u}) {
      const double start = bench::processor_seconds();
      const Matrix<float> rows = sampled(sampler, evaluations);
      const double seconds = bench::processor_seconds() - start;
      const std::string name = sampler + " in " + std::to_string(evaluations) + ", ";
      report.value(name + "MMD", distance(rows));
      report.value(name + "width", root_mean_square(rows, nullptr));
      if (sampler != "ancestral") report.value(name + "flow", root_mean_square(rows, &flow));
      report.value(name + "speed", static_cast<double>(numbers.size()) / seconds, "rows/s");
    }
  }
}

}  // namespace

int main(int count, char** values) {
  return bench::run_probe(count, values,
                          {.program = "sampler_quality",
                           .idea = "every sampler at 5 to 800 evaluations a row, on one model",
                           .file = "FILE.csv",
                           .arguments = {{"--target", "Class", "column"},
                                         {"--positive", "1", "label"},
                                         {"--drop", "", "column left out"},
                                         {"--seed", "42", ""},
                                         {"--rows", "2000", "sampled"},
                                         {"--threads", "1", ""}}},
                          run);
}
