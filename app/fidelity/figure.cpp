#include "app/fidelity/figure.hpp"

namespace ballast::app::fidelity {

std::string to_string(Better better) {
  switch (better) {
    case Better::higher:
      return "higher";
    case Better::lower:
      return "lower";
    case Better::as_ceiling:
      return "as ceiling";
  }
  return "";
}

std::string to_string(Group group) {
  switch (group) {
    case Group::validity:
      return "validity";
    case Group::columns:
      return "columns";
    case Group::together:
      return "columns together";
    case Group::utility:
      return "utility";
    case Group::privacy:
      return "privacy";
  }
  return "";
}

Value share(std::size_t hits, std::size_t rows) {
  if (rows == 0) return {};
  return {static_cast<double>(hits) / static_cast<double>(rows), wilson_interval(hits, rows)};
}

}  // namespace ballast::app::fidelity
