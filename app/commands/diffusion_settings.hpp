// The settings of the diffusion generator as options of a command.
#pragma once

#include "app/commands/command.hpp"
#include "diffusion/diffusion_options.hpp"

namespace ballast::app {

// --sampler, --evaluations: how rows are made, which can be chosen after training.
std::vector<OptionSpec> sampling_settings();
diffusion::SamplingOptions read_sampling_settings(const Arguments& arguments);

// --predict, --training, --updates, --sampler, ... with the library's defaults.
std::vector<OptionSpec> diffusion_settings();

// --noise-level. Throws Error unless it is above 0 and at most 1.
double noise_level(const Arguments& arguments);

// Throws Error on a value out of range, and where one is given though `kind` is not "diffusion".
diffusion::DiffusionOptions read_diffusion_settings(const Arguments& arguments, const std::string& kind);

}  // namespace ballast::app
