// Sections as HTML. Everything but Section::html is escaped here.
#pragma once

#include <string>

#include "app/figures/markup.hpp"
#include "app/report/page/section.hpp"

namespace ballast::app::page {

// In a region that scrolls by itself, for narrow screens.
void put_table(const DataTable& table, figures::Markup& out);
// A figure with caption, legend, one SVG for each panel, and its table folded away.
void put_picture(const Picture& picture, figures::Markup& out);
void put_section(const Section& section, figures::Markup& out);

// "sha256-..." of an inline script or style, as a Content-Security-Policy names it.
std::string source_hash(std::string_view text);

}  // namespace ballast::app::page
