// A figure's value as JSON.
#pragma once

#include <cmath>
#include <nlohmann/json.hpp>

#include "app/fidelity/figure.hpp"

namespace ballast::app {

// Null where it is not known.
inline nlohmann::ordered_json value_json(const fidelity::Value& value) {
  if (std::isnan(value.value)) return nullptr;
  nlohmann::ordered_json out{{"value", value.value}};
  if (value.interval) {
    out["low"] = value.interval->low;
    out["high"] = value.interval->high;
  }
  return out;
}

}  // namespace ballast::app
