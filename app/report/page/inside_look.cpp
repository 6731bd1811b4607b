#include "app/report/page/inside_look.hpp"

#include <algorithm>

#include "diffusion/sampling/network_noise.hpp"
#include "diffusion/sampling/timeline.hpp"
#include "engine/geometry/eigen.hpp"

namespace ballast::app::page {
namespace {

constexpr std::size_t kRows = 64, kSnapshots = 6, kLevels = 8, kRulerRows = 128;

// The two largest principal components of the rows.
class Plane {
 public:
  explicit Plane(numeric::MatrixView<const float> rows) : mean_(rows.columns()) {
    const auto count = static_cast<double>(rows.rows());
    for (std::size_t i = 0; i < rows.rows(); ++i) {
      for (std::size_t d = 0; d < rows.columns(); ++d) mean_[d] += double{rows(i, d)} / count;
    }
    numeric::Matrix<double> covariance(rows.columns(), rows.columns());
    for (std::size_t i = 0; i < rows.rows(); ++i) {
      for (std::size_t a = 0; a < rows.columns(); ++a) {
        for (std::size_t b = a; b < rows.columns(); ++b) {
          covariance(a, b) += (double{rows(i, a)} - mean_[a]) * (double{rows(i, b)} - mean_[b]) / count;
        }
      }
    }
    axes_ = geometry::symmetric_eigenpairs(covariance.view()).vectors;
  }

  PlaneRows project(numeric::MatrixView<const float> rows) const {
    PlaneRows out;
    for (std::size_t i = 0; i < rows.rows(); ++i) {
      double along[2] = {0, 0};
      for (std::size_t d = 0; d < mean_.size(); ++d) {
        for (std::size_t axis = 0; axis < 2; ++axis) along[axis] += (double{rows(i, d)} - mean_[d]) * axes_(axis, d);
      }
      out.x.push_back(along[0]);
      out.y.push_back(along[1]);
    }
    return out;
  }

 private:
  std::vector<double> mean_;
  numeric::Matrix<double> axes_;
};

}  // namespace

std::optional<InsideLook> look_inside(const std::string& augmentation, const diffusion::DiffusionGenerator& generator,
                                      const RowSamples& rows, std::uint64_t seed, numeric::ThreadPool& pool,
                                      Observer& observer) {
  const diffusion::DiffusionOptions& options = generator.options();
  const diffusion::NoiseSchedule& schedule = generator.schedule();
  if (generator.parts() != 1 || options.noise_level < 1 || generator.wants_others()) return {};
  if (generator.transform().width() < 2 || schedule.steps() < kSnapshots) return {};
  const diffusion::NetworkNoise model(generator.network(0), schedule, options.training.parametrisation);
  const auto learned = generator.transform().forward(rows.minority);
  const Plane plane(learned.x.view());
  InsideLook out{augmentation, plane.project(learned.x.view()), {}, {}};
  const auto labels = diffusion::timeline_labels(schedule, kSnapshots);
  const diffusion::Denoising denoising = diffusion::denoising_timeline(model, schedule, options.sampling.sampler, kRows,
                                                                       kRows, labels, seed, pool, observer);
  for (const diffusion::Snapshot& snapshot : denoising.snapshots) {
    out.timeline.push_back({snapshot.t, plane.project(snapshot.points.view())});
  }
  std::ranges::reverse(out.timeline);
  if (rows.held_out.rows() > 0) {
    const auto held_out = generator.transform().forward(rows.held_out);
    out.ruler = diffusion::measure_memorisation(model, schedule, learned.x.view(), held_out.x.view(),
                                                {.levels = kLevels, .rows = kRulerRows}, seed, pool);
  }
  return out;
}

}  // namespace ballast::app::page
