#include "engine/quoting.hpp"

#include <algorithm>
#include <cctype>

namespace ballast {

std::string list_word(std::string_view name) {
  const bool plain = !name.empty() && name.find_first_of(",\"\n\r") == std::string_view::npos && name.front() != ' ' &&
                     name.back() != ' ';
  if (plain) return std::string(name);
  std::string out = "\"";
  for (const char c : name) out.append(c == '"' ? 2 : 1, c);
  return out + '"';
}

std::string shell_word(std::string_view word) {
  const auto plain = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return std::isalnum(byte) != 0 || byte >= 0x80 || std::string_view("-_./,=:+@%").find(c) != std::string_view::npos;
  };
  if (!word.empty() && std::ranges::all_of(word, plain)) return std::string(word);
  std::string out = "'";
  for (const char c : word) c == '\'' ? out.append("'\\''") : out.append(1, c);
  return out + '\'';
}

std::string typed_option(std::string_view option, std::string_view name) {
  return std::string(option) + ' ' + shell_word(list_word(name));
}

std::string typed_option(std::string_view option, std::span<const std::string> names) {
  std::string list;
  for (const std::string& name : names) list.append(list.empty() ? "" : ",").append(list_word(name));
  return std::string(option) + ' ' + shell_word(list);
}

std::string quoted_names(std::span<const std::string> names) {
  std::string out;
  for (const std::string& name : names) out.append(out.empty() ? "'" : ", '").append(name).append("'");
  return out;
}

}  // namespace ballast
