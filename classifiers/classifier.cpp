#include "classifiers/classifier.hpp"

#include <cassert>

#include "classifiers/boosting/boosting.hpp"
#include "classifiers/forest/forest.hpp"
#include "engine/error.hpp"

namespace ballast::classifiers {

std::unique_ptr<Classifier> load_classifier(const files::ArchiveReader& in) {
  const std::string kind = in.text("classifier");
  if (kind == "forest") return std::make_unique<Forest>(Forest::load(in));
  if (kind == "boosting") return std::make_unique<Boosting>(Boosting::load(in));
  throw Error("unknown kind of classifier").in(in.path()).expected("forest or boosting").got(kind);
}

std::vector<float> predict_positive(const Classifier& model, numeric::MatrixView<const double> x,
                                    numeric::ThreadPool& pool) {
  assert(model.classes() == 2);
  numeric::Matrix<float> probability(x.rows(), 2);
  model.predict(x, probability.view(), pool);
  std::vector<float> out(x.rows());
  for (std::size_t row = 0; row < out.size(); ++row) out[row] = probability(row, 1);
  return out;
}

}  // namespace ballast::classifiers
