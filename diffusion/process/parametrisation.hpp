// What the network's output stands for. Once x_n = g(t_n) x_0 + b(t_n) eps is known, any other mix of x_0 and eps fixes
// both, so each choice is two linear formulas: what to regress on, and how to read the noise out of the answer.
//
//   noise   eps                     method 3 of arXiv 2412.10948, section 3; Ho et al. 2020, eq. 12
//   v       g(t_n) eps - b(t_n) x_0   Salimans and Ho 2022, appendix D
//   data    x_0                     method 2 of the paper
//   mean    mu of X_{n-1} given x_n and x_0, of the neighbouring step (posterior.hpp)   method 1 of the paper
//
// They have the same optimum and differ in what an unfinished network does. One that predicts 0 as v means eps = b x_n,
// the best linear answer for standard normal columns: rows come out as wide as the data, and only structure is left to
// learn. One that predicts 0 as noise ends in useless rows, so columns come out too narrow until it has learned b x_n.
#pragma once

#include <cstdint>
#include <string_view>

#include "diffusion/process/noise_schedule.hpp"

namespace ballast::diffusion {

enum class Parametrisation : std::uint8_t { noise, v, data, mean };

std::string_view to_string(Parametrisation kind);
// Throws Error with the nearest name.
Parametrisation parametrisation_of(std::string_view name);

// target = data x_0 + noise eps, for a row at step n in 1 .. N.
struct Target {
  double data = 0.0, noise = 1.0;
};
Target target_of(Parametrisation kind, const NoiseSchedule& schedule, std::size_t n);

// eps = row x_n + output times the network's output.
struct NoiseReading {
  double row = 0.0, output = 1.0;
};
NoiseReading noise_reading(Parametrisation kind, const NoiseSchedule& schedule, std::size_t n);

}  // namespace ballast::diffusion
