// An outside program: what find_package(ballast) gives must compile, link and run.
#include "engine/error.hpp"

int main() { return ballast::edit_distance("ballast", "balast") == 1 ? 0 : 1; }
