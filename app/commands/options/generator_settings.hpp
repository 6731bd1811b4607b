// A generator as a command's options describe it.
#pragma once

#include <memory>
#include <string>

#include "app/commands/parsing/command.hpp"
#include "diffusion/generator.hpp"

namespace ballast::app {

// A fresh generator of that kind. --hidden, --layers, --updates, --batch and --learning-rate are those of every
// network; where not given, each kind has its own default.
std::unique_ptr<diffusion::Generator> chosen_generator(const Arguments& arguments, const std::string& kind);

}  // namespace ballast::app
