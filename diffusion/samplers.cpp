#include "diffusion/samplers.hpp"

#include <array>
#include <cassert>
#include <string>
#include <utility>

#include "diffusion/posterior.hpp"
#include "engine/error.hpp"

namespace ballast::diffusion {

namespace {

// x = keep x + noise eps, and with fresh noise x = keep x + noise eps + sigma z; on whole blocks without gaps.
void combine(numeric::MatrixView<float> x, numeric::MatrixView<const float> eps, double keep, double noise) {
  const float k = static_cast<float>(keep), e = static_cast<float>(noise);
  float* const out = x.data();
  const float* const from = eps.data();
  for (std::size_t i = 0; i < x.rows() * x.columns(); ++i) out[i] = std::fma(k, out[i], e * from[i]);
}
void combine(numeric::MatrixView<float> x, numeric::MatrixView<const float> eps, double keep, double noise,
             numeric::MatrixView<const float> z, double sigma) {
  const float k = static_cast<float>(keep), e = static_cast<float>(noise), s = static_cast<float>(sigma);
  float* const out = x.data();
  const float *const from = eps.data(), *const fresh = z.data();
  for (std::size_t i = 0; i < x.rows() * x.columns(); ++i) {
    out[i] = std::fma(k, out[i], std::fma(e, from[i], s * fresh[i]));
  }
}

}  // namespace

void sample_ancestral(const NoiseModel& model, const NoiseSchedule& schedule, std::span<const std::size_t> stops,
                      SamplingBlock& block) {
  for (std::size_t i = 0; i < stops.size(); ++i) {
    const std::size_t n = stops[i], m = i + 1 < stops.size() ? stops[i + 1] : 0;
    const double t_n = schedule.t(n), t_m = schedule.t(m), dt = t_n - t_m;
    model.predict(block.x, n, block.eps, block.scratch);
    // posterior_mean_from_noise, one coefficient for x and one for eps
    const double keep = 1.0 / g(dt), noise = -b(dt) * b(dt) / (b(t_n) * g(dt));
    if (m == 0) {
      combine(block.x, block.eps, keep, noise);
    } else {
      fill_noise(block.seed, numeric::Purpose::kSamplingNoise, static_cast<std::uint32_t>(n), block.rows, block.z);
      combine(block.x, block.eps, keep, noise, block.z, posterior_sigma(t_m, t_n));
    }
  }
}

void sample_ddim(const NoiseModel& model, const NoiseSchedule& schedule, std::span<const std::size_t> stops,
                 SamplingBlock& block) {
  for (std::size_t i = 0; i < stops.size(); ++i) {
    const std::size_t n = stops[i], m = i + 1 < stops.size() ? stops[i + 1] : 0;
    const double t_n = schedule.t(n), t_m = schedule.t(m);
    model.predict(block.x, n, block.eps, block.scratch);
    // g(t_m) data_from_noise(x, eps, t_n) + b(t_m) eps
    const double keep = g(t_m) / g(t_n);
    combine(block.x, block.eps, keep, b(t_m) - keep * b(t_n));
  }
}

namespace {

// One line for each sampler there is.
constexpr std::array<std::pair<std::string_view, Sampler>, 2> kSamplers{
    {{"ancestral", sample_ancestral}, {"ddim", sample_ddim}}};

}  // namespace

std::vector<std::string> sampler_names() {
  std::vector<std::string> names;
  for (const auto& [name, sampler] : kSamplers) names.emplace_back(name);
  return names;
}

Sampler make_sampler(std::string_view name) {
  std::array<std::string_view, kSamplers.size()> names;
  std::string list;
  for (std::size_t i = 0; i < kSamplers.size(); ++i) {
    if (kSamplers[i].first == name) return kSamplers[i].second;
    names[i] = kSamplers[i].first;
    list.append(i == 0 ? "" : i + 1 < kSamplers.size() ? ", " : " or ").append(names[i]);
  }
  Error error("unknown sampler");
  error.expected(list).got(name);
  if (const auto nearest = nearest_name(name, names); !nearest.empty()) {
    error.hint("did you mean '" + std::string(nearest) + "'?");
  }
  throw error;
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
