// What the names on the page mean: of the arms that this study has, and of the figures.
#include <algorithm>
#include <array>

#include "app/report/page/sections/sections.hpp"

namespace ballast::app::page {
namespace {

struct Word {
  std::string_view name, meaning;
};

constexpr std::array<Word, 16> kArms{{
    {"none", "plain training on the real rows: what every other arm is compared with"},
    {"tuned", "plain training, with the decision threshold of best F1 on validation rows in place of 0.5"},
    {"weights", "no rows are added; each positive weighs as much more as there are more negatives"},
    {"focal",
     "no rows are added; boosting by a loss in which rows that are told right already count less (Lin et al. 2017)"},
    {"asymmetric", "the same of the negatives alone: positives count as ever"},
    {"oversample", "adds copies of real positives, drawn at random"},
    {"smote", "adds points between a real positive and one of its nearest positives (Chawla et al. 2002)"},
    {"diffusion", "adds rows of the diffusion model: noise, denoised step by step (arXiv 2412.10948)"},
    {"partial", "real positives that are noised part of the way and denoised again"},
    {"clusters", "one diffusion model for each cluster of the positives, as in the paper"},
    {"masked", "adds rows of a masked diffusion over codes"},
    {"vae", "adds rows of a variational autoencoder"},
    {"gan", "adds rows of a generative adversarial network"},
    {"kde", "adds rows of a kernel density estimate"},
    {"copula", "adds rows of a Gaussian copula: columns as they are, tied by their correlations"},
    {"independent", "adds rows whose columns are drawn each by itself: a floor"},
}};

constexpr Word kFresh{"NAME-fresh",
                      "rows as NAME adds, but other ones for each tree of a forest and round of boosting"};
constexpr Word kSum{"A+B", "the mean of models of these arms: of their trees, or of their log-odds"};
constexpr Word kBag{"bag", "the mean of two models of plain training: as many trees as A+B has, and no rows added"};
constexpr Word kAuto{"auto",
                     "the arm, and the amount of its rows, that folds of the training part choose: the simplest that "
                     "is within one standard error of the best"};

constexpr std::array<Word, 9> kFigures{{
    {"positive", "a row of the rare class; all other rows are negatives"},
    {"recall", "of 100 positives, how many are flagged (as a share)"},
    {"precision", "of 100 flagged rows, how many are positives (as a share)"},
    {"F1", "the harmonic mean of precision and recall"},
    {"PR-AUC", "average precision over all thresholds: no choice of a threshold changes it"},
    {"ROC-AUC", "how often a positive scores above a negative"},
    {"corrected", "probabilities after the share of positives that training added is taken out again"},
    {"interval", "95 %: where the difference lies but for one time in twenty, were the study made again"},
    {"Holm", "a correction for having looked at many differences at once"},
}};

void put(const Word& word, figures::Markup& out) {
  out.open("div").text("dt", {}, word.name).open("dd").text("span", {}, word.meaning).close().close();
}

}  // namespace

Section words_section(const Story& story) {
  Section out{.id = "words", .title = "The words of this page"};
  figures::Markup list;
  list.open("dl", {{"class", "words"}});
  for (const Word& word : kFigures) put(word, list);
  for (const Word& word : kArms) {
    for (const Augmentation& arm : story.result.options.augmentations) {
      if (arm.name == word.name) put(word, list);
    }
  }
  const auto put_if_any = [&](const Word& word, auto holds) {
    if (std::ranges::any_of(story.result.options.augmentations, holds)) put(word, list);
  };
  put_if_any(kFresh, [](const Augmentation& arm) { return arm.any([](const Augmentation& a) { return a.fresh; }); });
  put_if_any(kSum, [](const Augmentation& arm) { return arm.name.find('+') != std::string::npos; });
  put_if_any(kBag, [](const Augmentation& arm) { return arm.name == kBag.name; });
  put_if_any(kAuto, &Augmentation::is_choice);
  list.close();
  out.html = std::move(list).finish();
  return out;
}

}  // namespace ballast::app::page
