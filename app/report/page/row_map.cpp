#include "app/report/page/row_map.hpp"

#include "engine/geometry/umap.hpp"
#include "engine/tabular/features/transforms.hpp"

namespace ballast::app::page {
namespace {

constexpr std::size_t kMajority = 350, kMinority = 250, kSynthetic = 200;  // points that are drawn
constexpr std::size_t kFewest = 20;                                        // real rows that make a map

PlaneRows plane(numeric::MatrixView<const float> points) {
  PlaneRows out;
  for (std::size_t i = 0; i < points.rows(); ++i) {
    out.x.push_back(double{points(i, 0)});
    out.y.push_back(double{points(i, 1)});
  }
  return out;
}

tabular::Table some(const tabular::Table& table, std::size_t most) {
  return table.take_rows(thinned_rows(table.rows(), most));
}

}  // namespace

RowMap draw_row_map(const RowSamples& rows, numeric::ThreadPool& pool, Observer& observer) {
  tabular::Table real = some(rows.minority, kMinority);
  const std::size_t minority = real.rows();
  real.append(some(rows.majority, kMajority));
  if (real.rows() < kFewest) return {};
  const auto transform = tabular::RowTransform::fit(real);
  if (transform.width() == 0) return {};
  geometry::UmapOptions options{.neighbours = 12, .epochs = 150, .start = geometry::UmapStart::principal_components};
  options.min_dist = 0.2;
  const geometry::Umap map = geometry::fit_umap(transform.forward(real).x.view(), options, pool, observer);
  const auto points = map.embedding.view();
  RowMap out{plane(points.row_block(minority, real.rows() - minority)), plane(points.row_block(0, minority)), {}};
  for (const auto& [name, table] : rows.synthetic) {
    const auto made = transform.forward(some(table, kSynthetic));
    out.synthetic.emplace_back(name, plane(geometry::transform(map, made.x.view(), pool, observer).view()));
  }
  return out;
}

}  // namespace ballast::app::page
