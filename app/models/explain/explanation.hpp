// Explanation: why a model gave rows their scores, in terms a person knows: columns, cells as the file writes them, and
// what each moved (classifiers/explain/shap.hpp). explain_rows makes one; the other two show it.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "app/data/model_file.hpp"
#include "engine/numeric/thread_pool.hpp"
#include "engine/tabular/table.hpp"

namespace ballast::app {

struct RowExplanation {
  std::size_t row = 0;                // in the file, from 0
  std::vector<float> probability;     // of each class in Explanation::classes, by the model's decision
  std::vector<float> own;             // the same before the decision
  std::vector<double> score;          // what the contributions and the base add up to, one a class
  std::vector<std::string> cells;     // one per column, as the file writes it; empty: missing
  std::vector<bool> unseen;           // labels that the model does not know and reads as missing
  std::vector<double> contributions;  // classes x columns, row-major
};

struct Explanation {
  std::string target;
  std::vector<std::string> classes;  // explained: the positive label alone, or all K of more than two
  std::vector<std::string> columns;
  bool margins = false;      // scores are margins (boosting), else probabilities (forest)
  bool unclipped = false;    // margins of squared loss: probabilities before they are held to 0 .. 1
  bool focal = false;        // margins of focal loss: they rise with the log-odds, and are none
  std::vector<double> base;  // mean score of the training rows, one a class
  std::vector<RowExplanation> rows;

  // What a score is: "probability"; "unclipped probability"; "focal margin"; "log-odds" of the positive label; or of
  // more classes "logit", what softmax takes.
  std::string scale() const {
    if (!margins) return "probability";
    if (unclipped) return "unclipped probability";
    if (focal) return "focal margin";
    return classes.size() == 1 ? "log-odds" : "logit";
  }
};

// rows: numbers of data rows of `table`, from 0, each below table.rows().
// Throws Error on a table that lacks a column, and on a model that keeps no covers.
Explanation explain_rows(const ClassifierFile& file, const tabular::Table& table, std::span<const std::size_t> rows,
                         numeric::ThreadPool& pool);

// A paragraph a row: its score, and the `top` contributions of greatest size (0: all), the rest summed up. Of more than
// two classes the likeliest is shown.
std::string explanation_text(const Explanation& explanation, std::size_t top);

// All of it, cells as text, missing ones null.
std::string explanation_json(const Explanation& explanation);

}  // namespace ballast::app
