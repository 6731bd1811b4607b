#include "app/report/json.hpp"

#include "app/report/study_json.hpp"

namespace ballast::app {
namespace {

using Json = nlohmann::ordered_json;

}  // namespace

std::string summary_json(const StudyResult& result) {
  return study_json(result).dump(2) + "\n";
}

std::string flat_json(const JsonFields& fields) {
  Json out = Json::object();
  for (const auto& [name, value] : fields) {
    std::visit(
        [&, &key = name](const auto& v) {
          if constexpr (std::is_same_v<std::decay_t<decltype(v)>, Timings>) {
            out[key] = timings_json(v);
          } else {
            out[key] = v;
          }
        },
        value);
  }
  // Labels and names come from files: bytes that are no UTF-8 are replaced rather than refused.
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace ballast::app
