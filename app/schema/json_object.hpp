// JSON that a user may have edited, or that nobody vouches for: every wrong turn is one Error.
// Included by .cpp files alone: the JSON library compiles slowly.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "engine/error.hpp"

namespace ballast::app {

// Throws Error, with the line, on what is no JSON, nests deeper than 16 levels, or has a key twice in one object.
nlohmann::json parse_schema_json(std::string_view text);

// An object of the file: its keys are taken one after another, and none may be left.
class JsonObject {
 public:
  // Borrows json. Throws Error if it is no object. what: "column 'age'", for messages.
  JsonObject(const nlohmann::json& json, std::string what);

  const nlohmann::json* find(const char* key);  // nothing if it is not there or null
  const nlohmann::json& get(const char* key);   // throws Error if it is not there
  // Each throws Error if the value is of another kind.
  const nlohmann::json& list(const char* key, const nlohmann::json& value) const;
  std::string text(const char* key, const nlohmann::json& value) const;
  std::vector<std::string> texts(const char* key, const nlohmann::json& value) const;
  std::uint64_t whole(const char* key, const nlohmann::json& value, std::uint64_t most, std::uint64_t least = 0) const;
  double number(const char* key, const nlohmann::json& value) const;
  bool truth(const char* key, const nlohmann::json& value) const;

  Error wrong(const char* key, const std::string& wanted, const nlohmann::json& value) const;
  // Throws Error on a key that nothing asked for.
  void done() const;
  std::string shown() const;

 private:
  const nlohmann::json& json_;
  std::string what_;
  std::vector<std::string> known_;
};

}  // namespace ballast::app
