#include "diffusion/generator.hpp"

#include <array>

#include "diffusion/baselines/floors/copula.hpp"
#include "diffusion/baselines/floors/independent.hpp"
#include "diffusion/baselines/gan.hpp"
#include "diffusion/baselines/kde.hpp"
#include "diffusion/baselines/oversample.hpp"
#include "diffusion/baselines/smote.hpp"
#include "diffusion/baselines/vae.hpp"
#include "diffusion/diffusion_generator.hpp"
#include "diffusion/masked/masked_generator.hpp"
#include "engine/names.hpp"

namespace ballast::diffusion {

namespace {

// One line for each generator there is.
struct Kind {
  std::string_view name;
  std::unique_ptr<Generator> (*make)();
  std::unique_ptr<Generator> (*load)(const files::ArchiveReader& in);
};

template <class T>
constexpr Kind kind_of(std::string_view name) {
  return {name, []() -> std::unique_ptr<Generator> { return std::make_unique<T>(); },
          [](const files::ArchiveReader& in) -> std::unique_ptr<Generator> { return T::load(in); }};
}

constexpr std::array kKinds{
    kind_of<DiffusionGenerator>("diffusion"), kind_of<Copula>("copula"), kind_of<Gan>("gan"),
    kind_of<Independent>("independent"),      kind_of<Kde>("kde"),       kind_of<MaskedGenerator>("masked"),
    kind_of<Oversample>("oversample"),        kind_of<Smote>("smote"),   kind_of<Vae>("vae"),
};

const Kind& find_kind(std::string_view name) {
  return find_named(kKinds, "generator", name);
}

}  // namespace

std::vector<std::string> generator_names() {
  std::vector<std::string> names;
  for (const Kind& kind : kKinds) names.emplace_back(kind.name);
  return names;
}

void Generator::fit_against(const tabular::Table& rows, const tabular::Table&, std::uint64_t seed,
                            numeric::ThreadPool& pool, Observer& observer) {
  fit(rows, seed, pool, observer);
}

std::unique_ptr<Generator> load_generator(const files::ArchiveReader& in) {
  in.require_kind("generator");
  return find_kind(in.text("generator")).load(in);
}

std::unique_ptr<Generator> make_generator(std::string_view kind) {
  return find_kind(kind).make();
}

}  // namespace ballast::diffusion
