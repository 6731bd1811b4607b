// The three figures of a lab.
#pragma once

#include "app/experiments/lab/lab.hpp"
#include "app/figures/figure.hpp"

namespace ballast::app {

// The error of the noise on held-out rows at each level: one panel a way of training and schedule, one line a
// parametrisation; means over the repeats.
figures::Figure lab_error_figure(const LabResult& result);
// Root MMD against evaluations of the network, one line a sampler, beside the yardstick.
figures::Figure lab_sampler_figure(const LabResult& result);
// Where the best arm lies between smooth and copy, and its error on learned and on held-out rows.
figures::Figure lab_memorisation_figure(const LabResult& result);

}  // namespace ballast::app
