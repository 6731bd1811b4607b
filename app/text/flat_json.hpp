// The summary of a small command as JSON: a flat object. docs/formats.md describes the fields; numbers are in the
// shortest form that reads back.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace ballast::app {

using NamedNumbers = std::vector<std::pair<std::string, double>>;  // phases and their seconds, say: an object
using JsonValue = std::variant<std::nullptr_t, bool, std::int64_t, std::uint64_t, double, std::string,
                               std::vector<std::string>, NamedNumbers>;
using JsonFields = std::vector<std::pair<std::string, JsonValue>>;

// The fields in the order given. Bytes that are not UTF-8 (labels and names come from files) are replaced.
std::string flat_json(const JsonFields& fields);

}  // namespace ballast::app
