#include "diffusion/baselines/gan.hpp"

namespace ballast::diffusion {

void GanMethod::save(const GanOptions& options, files::ArchiveWriter& out) {
  out.number("critic_rate", options.discriminator_rate);
  out.number("noise", options.noise.value_or(0.0));
  out.number("ema_decay", options.ema_decay);
}

void GanMethod::load(GanOptions& options, const files::ArchiveReader& in) {
  options.discriminator_rate = in.number("critic_rate");
  options.noise = in.number("noise");
  options.ema_decay = in.number("ema_decay");
}

std::string GanMethod::describe(const GanOptions& options) {
  return "generator and discriminator, noise at the discriminator up to " + std::to_string(options.noise.value_or(0.0));
}

}  // namespace ballast::diffusion
