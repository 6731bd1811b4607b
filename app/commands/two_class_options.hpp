// Options that say something of two classes only: what is rare, what is flagged, what it costs.
#pragma once

#include <string>

#include "app/commands/arguments.hpp"

namespace ballast::app {

// For a target of more than two classes. Throws Error that names the first such option that was given.
void refuse_two_class_options(const Arguments& arguments, const std::string& target, std::size_t classes);

}  // namespace ballast::app
