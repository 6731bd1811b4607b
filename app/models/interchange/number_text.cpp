#include "app/models/interchange/number_text.hpp"

#include <nlohmann/json.hpp>

#include "engine/error.hpp"

namespace ballast::app {

bool is_utf8(const std::string& text) {
  try {
    static_cast<void>(nlohmann::json(text).dump());
    return true;
  } catch (const nlohmann::json::type_error&) {
    return false;
  }
}

std::string json_string(const std::string& text) {
  try {
    return nlohmann::json(text).dump();
  } catch (const nlohmann::json::type_error&) {
    throw Error("a name or label of the model is no UTF-8, which JSON is written in")
        .got(text)
        .hint("train again on data in UTF-8");
  }
}

}  // namespace ballast::app
