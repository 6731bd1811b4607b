#include "app/models/interchange/cpp/cpp_names.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "engine/error.hpp"

namespace ballast::app {
namespace {

// Keywords of C++17 to C++23, words that compilers define, and names that the standard library holds.
constexpr std::array<std::string_view, 105> kTaken{
    "alignas",     "alignof",  "and",        "and_eq",    "asm",       "auto",         "bitand",
    "bitor",       "bool",     "break",      "case",      "catch",     "char",         "char16_t",
    "char32_t",    "char8_t",  "class",      "co_await",  "co_return", "co_yield",     "compl",
    "concept",     "const",    "const_cast", "consteval", "constexpr", "constinit",    "continue",
    "decltype",    "default",  "delete",     "do",        "double",    "dynamic_cast", "else",
    "enum",        "explicit", "export",     "extern",    "false",     "float",        "for",
    "friend",      "goto",     "if",         "inline",    "int",       "long",         "mutable",
    "namespace",   "new",      "noexcept",   "not",       "not_eq",    "nullptr",      "operator",
    "or",          "or_eq",    "private",    "protected", "public",    "register",     "reinterpret_cast",
    "requires",    "return",   "short",      "signed",    "sizeof",    "static",       "static_assert",
    "static_cast", "struct",   "switch",     "template",  "this",      "thread_local", "throw",
    "true",        "try",      "typedef",    "typeid",    "typename",  "union",        "unsigned",
    "using",       "virtual",  "void",       "volatile",  "wchar_t",   "while",        "xor",
    "xor_eq",      "linux",    "unix",       "main",      "std",       "posix",        "abs",
    "exp",         "log",      "pow",        "round",     "div",       "time",         "signal"};

bool is_identifier(std::string_view name) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  return !name.empty() && letter(name[0]) &&
         std::ranges::all_of(name, [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

void check(const std::string& name) {
  if (!is_identifier(name)) {
    throw Error("--name is no name of C++").expected("letters of ASCII, digits and _, no digit first").got(name);
  }
  if (name[0] == '_' || name.find("__") != std::string::npos) {
    throw Error("--name is reserved: it begins with _ or holds __").got(name);
  }
  if (std::ranges::find(kTaken, name) != kTaken.end()) {
    throw Error("--name is taken by C++ or its library").got(name).hint("for example " + name + "_model");
  }
}

}  // namespace

CppNames cpp_names(const std::string& name, const std::string& checksum) {
  const std::string mark = checksum.substr(0, 8);
  if (name.empty()) return {"BALLAST_MODEL_" + mark, "ballast_model_" + mark, ""};
  check(name);
  return {"BALLAST_" + name + "_" + mark, name, "model_" + mark};
}

}  // namespace ballast::app
