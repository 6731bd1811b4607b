// The published figures, to stand beside ours.
//
// The paper: Le, "Generative Modeling with Diffusion", arXiv 2412.10948v2, tables 1 and 2, and the notebook
// UMAP_and_Classification.ipynb of its code (one split of the ULB card data, seed 42; 98 frauds and 56,864 others to
// test on). Counts follow from the notebook's figures.
// The follow-up: Kuo and Motsch, "EmDT", arXiv 2603.13566v2, mean F1 of ten runs, judged by XGBoost.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace ballast::app {

struct PublishedCounts {
  std::string_view classifier, augmentation;
  std::size_t tp, fp, fn;
  bool in_paper;  // else in the notebook alone

  constexpr double precision() const { return static_cast<double>(tp) / static_cast<double>(tp + fp); }
  constexpr double recall() const { return static_cast<double>(tp) / static_cast<double>(tp + fn); }
  constexpr double f1() const { return 2 * static_cast<double>(tp) / static_cast<double>(2 * tp + fp + fn); }
};

// "diffusion" is one model of all frauds. As published it was fitted on rows of which the classifier's test part saw
// most again, and its Amount may have come in other units, so its row is no fair target.
inline constexpr PublishedCounts kPaperCounts[]{
    {"boosting", "none", 81, 10, 17, true},      {"boosting", "clusters", 83, 12, 15, true},
    {"boosting", "diffusion", 81, 8, 17, false}, {"boosting", "smote", 83, 10, 15, false},
    {"forest", "none", 80, 4, 18, true},         {"forest", "clusters", 86, 9, 12, true},
    {"forest", "diffusion", 86, 10, 12, false},  {"forest", "smote", 83, 9, 15, false},
};

struct PublishedF1 {
  std::string_view classifier, augmentation;
  double f1;
};

inline constexpr PublishedF1 kEmdtF1[]{
    {"boosting", "none", 0.800},
    {"boosting", "smote", 0.834},
    {"boosting", "diffusion", 0.829},  // EmDT without clusters
    {"boosting", "clusters", 0.849},   // EmDT
};

// Nothing where nothing was published.
constexpr const PublishedCounts* published_counts(std::string_view classifier, std::string_view augmentation) {
  for (const PublishedCounts& row : kPaperCounts) {
    if (row.classifier == classifier && row.augmentation == augmentation) return &row;
  }
  return nullptr;
}

constexpr std::optional<double> published_emdt_f1(std::string_view classifier, std::string_view augmentation) {
  for (const PublishedF1& row : kEmdtF1) {
    if (row.classifier == classifier && row.augmentation == augmentation) return row.f1;
  }
  return std::nullopt;
}

}  // namespace ballast::app
