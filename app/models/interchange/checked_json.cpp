#include "app/models/interchange/checked_json.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace ballast::app {

using Json = nlohmann::json;

Error JsonNode::fault(const std::string& what) const {
  return Error((place_.empty() ? "" : place_ + ": ") + what).in(file_);
}

JsonNode JsonNode::at(const char* key) const {
  if (!value_.is_object()) throw fault("not an object");
  const auto found = value_.find(key);
  if (found == value_.end()) throw fault(std::string("lacks '") + key + "'");
  return {*found, place_.empty() ? key : place_ + "." + key, file_};
}

std::vector<JsonNode> JsonNode::elements(std::size_t most) const {
  std::vector<JsonNode> out;
  const std::size_t count = std::min(most, length());
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

std::vector<float> JsonNode::numbers_in_text(std::size_t most) const {
  const std::string written = value_.is_string() ? value_.get<std::string>() : value_.dump();
  std::string_view text = written;
  if (text.size() > 1 && text.front() == '[' && text.back() == ']') text = text.substr(1, text.size() - 2);
  std::vector<float> out;
  for (bool more = true; more;) {
    const std::string_view cell = text.substr(0, text.find(','));
    float number = 0;
    const auto [end, bad] = std::from_chars(cell.data(), cell.data() + cell.size(), number);
    if (bad != std::errc{} || end != cell.data() + cell.size() || !std::isfinite(number)) {
      throw fault("not a number").got(written);
    }
    out.push_back(number);
    if (out.size() > most) throw fault("more than " + std::to_string(most) + " numbers").got(written);
    more = cell.size() < text.size();
    text.remove_prefix(more ? cell.size() + 1 : 0);
  }
  return out;
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
