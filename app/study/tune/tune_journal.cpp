#include "app/study/tune/tune_journal.hpp"

#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>

#include "engine/error.hpp"

namespace ballast::app {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kKind = "tune journal";
constexpr int kFormat = 1;
constexpr const char* kAnew = "without --continue, and with another --out or --force, tuning starts anew";

void require_same(const char* what, const std::string& here, const std::string& there, const std::string& file) {
  if (here == there) return;
  throw Error(std::string("--continue: the journal is of ") + what).in(file).expected(here).got(there).hint(kAnew);
}

Json header_json(const TuneKey& key) {
  return {
      {"kind", kKind}, {"format", kFormat}, {"version", key.version}, {"data", key.data}, {"settings", key.settings}};
}

}  // namespace

TuneJournal::TuneJournal(TuneKey key, const std::string& text, const std::string& file) : key_(std::move(key)) {
  std::istringstream lines(text);
  std::string line;
  std::size_t number = 0;
  const auto not_one = [&] { return Error("no line of a tuning's journal").in(file, number).hint(kAnew); };
  try {
    while (std::getline(lines, line)) {
      ++number;
      const Json json = Json::parse(line);
      if (number == 1) {
        if (json.at("kind") != kKind || json.at("format") != kFormat) throw not_one();
        require_same("another version of ballast", key_.version, json.at("version"), file);
        if (key_.data != json.at("data")) {  // checksums, which tell nobody anything
          throw Error("--continue: the journal is of other data, or of the same file read otherwise")
              .in(file)
              .hint(kAnew);
        }
        require_same("other settings", key_.settings, json.at("settings"), file);
        continue;
      }
      const Json &candidate = json.at("candidate"), &fold = json.at("fold");
      const TuneFit fit{json.at("pr_auc"), json.at("seconds")};
      const bool placed = candidate.is_number_unsigned() && fold.is_number_unsigned();
      if (!placed || !(fit.pr_auc >= 0 && fit.pr_auc <= 1)) throw not_one();
      add(candidate, fold, fit);
    }
  } catch (const nlohmann::json::exception&) {
    throw not_one();
  }
  if (number == 0) throw not_one();
}

std::optional<TuneFit> TuneJournal::find(std::size_t candidate, std::size_t fold) const {
  const auto known = fits_.find({candidate, fold});
  return known == fits_.end() ? std::nullopt : std::optional(known->second);
}

std::string TuneJournal::text() const {
  std::string out = header_json(key_).dump() + "\n";
  for (const auto& [place, fit] : fits_) {
    const Json line{
        {"candidate", place.first}, {"fold", place.second}, {"pr_auc", fit.pr_auc}, {"seconds", fit.seconds}};
    out += line.dump() + "\n";
  }
  return out;
}

}  // namespace ballast::app
