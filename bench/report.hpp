// What a probe says: on which machine, build and BLAS, then its figures, each with its spread and, for floating-point
// work, its part of the measured peak. As text while it goes, or as one JSON object at the end.
//
// A figure above the peak is wrong, or the peak is: the probe then fails instead of printing it.
#pragma once

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

#include "bench/machine_name.hpp"
#include "bench/peak.hpp"
#include "bench/timing.hpp"
#include "engine/machine/blas_kernel.hpp"

namespace ballast::bench {

class Report {
 public:
  // peak: of one core, in GFLOP/s; measured again before each figure unless it is given.
  Report(std::string_view probe, bool json, double peak = 0) : json_(json), given_peak_(peak > 0), peak_(peak) {
    all_["probe"] = probe;
    all_["processor"] = processor_name();
    all_["compiler"] = compiler_name();
    all_["flags"] = BALLAST_BENCH_FLAGS;
    all_["blas"] = numeric::blas_version() + ", " + numeric::blas_kernel() + " kernels";
    all_["cores"] = std::thread::hardware_concurrency();
    all_["load"] = load_average();
    all_["figures"] = nlohmann::ordered_json::array();
  }

  // Work of `amount` units that takes `seconds`, in units a second.
  void rate(const std::string& what, double amount, const char* unit, const Spread& seconds) {
    print(what, {amount / seconds.max, amount / seconds.median, amount / seconds.min}, unit, 0);
  }

  // Floating-point work on so many cores.
  // Throws: std::runtime_error above their peak.
  void flops(const std::string& what, double flops, const Spread& seconds, std::size_t cores = 1) {
    const double giga = flops * 1e-9;
    print(what, {giga / seconds.max, giga / seconds.median, giga / seconds.min}, "GFLOP/s",
          percent_of_peak(what, giga / seconds.median / static_cast<double>(cores)));
  }

  // Seconds in another unit, `scale` of which are one second.
  void time(const std::string& what, const Spread& seconds, double scale, const char* unit) {
    print(what, {scale * seconds.min, scale * seconds.median, scale * seconds.max}, unit, 0);
  }

  // A figure of one measurement.
  void value(const std::string& what, double value, const char* unit = "") {
    print(what, {value, value, value}, unit, 0);
  }

  void note(const std::string& text) {
    all_["notes"].push_back(text);
    if (json_) return;
    print_head();
    std::printf("%s\n", text.c_str());
  }

  // In percent of one core's peak; 0 where there is no measure.
  double percent_of_peak(const std::string& what, double gflops_a_core) {
    for (int attempt = 0; attempt < kAttempts; ++attempt) {  // the processor may have been slower before
      if (!given_peak_) peak_ = std::max(peak_, peak_gflops());
      if (gflops_a_core <= peak_) break;
    }
    if (peak_ > 0 && gflops_a_core > peak_) {
      throw std::runtime_error(what + ": " + std::to_string(gflops_a_core) + " GFLOP/s a core is above the peak of " +
                               std::to_string(peak_) + "; one of them is measured wrongly");
    }
    return peak_ > 0 ? 100 * gflops_a_core / peak_ : 0;
  }

  void finish() const {
    if (json_) std::printf("%s\n", all_.dump(2).c_str());
  }

  const nlohmann::ordered_json& as_json() const { return all_; }

 private:
  static constexpr int kAttempts = 20;

  // Before the first line of text.
  void print_head() {
    if (std::exchange(head_printed_, true)) return;
    for (const char* key : {"processor", "compiler", "flags", "blas"}) {
      std::printf("%-10s %s\n", key, all_[key].get_ref<const std::string&>().c_str());
    }
    std::printf("%-10s %u, load %.2f\n", "cores", all_["cores"].get<unsigned>(), all_["load"].get<double>());
  }

  void print(const std::string& what, const Spread& figure, const char* unit, double percent) {
    nlohmann::ordered_json entry = {
        {"name", what}, {"unit", unit}, {"min", figure.min}, {"median", figure.median}, {"max", figure.max}};
    if (percent > 0) entry["percent_of_peak"] = percent;
    all_["figures"].push_back(std::move(entry));
    if (json_) return;
    print_head();
    std::printf("%-44s %10.5g %s", what.c_str(), figure.median, unit);
    if (figure.max > figure.min) std::printf(" (%.5g .. %.5g)", figure.min, figure.max);
    if (percent > 0) std::printf(", %.1f %% of peak", percent);
    std::printf("\n");
    std::fflush(stdout);
  }

  bool json_, given_peak_, head_printed_ = false;
  double peak_;
  nlohmann::ordered_json all_;
};

}  // namespace ballast::bench
