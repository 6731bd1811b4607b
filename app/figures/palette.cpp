#include "app/figures/palette.hpp"

#include <cassert>

namespace ballast::app::figures {

namespace {

struct Entry {
  std::string_view name, light, dark;
};

// In the order of Colour.
constexpr std::array<Entry, 19> kPalette{{{"surface", "#ffffff", "#14171c"},
                                          {"wash", "#f4f6f8", "#1d2229"},
                                          {"ink", "#1a1f26", "#e8ebef"},
                                          {"muted", "#59636f", "#a3adb8"},
                                          {"rule", "#dfe3e8", "#2e343c"},
                                          {"series1", "#1f6fb2", "#62aef0"},
                                          {"series2", "#d1501c", "#ff8d5c"},
                                          {"series3", "#1f8a70", "#56cfae"},
                                          {"series4", "#8450b0", "#c69af2"},
                                          {"series5", "#a87900", "#e6c34a"},
                                          {"series6", "#c03a76", "#f58ab8"},
                                          {"series7", "#5c6d12", "#b5cd58"},
                                          {"series8", "#0d7c92", "#5ccbe0"},
                                          {"ramp1", "#4350b0", "#8795ff"},
                                          {"ramp2", "#2583b8", "#53b8ec"},
                                          {"ramp3", "#1f9a85", "#4bd3b6"},
                                          {"ramp4", "#69a02a", "#a3da58"},
                                          {"ramp5", "#c98f12", "#f2c350"},
                                          {"ramp6", "#cc4f2a", "#ff8862"}}};

const Entry& entry(Colour colour) {
  return kPalette[static_cast<std::size_t>(colour)];
}

// ".figure{--ink:#1a1f26;...}"
std::string properties(std::string_view selector, std::string_view Entry::*value) {
  std::string out(selector);
  out += '{';
  for (const Entry& e : kPalette) out.append("--").append(e.name).append(":").append(e.*value).append(";");
  return out += "}";
}

Colour after(Colour first, std::size_t i) {
  return static_cast<Colour>(static_cast<std::size_t>(first) + i);
}

}  // namespace

Colour series_colour(std::size_t i) {
  return after(Colour::series1, i % kSeriesColours);
}

Colour ramp_colour(std::size_t i, std::size_t count) {
  assert(i < count);
  return after(Colour::ramp1, count < 2 ? 0 : i * (kRampColours - 1) / (count - 1));
}

std::string_view colour_class(Colour colour) {
  return entry(colour).name;
}

std::string_view light_value(Colour colour) {
  return entry(colour).light;
}

std::string_view dark_value(Colour colour) {
  return entry(colour).dark;
}

std::string palette_rules(std::string_view selector) {
  std::string out("\n");
  out.append(properties(selector, &Entry::light)).append("\n@media screen and (prefers-color-scheme:dark){");
  return out.append(properties(selector, &Entry::dark)).append("}\n");
}

std::string style_sheet() {
  std::string out = palette_rules(".figure");
  for (const Entry& e : kPalette) out.append(".").append(e.name).append("{color:var(--").append(e.name).append(")}");
  out += "\n.figure{max-width:100%;height:auto}\n";
  out += ".figure text{fill:currentColor;font-family:system-ui,-apple-system,Segoe UI,Helvetica,Arial,sans-serif;";
  return out += "font-variant-numeric:tabular-nums}\n";
}

}  // namespace ballast::app::figures
