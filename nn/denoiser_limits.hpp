// What making and loading a denoiser share: the limits of a configuration, and the network without its parameters.
#pragma once

#include <cstddef>
#include <memory>

#include "nn/denoiser.hpp"

namespace ballast::nn {

// Far above any sensible network, and low enough that no product of them overflows.
inline constexpr std::size_t kMostColumns = 1 << 16, kMostHidden = 1 << 16, kMostLayers = 1 << 10,
                             kMostEmbedding = 1 << 12, kMostSteps = 1 << 20, kMostTable = 1 << 25;

// The network with parameters declared but not allocated. Throws Error on an impossible configuration.
template <class T>
std::unique_ptr<Denoiser<T>> construct_denoiser(const DenoiserConfig& config, const Denoiser<T>* like = nullptr);

}  // namespace ballast::nn
