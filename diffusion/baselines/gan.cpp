#include "diffusion/baselines/gan.hpp"

#include <cstdlib>
#include <string>

#include "diffusion/baselines/latent_rows.hpp"
#include "diffusion/generator_archive.hpp"
#include "nn/parameters_archive.hpp"

namespace ballast::diffusion {

Gan::Gan(const GanOptions& options) : wanted_(options), options_(options) {
  options_.validate();
}

void Gan::fit(const tabular::Table& rows, std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer) {
  require_rows(rows, kFewestRows, kind());
  rows_ = rows.rows();
  seed_ = seed;
  transform_ = tabular::RowTransform::fit(rows);
  options_ = wanted_.resolved(rows_, transform_.width());
  maker_.reset();
  loss_.clear();
  if (transform_.width() > 0) {
    maker_ = std::make_unique<GanMaker>(options_, transform_.width());
    loss_ = train_gan(*maker_, transform_.forward(rows).x.view(), options_, seed, pool, observer);
  }
  id_ = model_id(*this);
}

tabular::Table Gan::sample(std::uint64_t first, std::size_t count, std::uint64_t seed, numeric::ThreadPool& pool,
                           Observer& observer) const {
  require_row_numbers(first, count);
  numeric::Matrix<float> x(count, 0);
  if (maker_ != nullptr) {
    x = latent_rows(maker_->network.predictor(maker_->parameters), {}, first, count, seed, pool, observer);
  }
  tabular::Table out = transform_.inverse(transform_.adopt(std::move(x)));
  set_origins(out, id_, seed, first);
  return out;
}

void Gan::save(files::ArchiveWriter out) const {
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
  options.number("critic_rate", options_.critic_rate);
  options.number("noise", options_.noise.value_or(0.0));
  options.number("ema_decay", options_.ema_decay);
  transform_.save(out.child("transform"));
  out.array<float>("loss", loss_);
  if (maker_ != nullptr) nn::save_parameters(maker_->parameters, out.child("maker"));
}

std::unique_ptr<Gan> Gan::load(const files::ArchiveReader& in) {
  const files::ArchiveReader stored = in.child("options");
  constexpr std::size_t kMost = 1000000000;
  GanOptions options;
  options.latent = stored.size("latent", 0, kMost);
  options.hidden = stored.size("hidden", 1, kMost);
  options.layers = stored.size("layers", 1, kMost);
  options.batch = stored.size("batch", 1, kMost);
  options.updates = stored.size("updates", 1, kMost);
  options.learning_rate = stored.number("learning_rate");
  options.critic_rate = stored.number("critic_rate");
  options.noise = stored.number("noise");
  options.ema_decay = stored.number("ema_decay");
  auto generator = std::make_unique<Gan>(options);
  generator->rows_ = in.size("rows", kFewestRows, std::size_t{1} << 40);
  generator->seed_ = std::strtoull(in.text("seed").c_str(), nullptr, 10);
  generator->transform_ = tabular::RowTransform::load(in.child("transform"));
  generator->loss_ = in.array<float>("loss");
  if (const std::size_t width = generator->transform_.width(); width > 0) {
    options.latent = stored.size("latent", 1, kMost);
    generator->maker_ = std::make_unique<GanMaker>(options, width);
    nn::load_parameters(generator->maker_->parameters, in.child("maker"));
  }
  generator->id_ = model_id(*generator);
  return generator;
}

std::string Gan::describe() const {
  std::string text = "generative adversarial network of " + std::to_string(rows_) + " rows, " +
                     std::to_string(schema().size()) + " columns (" + std::to_string(transform_.width()) +
                     " after scaling), seed " + std::to_string(seed_) + "\n";
  text += std::to_string(options_.latent) + " latent columns, " + std::to_string(options_.layers) + " x " +
          std::to_string(options_.hidden) + " units in maker and critic, noise at the critic up to " +
          std::to_string(options_.noise.value_or(0.0)) + "; " + std::to_string(options_.updates) + " updates of " +
          std::to_string(options_.batch) + " rows";
  if (!loss_.empty()) text += ", last loss of the critic " + std::to_string(loss_.back());
  return text + "\n";
}

}  // namespace ballast::diffusion
