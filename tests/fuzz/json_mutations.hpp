// Damage to JSON that leaves it JSON (or UBJSON): another value in the place of one, a key twice, deep nesting.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/fuzz/mutations.hpp"
#include "tests/fuzz/ubjson.hpp"

namespace ballast::fuzz {

using Json = nlohmann::json;

// Small arrays would be lost among the elements of large ones: descends level by level.
inline Json& random_value(Json& top, RandomStream& random) {
  Json* at = &top;
  while (at->is_structured() && !at->empty() && random.below(12) != 0) {
    auto next = at->begin();
    std::advance(next, static_cast<std::ptrdiff_t>(random.below(at->size())));
    at = &*next;
  }
  return *at;
}

inline Json other_value(const Json& value, RandomStream& random) {
  static const Json kValues = {nullptr,
                               true,
                               false,
                               -1,
                               0,
                               1,
                               2,
                               5,
                               255,
                               1u << 31,
                               4294967295u,
                               1ull << 63,
                               0.5,
                               1e-45,
                               -1e-300,
                               3.4e38,
                               -3.4e38,
                               1e300,
                               "",
                               "0",
                               "1",
                               "3",
                               "-1",
                               "gbtree",
                               "multi:softprob",
                               "reg:squarederror",
                               "binary:logistic",
                               "1000000",
                               "1E-39",
                               "99999999999999999999",
                               Json::array(),
                               Json::object(),
                               Json::array({0}),
                               Json::array({-1, -1, -1})};
  if (value.is_array() && !value.empty() && random.below(2) == 0) {
    Json out = value;  // longer or shorter
    if (random.below(2) == 0)
      out.push_back(out.back());
    else
      out.erase(out.size() - 1);
    return out;
  }
  return kValues[static_cast<std::size_t>(random.below(kValues.size()))];
}

inline std::string nested(RandomStream& random) {
  const auto depth = static_cast<std::size_t>(random.below(200));
  const bool arrays = random.below(2) == 0;
  std::string out;
  for (std::size_t i = 0; i < depth; ++i) out.append(arrays ? "[" : "{\"a\":");
  return out.append("1").append(depth, arrays ? ']' : '}');
}

// `text` where the value `mark` stood: what no Json can hold.
inline std::string with_text(const Json& top, const std::string& mark, const std::string& text) {
  std::string out = top.dump();
  const std::string quoted = Json(mark).dump();
  if (const std::size_t at = out.find(quoted); at != std::string::npos) out.replace(at, quoted.size(), text);
  return out;
}

// Values changed, and sizes that nothing stands behind.
inline std::string mutated_ubjson(Json top, RandomStream& random) {
  for (std::uint64_t left = random.below(2); left > 0; --left) {
    Json& value = random_value(top, random);
    value = other_value(value, random);
  }
  std::string out = ubjson(top);
  if (random.below(3) != 0) return out;
  const std::size_t at = out.find('L', static_cast<std::size_t>(random.below(out.size())));
  if (at == std::string::npos || at + 9 > out.size()) return out;
  static constexpr std::uint64_t kSizes[] = {0, 1, 255, 1u << 20, 1ull << 32, 1ull << 62, ~0ull};
  std::string size;
  put_big_endian(size, kSizes[random.below(std::size(kSizes))], 8);
  return out.replace(at + 1, 8, size);
}

inline std::string mutated_json(Json top, RandomStream& random) {
  constexpr const char* kMark = "mark of a mutation";
  for (std::uint64_t left = random.below(2); left > 0; --left) {
    Json& value = random_value(top, random);
    value = other_value(value, random);
  }
  Json& value = random_value(top, random);
  switch (random.below(8)) {
    case 0:
      value = kMark;
      return with_text(top, kMark, nested(random));
    case 1:
      if (!value.is_object() || value.empty()) break;
      {
        const std::string key = value.begin().key();
        value[kMark] = value.begin().value();
        return with_text(top, kMark, Json(key).dump());
      }
    case 2:
      value = kMark;
      return with_text(top, kMark, extreme_number(random));
    case 3:
      if (value.is_object() && !value.empty()) value.erase(value.begin());
      break;
    default:
      break;
  }
  value = other_value(value, random);
  return top.dump();
}

}  // namespace ballast::fuzz
