// What the trained rivals share: drawing rows, the loop over updates with its reports, and the check of options.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "diffusion/option_ranges.hpp"
#include "engine/error.hpp"
#include "engine/numeric/matrix.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/observer.hpp"

namespace ballast::diffusion {

// Columns of the noise z that rows of `columns` columns are made of: twice as many, at most 32. Wider noise slows
// training where there are few columns.
constexpr std::size_t latent_columns(std::size_t columns) {
  return columns < 16 ? 2 * columns : 32;
}

// Each row of `out` is a row of `data` drawn with replacement: a function of (seed, update, place).
void draw_rows(numeric::MatrixView<const float> data, std::uint64_t seed, std::size_t update,
               numeric::MatrixView<float> out, numeric::ThreadPool& pool);

// Calls update(k), which returns a loss, for k = 0 .. updates - 1; reports and notes the mean loss of every
// kRivalWindow. Throws Stopped when the observer says so, Error if the loss is NaN or beyond any that rows of normal
// columns have.
inline constexpr std::size_t kRivalWindow = 50;
inline constexpr double kMostRivalLoss = 1e6;
template <class Update>
std::vector<float> run_updates(std::string_view phase, std::size_t updates, Observer& observer, Update&& update) {
  std::vector<float> losses;
  losses.reserve(updates / kRivalWindow + 1);
  double window = 0.0;
  double last = std::numeric_limits<double>::quiet_NaN();
  for (std::size_t k = 0; k < updates; ++k) {
    observer.step({phase, k, updates, last});
    window += update(k);
    const std::size_t done = k + 1, in_window = k % kRivalWindow + 1;
    if (in_window < kRivalWindow && done < updates) continue;
    const double loss = window / static_cast<double>(in_window);
    if (!(std::abs(loss) < kMostRivalLoss)) {
      throw Error("training diverged: the loss is beyond all bounds at update " + std::to_string(done))
          .hint("a lower learning rate");
    }
    losses.push_back(static_cast<float>(loss));
    window = 0.0;
    last = loss;
    observer.step({phase, done, updates, loss});
  }
  return losses;
}

// The six options that networks of all rivals are made and trained by. Throws Error naming one that is out of range.
template <class Options>
void check_network(std::string_view generator, const Options& options) {
  const auto check = [&](std::string_view name, const Range& range, auto value) {
    require_option(generator, name, range, static_cast<double>(value));
  };
  check("latent", whole_range(0, 4096), options.latent);
  check("hidden", kHiddenRange, options.hidden);
  check("layers", kLayersRange, options.layers);
  check("batch", kBatchRange, options.batch);
  check("updates", kUpdatesRange, options.updates);
  check("learning_rate", kLearningRateRange, options.learning_rate);
}

}  // namespace ballast::diffusion
