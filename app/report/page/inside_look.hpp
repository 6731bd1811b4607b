// InsideLook: a look into the diffusion model of the first repeat: a few rows on their way from noise to data, in the
// plane of the training rows' two largest principal components; and the ruler of memorisation (memorisation.hpp).
#pragma once

#include <optional>

#include "app/report/page/row_map.hpp"
#include "diffusion/diffusion_generator.hpp"
#include "diffusion/memorisation.hpp"

namespace ballast::app::page {

struct PlaneSnapshot {
  double t = 0;
  PlaneRows rows;
};

struct InsideLook {
  std::string augmentation;
  PlaneRows learned;                                     // training rows
  std::vector<PlaneSnapshot> timeline;                   // from noise to data
  std::vector<diffusion::MemorisationLevel> ruler = {};  // empty without held-out rows
};

// None for a generator of several networks, or one that starts from real rows or keeps away from others: it samples
// otherwise than its one network tells. Cost: 64 rows through all steps, and 2,048 rows at 8 levels.
std::optional<InsideLook> look_inside(const std::string& augmentation, const diffusion::DiffusionGenerator& generator,
                                      const RowSamples& rows, std::uint64_t seed, numeric::ThreadPool& pool,
                                      Observer& observer);

}  // namespace ballast::app::page
