#include "diffusion/generator_choice.hpp"

#include <algorithm>

namespace ballast::diffusion {
namespace {

// Below, no generator made rows that helped or that could pass for real ones in any of the tables measured, and SMOTE
// did the least harm.
constexpr std::size_t kFewestForNetwork = 30;
// Codes learn each value by itself and need more rows; noise learns neighbours together, but no labels in number.
constexpr std::size_t kFewestForCodes = 200;
constexpr std::size_t kMostColumnsForCodes = 1000;  // a network of codes of more takes an hour
constexpr std::size_t kTextsInThree = 1;            // of three columns, from which on rows count as mixed

std::string counted(std::size_t count, const char* one, const char* many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

}  // namespace

GeneratorChoice choose_generator(const tabular::Table& rows, bool one_class) {
  const std::string count = counted(rows.rows(), "row", "rows");
  if (rows.rows() < 2) return {"oversample", count + ": there is nothing to do but copy"};
  if (rows.rows() < kFewestForNetwork) return {"smote", count + ", too few for a network"};
  if (rows.columns() > kMostColumnsForCodes) {
    return {"smote", counted(rows.columns(), "column", "columns") + ", more than a network learns in minutes"};
  }
  if (!one_class) return {"masked", "a whole table, whose rows it also fills, scores and makes under conditions"};
  const auto texts = static_cast<std::size_t>(std::ranges::count_if(rows.schema(), &tabular::ColumnSchema::is_text));
  const std::string what = counted(texts, "text column", "text columns") + " of " + std::to_string(rows.columns());
  if (3 * texts < kTextsInThree * rows.columns()) return {"diffusion", count + " of one class, " + what};
  if (rows.rows() < kFewestForCodes) {
    return {"diffusion", count + " of one class, too few for codes, though " + what};
  }
  return {"masked", count + " of one class, " + what};
}

std::string what_rows_bear(std::size_t rows) {
  const std::string start = counted(rows, "row", "rows");
  if (rows < 2) return start + " can only be copied: what is made is that row";
  if (rows < kFewestForNetwork) {
    return start +
           " show neither what goes together nor how far a column ranges: rows made of them lie between pairs of "
           "them, expose them, and are not known to help a classifier";
  }
  if (rows < 100) {
    return start +
           " show how far each column ranges and little of what goes together: expect rows that are easily told "
           "from real ones, and no gain beyond chance";
  }
  if (rows < 1000) {
    return start +
           " show the strong ties between columns and not the fine ones: expect rows that pass on some columns "
           "and are told from real ones on others (`ballast compare` says which)";
  }
  return "";
}

}  // namespace ballast::diffusion
