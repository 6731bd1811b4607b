// Looking things up by name, and what is said where there is nothing of that name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/error.hpp"

namespace ballast {

// `error`, with the nearest of `names` as a hint if one is near: "did you mean 'ddim'?".
template <class Names>
Error hint_nearest(Error error, std::string_view name, const Names& names) {
  const std::string_view nearest = nearest_name(name, names);
  if (!nearest.empty()) error.hint("did you mean '" + std::string(nearest) + "'?");
  return error;
}

// The entry of `table` whose member `name` is `name`. what: the kind of thing, for the message. Throws Error, such as
// "unknown sampler; expected ancestral, ddim or heun, got 'ddmi' (hint: did you mean 'ddim'?)".
template <class Table>
const auto& find_named(const Table& table, const std::string& what, std::string_view name) {
  std::vector<std::string_view> names;
  for (const auto& entry : table) {
    if (entry.name == name) return entry;
    names.push_back(entry.name);
  }
  std::string list;
  for (std::size_t i = 0; i < names.size(); ++i) {
    list.append(i == 0 ? "" : i + 1 < names.size() ? ", " : " or ").append(names[i]);
  }
  throw hint_nearest(Error("unknown " + what).expected(list).got(name), name, names);
}

}  // namespace ballast
