// A generator as a command's options describe it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/commands/parsing/command.hpp"
#include "diffusion/generator.hpp"
#include "diffusion/generator_choice.hpp"
#include "diffusion/privacy/privacy_options.hpp"

namespace ballast::app {

// A fresh generator of that kind. --hidden, --layers, --updates, --batch and --learning-rate are those of every
// network; where not given, each kind has its own default. known: of the columns, for --epsilon.
std::unique_ptr<diffusion::Generator> chosen_generator(const Arguments& arguments, const std::string& kind,
                                                       const std::vector<diffusion::PublicColumn>& known = {});

// What --generator says by itself: the kind it names, without a reason; diffusion if it is auto and a setting of
// diffusion alone is given; nothing if the rows decide.
std::optional<diffusion::GeneratorChoice> named_generator(const Arguments& arguments);
// Throws Error on settings that the kind named by --generator cannot take, before a file is read.
void refuse_settings(const Arguments& arguments);
// What --generator names, or the choice of auto for these rows, noted with its reason. Throws Error if settings of
// networks are given and none is chosen.
diffusion::GeneratorChoice generator_choice(const Arguments& arguments, const tabular::Table& rows, bool one_class,
                                            Observer& observer);
// --generator: auto and all kinds.
OptionSpec generator_option();
// --proposals: of masked.
OptionSpec proposals_option();
// --epsilon, --delta, --secret-noise: of masked.
std::vector<OptionSpec> privacy_settings();

}  // namespace ballast::app
