// Options that say something of two classes only: what is rare, what is flagged, what it costs.
#pragma once

#include <string>

#include "app/commands/parsing/arguments.hpp"

namespace ballast::app {

// States whether the target has two classes of which one is rare. Throws Error that names an option or a value that is
// read with two only, if one was given and there are more, or none of the two is named (`one_is_named`).
void state_classes(const Arguments& arguments, const std::string& target, std::size_t classes,
                   bool one_is_named = true);

}  // namespace ballast::app
