// TuneJournal: every fit that a tuning has done, as lines of JSON, so that none is done twice.
//
// A fit is a function of the table, of what candidates are drawn from, and of the candidate's and the fold's number. So
// the journal is a memo: a race that is run again takes what it knows, and comes to the same end as one that was never
// interrupted, also where it now has a larger budget. docs/formats.md describes the lines.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace ballast::app {

// What fits depend on beside candidate and fold, as it is told where it differs.
struct TuneKey {
  std::string version;   // of ballast
  std::string data;      // dataset_digest
  std::string settings;  // seed, folds, classifiers, arms, base rate, column of groups: in words
};

struct TuneFit {
  double pr_auc = 0;
  double seconds = 0;
};

class TuneJournal {
 public:
  explicit TuneJournal(TuneKey key) : key_(std::move(key)) {}
  // Of an earlier call; file: its name, for messages. Throws Error: not a journal, or one of another version, other
  // data or other settings.
  TuneJournal(TuneKey key, const std::string& text, const std::string& file);

  std::optional<TuneFit> find(std::size_t candidate, std::size_t fold) const;
  void add(std::size_t candidate, std::size_t fold, const TuneFit& fit) { fits_[{candidate, fold}] = fit; }
  std::size_t size() const { return fits_.size(); }
  // The whole file.
  std::string text() const;

 private:
  TuneKey key_;
  std::map<std::pair<std::size_t, std::size_t>, TuneFit> fits_;
};

}  // namespace ballast::app
