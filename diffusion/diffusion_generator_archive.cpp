// A DiffusionGenerator on disk and in words.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

#include "diffusion/diffusion_generator.hpp"
#include "diffusion/generator_archive.hpp"
#include "diffusion/sampling/samplers.hpp"
#include "engine/error.hpp"

namespace ballast::diffusion {

namespace {

constexpr std::size_t kMostParts = 1000;

std::string part_name(std::size_t part) {
  std::string name = "part/";
  return name += std::to_string(part);
}

std::string short_number(double value) {
  char digits[32];
  return {digits, std::to_chars(digits, digits + sizeof digits, value).ptr};
}

[[noreturn]] void refuse_part(const files::ArchiveReader& in) {
  throw Error("a stored network or its rows do not fit their generator").in(in.path());
}

}  // namespace

void DiffusionGenerator::save(files::ArchiveWriter out) const {
  out.text("generator", kind());
  out.integer("rows", static_cast<std::int64_t>(rows_));
  out.text("seed", std::to_string(seed_));
  options_.save(out.child("options"));
  transform_.save(out.child("transform"));
  out.integer("parts", static_cast<std::int64_t>(parts_.size()));
  for (std::size_t p = 0; p < parts_.size(); ++p) save_part(parts_[p], out.child(part_name(p)));
  if (others_.network != nullptr) save_part(others_, out.child("others"));
}

void DiffusionGenerator::save_part(const Part& part, files::ArchiveWriter out) {
  out.number("weight", part.weight);
  out.array<float>("loss", part.loss);
  if (!part.rows.empty()) out.array<float>("rows", part.rows.values());
  part.network->save(out.child("network"));
}

DiffusionGenerator::Part DiffusionGenerator::load_part(const files::ArchiveReader& in, std::size_t width) const {
  constexpr double kMostRows = 1e12;
  const nn::Denoiser<float>* const first = parts_.empty() ? nullptr : parts_[0].network.get();
  Part part{in.number("weight"), nn::load_denoiser<float>(in.child("network"), first), in.array<float>("loss"), {}};
  nn::DenoiserConfig expected = options_.network_config(width);
  expected.embedded_columns = part.network->config().embedded_columns;
  if (part.network->config() != expected || !(part.weight >= 1.0 && part.weight <= kMostRows)) refuse_part(in);
  if (!in.has("rows")) return part;
  const auto values = in.array<float>("rows");
  const bool finite = std::ranges::all_of(values, [](float value) { return std::isfinite(value); });
  if (values.empty() || values.size() % width != 0 || !finite) refuse_part(in);
  part.rows = numeric::Matrix<float>(values.size() / width, width);
  std::ranges::copy(values, part.rows.values().begin());
  return part;
}

std::unique_ptr<DiffusionGenerator> DiffusionGenerator::load(const files::ArchiveReader& in) {
  auto generator = std::make_unique<DiffusionGenerator>(DiffusionOptions::load(in.child("options")));
  generator->rows_ = in.size("rows", kFewestRows, std::size_t{1} << 40);
  generator->seed_ = std::strtoull(in.text("seed").c_str(), nullptr, 10);
  generator->transform_ = tabular::RowTransform::load(in.child("transform"));
  const std::size_t width = generator->transform_.width();
  const std::size_t parts = in.size("parts", width > 0 ? 1 : 0, width > 0 ? kMostParts : 0);
  for (std::size_t p = 0; p < parts; ++p) {
    generator->parts_.push_back(generator->load_part(in.child(part_name(p)), width));
  }
  if (generator->wants_others() && parts > 0) generator->others_ = generator->load_part(in.child("others"), width);
  const bool all_hold_rows =
      std::ranges::none_of(generator->parts_, [](const Part& part) { return part.rows.empty(); });
  if (generator->options_.noise_level < 1.0 && !all_hold_rows) {
    throw Error("the stored rows that partial noising starts from are missing").in(in.path());
  }
  generator->id_ = model_id(*generator);
  return generator;
}

std::string DiffusionGenerator::describe() const {
  std::string text = "diffusion model of " + std::to_string(rows_) + " rows, " + std::to_string(schema().size()) +
                     " columns (" + std::to_string(transform_.width()) + " after scaling), seed " +
                     std::to_string(seed_) + "\n";
  text += "schedule " + options_.schedule + ", " + std::to_string(options_.steps) +
          " steps, T = " + std::to_string(schedule_.end()) + "; " +
          std::string(to_string(options_.training.parametrisation)) + " prediction trained by " +
          options_.training.method + ", " + std::to_string(options_.training.updates) + " updates of " +
          std::to_string(options_.training.batch) + " rows\n";
  const SamplingOptions& sampling = options_.sampling;
  const auto stops = sampler_stops(sampling.sampler, schedule_, options_.starting_step(), sampling.evaluations);
  text += "sampled by " + sampling.sampler + " in " + std::to_string(evaluations_of(sampling.sampler, stops.size())) +
          " evaluations";
  if (options_.noise_level < 1.0) {
    text += ", from rows noised to step " + std::to_string(options_.starting_step()) + " of " +
            std::to_string(options_.steps);
  }
  text += "\n";
  if (holds_rows()) text += "holds the rows it learned from: treat the file as you treat them\n";
  if (parts_.size() > 1) text += std::to_string(parts_.size()) + " clusters of the rows, a network for each\n";
  for (std::size_t p = 0; p < parts_.size(); ++p) {
    const auto rows = static_cast<std::uint64_t>(parts_[p].weight);
    text += parts_.size() == 1 ? "network of "
                               : "cluster " + std::to_string(p + 1) + ": " + std::to_string(rows) + " rows, ";
    text += std::to_string(parts_[p].network->parameters().size()) + " parameters";
    if (!parts_[p].loss.empty()) text += ", last loss " + std::to_string(parts_[p].loss.back());
    text += "\n";
  }
  if (others_.network != nullptr) {
    text += "keeps away from the other class by " + short_number(options_.away_from_majority) + ", as a network of " +
            std::to_string(static_cast<std::uint64_t>(others_.weight)) + " of its rows says\n";
  }
  return text + tabular::levels_text(transform_.levels());
}

}  // namespace ballast::diffusion
