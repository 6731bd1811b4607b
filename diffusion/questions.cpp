#include "diffusion/questions.hpp"

#include <string>

#include "engine/error.hpp"

namespace ballast::diffusion {

const Answering& answering(const Generator& generator, std::string_view what) {
  if (const auto* const able = dynamic_cast<const Answering*>(&generator)) return *able;
  throw Error("a " + std::string(generator.kind()) + " generator cannot " + std::string(what))
      .expected("a masked one")
      .hint("fit --generator masked");
}

}  // namespace ballast::diffusion
