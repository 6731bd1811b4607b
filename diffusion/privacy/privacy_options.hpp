// What is promised to each row, and what is known of a table without looking at its rows.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/range.hpp"
#include "engine/tabular/decimals.hpp"

namespace ballast::diffusion {

inline constexpr Range kEpsilonRange = above(0, 1000);
inline constexpr Range kDeltaRange = open_range(0, 1);

// A column as a schema says it is. What is said costs nothing, what is not said is found out at a price.
struct PublicColumn {
  std::string name;
  std::optional<double> low = {}, high = {};            // of numbers and dates
  std::optional<tabular::Decimals> grid = {};           // of numbers
  std::optional<std::vector<std::string>> labels = {};  // of text
  std::optional<bool> missing = {};                     // whether cells may be
  std::string rare_as = "(rare)";                       // what stands for labels that are not told
};

struct PrivacyOptions {
  double epsilon = 0;  // 0: nothing is promised
  double delta = 1e-5;
  bool secret_noise = false;             // noise_keys.hpp
  std::vector<PublicColumn> known = {};  // any of the columns

  bool is_on() const { return epsilon > 0; }
  const PublicColumn* find(const std::string& name) const {
    for (const PublicColumn& column : known) {
      if (column.name == name) return &column;
    }
    return nullptr;
  }
  // Throws Error that names an option out of range.
  void validate() const;
};

}  // namespace ballast::diffusion
