#include "app/interchange/number_text.hpp"

#include <nlohmann/json.hpp>

namespace ballast::app {

std::string json_string(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace ballast::app
