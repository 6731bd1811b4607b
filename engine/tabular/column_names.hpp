// What is said where a table has no column of a name: the nearest name, or that its first line looks like a row.
#pragma once

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>

#include "engine/names.hpp"

namespace ballast::tabular {

inline bool is_number_name(std::string_view name) {
  double value = 0;
  const auto [stop, fault] = std::from_chars(name.data(), name.data() + name.size(), value);
  return !name.empty() && fault == std::errc{} && stop == name.data() + name.size();
}

// `error`, with a hint of --no-header where names are numbers.
template <class Names>
Error hint_no_header(Error error, const Names& names) {
  const auto number = std::ranges::find_if(names, [](const auto& each) { return is_number_name(each); });
  if (number == names.end()) return error;
  error.hint("the first line names a column '" + std::string(*number) +
             "': if it is a row, --no-header calls the columns c1, c2, ...");
  return error;
}

// `error`, with a hint: "did you mean 'Amount'?"; or, where none is near, as hint_no_header.
template <class Names>
Error hint_column(Error error, std::string_view name, const Names& names) {
  if (nearest_name(name, names).empty()) return hint_no_header(std::move(error), names);
  return hint_nearest(std::move(error), name, names);
}

}  // namespace ballast::tabular
