// The colours of all figures, by what they are for. Each is a custom property inside the SVG with a value for light
// pages and print and another for dark pages; viewers that know no custom properties show the light one.
//
// Series colours are told apart by readers who see red and green alike; ramp colours are in order, for a place on a
// curve or a level.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace ballast::app::figures {

enum class Colour {
  surface,
  wash,  // of boxes on the surface
  ink,
  muted,
  rule,
  series1,
  series2,
  series3,
  series4,
  series5,
  series6,
  series7,
  series8,
  ramp1,
  ramp2,
  ramp3,
  ramp4,
  ramp5,
  ramp6
};

inline constexpr std::size_t kSeriesColours = 8, kRampColours = 6;
// Colour i of the series, from 0; round again after the last.
Colour series_colour(std::size_t i);
// Colour of place i of `count` on the ramp. Requires: i < count.
Colour ramp_colour(std::size_t i, std::size_t count);

std::string_view colour_class(Colour colour);  // the name of its class in the style sheet
std::string_view light_value(Colour colour);   // "#1f6fb2"
std::string_view dark_value(Colour colour);
// The custom properties alone, of what a CSS selector chooses: light ones, and dark ones on dark screens.
std::string palette_rules(std::string_view selector);
// The style sheet that a figure carries.
std::string style_sheet();

}  // namespace ballast::app::figures
