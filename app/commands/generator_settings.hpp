// A generator as a command's options describe it.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "app/commands/command.hpp"
#include "diffusion/generator.hpp"

namespace ballast::app {

// "diffusion, gan, ...": for the help.
std::string generator_list();

// Whether the option --NAME of diffusion is one of all generators that are networks: --hidden, --layers, --updates,
// --batch, --learning-rate. Where not given, each kind has its own default.
bool is_network_setting(std::string_view name);

// A fresh generator of that kind. Throws Error on a value out of range, or on a setting that the kind does not have.
std::unique_ptr<diffusion::Generator> chosen_generator(const Arguments& arguments, const std::string& kind);

}  // namespace ballast::app
