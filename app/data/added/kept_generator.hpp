// A generator whose rows keep the schema that it was fitted by, without identifiers.
#pragma once

#include "app/data/added/made_rows.hpp"

namespace ballast::app {

class KeptGenerator final : public diffusion::Generator {
 public:
  explicit KeptGenerator(GeneratorFile file) : file_(std::move(file)) {}

  std::string_view kind() const override { return file_.model->kind(); }
  const tabular::Schema& schema() const override { return file_.model->schema(); }
  std::string describe() const override { return file_.model->describe(); }
  // Throws Error as rows_that_keep does.
  tabular::Table sample(std::uint64_t first, std::size_t count, std::uint64_t seed, numeric::ThreadPool& pool,
                        Observer& observer) const override;
  // As the file's model, without the schema.
  void fit(const tabular::Table& rows, std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer) override;
  void save(files::ArchiveWriter out) const override;

 private:
  GeneratorFile file_;
};

}  // namespace ballast::app
