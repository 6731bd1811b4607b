// Head, banner and footer of a page (frame.hpp).
#include "app/report/page/frame.hpp"

#include <utility>

#include "app/report/page/html.hpp"
#include "app/report/page/page.hpp"
#include "app/version.hpp"

namespace ballast::app::page {
namespace {

using figures::Markup;

void put_head(const Frame& frame, Markup& out) {
  const std::string script = frame.script.empty() ? "" : "; script-src '" + source_hash(frame.script) + "'";
  const std::string policy = "default-src 'none'; img-src data:; style-src '" + source_hash(page_style()) + "'" +
                             script + "; base-uri 'none'; form-action 'none'";
  out.open("head").leaf("meta", {{"charset", "utf-8"}});
  out.leaf("meta", {{"http-equiv", "Content-Security-Policy"}, {"content", policy}});
  out.leaf("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  out.leaf("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
  out.text("title", {}, frame.title);
  out.leaf("link", {{"rel", "icon"}, {"href", "data:,"}});
  out.raw("<style>" + page_style() + "</style>\n").close();
}

void put_banner(const Frame& frame, const std::vector<Section>& sections, Markup& out) {
  out.open("header");
  out.text("p", {{"class", "brand"}}, frame.brand);
  out.text("h1", {}, frame.heading);
  if (!frame.facts.empty()) out.text("p", {{"class", "facts"}}, frame.facts);
  out.open("nav", {{"aria-label", "Sections"}}).open("ul");
  for (const Section& section : sections) {
    out.open("li").text("a", {{"href", "#" + section.id}}, section.title).close();
  }
  out.close().close().close();
}

}  // namespace

void open_page(const Frame& frame, const std::vector<Section>& sections, Markup& out) {
  out.raw("<!DOCTYPE html>\n").open("html", {{"lang", "en"}});
  put_head(frame, out);
  out.open("body").text("a", {{"class", "skip"}, {"href", "#main"}}, "Skip to " + frame.skip_to);
  put_banner(frame, sections, out);
  out.open("main", {{"id", "main"}, {"tabindex", "-1"}});
}

void close_page(const std::string& scripts, Markup& out) {
  out.close();
  out.open("footer").text("p", {}, "Made by ballast " + std::string(kVersion) + ". This file loads nothing.").close();
  out.raw(scripts);
  out.close().close();
}

std::string still_page(const Frame& frame, const std::vector<Section>& sections) {
  Markup out;
  open_page(frame, sections, out);
  for (const Section& section : sections) put_section(section, out);
  close_page("", out);
  return std::move(out).finish();
}

}  // namespace ballast::app::page
