#include "diffusion/baselines/vae.hpp"

namespace ballast::diffusion {

void VaeMethod::save(const VaeOptions& options, files::ArchiveWriter& out) {
  out.number("kl_weight", options.kl_weight);
  out.integer("refit_latent", options.refit_latent);
  out.integer("match_widths", options.match_widths);
}

void VaeMethod::load(VaeOptions& options, const files::ArchiveReader& in) {
  options.kl_weight = in.number("kl_weight");
  options.refit_latent = in.size("refit_latent", 0, 1) == 1;
  options.match_widths = in.size("match_widths", 0, 1) == 1;
}

std::string VaeMethod::describe(const VaeOptions& options) {
  return "encoder and decoder, KL weight " + std::to_string(options.kl_weight);
}

}  // namespace ballast::diffusion
