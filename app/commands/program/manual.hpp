// What else is made of the table of options: the man page and completions for shells.
#pragma once

#include <string>

namespace ballast::app {

// ballast(1) as roff.
std::string man_page();

// A script that completes commands, options and their words. shell: bash, zsh or fish. Throws Error on another.
std::string completions(const std::string& shell);

}  // namespace ballast::app
