// The version of the program, as `ballast --version` and the files it writes say it.
#pragma once

namespace ballast::app {

inline constexpr char kVersion[] = "0.1.0";

}  // namespace ballast::app
