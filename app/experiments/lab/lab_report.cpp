#include "app/experiments/lab/lab_report.hpp"

#include <algorithm>
#include <cmath>

#include "app/text/aligned.hpp"
#include "app/text/numbers.hpp"
#include "diffusion/process/noise_schedule.hpp"

namespace ballast::app {

namespace {

using Cells = std::vector<std::vector<std::string>>;

std::string with_sd(const MeanSd& value, int digits) {
  return fixed(value.mean, digits) + (value.sd ? " ± " + fixed(*value.sd, digits) : "");
}

// Three digits that matter, whatever the size: errors of the mean run into the thousands.
std::string figure(double value) {
  if (!std::isfinite(value)) return "-";
  const double size = std::abs(value);
  return fixed(value, size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
}

std::string title(const LabResult& result) {
  const LabOptions& o = result.options;
  std::string out = result.data + ": " + with_commas(result.train_rows) + " rows to learn from, " +
                    with_commas(result.held_out_rows) + " held out, " + std::to_string(result.columns) + " columns; " +
                    std::to_string(o.repeats) + (o.repeats == 1 ? " repeat\n" : " repeats\n");
  out += "a network of " + with_commas(result.parameters) + " parameters, N = " + std::to_string(o.steps) + ", about " +
         with_commas(o.updates * o.batch) + " network rows for each arm; sampled by " + o.sampling->sampler + " in " +
         std::to_string(o.sampling->evaluations == 0 ? o.steps : std::min(o.sampling->evaluations, o.steps)) + "\n";
  return out;
}

std::string arm_table(const LabResult& result) {
  Cells rows{{"predict", "training", "schedule", "updates", "error", "root MMD", "/ yardstick", "seconds", "x best",
              "Holm p"}};
  std::vector<const LabArm*> order;
  for (const LabArm& arm : result.arms) order.push_back(&arm);
  std::ranges::stable_sort(order, {}, [](const LabArm* arm) { return arm->ratio; });
  for (const LabArm* arm : order) {
    std::string way = arm->training;
    std::ranges::replace(way, '_', '-');
    rows.push_back({std::string(to_string(arm->predict)), way, arm->schedule, with_commas(arm->updates),
                    figure(arm->error.mean), with_sd(arm->mmd, 4), fixed(arm->mmd.mean / result.yardstick.mean, 2),
                    fixed(arm->seconds.mean, 1), fixed(arm->ratio, 2), arm->p_holm ? fixed(*arm->p_holm, 3) : "-"});
  }
  return aligned(rows, 3) +
         "error: squared error of the noise on held-out rows, over all levels; root MMD: of generated to held-out "
         "rows\n"
         "yardstick: " +
         with_sd(result.yardstick, 4) + " between " + result.yardstick_name +
         (result.yardstick_name == "the learned rows" ? " and the held-out ones" : "") + "\n";
}

std::string curve_table(const LabResult& result) {
  Cells rows{{"evaluations"}};
  for (const SamplerPoint& point : result.curve) {
    if (point.allowed == result.curve[0].allowed) rows[0].push_back(point.sampler);
    const std::string allowed = std::to_string(point.allowed);
    auto row = std::ranges::find(rows, allowed, [](const auto& r) { return r[0]; });
    if (row == rows.end()) row = rows.insert(rows.end(), std::vector<std::string>{allowed});
    row->push_back(fixed(point.mmd.mean, 4));
  }
  return "root MMD by sampler and evaluations for each row (at most), of " + result.arms[result.best].name() + "\n" +
         aligned(rows, 0);
}

std::string ruler_table(const LabResult& result) {
  Cells rows{{"n", "t", "noise b", "copied", "error: learned", "held out", "gap", "Gaussian's", "oracle's held out"}};
  for (const diffusion::MemorisationLevel& level : result.ruler) {
    rows.push_back({std::to_string(level.n), fixed(level.t, level.t < 0.01 ? 5 : 3), fixed(diffusion::b(level.t), 3),
                    level.has_line() ? fixed(level.copied, 2) : "-", figure(level.model.train),
                    figure(level.model.held_out), fixed(100 * level.model.gap_share(), 0) + " %",
                    figure(level.smooth.held_out), figure(level.copy.held_out)});
  }
  return "memorisation of " + result.arms[result.best].name() +
         ": 0 answers as a Gaussian of the rows' moments, 1 as the rows themselves\n" + aligned(rows, 0) +
         "gap: the share of the held-out error that is not there on learned rows\n";
}

std::string effect_sentence(const LabEffect& effect) {
  std::string what = effect.what, instead = effect.instead_of;
  std::ranges::replace(what, '_', '-');
  std::ranges::replace(instead, '_', '-');
  return what + " in place of " + instead + ", all else equal: root MMD x " + fixed(effect.mmd, 2) + ", error x " +
         fixed(effect.error, 2) + ", seconds x " + fixed(effect.seconds, 2) + ".\n";
}

}  // namespace

std::string lab_verdict(const LabResult& result) {
  const LabArm& best = result.arms[result.best];
  std::string alike, near;
  double nearest = 0;
  for (const LabArm& arm : result.arms) {
    if (&arm == &best) continue;
    if (arm.told_apart() && !arm.is_near()) {
      nearest = nearest == 0 ? arm.ratio : std::min(nearest, arm.ratio);
      continue;
    }
    std::string& list = arm.told_apart() ? near : alike;
    if (!list.empty()) list += "; ";
    list.append(arm.name()).append(" (x ").append(fixed(arm.ratio, arm.told_apart() ? 3 : 2)).append(")");
  }
  std::string out =
      "least root MMD: " + best.name() + ", " + fixed(best.mmd.mean / result.yardstick.mean, 2) + " of the yardstick";
  if (nearest > 0 && alike.empty() && near.empty()) {
    out += "; told apart from all others, the next at x " + fixed(nearest, 2);
  }
  out += ".\n";
  if (!alike.empty()) out += "cannot be told apart from it: " + alike + ".\n";
  if (!near.empty()) {
    out += "told apart from it, but by less than " + fixed(100 * kNegligible, 0) + " %: " + near + ".\n";
  }
  const auto least = std::ranges::min_element(result.arms, {}, [](const LabArm& arm) { return arm.error.mean; });
  out += "least error of the noise: " + least->name() + ".\n";
  for (const LabEffect& effect : result.effects) out += effect_sentence(effect);
  return out;
}

std::string lab_text(const LabResult& result) {
  std::string out = std::string("\n").append(title(result)) + "\n" + arm_table(result);
  if (result.options.repeats > 1) {
    out += "mean ± standard deviation over the repeats; p: corrected paired test of the ratio to the best\n";
  }
  return out + "\n" + curve_table(result) + "\n" + ruler_table(result) + "\nverdict: " + lab_verdict(result);
}

}  // namespace ballast::app
