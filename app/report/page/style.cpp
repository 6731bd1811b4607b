// The style of the page, on the palette of the figures.
#include "app/figures/palette.hpp"
#include "app/report/page/page.hpp"

namespace ballast::app::page {

std::string page_style() {
  return figures::palette_rules(":root") + figures::style_sheet() + R"CSS(
*{box-sizing:border-box}
html{color-scheme:light dark;scroll-behavior:smooth;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--surface);color:var(--ink);font:16px/1.6 system-ui,-apple-system,Segoe UI,Helvetica,Arial,sans-serif}
header,main,footer{max-width:62rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:3rem}
h1{font-size:2rem;line-height:1.2;margin:0;overflow-wrap:anywhere;letter-spacing:-.01em}
h2{font-size:1.5rem;line-height:1.25;margin:0 0 .75rem;letter-spacing:-.01em}
h3{font-size:1.0625rem;margin:0}
h4{font-size:.9375rem;margin:1.25rem 0 .6rem;color:var(--muted);font-weight:600}
h5{font-size:1.0625rem;margin:0}
p{margin:0 0 1rem;max-width:44rem}
.brand,.facts,.note,figcaption p,footer{color:var(--muted)}
.brand{margin:0 0 .25rem;font-size:.9375rem}
.facts{margin:.35rem 0 0}
nav ul{display:flex;flex-wrap:wrap;gap:.35rem 1.25rem;margin:1.5rem 0 0;padding:.9rem 0;list-style:none;border-block:1px solid var(--rule);font-size:.9375rem}
a{color:var(--series1)}
section{padding-top:3.5rem}
.verdict{font-size:1.1875rem;line-height:1.5;max-width:48rem;padding:1.1rem 1.25rem;background:var(--wash);border-left:4px solid var(--series1);border-radius:0 .5rem .5rem 0}
.note,footer{font-size:.9375rem}
footer{padding-block:3.5rem 3rem}
.skip{position:absolute;left:-99rem;background:var(--surface);padding:.6rem 1rem;z-index:1}
.skip:focus{left:1rem;top:1rem}
:focus-visible{outline:3px solid var(--series1);outline-offset:2px;border-radius:2px}
main:focus{outline:none}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.scroll{overflow-x:auto;margin:0 0 1.75rem;background:linear-gradient(to right,var(--surface) 30%,transparent) 0 0/2.5rem 100% no-repeat local,linear-gradient(to left,var(--surface) 30%,transparent) 100% 0/2.5rem 100% no-repeat local,linear-gradient(to right,var(--rule),transparent) 0 0/.8rem 100% no-repeat scroll,linear-gradient(to left,var(--rule),transparent) 100% 0/.8rem 100% no-repeat scroll}
table{border-collapse:collapse;font-size:.875rem;font-variant-numeric:tabular-nums;line-height:1.4}
.caption{color:var(--muted);margin:1.5rem 0 .4rem;font-size:.875rem;max-width:none}
th,td{padding:.35rem .7rem;text-align:right;white-space:nowrap;border-bottom:1px solid var(--rule);font-weight:400}
thead th{color:var(--muted);vertical-align:bottom;white-space:normal;min-width:4.5rem}
th[scope=row],thead th:first-child,thead th:nth-child(2):not(:last-child){text-align:left}
th:first-child,td:first-child{padding-left:0}
figure{margin:2rem 0 0}
figcaption p{margin:.15rem 0 .5rem;font-size:.9375rem}
.legend{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;list-style:none;margin:0 0 .6rem;padding:0;font-size:.875rem}
.legend li{display:inline-flex;align-items:center;gap:.4rem}
.panels{display:flex;flex-wrap:wrap;gap:1rem 1.1rem;align-items:flex-end}
.panels>svg{display:block}
details{margin:.75rem 0 0;font-size:.9375rem}
summary{cursor:pointer;color:var(--muted);width:max-content;max-width:100%}
pre{background:var(--wash);padding:1rem 1.15rem;border-radius:.5rem;overflow-x:auto;font:.875rem/1.55 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;white-space:pre-wrap;overflow-wrap:anywhere}
#live{background:var(--wash);border-radius:.75rem;padding:1.25rem;margin:1.5rem 0}
.controls{display:flex;flex-wrap:wrap;gap:.25rem 2rem;margin-top:1rem}
.controls p{display:flex;align-items:center;gap:.75rem;margin:0 0 .5rem}
.controls p:last-child{flex:1 1 18rem}
input[type=range]{flex:1;min-width:6rem;height:2rem;accent-color:var(--series1)}
select,button{font:inherit;font-size:.9375rem;color:var(--ink);background:var(--surface);border:1px solid var(--muted);border-radius:.375rem;padding:.3rem .6rem}
button{cursor:pointer}
output{font-variant-numeric:tabular-nums;font-weight:600;min-width:3.5rem}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,17rem),1fr));gap:1rem}
.card{background:var(--surface);border:1px solid var(--rule);border-radius:.625rem;padding:1rem 1.1rem}
.card p{margin:.75rem 0 0;font-size:.875rem;color:var(--muted)}
.card button{display:block;margin-top:.4rem}
.scales{display:block;width:15rem;max-width:100%;margin:.25rem auto 0;color:var(--muted)}
.scales path{fill:none;stroke:currentColor;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
.scales .beam{color:var(--series1)}
.scales text{fill:currentColor;font-size:11px;text-anchor:middle}
dl{margin:.5rem 0 0;display:grid;gap:.5rem}
dl>div{display:grid;grid-template-columns:1fr auto;gap:0 .75rem;align-items:baseline}
dt{color:var(--muted);font-size:.9375rem}
dd{margin:0;display:contents;font-variant-numeric:tabular-nums}
dd>span:first-child{font-weight:600;text-align:right}
.words>div{grid-template-columns:7rem 1fr}
.words dd>span:first-child{font-weight:400;text-align:left}
fieldset{border:1px solid var(--rule);border-radius:.5rem;margin:2rem 0 0;padding:.5rem .9rem .7rem;font-size:.9375rem}
fieldset span{display:inline-flex;align-items:center;gap:.35rem;margin-right:1.1rem}
legend{color:var(--muted);padding:0 .35rem}
[data-group].off{display:none}
input[type=number]{font:inherit;font-size:.9375rem;color:var(--ink);background:var(--surface);border:1px solid var(--muted);border-radius:.375rem;padding:.3rem .4rem;width:6.5rem}
.bar{grid-column:1/-1;height:5px;border-radius:3px;background:var(--rule);overflow:hidden}
.bar span{display:block;height:100%;width:0;background:var(--series1)}
@media (prefers-reduced-motion:no-preference){.beam{transition:transform .15s}}
@media (max-width:34rem){body{font-size:15.5px}header{padding-top:1.75rem}h1{font-size:1.6rem}section{padding-top:2.75rem}#live{padding:1rem .9rem}}
@media print{body{font-size:11pt}nav,.skip,.controls,.card button,fieldset{display:none}section{padding-top:1.5rem}h2,h3,h4,h5,.caption,figcaption,.legend,thead,.lead{break-after:avoid}table,.card,.panels svg,tr,.verdict{break-inside:avoid}p{orphans:3;widows:3}.scroll{overflow:visible}table{font-size:8pt}a{color:inherit}}
)CSS";
}

}  // namespace ballast::app::page
