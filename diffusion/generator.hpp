// Generator: learns the rows of a table and makes new ones. One interface for the diffusion model and for the
// generators it is judged against, so that "diffusion" is a choice with evidence.
//
// Row-addressable: row k is a function of (generator, seed, k) alone; sample(first, count) gives rows first .. first +
// count - 1 of the same endless table, whatever the number of threads or the way it is cut in calls.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/files/archive.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/observer.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::diffusion {

struct PrivacySpent;

class Generator {
 public:
  virtual ~Generator() = default;
  virtual std::string_view kind() const = 0;  // one of generator_names()

  // Learns the rows of `rows` (of the rare class only; no target column needed). Called once, before sample.
  // Throws Error when there are too few rows, Stopped when the observer says so.
  virtual void fit(const tabular::Table& rows, std::uint64_t seed, numeric::ThreadPool& pool, Observer& observer) = 0;

  // The same for a generator that also learns from rows of other classes, `others`, of the same schema: what its own
  // rows are to keep away from. Those that do not ask for them ignore them.
  virtual bool wants_others() const { return false; }
  virtual void fit_against(const tabular::Table& rows, const tabular::Table& others, std::uint64_t seed,
                           numeric::ThreadPool& pool, Observer& observer);

  // Rows first .. first + count - 1, in the schema and units of the fitted table, with origins (model_id, seed, row).
  virtual tabular::Table sample(std::uint64_t first, std::size_t count, std::uint64_t seed, numeric::ThreadPool& pool,
                                Observer& observer) const = 0;

  virtual const tabular::Schema& schema() const = 0;
  // What is promised to each row that was learned (privacy/privacy_spent.hpp); null if nothing is.
  virtual const PrivacySpent* privacy() const { return nullptr; }
  // The archive kind is "generator"; the entry "generator" names kind(). load_generator reads it back.
  virtual void save(files::ArchiveWriter out) const = 0;
  // Lines for `inspect`.
  virtual std::string describe() const = 0;
};

// Loads whichever kind the archive holds. Throws Error on a file that no generator wrote.
std::unique_ptr<Generator> load_generator(const files::ArchiveReader& in);

// Every kind there is: "diffusion", then its rivals.
std::vector<std::string> generator_names();

// A fresh generator of that kind with its defaults. Throws Error with the nearest name.
std::unique_ptr<Generator> make_generator(std::string_view kind);

}  // namespace ballast::diffusion
