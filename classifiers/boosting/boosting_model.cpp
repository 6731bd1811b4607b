// The trained model: prediction, file form, description. Training stands in boosting.cpp.
#include <algorithm>
#include <cassert>
#include <cmath>
#include <string>
#include <utility>

#include "classifiers/boosting/boosting.hpp"
#include "classifiers/boosting/objective.hpp"
#include "classifiers/option_ranges.hpp"
#include "engine/error.hpp"

namespace ballast::classifiers {

Boosting::Boosting(std::vector<DecisionTree> trees, std::vector<float> base_margin, std::size_t features,
                   std::size_t classes, Loss loss, Focusing focusing)
    : trees_(std::move(trees)),
      base_margin_(std::move(base_margin)),
      features_(features),
      classes_(classes),
      loss_(loss),
      focusing_(focusing),
      objective_(make_objective(classes, {.loss = loss, .focusing = focusing})),
      predictor_(trees_, features, 1, base_margin_.size()) {
  assert(base_margin_.size() == (classes == 2 ? 1 : classes) && trees_.size() % base_margin_.size() == 0);
}

void Boosting::predict_margin(numeric::MatrixView<const double> x, numeric::MatrixView<float> out,
                              numeric::ThreadPool& pool) const {
  assert(x.columns() == features_ && out.rows() == x.rows() && out.columns() == groups());
  const std::size_t task_rows = predictor_.task_rows(x.rows(), pool.threads());
  pool.parallel_for_blocks(x.rows(), task_rows, [&](std::size_t first, std::size_t last) {
    const auto sums = out.row_block(first, last - first);
    for (std::size_t row = 0; row < sums.rows(); ++row) std::ranges::copy(base_margin_, sums.row(row).begin());
    predictor_.add(x.row_block(first, last - first), sums);
  });
}

void Boosting::predict(numeric::MatrixView<const double> x, numeric::MatrixView<float> out,
                       numeric::ThreadPool& pool) const {
  assert(out.rows() == x.rows() && out.columns() == classes_);
  // The margins stand in the last columns of `out` and turn into probabilities in place.
  const auto margins = out.column_block(classes_ - groups(), groups());
  predict_margin(x, margins, pool);
  constexpr std::size_t kTaskRows = 4096;
  pool.parallel_for_blocks(x.rows(), kTaskRows, [&](std::size_t first, std::size_t last) {
    objective_->probabilities(margins.row_block(first, last - first), out.row_block(first, last - first));
  });
}

namespace {

// The base of another loss than cross-entropy has another name, so that readers from before there was one refuse it.
const char* base_entry(Loss loss) {
  return loss == Loss::cross_entropy ? "base_margin" : "base_score";
}

Loss read_loss(const files::ArchiveReader& in, std::size_t classes) {
  if (!in.has("loss")) return Loss::cross_entropy;
  const std::string name = in.text("loss");
  for (const Loss loss : {Loss::squared, Loss::focal}) {
    if (name != loss_name(loss)) continue;
    if (classes == 2) return loss;
    throw Error("boosting: " + name + " loss is for two classes")
        .in(in.path())
        .got(std::to_string(classes) + " classes");
  }
  throw Error("boosting: unknown loss").in(in.path()).expected("squared or focal").got(name);
}

Focusing read_focusing(const files::ArchiveReader& in) {
  const auto read = [&](const char* entry) {
    const double value = in.number(entry);
    if (kFocusingRange.holds(value)) return value;
    throw Error("boosting: a focusing out of range").in(in.path()).expected(kFocusingRange.text());
  };
  return {read("focusing/positives"), read("focusing/others")};
}

}  // namespace

void Boosting::save(files::ArchiveWriter out) const {
  out.text("classifier", kind());
  out.integer("features", static_cast<std::int64_t>(features_));
  out.integer("classes", static_cast<std::int64_t>(classes_));
  if (loss_ != Loss::cross_entropy) out.text("loss", loss_name(loss_));
  if (loss_ == Loss::focal) {
    out.number("focusing/positives", focusing_.positives);
    out.number("focusing/others", focusing_.others);
  }
  out.array<float>(base_entry(loss_), base_margin_);
  save_trees(trees_, 1, out.child("trees"));
}

Boosting Boosting::load(const files::ArchiveReader& in) {
  const std::size_t features = in.size("features", 1, kMostFeatures);
  const std::size_t classes = in.size("classes", 2, kMostClasses);
  const std::size_t groups = classes == 2 ? 1 : classes;
  const Loss loss = read_loss(in, classes);
  const Focusing focusing = loss == Loss::focal ? read_focusing(in) : Focusing{};
  std::vector<float> base = in.array<float>(base_entry(loss), groups);
  if (!std::ranges::all_of(base, [](float m) { return std::isfinite(m); })) {
    throw Error("boosting: base margin is not finite").in(in.path());
  }
  std::vector<DecisionTree> trees = load_trees(in.child("trees"), features, 1);
  if (trees.size() % groups != 0) throw Error("boosting: trees do not fill the last round").in(in.path());
  if (!sums_stay_finite(trees, base)) throw Error("boosting: leaves whose sum may overflow float32").in(in.path());
  return {std::move(trees), std::move(base), features, classes, loss, focusing};
}

std::string Boosting::describe() const {
  std::string name = "gradient boosting";
  if (loss_ != Loss::cross_entropy) name += ", " + std::string(loss_name(loss_)) + " loss";
  return describe_trees(name, trees_, features_, classes_);
}

}  // namespace ballast::classifiers
