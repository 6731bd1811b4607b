// The privacy of a comparison: copies, attacks on membership, what can be guessed of a person, each with its floor
// and ceiling.
#include <algorithm>
#include <array>
#include <numeric>

#include "app/fidelity/distances/mixed_neighbours.hpp"
#include "app/fidelity/measures.hpp"
#include "app/fidelity/privacy/membership.hpp"
#include "app/fidelity/privacy/risks.hpp"
#include "app/fidelity/privacy/singling_out.hpp"
#include "app/fidelity/yardsticks.hpp"
#include "engine/stage.hpp"

namespace ballast::app::fidelity {
namespace {

using tabular::Table;

constexpr std::size_t kFewestHeldOut = 8;
constexpr std::size_t kMostNearer = 10'000;  // rows that are asked whether they are nearer
constexpr std::size_t kMostRisked = 1000, kMostGuessedFrom = 20'000, kMostSecrets = 30;

Figure figure_of(const std::string& id, const std::string& name) {
  return {id, name, Group::privacy, Better::lower};
}

// The three candidates' outcomes of each attack, side by side.
std::vector<AttackReport> side_by_side(const std::array<Membership, 3>& found) {
  constexpr std::array kParts{&Figure::synthetic, &Figure::floor, &Figure::ceiling};
  std::vector<AttackReport> out;
  for (std::size_t i = 0; i < found[0].attacks.size(); ++i) {
    const AttackOutcome& first = found[0].attacks[i];
    const Figure figure = figure_of(first.id, first.name);
    AttackReport& report = out.emplace_back(AttackReport{figure, figure, figure});
    for (std::size_t of = 0; of < found.size(); ++of) {
      report.auc.*kParts[of] = found[of].attacks[i].auc;
      report.at_hundredth.*kParts[of] = found[of].attacks[i].at_hundredth;
      report.at_thousandth.*kParts[of] = found[of].attacks[i].at_thousandth;
    }
  }
  return out;
}

// The largest figure of any attack: what somebody who is lucky in the choice reaches. It has no interval: that of one
// attack does not hold for the largest of many.
Figure worst_of(const std::vector<AttackReport>& attacks) {
  Figure out = figure_of("worst_attack_tpr_at_1", "learned rows named at 1 % false alarms, by the worst attack");
  for (const auto part : {&Figure::synthetic, &Figure::floor, &Figure::ceiling}) {
    out.*part = attacks[0].at_hundredth.*part;
    for (const AttackReport& attack : attacks) {
      if ((attack.at_hundredth.*part).value > (out.*part).value) out.*part = attack.at_hundredth.*part;
    }
    (out.*part).interval.reset();
  }
  return out;
}

std::vector<Figure> membership_figures(const std::vector<AttackReport>& attacks) {
  const auto named = [](Figure figure, const char* id, const char* name) {
    figure.id = id;
    figure.name = name;
    return figure;
  };
  const AttackReport& ensemble = attacks.back();
  return {named(ensemble.auc, "membership_auc", "membership attacks, ensemble: ROC-AUC"),
          named(ensemble.at_hundredth, "membership_tpr_at_1", "learned rows named at 1 % false alarms"),
          named(ensemble.at_thousandth, "membership_tpr_at_01", "learned rows named at .1 % false alarms"),
          worst_of(attacks)};
}

// The share of `other` nearer to real than to held-out rows, of as many of both; ties count for neither's favour.
Value nearer_to_real(const MixedRows& real, const MixedRows& holdout, const MixedRows& other, numeric::ThreadPool& pool,
                     Observer& observer) {
  const auto to_real = mixed_neighbours(other, real, Metric::gower, 1, false, pool, observer);
  const auto to_holdout = mixed_neighbours(other, holdout, Metric::gower, 1, false, pool, observer);
  std::size_t nearer = 0, apart = 0;
  for (std::size_t i = 0; i < other.rows; ++i) {
    const double a = to_real.distances(i, 0), b = to_holdout.distances(i, 0);
    nearer += a < b ? 1 : 0;
    apart += a != b ? 1 : 0;
  }
  return share(nearer, apart);
}

Figure nearer_figure(const Table& real, const Table& synthetic, const Table& floor, const Table& holdout,
                     std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer) {
  const std::size_t rows = std::min(real.rows(), holdout.rows());
  const MixedSpace space(real, std::array{&synthetic, &holdout});
  const MixedRows near = space.place(drawn_rows(real, rows, seed, 9)),
                  far = space.place(drawn_rows(holdout, rows, seed, 10));
  Figure out = figure_of("nearer_to_real", "nearer to real than to held-out rows (no evidence of privacy)");
  out.better = Better::as_ceiling;
  const auto value = [&](const Table& table) {
    return nearer_to_real(near, far, space.place(drawn_rows(table, kMostNearer, seed, 11)), pool, observer);
  };
  out.synthetic = value(synthetic);
  out.floor = value(floor);
  out.ceiling = {0.5};
  return out;
}

std::vector<Figure> risk_figures(const std::array<const Table*, 3>& candidates, const Table& real, const Table& unseen,
                                 std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer) {
  std::vector<Figure> out{figure_of("singling_out", "risk of singling out by one column"),
                          figure_of("singling_out_by_four", "risk of singling out by four columns"),
                          figure_of("linkability", "risk of linking two halves of a row"),
                          figure_of("inference", "risk of inferring a column, the worst")};
  const std::size_t records = std::min({real.rows(), unseen.rows(), kMostRisked});
  const Table learned = drawn_rows(real, records, seed, 14), control = drawn_rows(unseen, records, seed, 15);
  const AttackedRows rows = attacked_rows(real, unseen, seed);
  std::vector<std::size_t> secrets(std::min(real.columns(), kMostSecrets));
  std::iota(secrets.begin(), secrets.end(), std::size_t{0});
  constexpr std::array kParts{&Figure::synthetic, &Figure::floor, &Figure::ceiling};
  for (std::size_t of = 0; of < candidates.size(); ++of) {
    Stage stage(observer, "risks: ", static_cast<double>(of) / 3, static_cast<double>(of + 1) / 3);
    const Table made = drawn_rows(*candidates[of], kMostGuessedFrom, seed, 16);
    const SinglingOut one = single_out_by_one_column(rows, made, kMostRisked, seed, pool),
                      four = single_out_by_four_columns(rows, made, kMostRisked, seed, pool);
    out[0].*kParts[of] = excess_risk(one.learned, one.control);
    out[1].*kParts[of] = excess_risk(four.learned, four.control);
    out[2].*kParts[of] = excess_risk(link_halves(learned, made, pool, stage), link_halves(control, made, pool, stage));
    out[3].*kParts[of] = infer_worst_column(learned, control, made, secrets, seed, pool, stage);
  }
  return out;
}

}  // namespace

PrivacyFigures measure_privacy(const Table& real, const Table& synthetic, const Table& floor, const Table& holdout,
                               std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer) {
  PrivacyFigures out;
  if (holdout.rows() < kFewestHeldOut || real.rows() < kFewestHeldOut) return out;
  const Halves parts = halves(holdout, seed), sample = halves(parts.second, seed + 1);
  const auto audit = [&](const Table& made, const Table& reference, double first, double last) {
    Stage stage(observer, "membership attacks: ", first, last);
    return audit_membership(real, parts.first, reference, made, seed, pool, stage);
  };
  // The ceiling: other real rows in place of synthetic ones, so that nobody learned anything.
  const std::array found{audit(synthetic, parts.second, 0, 0.3), audit(floor, parts.second, 0.3, 0.6),
                         audit(sample.first, sample.second, 0.6, 0.8)};
  out.attacks = side_by_side(found);
  out.attacked_rows = found[0].members;
  out.figures = membership_figures(out.attacks);
  Stage risks(observer, "", 0.8, 0.95), last(observer, "", 0.95, 1);
  for (Figure& figure : risk_figures({&synthetic, &floor, &sample.first}, real, parts.first, seed, pool, risks)) {
    out.figures.push_back(std::move(figure));
  }
  out.figures.push_back(nearer_figure(real, synthetic, floor, holdout, seed, pool, last));
  return out;
}

}  // namespace ballast::app::fidelity
