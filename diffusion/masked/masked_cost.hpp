// What a network over codes takes to learn, told before it does: many columns of many codes make it large.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "diffusion/masked/masked_options.hpp"

namespace ballast::diffusion {

struct MaskedCost {
  std::size_t columns = 0, codes = 0;  // learned; of all of them
  std::size_t values = 0;              // that are learned
  std::size_t bytes = 0;               // while they are, about
  std::size_t updates = 0, batch = 0;
};

// counts: codes of each column. curved: columns whose codes have a rank. options: as resolved.
MaskedCost masked_cost(std::span<const std::uint32_t> counts, std::size_t curved, const MaskedOptions& options);

// "10,000 columns in 120,000 codes: a network of 140 million values, 4.1 GB of memory, 1,562 updates of 64 rows".
std::string cost_text(const MaskedCost& cost);

// Throws Error where it needs more bytes than there are.
void require_memory(const MaskedCost& cost, std::size_t has);

}  // namespace ballast::diffusion
