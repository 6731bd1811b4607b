#include "diffusion/privacy/privacy_spent.hpp"

#include <array>
#include <cstdint>
#include <cstdio>

#include "diffusion/privacy/privacy_options.hpp"
#include "engine/error.hpp"

namespace ballast::diffusion {
namespace {

constexpr std::size_t kMostCounted = 1'000'000'000;

std::string short_text(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.4g", value);
  return text.data();
}

}  // namespace

std::string PrivacySpent::text() const {
  if (!is_promised()) return "";
  const std::string promise = "differential privacy: epsilon " + short_text(epsilon) + ", delta " + short_text(delta) +
                              ", for each row that is there or is not";
  return promise + (secret_noise ? "" : "; against those alone who do not know the seed, which made the noise");
}

void PrivacySpent::save(files::ArchiveWriter out) const {
  out.number("epsilon", epsilon);
  out.number("delta", delta);
  out.integer("secret_noise", secret_noise ? 1 : 0);
  out.number("count_sigma", count_sigma);
  out.integer("counts", static_cast<std::int64_t>(counts));
  out.number("label_delta", label_delta);
  out.number("gradient_sigma", gradient_sigma);
  out.number("sample_rate", sample_rate);
  out.integer("steps", static_cast<std::int64_t>(steps));
}

PrivacySpent PrivacySpent::load(const files::ArchiveReader& in) {
  PrivacySpent out;
  out.epsilon = in.number("epsilon");
  out.delta = in.number("delta");
  out.secret_noise = in.size("secret_noise", 0, 1) == 1;
  out.count_sigma = in.number("count_sigma");
  out.counts = in.size("counts", 1, kMostCounted);
  out.label_delta = in.number("label_delta");
  out.gradient_sigma = in.number("gradient_sigma");
  out.sample_rate = in.number("sample_rate");
  out.steps = in.size("steps", 0, kMostCounted);
  const bool sigmas = out.count_sigma > 0 && (out.steps == 0 || out.gradient_sigma > 0);
  const bool rates = closed_range(0, 1).holds(out.sample_rate) && closed_range(0, out.delta).holds(out.label_delta);
  if (!kEpsilonRange.holds(out.epsilon) || !kDeltaRange.holds(out.delta) || !sigmas || !rates) {
    throw Error("what the file promises to its rows does not fit together").in(in.path());
  }
  return out;
}

}  // namespace ballast::diffusion
