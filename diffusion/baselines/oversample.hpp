// Random oversampling: row k is one of the real rows, drawn with replacement. The plainest remedy for a rare class, and
// the first thing a generator has to beat: it adds weight, and no information.
#pragma once

#include "diffusion/generator.hpp"

namespace ballast::diffusion {

class Oversample final : public Generator {
 public:
  std::string_view kind() const override { return "oversample"; }
  // Throws Error on an empty table.
  void fit(const tabular::Table& rows, std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer) override;
  tabular::Table sample(std::uint64_t first, std::size_t count, std::uint64_t seed, numeric::ThreadPool& pool,
                        Observer& observer) const override;
  const tabular::Schema& schema() const override { return rows_.schema(); }
  void save(files::ArchiveWriter out) const override;
  static std::unique_ptr<Oversample> load(const files::ArchiveReader& in);
  std::string describe() const override;

 private:
  tabular::Table rows_;
  std::uint64_t id_ = 0;
};

}  // namespace ballast::diffusion
