// Small random tables for tests of the classifiers: uneven, tied and missing values, a label that depends on some.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "classifiers/classifier.hpp"
#include "engine/numeric/random.hpp"

namespace ballast::classifiers::test {

struct RandomData {
  numeric::Matrix<double> x;
  std::vector<std::int32_t> y;
  std::vector<float> weight;
  std::size_t classes;

  TrainingSet set(bool weighted = false) const {
    return {x.view(), y, weighted ? std::span<const float>(weight) : std::span<const float>(), classes, {}};
  }
};

// Column 0 is tied (7 values), column 1 has missing cells, the last is constant.
inline RandomData random_data(std::size_t rows, std::size_t columns, std::size_t classes, std::uint64_t seed) {
  numeric::RandomStream random(seed, numeric::Purpose::kGeneral);
  RandomData out{numeric::Matrix<double>(rows, columns), {}, {}, classes};
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t c = 0; c < columns; ++c) out.x(row, c) = random.normal();
    out.x(row, 0) = static_cast<double>(random.below(7));
    const double pull = out.x(row, 1) + 0.3 * out.x(row, 0) + random.normal();
    if (random.below(10) == 0) out.x(row, 1) = std::numeric_limits<double>::quiet_NaN();
    out.x(row, columns - 1) = 3;
    const auto label = pull < 0 ? std::size_t{0} : static_cast<std::size_t>(pull);
    out.y.push_back(static_cast<std::int32_t>(label < classes ? label : classes - 1));
    out.weight.push_back(static_cast<float>(random.uniform() + 0.1));
  }
  return out;
}

}  // namespace ballast::classifiers::test
