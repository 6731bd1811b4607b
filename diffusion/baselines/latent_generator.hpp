// LatentGenerator: a generator that makes rows out of noise in one go, x_k = network(z_k) + width e_k, whatever trained
// the network. The VAE and the GAN are this and a Method, which says:
//
//   Options           latent, hidden, layers, batch, updates, learning_rate and its own; validate(), resolved(N, D)
//   Network           parameters and network (nn::Mlp), made of resolved options and the number of columns
//   kKind, kName      "gan", "generative adversarial network";   kPart: the network's name in the archive
//   kTrain, widths    fills a Network and returns the losses; the noise to add to each column, or none
//   save, load        its own options;   describe: the words of `inspect` behind the latent columns
#pragma once

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "diffusion/baselines/latent_rows.hpp"
#include "diffusion/generator.hpp"
#include "diffusion/generator_archive.hpp"
#include "engine/tabular/features/transforms.hpp"
#include "nn/parameters_archive.hpp"

namespace ballast::diffusion {

template <class Method>
class LatentGenerator final : public Generator {
 public:
  using Options = typename Method::Options;
  static constexpr std::size_t kFewestRows = 10;

  // Throws Error on options out of range.
  explicit LatentGenerator(const Options& options = {}) : wanted_(options), options_(options) { options_.validate(); }

  std::string_view kind() const override { return Method::kKind; }
  // Throws Error on fewer than kFewestRows rows.
  void fit(const tabular::Table& rows, std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer) override {
    require_rows(rows, kFewestRows, kind());
    rows_ = rows.rows();
    seed_ = seed;
    transform_ = tabular::RowTransform::fit(rows);
    options_ = wanted_.resolved(rows_, transform_.width());
    network_.reset();
    loss_.clear();
    if (transform_.width() > 0) {
      network_ = std::make_unique<Network>(options_, transform_.width());
      loss_ = Method::kTrain(*network_, transform_.spread(rows, seed).x.view(), options_, seed, pool, observer);
      constexpr std::size_t kDraws = 4096;  // as many as rates can be seen in
      if (transform_.has_rates()) transform_.match_rates(sample_scores(0, kDraws, seed, pool, observer).view());
    }
    id_ = model_id(*this);
  }

  tabular::Table sample(std::uint64_t first, std::size_t count, std::uint64_t seed, numeric::ThreadPool& pool,
                        Observer& observer) const override {
    require_row_numbers(first, count);
    numeric::Matrix<float> x(count, 0);
    if (network_ != nullptr) x = sample_scores(first, count, seed, pool, observer);
    tabular::Table out = transform_.inverse(transform_.adopt(std::move(x)));
    set_origins(out, id_, seed, first);
    return out;
  }

  const tabular::Schema& schema() const override { return transform_.schema(); }

  void save(files::ArchiveWriter out) const override {
    out.text("generator", kind());
    out.integer("rows", static_cast<std::int64_t>(rows_));
    out.text("seed", std::to_string(seed_));
    files::ArchiveWriter options = out.child("options");
    options.integer("latent", static_cast<std::int64_t>(options_.latent));
    options.integer("hidden", static_cast<std::int64_t>(options_.hidden));
    options.integer("layers", static_cast<std::int64_t>(options_.layers));
    options.integer("batch", static_cast<std::int64_t>(options_.batch));
    options.integer("updates", static_cast<std::int64_t>(options_.updates));
    options.number("learning_rate", options_.learning_rate);
    Method::save(options_, options);
    transform_.save(out.child("transform"));
    out.array<float>("loss", loss_);
    if (network_ != nullptr) nn::save_parameters(network_->parameters, out.child(Method::kPart));
  }

  static std::unique_ptr<LatentGenerator> load(const files::ArchiveReader& in) {
    constexpr std::size_t kMost = 1000000000;
    const files::ArchiveReader stored = in.child("options");
    Options options;
    options.latent = stored.size("latent", 0, kMost);
    options.hidden = stored.size("hidden", 1, kMost);
    options.layers = stored.size("layers", 1, kMost);
    options.batch = stored.size("batch", 1, kMost);
    options.updates = stored.size("updates", 1, kMost);
    options.learning_rate = stored.number("learning_rate");
    Method::load(options, stored);
    auto generator = std::make_unique<LatentGenerator>(options);
    generator->rows_ = in.size("rows", kFewestRows, std::size_t{1} << 40);
    generator->seed_ = std::strtoull(in.text("seed").c_str(), nullptr, 10);
    generator->transform_ = tabular::RowTransform::load(in.child("transform"));
    generator->loss_ = in.array<float>("loss");
    if (const std::size_t width = generator->transform_.width(); width > 0) {
      options.latent = stored.size("latent", 1, kMost);
      generator->network_ = std::make_unique<Network>(options, width);
      nn::load_parameters(generator->network_->parameters, in.child(Method::kPart));
    }
    generator->id_ = model_id(*generator);
    return generator;
  }

  std::string describe() const override {
    std::string text(Method::kName);
    text += " of " + std::to_string(rows_) + " rows, " + std::to_string(schema().size()) + " columns (" +
            std::to_string(transform_.width()) + " after scaling), seed " + std::to_string(seed_) + "\n";
    text += std::to_string(options_.latent) + " latent columns, " + std::to_string(options_.layers) + " x " +
            std::to_string(options_.hidden) + " units in " + Method::describe(options_) + "; " +
            std::to_string(options_.updates) + " updates of " + std::to_string(options_.batch) + " rows";
    if (!loss_.empty()) text += ", last loss " + std::to_string(loss_.back());
    return text + "\n" + tabular::levels_text(transform_.levels());
  }

  // Means over some updates each, in order.
  std::span<const float> loss_history() const { return loss_; }

 private:
  using Network = typename Method::Network;

  // Rows in the space of the transform.
  numeric::Matrix<float> sample_scores(std::uint64_t first, std::size_t count, std::uint64_t seed,
                                       numeric::ThreadPool& pool, Observer& observer) const {
    const auto predictor = network_->network.predictor(network_->parameters);
    return latent_rows(predictor, Method::widths(*network_), first, count, seed, pool, observer);
  }

  Options wanted_, options_;  // as given; as resolved for the rows
  tabular::RowTransform transform_;
  std::unique_ptr<Network> network_;  // none if every column is constant
  std::vector<float> loss_;
  std::size_t rows_ = 0;  // trained on
  std::uint64_t seed_ = 0, id_ = 0;
};

}  // namespace ballast::diffusion
