// The sections of a study as its page (page.hpp).
#include "app/report/page/page.hpp"

#include "app/report/page/frame.hpp"
#include "app/report/page/html.hpp"
#include "app/report/page/sections/sections.hpp"
#include "app/text/numbers.hpp"

namespace ballast::app {
namespace page {
namespace {

using figures::Markup;

std::vector<Section> all_sections(const Story& story) {
  std::vector<Section> out;
  for (const auto make :
       {verdict_section, curves_section, balance_section, confusion_section, probabilities_section, map_section,
        columns_section, nearness_section, learning_section, words_section, reproduce_section}) {
    Section section = make(story);
    if (!section.empty()) out.push_back(std::move(section));
  }
  return out;
}

std::string facts(const StudyResult& result) {
  const DataFacts& data = result.data;
  const double share = 100 * static_cast<double>(data.positives) / static_cast<double>(data.rows);
  return with_commas(data.rows) + " rows, " + std::to_string(data.features) + " features, " +
         with_commas(data.positives) + " positive (" + fixed(share, 2) + " %)";
}

// Boxes that choose which arms the pictures show; the script brings them to life.
void put_arm_choice(const Story& story, Markup& out) {
  const std::vector<Augmentation>& arms = story.result.options.augmentations;
  if (arms.size() < 3) return;
  out.open("fieldset", {{"id", "arms"}, {"hidden", "hidden"}}).text("legend", {}, "Arms in the pictures");
  for (std::size_t i = 0; i < arms.size(); ++i) {
    const std::string id = "show-" + std::to_string(i);
    out.open("span");
    if (i < kArmsShown) {
      out.leaf("input", {{"type", "checkbox"}, {"id", id}, {"value", arms[i].name}, {"checked", "checked"}});
    } else {
      out.leaf("input", {{"type", "checkbox"}, {"id", id}, {"value", arms[i].name}});
    }
    out.text("label", {{"for", id}}, arms[i].name).close();
  }
  out.close();
}

}  // namespace
}  // namespace page

std::string report_html(const StudyResult& result, const page::ReportData& data, const ReportRequest& request) {
  const page::Story story{result, data, request};
  const std::vector<page::Section> sections = page::all_sections(story);
  const page::Frame frame{.title = "Study of " + data.name,
                          .brand = "ballast: does augmentation help here?",
                          .heading = data.name,
                          .facts = page::facts(result),
                          .skip_to = "the verdict",
                          .script = page::page_script()};
  figures::Markup out;
  page::open_page(frame, sections, out);
  for (const page::Section& section : sections) {
    page::put_section(section, out);
    if (section.id == "verdict") page::put_arm_choice(story, out);
  }
  page::close_page("<script type=\"application/json\" id=\"balance-data\">" + page::balance_json(story) +
                       "</script>\n<script>" + frame.script + "</script>\n",
                   out);
  return std::move(out).finish();
}

std::vector<std::pair<std::string, std::string>> report_figures(const StudyResult& result, const page::ReportData& data,
                                                                const ReportRequest& request) {
  std::vector<std::pair<std::string, std::string>> out;
  for (const page::Section& section : page::all_sections({result, data, request})) {
    for (const page::Picture& picture : section.pictures) {
      out.emplace_back(picture.file + ".svg", figures::svg(picture.figure));
    }
  }
  return out;
}

}  // namespace ballast::app
