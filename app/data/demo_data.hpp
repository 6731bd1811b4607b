// The built-in data: card-like transactions with a rare class, made from a seed.
//
// Columns: Time (whole seconds over two days, rising), V1 .. V28, Amount (two decimals), Class (1 is rare).
// With h = exp(n/4) a heavy tail shared by a row, z in R^4 its hidden factors, e_j noise, all standard normal, and
// s_j = 2 exp(-j/14) a scale that falls from V1 to V28 as in principal components:
//
//   ordinary   V_j = s_j h (0.6 <l_j, z> + 0.8 e_j),   l_j the unit vector along cos(j (k+1) + k), k = 0..3
//   Amount     exp(3.1 + 1.2 n' + 0.3 z_0), and in island 2 exp(4.6 + 0.9 n')
//
// The rare class lives on three islands, drawn with shares 0.40, 0.30 and 0.30; its rows are
// V_j = s_j (m_j + w (0.8 d_j u + 0.6 e_j)) with a direction d, u normal, and a width w:
//   island 1   far out: V3 V10 V12 V14 V17 down, V4 V11 up (by 2.5 to 4), w = 1
//   island 2   narrow and elsewhere: V1 V2 V5 V7 moved by 2 to 3, w = 0.6
//   island 3   overlaps the rest: V4 V10 V14 V21 moved by 0.8 to 1.2, w = 1, with the ordinary heavy tail
// A classifier finds island 1 at once, island 2 with enough examples, and much of island 3 never: as in real fraud, no
// augmentation can buy what is not in the columns.
//
// Row r is a function of (seed, rows, positives, r): which rows are rare is drawn first, without replacement.
#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/numeric/thread_pool.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::app {

struct DemoDataOptions {
  std::size_t rows = 20000;
  std::size_t positives = 200;
  std::uint64_t seed = 42;
};

// Requires: 1 <= positives < rows. Same bits at any number of threads. Cost: about 2 microseconds a row.
tabular::Table make_demo_data(const DemoDataOptions& options, numeric::ThreadPool& pool);

}  // namespace ballast::app
