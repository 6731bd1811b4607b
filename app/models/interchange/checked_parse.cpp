// The bytes of a JSON or UBJSON file become a value, event by event, so that both are held to the same limits before
// anything is kept.
#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "app/models/interchange/checked_json.hpp"
#include "app/models/interchange/number_text.hpp"

namespace ballast::app {
namespace {

using Json = nlohmann::json;

constexpr double kLeastFloat = -static_cast<double>(std::numeric_limits<float>::max());

// XGBoost's words for what JSON has no number for, outside strings.
std::string with_plain_numbers(std::string_view text) {
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
    } else if (!quoted && text.substr(i, 9) == "-Infinity") {
      out += "-3.4028234663852886e38";
      i += 8;
    } else {
      if (c == '"') quoted = !quoted;
      out += c;
    }
  }
  return out;
}

// "unexpected end of input" and the like, out of the parser's long sentence.
std::string short_reason(const std::string& what, bool binary) {
  const std::string_view before = binary ? ": " : " - ";
  const std::size_t kind = binary ? what.find("UBJSON") : 0,
                    start = what.find(before, kind == std::string::npos ? 0 : kind);
  if (start == std::string::npos) return what;
  const std::size_t from = start + before.size();
  return what.substr(from, what.find(';', from) - from);
}

class Builder final : public nlohmann::json_sax<Json> {
 public:
  Builder(std::string_view bytes, bool binary, const std::string& path) : bytes_(bytes), binary_(binary), path_(path) {}
  Json take() { return std::move(top_); }

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(number_integer_t value) override { return add(value); }
  bool number_unsigned(number_unsigned_t value) override { return add(value); }
  bool number_float(number_float_t value, const string_t& /*text*/) override {
    if (std::isnan(value)) return add(nullptr);
    return add(std::isinf(value) && value < 0 ? kLeastFloat : value);
  }
  bool string(string_t& value) override { return add(checked(value)); }
  bool binary(binary_t& /*value*/) override { throw Error("bytes where a value is expected").in(path_); }

  bool start_object(std::size_t /*elements*/) override {
    keys_.emplace_back();
    return open(Json::object());
  }
  bool key(string_t& value) override {
    if (!keys_.back().insert(checked(value)).second) {
      throw Error("a key occurs twice in one object").in(path_).got(value);
    }
    key_ = value;
    return true;
  }
  bool end_object() override {
    keys_.pop_back();
    open_.pop_back();
    return true;
  }
  bool start_array(std::size_t /*elements*/) override { return open(Json::array()); }
  bool end_array() override {
    open_.pop_back();
    return true;
  }

  bool parse_error(std::size_t position, const std::string& /*token*/, const Json::exception& fault) override {
    const std::size_t at = std::min(position == 0 ? 0 : position - 1, bytes_.size());
    if (binary_)
      throw Error("no UBJSON: " + short_reason(fault.what(), true) + ", at byte " + std::to_string(at)).in(path_);
    const auto lines = std::count(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    const std::size_t line_start = at == 0 ? std::string_view::npos : bytes_.rfind('\n', at - 1);
    throw Error("no JSON: " + short_reason(fault.what(), false))
        .in(path_, static_cast<std::size_t>(lines) + 1,
            at - (line_start == std::string_view::npos ? 0 : line_start + 1) + 1);
  }

 private:
  // Where the next value belongs.
  Json& put(Json value) {
    if (++values_ > bytes_.size()) throw Error("more values than the file has bytes").in(path_);
    if (open_.empty()) return top_ = std::move(value);
    Json& parent = *open_.back();
    if (parent.is_object()) return parent[key_] = std::move(value);
    parent.push_back(std::move(value));
    return parent.back();
  }
  bool add(Json value) {
    put(std::move(value));
    return true;
  }
  bool open(Json container) {
    if (open_.size() >= kDeepestJson) {
      throw Error("JSON nested too deep").in(path_).expected("at most " + std::to_string(kDeepestJson) + " levels");
    }
    open_.push_back(&put(std::move(container)));  // the last element of its parent, which grows after it is closed
    return true;
  }
  const std::string& checked(const std::string& text) const {
    if (binary_ && !is_utf8(text)) throw Error("text that is no UTF-8").in(path_).got(text);
    return text;
  }

  std::string_view bytes_;
  bool binary_;
  const std::string& path_;
  Json top_;
  std::vector<Json*> open_;
  std::vector<std::set<std::string>> keys_;  // of each open object
  std::string key_;
  std::size_t values_ = 0;
};

}  // namespace

bool looks_like_ubjson(std::string_view bytes) {
  return bytes.size() > 1 && bytes[0] == '{' && std::string_view("iUIlL#$").find(bytes[1]) != std::string_view::npos;
}

Json parse_checked(std::string_view bytes, const std::string& path) {
  const bool binary = looks_like_ubjson(bytes);
  const std::string plain = binary ? "" : with_plain_numbers(bytes);
  const std::string_view read = binary ? bytes : std::string_view(plain);
  Builder builder(read, binary, path);
  Json::sax_parse(read.begin(), read.end(), &builder,
                  binary ? Json::input_format_t::ubjson : Json::input_format_t::json);
  return builder.take();
}

}  // namespace ballast::app
