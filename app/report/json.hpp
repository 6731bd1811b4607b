// Every JSON text that ballast writes, one function a kind. The JSON library compiles slowly, so it stays behind these.
// docs/formats.md describes the fields; numbers are in the shortest form that reads back; what is unknown is null.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "app/study/study.hpp"

namespace ballast::app {

// summary.json of `run` and `demo`.
std::string summary_json(const StudyResult& result);

// A flat object of a small command's summary: fields in the order given.
using JsonValue = std::variant<std::nullptr_t, bool, std::int64_t, std::uint64_t, double, std::string,
                               std::vector<std::string>, Timings>;
using JsonFields = std::vector<std::pair<std::string, JsonValue>>;
std::string flat_json(const JsonFields& fields);

}  // namespace ballast::app
