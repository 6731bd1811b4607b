// The settings of the diffusion generator as options of a command.
#pragma once

#include "app/commands/command.hpp"
#include "diffusion/diffusion_options.hpp"

namespace ballast::app {

// --predict, --training, --updates, --sampler, ... with the library's defaults.
std::vector<OptionSpec> diffusion_settings();

// Throws Error on a value out of range, and where one is given though `kind` is not "diffusion".
diffusion::DiffusionOptions read_diffusion_settings(const Arguments& arguments, const std::string& kind);

}  // namespace ballast::app
