// RowsMaker: from the real rows of a repeat to what each arm learns from: fits the arm's generator to the rare rows of
// the training part, or of all of it but a fold, and adds rows, once or as a source of fresh ones.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "app/study/repeat/arm_rows.hpp"
#include "app/study/repeat/study_work.hpp"
#include "diffusion/generator.hpp"

namespace ballast::app {

class RowsMaker {
 public:
  // Borrows both.
  RowsMaker(const StudyWork& work, const Repeat& repeat) : work_(work), repeat_(repeat) {}

  // Of the whole training part; the generator and its rows go to the sink. The rows borrow from the maker's work.
  ArmRows whole(const Augmentation& augmentation);
  // The same with as many rows added, of which the sink is not told.
  ArmRows whole(const Augmentation& augmentation, std::size_t synthetic);
  // For each fold, of what the others hold, with rows added in proportion.
  std::vector<ArmRows> folds(const Augmentation& augmentation) { return folds(augmentation, repeat_.synthetic); }
  // synthetic: to the whole training part.
  std::vector<ArmRows> folds(const Augmentation& augmentation, std::size_t synthetic);

 private:
  using FittedGenerator = std::shared_ptr<const diffusion::Generator>;
  using Rows = std::span<const std::size_t>;

  ArmRows make(const Augmentation& augmentation, Rows real, std::size_t synthetic, bool kept);
  ArmRows make_members(const Augmentation& bag, Rows real, std::size_t synthetic);
  FittedGenerator fitted_generator(const Augmentation& augmentation, Rows real, Stage& named);
  std::shared_ptr<const classifiers::RowSource> fresh_rows(const Augmentation& augmentation, Rows real,
                                                           std::size_t synthetic, bool kept);
  void add_synthetic(const Augmentation& augmentation, Rows real, std::size_t synthetic, bool kept, ArmRows& rows);

  bool is_whole(Rows real) const { return real.size() == repeat_.split.train.size(); }
  std::string phase_of(Rows real, const std::string& of_all) const;
  double share_of(Rows real) const;
  std::size_t in_proportion(std::size_t rows, Rows real) const;

  const StudyWork& work_;
  const Repeat& repeat_;
  std::map<std::string, FittedGenerator> generators_;  // of the whole training part, by Augmentation::rows_of
};

}  // namespace ballast::app
