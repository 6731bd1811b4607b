#include "engine/quoting.hpp"

#include <algorithm>
#include <cctype>

#include "engine/error.hpp"

namespace ballast {
namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t first = std::min(text.find_first_not_of(" \t"), text.size());
  return text.substr(first, text.find_last_not_of(" \t") + 1 - first);
}

}  // namespace

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

std::string quoted_text(std::string_view word, std::size_t& at) {
  std::string out;
  for (++at; at < word.size(); ++at) {
    if (word[at] != '"') {
      out += word[at];
    } else if (at + 1 < word.size() && word[at + 1] == '"') {
      out += word[++at];
    } else {
      ++at;
      return out;
    }
  }
  throw Error("a quote does not close");
}

NamedWord cut_named(std::string_view word, std::string_view signs, std::span<const std::string> names) {
  const std::string_view text = trimmed(word);
  const auto rest = [&](std::size_t at) { return trimmed(text.substr(at)); };
  if (text.starts_with('"') && text.find('"', 1) != std::string_view::npos) {
    std::size_t at = 0;
    std::string name = quoted_text(text, at);
    if (rest(at).empty() || signs.find(rest(at)[0]) != std::string_view::npos) return {name, std::string(rest(at))};
  }
  const std::string* longest = nullptr;
  for (const std::string& name : names) {
    const bool fits = text.starts_with(name) && !rest(name.size()).empty() &&
                      signs.find(rest(name.size())[0]) != std::string_view::npos;
    if (fits && (longest == nullptr || name.size() > longest->size())) longest = &name;
  }
  const std::size_t at = longest != nullptr ? longest->size() : std::min(text.find_first_of(signs), text.size());
  return {std::string(longest != nullptr ? *longest : trimmed(text.substr(0, at))), std::string(rest(at))};
}

std::string one_line(std::string_view text) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte != 0x7f) {
      out += c;
    } else {
      out += {'\\', 'x', kHex[byte >> 4], kHex[byte & 15]};
    }
  }
  return out;
}

std::string quoted_names(std::span<const std::string> names) {
  std::string out;
  for (const std::string& name : names) out.append(out.empty() ? "'" : ", '").append(name).append("'");
  return out;
}

}  // namespace ballast
