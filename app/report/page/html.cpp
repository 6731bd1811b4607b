#include "app/report/page/html.hpp"

#include "app/report/page/page.hpp"
#include "engine/files/checksum.hpp"

namespace ballast::app::page {
namespace {

using figures::Markup;

void put_row(const DataTable& table, const std::vector<std::string>& cells, Markup& out) {
  out.open("tr");
  for (std::size_t c = 0; c < cells.size(); ++c) {
    if (c < table.row_heads) {
      out.text("th", {{"scope", "row"}}, cells[c]);
    } else {
      out.text("td", {}, cells[c]);
    }
  }
  out.close();
}

void put_legend(const Picture& picture, Markup& out) {
  const auto legend = figures::legend_of(picture.figure);
  if (legend.empty()) return;
  out.open("ul", {{"class", "legend"}});
  for (const figures::Mark* mark : legend) {
    out.open("li", {{"data-group", figures::group_of(*mark)}})
        .raw(figures::key_svg(*mark))
        .text("span", {}, figures::label_of(*mark))
        .close();
  }
  out.close();
}

void put_panels(const Picture& picture, Markup& out) {
  const figures::Figure& figure = picture.figure;
  out.open("div", {{"class", "panels"}});
  for (std::size_t i = 0; i < figure.panels.size(); ++i) {
    const std::string& own = figure.panels[i].title;
    out.raw(figures::panel_svg(figure, i, own.empty() ? figure.title : figure.title + ": " + own));
  }
  out.close();
}

}  // namespace

void put_table(const DataTable& table, Markup& out) {
  out.text("p", {{"class", "caption"}, {"aria-hidden", "true"}}, table.caption);
  out.open("div", {{"class", "scroll"}, {"role", "region"}, {"tabindex", "0"}, {"aria-label", table.caption}});
  out.open("table", {{"aria-label", table.caption}});
  out.open("thead").open("tr");
  for (const std::string& name : table.head) out.text("th", {{"scope", "col"}}, name);
  out.close().close();
  out.open("tbody");
  for (const auto& row : table.rows) put_row(table, row, out);
  out.close().close().close();
}

void put_picture(const Picture& picture, Markup& out) {
  const figures::Figure& figure = picture.figure;
  const std::string id = "figure-" + picture.file;
  out.open("figure", {{"aria-labelledby", id}}).open("figcaption");
  out.text("h3", {{"id", id}}, figure.title);
  if (!figure.subtitle.empty()) out.text("p", {}, figure.subtitle);
  if (!figure.description.empty()) out.text("p", {{"class", "unseen"}}, figure.description);
  out.close();
  put_legend(picture, out);
  put_panels(picture, out);
  if (!picture.table.rows.empty()) {
    out.open("details").text("summary", {}, "As a table");
    put_table(picture.table, out);
    out.close();
  }
  out.close();
}

void put_section(const Section& section, Markup& out) {
  const std::string heading = section.id + "-heading";
  out.open("section", {{"id", section.id}, {"aria-labelledby", heading}});
  out.text("h2", {{"id", heading}}, section.title);
  out.raw(section.opening);
  for (const std::string& paragraph : section.lead) out.text("p", {{"class", "lead"}}, paragraph);
  for (const DataTable& table : section.tables) put_table(table, out);
  out.raw(section.html);
  for (const Picture& picture : section.pictures) put_picture(picture, out);
  for (const std::string& paragraph : section.notes) out.text("p", {{"class", "note"}}, paragraph);
  out.close();
}

std::string source_hash(std::string_view text) {
  static constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const auto digest = files::sha256(std::as_bytes(std::span(text)));
  std::string out = "sha256-";
  for (std::size_t i = 0; i < digest.size(); i += 3) {
    std::uint32_t word = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      word = word << 8 | (i + k < digest.size() ? std::to_integer<std::uint32_t>(digest[i + k]) : 0);
    }
    for (std::size_t k = 0; k < 4; ++k) out += kDigits[word >> (18 - 6 * k) & 63];
  }
  out.back() = '=';  // 32 bytes leave two of the last three
  return out;
}

}  // namespace ballast::app::page
