// JSON and UBJSON that nobody vouches for. parse_checked (checked_parse.cpp) refuses what a hostile file may hold; a
// JsonNode walks what it read, and every wrong turn is one Error that names the place: "learner.objective.name".
// Included by .cpp files alone: the JSON library compiles slowly.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "engine/error.hpp"

namespace ballast::app {

inline constexpr int kDeepestJson = 64;  // objects and arrays within one another

// Reads JSON, or UBJSON (XGBoost's .ubj) where the second byte says so. NaN becomes null, and minus infinity, which
// XGBoost writes for a threshold below everything, the least float32. Refused: nesting beyond kDeepestJson, a key twice
// in one object, text that is no UTF-8, and more values than the file has bytes, which UBJSON can claim.
// Throws Error with line and column, or with the byte.
nlohmann::json parse_checked(std::string_view bytes, const std::string& path);
// Whether the bytes are to be read as UBJSON.
bool looks_like_ubjson(std::string_view bytes);

class JsonNode {
 public:
  // Borrows value and file.
  JsonNode(const nlohmann::json& value, std::string place, const std::string& file)
      : value_(value), place_(std::move(place)), file_(file) {}

  bool has(const char* key) const { return value_.is_object() && value_.contains(key); }
  // Each throws Error when the value is not there or not of this kind.
  JsonNode at(const char* key) const;
  std::vector<JsonNode> elements(std::size_t most = static_cast<std::size_t>(-1)) const;  // the first ones
  std::string text() const;
  std::vector<std::string> texts() const;
  // A whole number from low to high, as a number or as text ("3").
  std::size_t size(std::size_t low, std::size_t high) const;
  // As text, which is how XGBoost writes its parameters: one number, or up to `most` of them in brackets
  // ("[1E-1,2E0]").
  std::vector<float> numbers_in_text(std::size_t most) const;
  // Arrays of `length` whole numbers from low to high (true and false count as 1 and 0), or of numbers within float32;
  // null stands for NaN.
  std::vector<std::int64_t> wholes(std::size_t length, std::int64_t low, std::int64_t high) const;
  std::vector<float> numbers(std::size_t length) const;
  // The length of an array.
  std::size_t length() const;

  // An Error that says where.
  Error fault(const std::string& what) const;

 private:
  const nlohmann::json& array(std::size_t length) const;

  const nlohmann::json& value_;
  std::string place_;
  const std::string& file_;
};

}  // namespace ballast::app
