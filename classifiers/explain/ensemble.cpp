#include "classifiers/explain/ensemble.hpp"

#include <stdexcept>

#include "classifiers/boosting/boosting.hpp"
#include "classifiers/forest/forest.hpp"

namespace ballast::classifiers {

TreeEnsemble ensemble_of(const Classifier& model) {
  const std::size_t classes = model.classes(), columns = classes == 2 ? 1 : classes;
  if (const auto* forest = dynamic_cast<const Forest*>(&model)) {
    return {true, forest->trees(), forest->features(), classes, columns, 1, {}, {}};
  }
  if (const auto* boosting = dynamic_cast<const Boosting*>(&model)) {
    return {false,
            boosting->trees(),
            boosting->features(),
            classes,
            1,
            columns,
            boosting->base_margin(),
            boosting->loss(),
            boosting->focusing()};
  }
  throw std::logic_error("a classifier without trees");
}

}  // namespace ballast::classifiers
