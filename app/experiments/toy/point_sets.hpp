// The point sets on which a reader can watch diffusion work: two on a line, three in the plane, each with mean about 0
// and standard deviation about 1 in every coordinate, so that noise of variance 1 is the right size for all.
//
//   two-diracs   -1 or 1, each with probability 1/2
//   uniform      on [-sqrt(3), sqrt(3)]
//   two-moons    half circles (cos pi u, sin pi u) and (1 - cos pi u, 1/2 - sin pi u), noise of sd 0.05, standardised
//   spiral       2 sqrt(u) (cos 4 pi sqrt(u), sin 4 pi sqrt(u)): two turns, evenly dense in length but for the very
//                middle, noise of sd 0.03
//   dinosaur     evenly along an outline (dinosaur.hpp), noise of sd 0.02, standardised
//
// Point k of sample s is a function of (set, seed, s, k) alone; different samples are independent.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/numeric/matrix.hpp"
#include "engine/numeric/random.hpp"

namespace ballast::app {

struct PointSet {
  std::string_view name, title, description;
  std::size_t dimensions;  // 1 or 2
  std::size_t parts;       // pieces that figures tell apart by colour
  // Draws one point and returns its place u in [0, 1) along the shape; part = floor(u * parts).
  double (*draw)(numeric::RandomStream& random, std::span<double> point);
};

const std::vector<std::string>& point_set_names();
// Throws Error with the nearest name.
const PointSet& point_set(std::string_view name);

struct PointSample {
  numeric::Matrix<float> points;   // count x dimensions
  std::vector<std::size_t> parts;  // of each point
};
PointSample draw_points(const PointSet& set, std::size_t count, std::uint64_t seed, std::uint32_t sample);

}  // namespace ballast::app
