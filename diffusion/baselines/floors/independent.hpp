// Independent columns: each cell of a row is one of the column's learned cells, drawn by itself. Every column is right,
// and nothing ties them together: the floor that a generator of tables has to be above.
#pragma once

#include "diffusion/baselines/floors/sorted_columns.hpp"
#include "diffusion/generator.hpp"

namespace ballast::diffusion {

class Independent final : public Generator {
 public:
  std::string_view kind() const override { return "independent"; }
  // Throws Error on an empty table.
  void fit(const tabular::Table& rows, std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer) override;
  tabular::Table sample(std::uint64_t first, std::size_t count, std::uint64_t seed, numeric::ThreadPool& pool,
                        Observer& observer) const override;
  const tabular::Schema& schema() const override { return columns_.schema(); }
  void save(files::ArchiveWriter out) const override;
  static std::unique_ptr<Independent> load(const files::ArchiveReader& in);
  std::string describe() const override;

 private:
  SortedColumns columns_;
  std::uint64_t id_ = 0;
};

}  // namespace ballast::diffusion
