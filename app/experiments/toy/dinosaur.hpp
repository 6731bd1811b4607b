// The outline of a long-necked dinosaur, drawn by hand on squared paper about 95 wide and 72 high: from the tip of its
// tail along the back to the head, and home along throat, legs and belly. A closed polyline; the last point joins the
// first.
#pragma once

#include <array>

namespace ballast::app {

struct OutlinePoint {
  double x, y;
};

inline constexpr std::array<OutlinePoint, 70> kDinosaur{{
    // tail and back
    {0, 20},
    {6, 23},
    {12, 25.5},
    {18, 28.5},
    {24, 32.5},
    {30, 37},
    {36, 40.5},
    {42, 42.5},
    {48, 42.5},
    {54, 41},
    {59, 39.5},
    // neck and head
    {63, 40.5},
    {66, 44},
    {68.5, 49},
    {70.5, 55},
    {72.5, 61},
    {75, 66},
    {78, 69.5},
    {82, 71.5},
    {86, 71},
    {90, 68.5},
    {93.5, 66},
    {95, 64},
    {94, 62.3},
    {90, 62},
    {86, 62.2},
    {82.5, 61.5},
    {80.2, 59},
    {79, 54},
    {77.5, 47},
    {75.5, 40},
    {73, 33.5},
    {70.5, 28.5},
    // front leg
    {69.5, 23},
    {69.3, 16},
    {69.8, 9},
    {71, 4},
    {72, 1},
    {71, 0},
    {67, 0},
    {63, 0},
    {62.6, 2},
    {63.2, 6},
    {63, 12},
    {61, 18},
    // belly
    {56, 16.8},
    {50, 16.3},
    {45, 17},
    // hind leg
    {44, 12},
    {44, 7},
    {45, 3},
    {45.5, 1},
    {44.5, 0},
    {40, 0},
    {36, 0},
    {35.6, 2},
    {36.4, 6},
    {35.8, 11},
    {33.5, 16},
    // under the tail
    {30, 19.5},
    {27, 21},
    {24, 21.6},
    {21, 21.8},
    {18, 21.6},
    {15, 21.2},
    {12, 20.7},
    {9, 20.2},
    {6, 19.8},
    {3, 19.5},
    {1, 19.5},
}};

}  // namespace ballast::app
