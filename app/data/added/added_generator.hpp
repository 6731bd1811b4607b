// A generator file whose rows a classifier learns from while it is trained: `train --added-from`.
#pragma once

#include <memory>
#include <string>

#include "app/data/added/generator_rows.hpp"
#include "app/data/dataset.hpp"
#include "app/data/model_file.hpp"

namespace ballast::app {

struct AddedGenerator {
  FreshRowsOrigin origin;  // what the model's file says of it
  std::shared_ptr<const diffusion::Generator> model;
  tabular::LearnedRows learned;  // by the generator; may not be known
};

// seed: of the rows. dropped: columns that the generator may have and the
// data lack. Throws Error as load_generator_file does, and: a generator of another target or class, or of other
// columns.
AddedGenerator load_added_generator(const std::string& path, const Dataset& data,
                                    const std::vector<std::string>& dropped, std::uint64_t seed,
                                    const FreshDraws& fresh);

}  // namespace ballast::app
