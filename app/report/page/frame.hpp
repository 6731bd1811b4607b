// What stands around the sections of every page: its head, a banner that lists them, a footer. A page loads nothing.
#pragma once

#include <string>
#include <vector>

#include "app/figures/markup.hpp"
#include "app/report/page/section.hpp"

namespace ballast::app::page {

struct Frame {
  std::string title;                       // of the window
  std::string brand, heading, facts = {};  // of the banner; facts may be empty
  std::string skip_to;                     // what a reader by keyboard comes for: "the verdict"
  std::string script = {};                 // the one that may run, if any
};

// All up to the first section; what stands behind the last one, with `scripts` as HTML.
void open_page(const Frame& frame, const std::vector<Section>& sections, figures::Markup& out);
void close_page(const std::string& scripts, figures::Markup& out);

// A page of sections alone, without a script.
std::string still_page(const Frame& frame, const std::vector<Section>& sections);

}  // namespace ballast::app::page
