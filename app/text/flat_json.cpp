#include "app/text/flat_json.hpp"

#include <nlohmann/json.hpp>

namespace ballast::app {
namespace {

using Json = nlohmann::ordered_json;

Json object(const NamedNumbers& numbers) {
  Json out = Json::object();
  for (const auto& [name, number] : numbers) out[name] = number;
  return out;
}

}  // namespace

std::string flat_json(const JsonFields& fields) {
  Json out = Json::object();
  for (const auto& [name, value] : fields) {
    std::visit(
        [&, &key = name](const auto& v) {
          if constexpr (std::is_same_v<std::decay_t<decltype(v)>, NamedNumbers>) {
            out[key] = object(v);
          } else {
            out[key] = v;
          }
        },
        value);
  }
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace ballast::app
