// A shadow-model audit as text, JSON and CSV.
#pragma once

#include <cstdint>
#include <string>

#include "app/fidelity/privacy/shadow_audit.hpp"

namespace ballast::app {

// What the audit itself does not know.
struct ShadowFacts {
  std::string generator;  // its kind
  std::string learned;    // "30 rows of Class = 1"
  std::uint64_t seed = 0;
  std::vector<std::size_t> lines = {};  // of the file, one a record
};

std::string shadow_text(const fidelity::ShadowAudit& audit, const ShadowFacts& facts);
std::string shadow_json(const fidelity::ShadowAudit& audit, const ShadowFacts& facts);
// A line a record, the most exposed first: line, signal, learned, not_learned, p, p_holm.
std::string shadow_csv(const fidelity::ShadowAudit& audit, const ShadowFacts& facts);

}  // namespace ballast::app
