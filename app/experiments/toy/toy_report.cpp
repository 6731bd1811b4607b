#include "app/experiments/toy/toy_report.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "app/text/aligned.hpp"
#include "app/text/flat_json.hpp"
#include "app/text/numbers.hpp"

namespace ballast::app {

namespace {

std::string verdict(const ToyMmd& mmd) {
  constexpr double kAlike = 2;  // the project's target: at most twice the distance between true samples
  if (mmd.generated <= mmd.true_pairs.back()) return "no further apart than true samples are among themselves";
  return mmd.ratio() <= kAlike ? "close: within twice the distance of true samples"
                               : "not there yet: try more --updates";
}

// The share of the error on fresh points that is not there on learned ones, where it is largest.
double largest_gap(const ToyResult& result) {
  double gap = 0;
  for (const diffusion::MemorisationLevel& level : result.ruler) gap = std::max(gap, level.model.gap_share());
  return gap;
}

std::string memorisation(const ToyResult& result) {
  std::string out;
  for (std::size_t i = 0; i < result.ruler.size(); i += 2) {
    const diffusion::MemorisationLevel& level = result.ruler[i];
    if (!level.has_line()) continue;
    out += (out.empty() ? std::string() : std::string(", ")) + fixed(level.copied, 2) + " at noise " +
           fixed(diffusion::b(level.t), 2);
  }
  return out;
}

}  // namespace

void append_points(std::string& out, std::string_view source, numeric::MatrixView<const float> points) {
  std::array<char, 32> digits;
  for (std::size_t k = 0; k < points.rows(); ++k) {
    out += source;
    for (const float value : points.row(k)) {
      const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value);
      out.append(1, ',').append(digits.data(), end.ptr);
    }
    out += '\n';
  }
}

std::string toy_text(const ToyResult& result) {
  const ToyOptions& o = result.options;
  const std::string network = with_commas(result.parameters) + " parameters, " + with_commas(o.updates) +
                              " updates of " + std::to_string(o.batch) + " points out of " + with_commas(o.rows);
  const std::string process = std::to_string(o.steps) + " steps, " + o.schedule +
                              " schedule; g(T) = " + fixed(result.prior_scale, 3) +
                              " of a point is left in what sampling starts from";
  const std::string judged = fixed(result.mmd.generated, 4) + " to true points; " + fixed(result.mmd.true_median, 4) +
                             " between true samples; ratio " + fixed(result.mmd.ratio(), 2);
  return aligned(
      {{o.points, std::string(point_set(o.points).description)},
       {"network", network},
       {"process", process},
       {"loss",
        fixed(double{result.loss.front()}, 4) + " at first, " + fixed(double{result.loss.back()}, 4) + " in the end"},
       {"copied", memorisation(result)},
       {"", "0: the network answers like a Gaussian, 1: as if it had the learned points by heart. Points this"},
       {"", "dense are the truth too, so look at the error: on fresh points it is at most " +
                fixed(100 * largest_gap(result), 0) + " % larger"},
       {"root MMD^2", judged},
       {"", verdict(result.mmd)}},
      2);
}

std::string toy_summary_json(const ToyResult& result) {
  const ToyOptions& o = result.options;
  const auto whole = [](std::size_t value) { return std::uint64_t{value}; };
  return flat_json({{"format", std::uint64_t{1}},
                    {"points", o.points},
                    {"dimensions", whole(result.dimensions)},
                    {"seed", o.seed},
                    {"schedule", o.schedule},
                    {"steps", whole(o.steps)},
                    {"start_scale", result.prior_scale},
                    {"sampler", o.sampler},
                    {"rows", whole(o.rows)},
                    {"batch", whole(o.batch)},
                    {"updates", whole(o.updates)},
                    {"parameters", whole(result.parameters)},
                    {"loss_first", double{result.loss.front()}},
                    {"loss_last", double{result.loss.back()}},
                    {"memorisation_gap", largest_gap(result)},
                    {"generated", whole(o.generated)},
                    {"mmd_generated", result.mmd.generated},
                    {"mmd_true_median", result.mmd.true_median},
                    {"mmd_ratio", result.mmd.ratio()},
                    {"timings", result.timings}});
}

std::string toy_points_csv(const ToyResult& result) {
  std::string out = result.dimensions == 1 ? "source,x\n" : "source,x,y\n";
  append_points(out, "generated", result.generated.view());
  append_points(out, "true", result.fresh.view());
  return out;
}

}  // namespace ballast::app
