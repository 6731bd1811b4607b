// What a sequence of noised sums gives away of one row, counted in Renyi's divergence of order alpha: the accountant.
//
//   D_alpha(P || Q) = ln E_Q[(P / Q)^alpha] / (alpha - 1)
//
// between what comes out with the row and without it. Divergences of steps that follow one another add up, whatever
// each step makes of those before (Mironov 2017). A sum to which rows add vectors of length 1 at most, with normal
// noise of standard deviation sigma in each element, has D_alpha = alpha / (2 sigma^2); a sum over rows that are each
// drawn with probability q has, for whole alpha (Mironov, Talwar & Zhang 2019, section 3.3),
//
//   D_alpha = ln( sum_k  C(alpha, k) (1 - q)^(alpha - k) q^k exp((k^2 - k) / (2 sigma^2)) ) / (alpha - 1)
//
// One row more or one row less is what "neighbouring" means throughout.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

namespace ballast::diffusion {

// D_alpha of everything released so far, for a fixed list of whole orders.
class RenyiSpent {
 public:
  RenyiSpent();  // nothing

  // A noised sum of rows. sigma: standard deviation of the noise, of a row's longest vector; sums: how many are
  // released side by side, a vector of that length in each.
  void add_gaussian(double sigma, double sums = 1);
  // `steps` noised sums, each of the rows that it draws with probability q. Requires: 0 < q <= 1.
  void add_sampled_gaussian(double q, double sigma, std::size_t steps);

  // The least epsilon for which all of it is (epsilon, delta)-differentially private: over the orders the least of
  //   D_alpha + ln((alpha - 1) / alpha) - (ln delta + ln alpha) / (alpha - 1)
  // (Canonne, Kamath & Steinke 2020, proposition 12), and not below 0.
  double epsilon(double delta) const;
  // The same by D_alpha + ln(1 / delta) / (alpha - 1) (Mironov 2017, proposition 3), by which figures published before
  // 2020 were computed. Never smaller.
  double classic_epsilon(double delta) const;

  static const std::vector<double>& orders();
  double divergence(std::size_t order) const { return divergence_[order]; }  // of orders()[order]

 private:
  std::vector<double> divergence_;
};

// The least sigma, to a part in 100,000, whose epsilon is at most `wanted`: epsilon_of falls as sigma rises. Throws
// Error if a sigma of 10^6 does not do.
double least_sigma(const std::function<double(double)>& epsilon_of, double wanted);

}  // namespace ballast::diffusion
