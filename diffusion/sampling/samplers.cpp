// Noise becomes rows: each sampler walks a block of rows (B x D) down the stops t_N > ... > t_1, asks the model for the
// noise in them, and takes the step that its paper gives, named above each function. Random numbers are addressed by
// (seed, row, step), so a row is the same alone or among others.
#include "diffusion/sampling/samplers.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <string>
#include <utility>

#include "diffusion/process/posterior.hpp"
#include "engine/error.hpp"

namespace ballast::diffusion {

namespace {

using numeric::MatrixView;

// x = of_x x + of_u u, and x = of_x x + of_u u + of_v v; on whole blocks without gaps.
void combine(MatrixView<float> x, double of_x, MatrixView<const float> u, double of_u) {
  const float a = static_cast<float>(of_x), b = static_cast<float>(of_u);
  float* const out = x.data();
  const float* const from = u.data();
  for (std::size_t i = 0; i < x.rows() * x.columns(); ++i) out[i] = std::fma(a, out[i], b * from[i]);
}
void combine(MatrixView<float> x, double of_x, MatrixView<const float> u, double of_u, MatrixView<const float> v,
             double of_v) {
  const float a = static_cast<float>(of_x), b = static_cast<float>(of_u), c = static_cast<float>(of_v);
  float* const out = x.data();
  const float *const first = u.data(), *const second = v.data();
  for (std::size_t i = 0; i < x.rows() * x.columns(); ++i) {
    out[i] = std::fma(a, out[i], std::fma(b, first[i], c * second[i]));
  }
}

// The label that step i leads to: the next stop, and clean data in the end.
std::size_t next_stop(std::span<const std::size_t> stops, std::size_t i) {
  return i + 1 < stops.size() ? stops[i + 1] : 0;
}

}  // namespace

void sample_ancestral(const NoiseModel& model, const NoiseSchedule& schedule, std::span<const std::size_t> stops,
                      SamplingBlock& block) {
  for (std::size_t i = 0; i < stops.size(); ++i) {
    const std::size_t n = stops[i], m = next_stop(stops, i);
    const double t_n = schedule.t(n), t_m = schedule.t(m), dt = t_n - t_m;
    model.predict(block.x, n, block.eps, block.scratch);
    // posterior_mean_from_noise, one coefficient for x and one for eps
    const double keep = 1.0 / g(dt), noise = -b(dt) * b(dt) / (b(t_n) * g(dt));
    if (m == 0) {
      combine(block.x, keep, block.eps, noise);
    } else {
      fill_noise(block.seed, numeric::Purpose::kSamplingNoise, static_cast<std::uint32_t>(n), block.rows, block.z);
      combine(block.x, keep, block.eps, noise, block.z, posterior_sigma(t_m, t_n));
    }
  }
}

void sample_ddim(const NoiseModel& model, const NoiseSchedule& schedule, std::span<const std::size_t> stops,
                 SamplingBlock& block) {
  for (std::size_t i = 0; i < stops.size(); ++i) {
    const std::size_t n = stops[i], m = next_stop(stops, i);
    const double t_n = schedule.t(n), t_m = schedule.t(m);
    model.predict(block.x, n, block.eps, block.scratch);
    // g(t_m) data_from_noise(x, eps, t_n) + b(t_m) eps
    const double keep = g(t_m) / g(t_n);
    combine(block.x, keep, block.eps, b(t_m) - keep * b(t_n));
  }
}

void sample_heun(const NoiseModel& model, const NoiseSchedule& schedule, std::span<const std::size_t> stops,
                 SamplingBlock& block) {
  const MatrixView<float> eps = block.eps, ahead = block.z;
  for (std::size_t i = 0; i < stops.size(); ++i) {
    const std::size_t n = stops[i], m = next_stop(stops, i);
    const double t_n = schedule.t(n), t_m = schedule.t(m);
    model.predict(block.x, n, eps, block.scratch);
    const double keep = g(t_m) / g(t_n), slope = b(t_m) - keep * b(t_n);  // g(t_m) (s_m - s_n)
    combine(block.x, keep, eps, slope);
    if (m == 0) break;
    model.predict(block.x, m, ahead, block.scratch);
    combine(block.x, 1.0, ahead, 0.5 * slope, eps, -0.5 * slope);
  }
}

void sample_dpm_solver_2m(const NoiseModel& model, const NoiseSchedule& schedule, std::span<const std::size_t> stops,
                          SamplingBlock& block) {
  MatrixView<float> data = block.eps, data_before = block.z;
  double h_before = 0.0;
  for (std::size_t i = 0; i < stops.size(); ++i) {
    const std::size_t n = stops[i], m = next_stop(stops, i);
    const double t_n = schedule.t(n), t_m = schedule.t(m);
    model.predict(block.x, n, data, block.scratch);
    combine(data, -b(t_n) / g(t_n), block.x, 1.0 / g(t_n));             // data_from_noise
    const double keep = b(t_m) / b(t_n), add = g(t_m) - keep * g(t_n);  // add = g(t_m) (1 - exp(-h))
    if (i == 0 || m == 0) {
      combine(block.x, keep, data, add);
    } else {
      const double h = log_signal_to_noise(t_m) - log_signal_to_noise(t_n), weight = 0.5 * h / h_before;
      combine(block.x, keep, data, add * (1.0 + weight), data_before, -add * weight);
    }
    if (m > 0) h_before = log_signal_to_noise(t_m) - log_signal_to_noise(t_n);
    std::swap(data, data_before);
  }
}

namespace {

// One line for each sampler there is.
struct Kind {
  std::string_view name;
  Sampler sample;
  std::size_t evaluations;  // of the network between two stops
  Spacing spacing;
};
constexpr std::array<Kind, 4> kKinds{{{"ancestral", sample_ancestral, 1, Spacing::labels},
                                      {"ddim", sample_ddim, 1, Spacing::labels},
                                      {"dpm++2m", sample_dpm_solver_2m, 1, Spacing::log_signal_to_noise},
                                      {"heun", sample_heun, 2, Spacing::log_signal_to_noise}}};

const Kind& find_kind(std::string_view name) {
  for (const Kind& kind : kKinds) {
    if (kind.name == name) return kind;
  }
  std::array<std::string_view, kKinds.size()> names;
  std::string list;
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    names[i] = kKinds[i].name;
    list.append(i == 0 ? "" : i + 1 < kKinds.size() ? ", " : " or ").append(names[i]);
  }
  Error error("unknown sampler");
  error.expected(list).got(name);
  if (const auto nearest = nearest_name(name, names); !nearest.empty()) {
    error.hint("did you mean '" + std::string(nearest) + "'?");
  }
  throw error;
}

}  // namespace

Sampler make_sampler(std::string_view name) {
  return find_kind(name).sample;
}

std::vector<std::string> sampler_names() {
  std::vector<std::string> names;
  for (const Kind& kind : kKinds) names.emplace_back(kind.name);
  return names;
}

std::vector<std::size_t> sampler_stops(std::string_view name, const NoiseSchedule& schedule, std::size_t from,
                                       std::size_t evaluations) {
  const Kind& kind = find_kind(name);
  // s stops take (s - 1) steps between stops and one evaluation for the last
  const std::size_t count = evaluations == 0 ? from : 1 + (evaluations - 1) / kind.evaluations;
  return respaced_steps(schedule, from, count, kind.spacing);
}

std::size_t evaluations_of(std::string_view name, std::size_t stops) {
  return find_kind(name).evaluations * (stops - 1) + 1;
}

void fill_noise(std::uint64_t seed, numeric::Purpose purpose, std::uint32_t step, std::span<const std::uint64_t> rows,
                numeric::MatrixView<float> out) {
  assert(rows.size() == out.rows());
  for (std::size_t first = 0; first < rows.size();) {  // runs of consecutive row numbers fill whole vectors
    std::size_t last = first + 1;
    while (last < rows.size() && rows[last] == rows[last - 1] + 1) ++last;
    fill_normal_rows({seed, purpose, rows[first], step}, out.row_block(first, last - first));
    first = last;
  }
}

}  // namespace ballast::diffusion
