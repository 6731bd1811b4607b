// The script of the balancing act: reads the counts that the page carries, and shows what the threshold of the slider
// does. The only script there is.
#include "app/report/page/page.hpp"

namespace ballast::app::page {

std::string page_script() {
  return R"JS(
(function () {
  'use strict';
  var data = JSON.parse(document.getElementById('balance-data').textContent);
  var arm = document.getElementById('arm'), slider = document.getElementById('threshold');
  var value = document.getElementById('threshold-value'), live = document.getElementById('live');
  var cards = Array.prototype.slice.call(live.querySelectorAll('.card'));
  var percent = function (x) { return (100 * x).toFixed(1) + ' %'; };
  var short = function (x) { return x < 100 ? x.toFixed(2) : Math.round(x).toLocaleString('en'); };
  var shown = function (t) { var s = String(t); return s.length === 3 ? s + '0' : s; };

  // Counts are means over the test parts; each negative weighs w at the base rate of a card.
  function measure(counts, place, w) {
    var tp = counts.tp[place], fp = w * counts.fp[place], missed = counts.p - tp, rows = counts.p + w * counts.n;
    return {
      recall: tp / counts.p, precision: tp > 0 ? tp / (tp + fp) : 0, alerts: 1000 * (tp + fp) / rows,
      missCost: 1000 * data.miss * missed / rows, alarmCost: 1000 * data.alarm * fp / rows
    };
  }

  function fill(card) {
    var setting = Number(card.dataset.setting), w = data.weight[setting];
    var counts = data.arms[Number(card.dataset.classifier) * arm.options.length + arm.selectedIndex];
    var now = measure(counts, Number(slider.value), w), cost = now.missCost + now.alarmCost;
    var texts = { recall: percent(now.recall), precision: percent(now.precision), alerts: short(now.alerts),
      cost: short(cost), chosen: (data.validated ? 'Chosen on validation: ' : 'Best if calibrated: ') + shown(data.grid[counts.chosen[setting]]) + ', at a cost of ' +
        short(counts.cost[setting]) + '. ' };
    var bars = { recall: now.recall, precision: now.precision, alerts: Math.min(1, now.alerts / 1000),
      cost: Math.min(1, cost / (1000 * data.miss * counts.p / (counts.p + w * counts.n))) };
    Object.keys(texts).forEach(function (key) {
      card.querySelector('[data-key=' + key + ']').textContent = texts[key];
    });
    Object.keys(bars).forEach(function (key) {
      card.querySelector('[data-bar=' + key + ']').style.width = (100 * bars[key]).toFixed(1) + '%';
    });
    var tilt = cost > 0 ? 14 * (now.alarmCost - now.missCost) / cost : 0;
    card.querySelector('.beam').setAttribute('transform', 'rotate(' + tilt.toFixed(2) + ' 120 20)');
    card.querySelector('button').dataset.place = counts.chosen[setting];
  }

  function show() {
    var text = shown(data.grid[Number(slider.value)]);
    value.textContent = text;
    slider.setAttribute('aria-valuetext', text);
    cards.forEach(fill);
  }

  arm.addEventListener('change', show);
  slider.addEventListener('input', show);
  cards.forEach(function (card) {
    card.querySelector('button').addEventListener('click', function (event) {
      slider.value = event.currentTarget.dataset.place;
      show();
    });
  });
  live.hidden = false;
  show();
})();
)JS";
}

}  // namespace ballast::app::page
