#!/usr/bin/env python3
"""Holds the figures of `ballast compare` against a twin in numpy, pandas and scikit-learn, to 1e-9, and times both.

  build/release/ballast compare real.csv synthetic.csv --holdout fresh.csv --out judged
  /usr/bin/python3 tests/crosscheck/compare_peer.py real.csv synthetic.csv judged/summary.json

Optional: nothing in the project depends on it. Needs Debian's python3-pandas, python3-scipy and python3-sklearn. Fails
(exit 1) when a figure differs by more than 1e-9. Columns of text are labels, as are numbers of two values.
"""
import argparse
import itertools
import json
import sys
import time

import numpy
import pandas
from scipy.spatial.distance import cdist
from scipy.stats import ks_2samp, pearsonr
from sklearn.metrics import normalized_mutual_info_score

ALLOWED = 1e-9
MISSING = ["?", "NA", "N/A", ""]


def read(path):
    return pandas.read_csv(path, na_values=MISSING, skipinitialspace=True)


def total_variation(real, other):
    p, q = real.value_counts(normalize=True), other.value_counts(normalize=True)
    return 1 - p.subtract(q, fill_value=0).abs().sum() / 2


def shape(real, other, discrete):
    real, other = real.dropna(), other.dropna()
    if discrete:
        return total_variation(real, other)
    return 1 - ks_2samp(real.round(14), other.round(14)).statistic


def bins(cells, edges):
    return pandas.Series(numpy.digitize(cells, bins=edges))


def edges_of(cells):
    return numpy.histogram_bin_edges(cells.dropna())


def contingency(a, b, c, d):
    def shares(x, y):
        return pandas.DataFrame({"x": x.to_numpy(), "y": y.to_numpy()}).groupby(["x", "y"]).size() / len(x)

    return 1 - shares(a, b).subtract(shares(c, d), fill_value=0).abs().sum() / 2


def correlation(a, b):
    known = a.notna() & b.notna()
    if a[known].nunique() < 2 or b[known].nunique() < 2:
        return numpy.nan
    return pearsonr(a[known], b[known])[0]


def mutual(a, b):
    if a.nunique() < 2 or b.nunique() < 2:
        return 0.0
    return normalized_mutual_info_score(a, b)


def twin(real, other):
    names = list(real.columns)
    discrete = {name: real[name].dtype == object or real[name].nunique() == 2 for name in names}
    found = {"column_shapes": numpy.nanmean([shape(real[n], other[n], discrete[n]) for n in names])}
    own, shared = {}, {}
    for name in names:
        if discrete[name]:
            coded = tuple(table[name].fillna("(missing)").astype(str) for table in (real, other))
            own[name] = shared[name] = coded
        else:
            edges = edges_of(real[name])
            shared[name] = tuple(bins(table[name], edges) for table in (real, other))
            own[name] = (shared[name][0], bins(other[name], edges_of(other[name])))
    trends, as_sdmetrics, differences, weights = [], [], 0.0, 0.0
    for a, b in itertools.combinations(names, 2):
        if discrete[a] or discrete[b]:
            trends.append(contingency(shared[a][0], shared[b][0], shared[a][1], shared[b][1]))
            mixed = discrete[a] != discrete[b]
            by = own if mixed else shared
            as_sdmetrics.append(contingency(by[a][0], by[b][0], by[a][1], by[b][1]))
        else:
            trends.append(1 - abs(correlation(real[a], real[b]) - correlation(other[a], other[b])) / 2)
            as_sdmetrics.append(trends[-1])
        first, second = (mutual(shared[a][i], shared[b][i]) for i in (0, 1))
        weights += first + second
        differences += (first + second) * abs(first - second)
    found["pair_trends"] = numpy.nanmean(trends)
    found["pair_trends_sdmetrics"] = numpy.nanmean(as_sdmetrics)
    found["mutual_information"] = 1 - differences / weights if weights > 0 else numpy.nan
    copies = other.merge(real.drop_duplicates(), how="inner", on=names)
    found["copies"] = len(copies) / len(other)
    return found


def points(real, other, discrete):
    """Numbers scaled by the real rows, labels one-hot; a number with missing cells has a label for that."""
    parts = {0: [], 1: []}
    for name, is_label in discrete.items():
        a, b = real[name], other[name]
        labels = []
        if is_label:
            labels = [t.fillna("(missing)").astype(str) for t in (a, b)]
        else:
            low, width = a.min(), a.max() - a.min()
            scaled = [(t - low) / (width if width > 0 else 1) for t in (a, b)]
            for i in (0, 1):
                parts[i].append(scaled[i].fillna(scaled[0].mean()).to_numpy()[:, None])
            if a.isna().any() or b.isna().any():
                labels = [t.isna().astype(str) for t in (a, b)]
        if labels:
            levels = sorted(set(labels[0]) | set(labels[1]))
            for i in (0, 1):
                parts[i].append((labels[i].to_numpy()[:, None] == numpy.array(levels)[None, :]).astype(float))
    return numpy.hstack(parts[0]), numpy.hstack(parts[1])


def nearest(queries, rows, oneself=False, block=256):
    """Row numbers and distances of the nearest, by differences and not by a product: equal rows are 0 apart."""
    places, distances = [], []
    for first in range(0, len(queries), block):
        part = cdist(queries[first:first + block], rows)
        if oneself:
            part[numpy.arange(len(part)), numpy.arange(first, first + len(part))] = numpy.inf
        places.append(part.argmin(axis=1))
        distances.append(part.min(axis=1))
    return numpy.concatenate(places), numpy.concatenate(distances)


def support(real, other):
    """Alpha-precision, beta-recall, authenticity, identifiability."""
    levels = numpy.linspace(0, 1, 30)

    def score(curve):
        return 1 - numpy.abs(levels - curve).sum() / levels.sum()

    centre, other_centre = real.mean(axis=0), other.mean(axis=0)
    radii = numpy.quantile(numpy.sqrt(((real - centre) ** 2).sum(axis=1)), levels)
    to_centre = numpy.sqrt(((other - centre) ** 2).sum(axis=1))
    _, own = nearest(real, real, oneself=True)
    to_other, distance = nearest(real, other)
    to_real, back = nearest(other, real)
    closest = numpy.sqrt(((other[to_other] - other_centre) ** 2).sum(axis=1))
    reach = numpy.quantile(closest, levels)
    return {
        "alpha_precision": score([(to_centre <= radius).mean() for radius in radii]),
        "beta_recall": score([((distance <= own) & (closest <= radius)).mean() for radius in reach]),
        "authenticity": (back > own[to_real]).mean(),
        "identifiability": (distance < own).mean(),
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("real")
    parser.add_argument("synthetic")
    parser.add_argument("summary")
    parser.add_argument("--most-rows", type=int, default=20_000, help="above, distances are left out: they take long")
    arguments = parser.parse_args()
    with open(arguments.summary, encoding="utf-8") as file:
        figures = {figure["id"]: figure["synthetic"] for figure in json.load(file)["figures"]}
    real, other = read(arguments.real), read(arguments.synthetic)
    start = time.process_time()
    found = twin(real, other[list(real.columns)])
    if len(real) <= arguments.most_rows and len(other) <= arguments.most_rows:
        discrete = {n: real[n].dtype == object or real[n].nunique() == 2 for n in real.columns}
        found.update(support(*points(real, other, discrete)))
    seconds = time.process_time() - start
    worst = 0.0
    for name, value in found.items():
        ours = figures[name]["value"] if figures[name] else numpy.nan
        off = 0.0 if numpy.isnan(value) and numpy.isnan(ours) else abs(ours - value)
        worst = max(worst, off if not numpy.isnan(off) else numpy.inf)
        print(f"{name:24} ballast {ours:.12f}  twin {value:.12f}  off {off:.1e}")
    print(f"twin: {seconds:.1f} s of processor time, for one of the three columns of figures")
    if not worst <= ALLOWED:
        sys.exit(f"a figure is {worst:.1e} off")


if __name__ == "__main__":
    main()
