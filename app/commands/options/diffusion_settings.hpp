// The settings of the diffusion generator as options of a command.
#pragma once

#include "app/commands/parsing/command.hpp"
#include "diffusion/diffusion_options.hpp"

namespace ballast::app {

// --sampler, --evaluations: how rows are made, which can be chosen after training. read_with: of their rows.
std::vector<OptionSpec> sampling_settings(const char* read_with);
diffusion::SamplingOptions read_sampling_settings(const Arguments& arguments);

// --hidden, --training, --updates, --sampler, ... with the library's defaults.
std::vector<OptionSpec> diffusion_settings();
// --updates alone, of commands that choose the kinds of generators otherwise.
OptionSpec updates_option(Default updates, const char* read_with, const char* help = "Updates of the network.");
// The name of a setting of diffusion alone that the user gave; empty if there is none.
std::string given_diffusion_setting(const Arguments& arguments);
diffusion::DiffusionOptions read_diffusion_settings(const Arguments& arguments);

}  // namespace ballast::app
