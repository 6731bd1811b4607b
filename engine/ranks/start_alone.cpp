// The plain program's ranks: itself.
#include "engine/ranks/alone.hpp"
#include "engine/ranks/start.hpp"

namespace ballast::ranks {

std::unique_ptr<Ranks> start(int& /*argc*/, char**& /*argv*/) {
  return std::make_unique<Alone>();
}

}  // namespace ballast::ranks
