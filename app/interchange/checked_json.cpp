#include "app/interchange/checked_json.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <set>

namespace ballast::app {
namespace {

using Json = nlohmann::json;

// NaN outside strings becomes null.
std::string without_nan(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '\\' && i + 1 < text.size()) {
      out += c;
      out += text[++i];
    } else if (!quoted && text.substr(i, 3) == "NaN") {
      out += "null";
      i += 2;
    } else {
      if (c == '"') quoted = !quoted;
      out += c;
    }
  }
  return out;
}

// Watches the parser: how deep it is, and which keys each open object has had.
class Watch {
 public:
  explicit Watch(const std::string& path) : path_(path) {}

  bool operator()(int depth, Json::parse_event_t event, const Json& parsed) {
    using Event = Json::parse_event_t;
    if ((event == Event::object_start || event == Event::array_start) && depth >= kDeepestJson) {
      throw Error("JSON nested too deep").in(path_).expected("at most " + std::to_string(kDeepestJson) + " levels");
    }
    if (event == Event::object_start) keys_.emplace_back();
    if (event == Event::object_end) keys_.pop_back();
    if (event == Event::key && !keys_.back().insert(parsed.get<std::string>()).second) {
      throw Error("a key occurs twice in one object").in(path_).got(parsed.get<std::string>());
    }
    return true;
  }

 private:
  const std::string& path_;
  std::vector<std::set<std::string>> keys_;
};

// "unexpected end of input" and the like, out of the parser's long sentence.
std::string short_reason(const std::string& what) {
  const std::size_t dash = what.find(" - ");
  const std::size_t end = what.find(';', dash == std::string::npos ? 0 : dash);
  return dash == std::string::npos ? what : what.substr(dash + 3, end - dash - 3);
}

}  // namespace

Json parse_checked(std::string_view text, const std::string& path) {
  const std::string readable = without_nan(text);
  try {
    return Json::parse(readable, Watch(path));
  } catch (const Json::parse_error& fault) {
    const std::size_t at = std::min(fault.byte == 0 ? 0 : fault.byte - 1, readable.size());
    const auto lines = std::count(readable.begin(), readable.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    const std::size_t line_start = at == 0 ? std::string::npos : readable.rfind('\n', at - 1);
    throw Error("no JSON: " + short_reason(fault.what()))
        .in(path, static_cast<std::size_t>(lines) + 1, at - (line_start == std::string::npos ? 0 : line_start + 1) + 1);
  } catch (const Json::exception& fault) {
    throw Error("no JSON that can be read: " + short_reason(fault.what())).in(path);
  }
}

Error JsonNode::fault(const std::string& what) const {
  return Error((place_.empty() ? "" : place_ + ": ") + what).in(file_);
}

JsonNode JsonNode::at(const char* key) const {
  if (!value_.is_object()) throw fault("not an object");
  const auto found = value_.find(key);
  if (found == value_.end()) throw fault(std::string("lacks '") + key + "'");
  return {*found, place_.empty() ? key : place_ + "." + key, file_};
}

std::vector<JsonNode> JsonNode::elements() const {
  std::vector<JsonNode> out;
  const std::size_t count = length();
  for (std::size_t i = 0; i < count; ++i) out.emplace_back(value_[i], place_ + "[" + std::to_string(i) + "]", file_);
  return out;
}

std::size_t JsonNode::length() const {
  if (!value_.is_array()) throw fault("not an array");
  return value_.size();
}

const Json& JsonNode::array(std::size_t wanted) const {
  if (length() != wanted) {
    throw fault("wrong length").expected(std::to_string(wanted) + " elements").got(std::to_string(value_.size()));
  }
  return value_;
}

std::string JsonNode::text() const {
  if (!value_.is_string()) throw fault("not a text");
  return value_.get<std::string>();
}

std::vector<std::string> JsonNode::texts() const {
  std::vector<std::string> out;
  for (const JsonNode& element : elements()) out.push_back(element.text());
  return out;
}

std::size_t JsonNode::size(std::size_t low, std::size_t high) const {
  const std::string text = value_.is_string() ? value_.get<std::string>() : value_.dump();
  std::size_t number = 0;
  const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (bad != std::errc{} || end != text.data() + text.size() || number < low || number > high) {
    throw fault("not a size that can be")
        .expected("a whole number from " + std::to_string(low) + " to " + std::to_string(high))
        .got(text);
  }
  return number;
}

float JsonNode::number_in_text() const {
  const std::string text = value_.is_string() ? value_.get<std::string>() : value_.dump();
  float number = 0;
  const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (bad != std::errc{} || end != text.data() + text.size() || !std::isfinite(number)) {
    throw fault("not a number").got(text);
  }
  return number;
}

std::vector<std::int64_t> JsonNode::wholes(std::size_t count, std::int64_t low, std::int64_t high) const {
  std::vector<std::int64_t> out;
  for (const Json& element : array(count)) {
    std::int64_t number = low - 1;
    if (element.is_boolean()) number = element.get<bool>() ? 1 : 0;
    if (element.is_number_integer() && element <= high) number = element.get<std::int64_t>();
    if (number < low || number > high) {
      throw fault("element " + std::to_string(out.size()) + " is not what can be")
          .expected("a whole number from " + std::to_string(low) + " to " + std::to_string(high))
          .got(element.dump(-1, ' ', false, Json::error_handler_t::replace));
    }
    out.push_back(number);
  }
  return out;
}

std::vector<float> JsonNode::numbers(std::size_t count) const {
  std::vector<float> out;
  for (const Json& element : array(count)) {
    const double number = element.is_number() ? element.get<double>() : std::numeric_limits<double>::quiet_NaN();
    if (!element.is_null() && !std::isfinite(static_cast<float>(number))) {
      throw fault("element " + std::to_string(out.size()) + " is no number within float32")
          .got(element.dump(-1, ' ', false, Json::error_handler_t::replace));
    }
    out.push_back(static_cast<float>(number));
  }
  return out;
}

}  // namespace ballast::app
