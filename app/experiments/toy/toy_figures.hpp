// The four figures of a toy study, and the one of its rivals.
#pragma once

#include "app/experiments/toy/toy_rivals.hpp"
#include "app/experiments/toy/toy_study.hpp"
#include "app/figures/figure.hpp"

namespace ballast::app {

// Ten panels on shared axes, from clean points to noise; each point keeps the colour of the part it came from.
figures::Figure noising_figure(const ToyResult& result);
// Ten panels from noise to clean points; each point has the colour of the part it is going to.
figures::Figure denoising_figure(const ToyResult& result);
// The learned score at three noise levels: arrows in the plane, curves on a line beside the exact ones.
figures::Figure score_figure(const ToyResult& result);
// The loss over training, and the error that is left at each noise level beside the exact-score oracle's.
figures::Figure loss_figure(const ToyResult& result);
// The true points and those of each generator, one panel each on shared axes.
figures::Figure rivals_figure(const ToyRivals& result);

}  // namespace ballast::app
