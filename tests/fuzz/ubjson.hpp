// UBJSON as XGBoost writes it: lengths as L, arrays of numbers typed, all others counted.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace ballast::fuzz {

inline void put_big_endian(std::string& out, std::uint64_t bits, int bytes) {
  for (int byte = bytes - 1; byte >= 0; --byte) out += static_cast<char>(bits >> (8 * byte));
}

inline void put_length(std::string& out, std::size_t length) {
  out += 'L';
  put_big_endian(out, length, 8);
}

inline void put_number(std::string& out, const nlohmann::json& number, char type) {
  if (type == 'd') {
    put_big_endian(out, std::bit_cast<std::uint32_t>(number.get<float>()), 4);
  } else {
    put_big_endian(out, static_cast<std::uint64_t>(number.get<std::int64_t>()), type == 'l' ? 4 : 8);
  }
}

inline char type_of(const nlohmann::json& number) {
  if (number.is_number_float()) return 'd';
  const bool small = number >= INT32_MIN && number <= INT32_MAX;
  return small ? 'l' : 'L';
}

// The first of l, L, d that holds all of them.
inline char common_type(const nlohmann::json& numbers) {
  constexpr std::string_view kTypes = "lLd";
  std::size_t type = 0;
  for (const nlohmann::json& number : numbers) type = std::max(type, kTypes.find(type_of(number)));
  return kTypes[type];
}

inline void put_ubjson(std::string& out, const nlohmann::json& value) {
  if (value.is_object()) {
    out += '{';
    for (const auto& [key, element] : value.items()) {
      put_length(out, key.size());
      out += key;
      put_ubjson(out, element);
    }
    out += '}';
  } else if (value.is_array()) {
    const auto is_number = [](const nlohmann::json& element) { return element.is_number(); };
    const bool typed = !value.empty() && std::ranges::all_of(value, is_number);
    const char type = typed ? common_type(value) : 'Z';
    out += typed ? std::string("[$") + type + '#' : "[#";
    put_length(out, value.size());
    for (const nlohmann::json& element : value) typed ? put_number(out, element, type) : put_ubjson(out, element);
  } else if (value.is_string()) {
    out += 'S';
    put_length(out, value.get_ref<const std::string&>().size());
    out += value.get_ref<const std::string&>();
  } else if (value.is_number()) {
    out += type_of(value);
    put_number(out, value, type_of(value));
  } else {
    out += value.is_null() ? 'Z' : value == true ? 'T' : 'F';
  }
}

inline std::string ubjson(const nlohmann::json& value) {
  std::string out;
  put_ubjson(out, value);
  return out;
}

}  // namespace ballast::fuzz
