// The paper's generator for tables: learns the rare rows with a diffusion model and draws new ones.
//
//   fit     rows -> RowTransform (quantile-normal, ties spread) -> float matrix -> a noise network, trained -> its
//           averaged weights -> labels at their rates, by rows that it makes
//   sample  noise(seed, k) -> sampler -> inverse transform -> row k, in the table's own schema and units
//
// With a noise level below 1 rows start from those learned (sample_rows.hpp), so the generator and its file hold them.
//
// A generator is a list of parts, each a network with a weight: one, or one for each cluster of the rows
// (clusters.hpp). Row k belongs to one of them by its number alone, in proportion to the weights. Parts share the
// updates of the training in the same proportion.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "diffusion/diffusion_options.hpp"
#include "diffusion/generator.hpp"
#include "diffusion/process/noise_schedule.hpp"

namespace ballast::diffusion {

class DiffusionGenerator final : public Generator {
 public:
  static constexpr std::size_t kFewestRows = 10;
  static constexpr std::size_t kMostOthers = 4000;  // rows of other classes to learn from; of more, a random sample

  // Throws Error on options out of range.
  explicit DiffusionGenerator(DiffusionOptions options = {});

  std::string_view kind() const override { return "diffusion"; }
  // Throws Error on fewer than kFewestRows rows, and when it wants others.
  void fit(const tabular::Table& rows, std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer) override;
  // With options().away_from_majority above 0 a second network learns `others`, and sampling keeps away from them
  // (guided_noise.hpp). Throws Error on fewer than kFewestRows of either.
  bool wants_others() const override { return options_.away_from_majority > 0.0; }
  void fit_against(const tabular::Table& rows, const tabular::Table& others, std::uint64_t seed,
                   numeric::ThreadPool& pool, Observer& observer) override;
  tabular::Table sample(std::uint64_t first, std::size_t count, std::uint64_t seed, numeric::ThreadPool& pool,
                        Observer& observer) const override;
  const tabular::Schema& schema() const override { return transform_.schema(); }
  void save(files::ArchiveWriter out) const override;
  static std::unique_ptr<DiffusionGenerator> load(const files::ArchiveReader& in);
  std::string describe() const override;

  const DiffusionOptions& options() const { return options_; }
  // Samples at another noise level from now on. It counts as another generator: the origin of its rows changes.
  // Throws Error on a level out of range, or below 1 without rows to start from.
  void set_noise_level(double level);
  // Of the first part: mean losses over some updates each, in order.
  std::span<const float> loss_history() const { return parts_.empty() ? std::span<const float>() : parts_[0].loss; }

  // For a look inside: the transform into the model's space, the schedule, and the network of each part.
  const tabular::RowTransform& transform() const { return transform_; }
  const NoiseSchedule& schedule() const { return schedule_; }
  std::size_t parts() const { return parts_.size(); }
  const nn::Denoiser<float>& network(std::size_t part) const { return *parts_.at(part).network; }

 private:
  struct Part {
    double weight = 1.0;  // the number of rows it was trained on
    std::unique_ptr<nn::Denoiser<float>> network;
    std::vector<float> loss;
    numeric::Matrix<float> rows;  // those it was trained on, for partial noising; else none
  };

  static void save_part(const Part& part, files::ArchiveWriter out);
  Part load_part(const files::ArchiveReader& in, std::size_t width) const;
  bool holds_rows() const { return !parts_.empty() && !parts_.front().rows.empty(); }
  void learn(const tabular::Table& rows, const tabular::Table* others, std::uint64_t seed, numeric::ThreadPool& pool,
             Observer& observer);
  TrainedNetwork train_network(const numeric::Matrix<float>& x, const TrainingOptions& training, std::size_t part,
                               numeric::ThreadPool& pool, Observer& observer) const;
  void learn_others(const tabular::Table& others, const numeric::Matrix<float>& x, numeric::ThreadPool& pool,
                    Observer& observer);
  void sample_part(const Part& part, std::span<const std::uint64_t> rows, std::uint64_t seed,
                   numeric::MatrixView<float> out, numeric::ThreadPool& pool, Observer& observer) const;
  void match_rates(numeric::ThreadPool& pool, Observer& observer);
  // Rows in the space of the transform.
  numeric::Matrix<float> sample_scores(std::uint64_t first, std::size_t count, std::uint64_t seed,
                                       numeric::ThreadPool& pool, Observer& observer) const;
  Part train_part(numeric::Matrix<float> x, numeric::ThreadPool& pool, Observer& observer) const;

  DiffusionOptions options_;
  NoiseSchedule schedule_;
  tabular::RowTransform transform_;
  std::vector<Part> parts_;  // none if every column is constant
  Part others_;              // what to keep away from; no network if nothing
  std::size_t rows_ = 0;     // trained on
  std::uint64_t seed_ = 0, id_ = 0;
};

// The part that row k belongs to: the fractional parts of k times the golden ratio are spread evenly over [0, 1), so
// any stretch of rows is in proportion to the weights, to about one row. Requires positive weights.
std::size_t part_of_row(std::uint64_t k, std::span<const double> weights);

}  // namespace ballast::diffusion
