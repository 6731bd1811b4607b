// What a shadow-model audit found, and whom it names.
#include "app/report/comparison/shadow_report.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/fidelity/privacy/membership.hpp"
#include "app/report/comparison/value_json.hpp"
#include "app/text/aligned.hpp"
#include "app/text/numbers.hpp"

namespace ballast::app {
namespace {

using namespace fidelity;
using Row = std::vector<std::string>;
using Json = nlohmann::ordered_json;

constexpr std::size_t kShownRecords = 10;

std::string rate_text(const Value& rate) {
  return fixed(rate.value, 4) + " (" + fixed(rate.interval->low, 4) + " to " + fixed(rate.interval->high, 4) + ")";
}

std::string attacks_text(const ShadowAudit& audit) {
  std::vector<Row> table{{"attack", "ROC-AUC", "named at 1 % false alarms", "at .1 %"}};
  for (const ShadowAttack& attack : audit.attacks) {
    table.push_back(
        {attack.name, fixed(attack.auc.value, 4), rate_text(attack.at_hundredth), rate_text(attack.at_thousandth)});
  }
  return aligned(table, 1);
}

std::string records_text(const ShadowAudit& audit, const ShadowFacts& facts) {
  std::vector<Row> table{{"line", "signal", "learned", "not learned", "p", "Holm p"}};
  for (const ExposedRecord& one : std::span(audit.exposed).first(std::min(kShownRecords, audit.exposed.size()))) {
    table.push_back({std::to_string(facts.lines[one.record]), one.signal, fixed(one.inside, 3), fixed(one.outside, 3),
                     four_digits(one.p), fixed(one.p_holm, 3)});
  }
  return "most exposed rows\n" + aligned(table, 2);
}

// An attack that surely names learned rows twice as often as it raises false alarms: the border between the two is
// estimated itself, and an excess below that may be its error.
const ShadowAttack* telling_attack(const ShadowAudit& audit) {
  const ShadowAttack* worst = nullptr;
  for (const ShadowAttack& attack : audit.attacks) {
    const bool tells =
        attack.at_hundredth.interval->low > 2 * kHundredth || attack.at_thousandth.interval->low > 2 * kThousandth;
    if (tells && (worst == nullptr || attack.at_thousandth.value > worst->at_thousandth.value)) worst = &attack;
  }
  return worst;
}

// An attack that surely names learned rows more often than it raises false alarms, by however little.
const ShadowAttack* weak_attack(const ShadowAudit& audit) {
  const auto tells = [](const ShadowAttack& attack) { return attack.at_hundredth.interval->low > kHundredth; };
  const auto found = std::ranges::find_if(audit.attacks, tells);
  return found == audit.attacks.end() ? nullptr : &*found;
}

// The stricter border first, unless nothing is named there: with few trials it may not be reached.
std::string named_text(const ShadowAttack& attack) {
  const std::string at_hundredth = fixed(100 * attack.at_hundredth.value, 2) + " % ";
  if (attack.at_thousandth.value == 0) return at_hundredth + "are named at 1 % false alarms";
  return fixed(100 * attack.at_thousandth.value, 2) + " % are named at .1 % false alarms, " + at_hundredth + "at 1 %";
}

std::string verdict_without(const ShadowAudit& audit) {
  const ShadowAttack* const weak = weak_attack(audit);
  if (weak == nullptr) return "verdict: no attack names learned rows beyond its false alarms";
  return "verdict: made rows may give away who was learned: " + fixed(100 * weak->at_hundredth.value, 2) +
         " % are named at 1 % false alarms (" + weak->name + "), less than twice as many for sure; more --shadows tell";
}

std::string verdict_text(const ShadowAudit& audit) {
  const ShadowAttack* const attack = telling_attack(audit);
  const std::size_t named = audit.exposed_beyond_chance, records = audit.records.size();
  std::string out = attack == nullptr ? verdict_without(audit)
                                      : "verdict: made rows give away who was learned: " + named_text(*attack) + " (" +
                                            attack->name + ")";
  return out + "; " + with_commas(named) + " of " + with_commas(records) + (named == 1 ? " rows is" : " rows are") +
         " exposed beyond chance (Holm)\n";
}

}  // namespace

std::string shadow_text(const ShadowAudit& audit, const ShadowFacts& facts) {
  return "shadow-model audit of " + facts.generator + ", " + facts.learned + ": " + std::to_string(audit.shadows) +
         " shadows, each of half of the rows; " + with_commas(audit.records.size()) + " rows audited\n" +
         attacks_text(audit) + records_text(audit, facts) + verdict_text(audit);
}

std::string shadow_json(const ShadowAudit& audit, const ShadowFacts& facts) {
  Json attacks = Json::array(), exposed = Json::array();
  for (const ShadowAttack& attack : audit.attacks) {
    attacks.push_back({{"id", attack.id},
                       {"name", attack.name},
                       {"auc", attack.auc.value},
                       {"tpr_at_1", value_json(attack.at_hundredth)},
                       {"tpr_at_01", value_json(attack.at_thousandth)}});
  }
  for (const ExposedRecord& one : std::span(audit.exposed).first(std::min(kShownRecords, audit.exposed.size()))) {
    exposed.push_back({{"line", facts.lines[one.record]},
                       {"signal", one.signal},
                       {"learned", one.inside},
                       {"not_learned", one.outside},
                       {"p", one.p},
                       {"p_holm", one.p_holm}});
  }
  return Json{{"format", 1},
              {"generator", facts.generator},
              {"seed", facts.seed},
              {"rows", audit.rows},
              {"shadows", audit.shadows},
              {"records", audit.records.size()},
              {"attacks", attacks},
              {"exposed_beyond_chance", audit.exposed_beyond_chance},
              {"exposed", exposed}}
             .dump(2) +
         "\n";
}

std::string shadow_csv(const ShadowAudit& audit, const ShadowFacts& facts) {
  std::string out = "line,signal,learned,not_learned,p,p_holm\n";
  for (const ExposedRecord& one : audit.exposed) {
    out += std::to_string(facts.lines[one.record]) + "," + one.signal + "," + all_digits(one.inside) + "," +
           all_digits(one.outside) + "," + all_digits(one.p) + "," + all_digits(one.p_holm) + "\n";
  }
  return out;
}

}  // namespace ballast::app
