// The four figures of a toy study.
#pragma once

#include "app/figures/figure.hpp"
#include "app/toy/toy_study.hpp"

namespace ballast::app {

// Ten panels on shared axes, from clean points to noise; each point keeps the colour of the part it came from.
figures::Figure noising_figure(const ToyResult& result);
// Ten panels from noise to clean points; each point has the colour of the part it is going to.
figures::Figure denoising_figure(const ToyResult& result);
// The learned score at three noise levels: arrows in the plane, curves on a line beside the exact ones.
figures::Figure score_figure(const ToyResult& result);
// The loss over training, and the error that is left at each noise level beside the exact-score oracle's.
figures::Figure loss_figure(const ToyResult& result);

}  // namespace ballast::app
