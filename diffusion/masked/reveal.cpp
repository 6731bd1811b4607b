#include "diffusion/masked/reveal.hpp"

#include <algorithm>

#include "autodiff/ops/embedding_sum.hpp"

namespace ballast::diffusion {
namespace {

constexpr std::size_t kBlockRows = nn::CodePredictor<float>::kRows;
constexpr std::size_t kBlocksPerReport = 16;

// What one worker needs for a block of rows that walk together.
class Walk {
 public:
  explicit Walk(const nn::CodePredictor<float>& predictor)
      : predictor_(predictor),
        shape_(predictor.network().shape()),
        sum_(kBlockRows, shape_.hidden),
        active_sum_(kBlockRows, shape_.hidden),
        trunk_(kBlockRows, shape_.hidden),
        gathered_(kBlockRows, shape_.hidden),
        p_(kBlockRows, *std::ranges::max_element(shape_.codes)),
        orders_(kBlockRows),
        place_(kBlockRows),
        by_column_(shape_.columns()),
        scratch_(predictor.scratch_bytes()) {}

  void run(CodeRows& rows, std::size_t first, std::size_t count, CellChooser& chooser) {
    start(rows, first, count, chooser);
    for (;;) {
      active_.clear();
      for (std::size_t i = 0; i < count; ++i) {
        if (place_[i] < orders_[i].size()) active_.push_back(i);
      }
      if (active_.empty()) return;
      look();
      for (std::size_t column = 0; column < by_column_.size(); ++column) {
        if (!by_column_[column].empty()) reveal(rows, first, column, chooser);
      }
    }
  }

 private:
  void start(CodeRows& rows, std::size_t first, std::size_t count, CellChooser& chooser) {
    for (std::size_t i = 0; i < count; ++i) {
      place_[i] = 0;
      orders_[i].clear();
      chooser.order(first + i, rows.row(first + i), orders_[i]);
      const std::span<float> sum = sum_.row(i);
      std::ranges::fill(sum, 0.0F);
      for (std::size_t d = 0; d < shape_.columns(); ++d) {
        const std::uint16_t code = rows.row(first + i)[d];
        add(code == TableCodes::kHidden ? predictor_.network().hidden_row(d)
                                        : predictor_.network().embedding_row(d, code),
            sum);
      }
    }
  }
  void add(std::uint32_t embedding_row, std::span<float> sum) const {
    autodiff::add_row(predictor_.embedding(embedding_row).data(), sum.size(), sum.data());
  }

  // The trunk of the rows that still reveal, and who of them asks for which column.
  void look() {
    for (auto& list : by_column_) list.clear();
    for (std::size_t a = 0; a < active_.size(); ++a) {
      const std::size_t i = active_[a];
      std::ranges::copy(sum_.row(i), active_sum_.row(a).begin());
      by_column_[orders_[i][place_[i]]].push_back(a);
    }
    predictor_.trunk(active_sum_.view().row_block(0, active_.size()), trunk_.view().row_block(0, active_.size()),
                     scratch_);
  }

  void reveal(CodeRows& rows, std::size_t first, std::size_t column, CellChooser& chooser) {
    const std::vector<std::size_t>& asking = by_column_[column];
    for (std::size_t k = 0; k < asking.size(); ++k) std::ranges::copy(trunk_.row(asking[k]), gathered_.row(k).begin());
    const numeric::MatrixView<float> p = p_.view().row_block(0, asking.size()).column_block(0, shape_.codes[column]);
    predictor_.distribution(column, gathered_.view().row_block(0, asking.size()), p);
    for (std::size_t k = 0; k < asking.size(); ++k) {
      const std::size_t i = active_[asking[k]];
      const std::uint16_t code = chooser.choose(first + i, place_[i], column, p.row(k));
      if (code == CellChooser::kAgain) {
        while (place_[i] > 0) put(rows, first, i, orders_[i][--place_[i]], TableCodes::kHidden);
      } else {
        put(rows, first, i, column, code);
        ++place_[i];
      }
    }
  }

  // Changes a cell, and the row's embedded sum with it.
  void put(CodeRows& rows, std::size_t first, std::size_t i, std::size_t column, std::uint16_t code) {
    std::uint16_t& cell = rows.codes[(first + i) * rows.columns + column];
    if (cell == code) return;
    const auto row_of = [&](std::uint16_t of) {
      return of == TableCodes::kHidden ? predictor_.network().hidden_row(column)
                                       : predictor_.network().embedding_row(column, of);
    };
    const std::span<const float> before = predictor_.embedding(row_of(cell)),
                                 after = predictor_.embedding(row_of(code));
    const std::span<float> sum = sum_.row(i);
    for (std::size_t h = 0; h < sum.size(); ++h) sum[h] += after[h] - before[h];
    cell = code;
  }

  const nn::CodePredictor<float>& predictor_;
  const nn::CodeNetworkShape& shape_;
  numeric::Matrix<float> sum_, active_sum_, trunk_, gathered_, p_;
  std::vector<RevealOrder> orders_;
  std::vector<std::size_t> place_, active_;
  std::vector<std::vector<std::size_t>> by_column_;
  numeric::Workspace scratch_;
};

}  // namespace

void reveal_rows(const nn::CodePredictor<float>& predictor, CodeRows& rows, CellChooser& chooser,
                 std::string_view phase, numeric::ThreadPool& pool, Observer& observer) {
  std::vector<std::unique_ptr<Walk>> walks;
  for (std::size_t worker = 0; worker < pool.threads(); ++worker) walks.push_back(std::make_unique<Walk>(predictor));
  const std::size_t count = rows.rows(), wave = kBlocksPerReport * kBlockRows;
  for (std::size_t first = 0; first < count; first += wave) {
    observer.step({phase, first, count});
    pool.parallel_for_blocks(std::min(wave, count - first), kBlockRows,
                             [&](std::size_t begin, std::size_t end, std::size_t worker) {
                               walks[worker]->run(rows, first + begin, end - begin, chooser);
                             });
  }
  observer.step({phase, count, count});
}

}  // namespace ballast::diffusion
