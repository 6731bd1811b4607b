#include "diffusion/option_ranges.hpp"

#include <string>

namespace ballast::diffusion {

void require_option(std::string_view generator, std::string_view option, const Range& range, double value) {
  range.require("option '" + std::string(option) + "' of the " + std::string(generator) + " generator", value);
}

}  // namespace ballast::diffusion
