#include "diffusion/baselines/vae.hpp"

#include <cstdlib>
#include <string>

#include "diffusion/baselines/latent_rows.hpp"
#include "diffusion/generator_archive.hpp"
#include "nn/parameters_archive.hpp"

namespace ballast::diffusion {

Vae::Vae(const VaeOptions& options) : wanted_(options), options_(options) {
  options_.validate();
}

void Vae::fit(const tabular::Table& rows, std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer) {
  require_rows(rows, kFewestRows, kind());
  rows_ = rows.rows();
  seed_ = seed;
  transform_ = tabular::RowTransform::fit(rows);
  options_ = wanted_.resolved(rows_, transform_.width());
  decoder_.reset();
  loss_.clear();
  if (transform_.width() > 0) {
    decoder_ = std::make_unique<VaeDecoder>(options_, transform_.width());
    loss_ = train_vae(*decoder_, transform_.forward(rows).x.view(), options_, seed, pool, observer);
  }
  id_ = model_id(*this);
}

tabular::Table Vae::sample(std::uint64_t first, std::size_t count, std::uint64_t seed, numeric::ThreadPool& pool,
                           Observer& observer) const {
  require_row_numbers(first, count);
  numeric::Matrix<float> x(count, 0);
  if (decoder_ != nullptr) {
    const auto network = decoder_->network.predictor(decoder_->parameters);
    x = latent_rows(network, decoder_->widths(), first, count, seed, pool, observer);
  }
  tabular::Table out = transform_.inverse(transform_.adopt(std::move(x)));
  set_origins(out, id_, seed, first);
  return out;
}

void Vae::save(files::ArchiveWriter out) const {
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
  options.number("kl_weight", options_.kl_weight);
  options.integer("refit_latent", options_.refit_latent);
  options.integer("match_widths", options_.match_widths);
  transform_.save(out.child("transform"));
  out.array<float>("loss", loss_);
  if (decoder_ != nullptr) nn::save_parameters(decoder_->parameters, out.child("decoder"));
}

std::unique_ptr<Vae> Vae::load(const files::ArchiveReader& in) {
  const files::ArchiveReader stored = in.child("options");
  constexpr std::size_t kMost = 1000000000;
  VaeOptions options;
  options.latent = stored.size("latent", 0, kMost);
  options.hidden = stored.size("hidden", 1, kMost);
  options.layers = stored.size("layers", 1, kMost);
  options.batch = stored.size("batch", 1, kMost);
  options.updates = stored.size("updates", 1, kMost);
  options.learning_rate = stored.number("learning_rate");
  options.kl_weight = stored.number("kl_weight");
  options.refit_latent = stored.size("refit_latent", 0, 1) == 1;
  options.match_widths = stored.size("match_widths", 0, 1) == 1;
  auto generator = std::make_unique<Vae>(options);
  generator->rows_ = in.size("rows", kFewestRows, std::size_t{1} << 40);
  generator->seed_ = std::strtoull(in.text("seed").c_str(), nullptr, 10);
  generator->transform_ = tabular::RowTransform::load(in.child("transform"));
  generator->loss_ = in.array<float>("loss");
  if (const std::size_t width = generator->transform_.width(); width > 0) {
    options.latent = stored.size("latent", 1, kMost);
    generator->decoder_ = std::make_unique<VaeDecoder>(options, width);
    nn::load_parameters(generator->decoder_->parameters, in.child("decoder"));
  }
  generator->id_ = model_id(*generator);
  return generator;
}

std::string Vae::describe() const {
  std::string text = "variational autoencoder of " + std::to_string(rows_) + " rows, " +
                     std::to_string(schema().size()) + " columns (" + std::to_string(transform_.width()) +
                     " after scaling), seed " + std::to_string(seed_) + "\n";
  text += std::to_string(options_.latent) + " latent columns, " + std::to_string(options_.layers) + " x " +
          std::to_string(options_.hidden) + " units in encoder and decoder; KL weight " +
          std::to_string(options_.kl_weight) + ", " + std::to_string(options_.updates) + " updates of " +
          std::to_string(options_.batch) + " rows";
  if (!loss_.empty()) text += ", last loss " + std::to_string(loss_.back());
  return text + "\n";
}

}  // namespace ballast::diffusion
