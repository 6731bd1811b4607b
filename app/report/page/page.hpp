// The report: what a study found as one page to look at, play with, print and hand on. One HTML file that loads
// nothing: its style, its pictures (SVG, app/figures) and a little script are inside, and a
// Content-Security-Policy forbids all else. Light and dark, phone, print, keyboard and screen reader; without scripts
// everything but the slider is there.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "app/report/page/report_data.hpp"

namespace ballast::app {

// The whole file. Pure, and the same at any number of threads: no times, no paths but those of the request's command.
std::string report_html(const StudyResult& result, const page::ReportData& data, const ReportRequest& request);

// The same pictures as files: name ("curves-pr.svg") and content.
std::vector<std::pair<std::string, std::string>> report_figures(const StudyResult& result, const page::ReportData& data,
                                                                const ReportRequest& request);

namespace page {
std::string page_style();
std::string page_script();
}  // namespace page

}  // namespace ballast::app
