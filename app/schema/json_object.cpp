#include "app/schema/json_object.hpp"

#include <algorithm>
#include <set>

#include "engine/names.hpp"

namespace ballast::app {
namespace {

using Json = nlohmann::json;

std::string dumped(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// Sees each event of the parser, and refuses what a value would no longer show.
class Watch {
 public:
  bool operator()(int depth, Json::parse_event_t event, Json& value) {
    constexpr int kDeepest = 16;
    if (depth > kDeepest)
      throw Error("JSON nested too deep").expected("at most " + std::to_string(kDeepest) + " levels");
    if (event == Json::parse_event_t::object_start) keys_.emplace_back();
    if (event == Json::parse_event_t::object_end) keys_.pop_back();
    if (event == Json::parse_event_t::key && !keys_.back().insert(value.get<std::string>()).second) {
      throw Error("a key occurs twice in one object").got(value.get<std::string>());
    }
    return true;
  }

 private:
  std::vector<std::set<std::string>> keys_;
};

}  // namespace

Json parse_schema_json(std::string_view text) {
  Watch watch;
  try {
    return Json::parse(text,
                       [&](int depth, Json::parse_event_t event, Json& value) { return watch(depth, event, value); });
  } catch (const Json::parse_error& fault) {
    const std::size_t at = std::min(fault.byte == 0 ? 0 : fault.byte - 1, text.size());
    const auto line = static_cast<std::size_t>(std::ranges::count(text.substr(0, at), '\n')) + 1;
    throw Error("no JSON: it breaks off or goes wrong here").in("", line);
  } catch (const Json::exception&) {
    throw Error("no JSON: a number is beyond what a double holds");
  }
}

JsonObject::JsonObject(const Json& json, std::string what) : json_(json), what_(std::move(what)) {
  if (!json.is_object()) throw Error(what_ + " is no JSON object").got(dumped(json));
}

const Json* JsonObject::find(const char* key) {
  known_.emplace_back(key);
  const auto at = json_.find(key);
  return at == json_.end() || at->is_null() ? nullptr : &*at;
}

const Json& JsonObject::get(const char* key) {
  if (const Json* const value = find(key)) return *value;
  throw Error(what_ + " has no \"" + key + "\"");
}

const Json& JsonObject::list(const char* key, const Json& value) const {
  if (value.is_array()) return value;
  throw wrong(key, "a list", value);
}

std::string JsonObject::text(const char* key, const Json& value) const {
  if (value.is_string()) return value.get<std::string>();
  throw wrong(key, "a text", value);
}

std::vector<std::string> JsonObject::texts(const char* key, const Json& value) const {
  std::vector<std::string> out;
  for (const Json& one : list(key, value)) out.push_back(text(key, one));
  return out;
}

std::uint64_t JsonObject::whole(const char* key, const Json& value, std::uint64_t most, std::uint64_t least) const {
  if (value.is_number_unsigned()) {
    const auto number = value.get<std::uint64_t>();
    if (number >= least && number <= most) return number;
  }
  throw wrong(key, "a whole number from " + std::to_string(least) + " to " + std::to_string(most), value);
}

double JsonObject::number(const char* key, const Json& value) const {
  if (value.is_number()) return value.get<double>();
  throw wrong(key, "a number", value);
}

bool JsonObject::truth(const char* key, const Json& value) const {
  if (value.is_boolean()) return value.get<bool>();
  throw wrong(key, "true or false", value);
}

Error JsonObject::wrong(const char* key, const std::string& wanted, const Json& value) const {
  return Error(std::string("\"").append(key).append("\" of ").append(what_).append(" is wrong"))
      .expected(wanted)
      .got(dumped(value));
}

void JsonObject::done() const {
  for (const auto& item : json_.items()) {
    if (std::ranges::find(known_, item.key()) != known_.end()) continue;
    throw hint_nearest(Error(what_ + " has a key that there is not").got(item.key()), item.key(), known_);
  }
}

std::string JsonObject::shown() const {
  return dumped(json_);
}

}  // namespace ballast::app
