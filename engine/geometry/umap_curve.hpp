// The closeness of two points of an embedding at distance d: 1 / (1 + a d^(2 b)). UMAP picks a and b so that this
// smooth curve follows the one it means: 1 up to min_dist, then exp(-(d - min_dist) / spread) (McInnes, Healy &
// Melville 2018, section 4.2 and definition 11).
#pragma once

namespace ballast::geometry {

struct UmapCurve {
  double a = 1, b = 1;

  // Closeness at a squared distance.
  double operator()(double squared_distance) const;
};

// Least squares at 300 even points of 0 .. 3 spread (as umap-learn does), by Levenberg-Marquardt from a = b = 1.
// Throws Error unless 0 <= min_dist <= spread and spread is positive.
UmapCurve fit_umap_curve(double min_dist, double spread);

}  // namespace ballast::geometry
