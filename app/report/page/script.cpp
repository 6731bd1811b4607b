// The only script there is: the balancing act, which reads the counts that the page carries and shows what the
// threshold of the slider does at the costs typed in; and the boxes that choose the arms of the pictures.
#include "app/report/page/page.hpp"

namespace ballast::app::page {

std::string page_script() {
  return R"JS(
(function () {
  'use strict';
  var data = JSON.parse(document.getElementById('balance-data').textContent);
  var arm = document.getElementById('arm'), slider = document.getElementById('threshold');
  var value = document.getElementById('threshold-value'), live = document.getElementById('live');
  var miss = document.getElementById('cost-miss'), alarm = document.getElementById('cost-alarm');
  var cards = Array.prototype.slice.call(live.querySelectorAll('.card'));
  var percent = function (x) { return (100 * x).toFixed(1) + ' %'; };
  var short = function (x) { return x < 100 ? x.toFixed(2) : Math.round(x).toLocaleString('en'); };
  var shown = function (t) { var s = String(t); return s.length === 3 ? s + '0' : s; };

  // What was typed, or the report's own where that is no cost.
  function cost(field, own) { var x = parseFloat(field.value); return x >= 0 && isFinite(x) ? x : own; }
  function ownCosts() { return cost(miss, data.miss) === data.miss && cost(alarm, data.alarm) === data.alarm; }

  // At other costs than the report's, validation rows are not at hand: the test rows choose, which is optimistic.
  function cheapest(counts, w) {
    var best = 0, least = Infinity;
    for (var place = 0; place < data.grid.length; ++place) {
      var now = measure(counts, place, w), sum = now.missCost + now.alarmCost;
      if (sum < least) { least = sum; best = place; }
    }
    return best;
  }

  // Counts are means over the test parts; each negative weighs w at the base rate of a card.
  function measure(counts, place, w) {
    var tp = counts.tp[place], fp = w * counts.fp[place], missed = counts.p - tp, rows = counts.p + w * counts.n;
    return {
      recall: tp / counts.p, precision: tp > 0 ? tp / (tp + fp) : 0, alerts: 1000 * (tp + fp) / rows,
      missCost: 1000 * cost(miss, data.miss) * missed / rows, alarmCost: 1000 * cost(alarm, data.alarm) * fp / rows
    };
  }

  function fill(card) {
    var setting = Number(card.dataset.setting), w = data.weight[setting];
    var counts = data.arms[Number(card.dataset.classifier) * arm.options.length + arm.selectedIndex];
    var now = measure(counts, Number(slider.value), w), sum = now.missCost + now.alarmCost;
    var chosen = ownCosts() ? counts.chosen[setting] : cheapest(counts, w);
    var how = !ownCosts() ? 'Cheapest on these test rows (optimistic): ' :
      data.validated ? 'Chosen on validation: ' : 'Best if calibrated: ';
    var texts = { recall: percent(now.recall), precision: percent(now.precision), alerts: short(now.alerts),
      cost: short(sum), chosen: how + shown(data.grid[chosen]) + '. ' };
    var nothing = 1000 * cost(miss, data.miss) * counts.p / (counts.p + w * counts.n);
    var bars = { recall: now.recall, precision: now.precision, alerts: Math.min(1, now.alerts / 1000),
      cost: nothing > 0 ? Math.min(1, sum / nothing) : 0 };
    Object.keys(texts).forEach(function (key) {
      card.querySelector('[data-key=' + key + ']').textContent = texts[key];
    });
    Object.keys(bars).forEach(function (key) {
      card.querySelector('[data-bar=' + key + ']').style.width = (100 * bars[key]).toFixed(1) + '%';
    });
    var tilt = sum > 0 ? 14 * (now.alarmCost - now.missCost) / sum : 0;
    card.querySelector('.beam').setAttribute('transform', 'rotate(' + tilt.toFixed(2) + ' 120 20)');
    card.querySelector('button').dataset.place = chosen;
  }

  function show() {
    var text = shown(data.grid[Number(slider.value)]);
    value.textContent = text;
    slider.setAttribute('aria-valuetext', text);
    cards.forEach(fill);
  }

  arm.addEventListener('change', show);
  [slider, miss, alarm].forEach(function (field) { field.addEventListener('input', show); });
  cards.forEach(function (card) {
    card.querySelector('button').addEventListener('click', function (event) {
      slider.value = event.currentTarget.dataset.place;
      show();
    });
  });
  live.hidden = false;
  show();

  var arms = document.getElementById('arms');
  if (!arms) return;
  var boxes = Array.prototype.slice.call(arms.querySelectorAll('input'));
  function choose() {
    var off = {};
    boxes.forEach(function (box) { off[box.value] = !box.checked; });
    Array.prototype.forEach.call(document.querySelectorAll('[data-group]'), function (element) {
      element.classList.toggle('off', off[element.dataset.group] === true);
    });
  }
  arms.addEventListener('change', choose);
  arms.hidden = false;
  choose();
})();
)JS";
}

}  // namespace ballast::app::page
