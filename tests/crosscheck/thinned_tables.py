#!/usr/bin/python3
"""The learners' average precision on thinned tables, beside that of peers trained on the same rows.

    thinned_tables.py build/release/ballast FOLDER [--only cover] [--splits 5] [--threads 2]

FOLDER holds the tables named below (NAME.csv.gz). Each line of LINES thins one by a seed to so many positives and other rows, and
splits them in two halves of each class as often as --splits says. Every program learns from the one half by its defaults and ranks the
other. Peers: Debian's python3-xgboost (100 rounds of depth 6; text as categories, and then only by `hist`) and python3-sklearn (forest of
100 trees; text as one column a label, beyond 100 labels as numbers). Prints means over the splits, and ours less the best peer of its
kind with the standard error of that difference.
"""
import argparse
import csv
import gzip
import os
import subprocess
import tempfile

import numpy as np
import xgboost
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import average_precision_score

TABLES = {  # target, positive label, columns left out
    "adult": ("income", ">50K", []),
    "bank_additional_full": ("y", "yes", ["duration"]),
    "churn_modelling": ("Exited", "1", ["RowNumber", "CustomerId", "Surname"]),
    "cover_anomaly": ("class", "1", []),
    "creditcard_random": ("Class", "1", ["Time"]),
    "creditcard_subset": ("Class", "1", ["Time"]),
    "default_credit": ("default_payment_next_month", "1", ["ID"]),
    "kdd_http": ("class", "1", []),
    "wine_quality": ("colour", "red", []),
}
LINES = [  # table, positives, other rows
    ("cover_anomaly", 20, 100000), ("cover_anomaly", 60, 100000), ("cover_anomaly", 200, 100000),
    ("creditcard_subset", 60, 50000), ("kdd_http", 60, 100000), ("wine_quality", 30, 4800),
    ("adult", 100, 10000), ("bank_additional_full", 100, 10000),
    ("adult", 90, 210), ("adult", 300, 700), ("adult", 900, 2100), ("adult", 30, 2970),
    ("bank_additional_full", 90, 210), ("bank_additional_full", 300, 700), ("bank_additional_full", 1000, 9000),
    ("churn_modelling", 90, 210), ("churn_modelling", 300, 700), ("churn_modelling", 2037, 7963),
    ("default_credit", 90, 210), ("default_credit", 300, 700), ("default_credit", 3000, 7000), ("default_credit", 100, 9900),
    ("creditcard_random", 50, 250), ("creditcard_random", 100, 900), ("creditcard_random", 492, 9508),
    ("wine_quality", 60, 240), ("wine_quality", 100, 900),
]
OURS = {"forest": ["sklearn"], "boosting": ["exact", "hist"]}


def read(folder, name):
    target, positive, dropped = TABLES[name]
    with gzip.open(os.path.join(folder, name + ".csv.gz"), "rt") as file:
        rows = list(csv.reader(file))
    keep = [i for i, column in enumerate(rows[0]) if column not in dropped and column != target]
    y = np.array([row[rows[0].index(target)] == positive for row in rows[1:]])
    return [rows[0][i] for i in keep], [[row[i] for i in keep] for row in rows[1:]], y


def number(cell):
    try:
        return float(cell)
    except ValueError:
        return np.nan


def coded(cells):
    """Numbers, and codes of what is not a number but for missing cells; which columns are text, and their sizes."""
    columns, sizes = [], []
    for column in zip(*cells):
        labels = sorted({cell for cell in column if cell not in ("", "?") and np.isnan(number(cell))})
        code = {label: i for i, label in enumerate(labels)}
        columns.append([code.get(cell, np.nan) for cell in column] if labels else [number(cell) for cell in column])
        sizes.append(len(labels))
    return np.array(columns, dtype=np.float64).T, sizes


def one_hot(x, sizes):
    out = []
    for column, size in zip(x.T, sizes):
        if 0 < size <= 100:
            out.extend((column == code).astype(np.float64) for code in range(size))
        else:
            out.append(np.nan_to_num(column, nan=-1e9))
    return np.array(out).T


def peers(x, y, x_test, sizes, threads, seed):
    forest = RandomForestClassifier(100, n_jobs=threads, random_state=seed).fit(one_hot(x, sizes), y)
    out = {"sklearn": forest.predict_proba(one_hot(x_test, sizes))[:, 1]}
    for method in ("hist",) if any(sizes) else ("exact", "hist"):
        options = {"objective": "binary:logistic", "max_depth": 6, "eta": 0.3, "tree_method": method, "nthread": threads,
                   "verbosity": 0, "seed": seed}
        kinds = ["c" if size else "float" for size in sizes]
        data = [xgboost.DMatrix(part, label, feature_types=kinds, enable_categorical=True) for part, label in ((x, y), (x_test, None))]
        out[method] = xgboost.train(options, data[0], 100).predict(data[1])
    return out


def ours(program, columns, cells, y, train, test, threads, seed, tried):
    out = {}
    with tempfile.TemporaryDirectory() as folder:
        path = lambda name: os.path.join(folder, name)
        for name, rows in (("train.csv", train), ("test.csv", test)):
            with open(path(name), "w", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(columns + ["is_positive"])
                writer.writerows(cells[i] + [int(y[i])] for i in rows)
        for kind in OURS:
            common = ["--threads", str(threads), "--quiet"]
            subprocess.run([program, "train", path("train.csv"), "--target", "is_positive", "--positive", "1", "--classifier", kind, "--seed",
                            str(seed), "--out", path(kind + ".ballast")] + common + (tried if kind == "boosting" else []), check=True, stdout=subprocess.DEVNULL)
            subprocess.run([program, "predict", path(kind + ".ballast"), path("test.csv"), "--out", path(kind + ".csv")] + common, check=True,
                           stdout=subprocess.DEVNULL)
            with open(path(kind + ".csv")) as file:
                out[kind] = np.array([float(row["probability"]) for row in csv.DictReader(file)])
    return out


def thinned(y, positives, others, seed):
    draw = np.random.default_rng(seed)
    parts = [draw.permutation(np.flatnonzero(y == label))[:count] for label, count in ((True, positives), (False, others))]
    halves = [(part[:len(part) // 2], part[len(part) // 2:]) for part in parts]
    return [np.sort(np.concatenate(side)) for side in zip(*halves)]


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("program")
    options.add_argument("folder")
    options.add_argument("--only", default="", help="tables whose name holds this, or NAME:POSITIVES:OTHERS")
    options.add_argument("--splits", type=int, default=5)
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--boosting", default="", help="options of boosting, to be tried")
    arguments = options.parse_args()
    held = {}
    print(f"{'table':22} {'positives':>9} {'others':>7}  {'forest':>6} {'sklearn':>7} {'less':>14}  {'boosting':>8} {'exact':>6} {'hist':>6} {'less':>14}")
    for name, positives, others in LINES:
        if arguments.only not in f"{name}:{positives}:{others}":
            continue
        if name not in held:
            columns, cells, y = read(arguments.folder, name)
            x, sizes = coded(cells)
            held = {name: (columns, cells, y, x, sizes)}
        columns, cells, y, x, sizes = held[name]
        score = {}
        for seed in range(arguments.splits):
            train, test = thinned(y, positives, others, seed)
            found = peers(x[train], y[train], x[test], sizes, arguments.threads, seed)
            found.update(ours(arguments.program, columns, cells, y, train, test, arguments.threads, seed, arguments.boosting.split()))
            for learner, scores in found.items():
                score.setdefault(learner, []).append(average_precision_score(y[test], scores))
        line = f"{name:22} {positives:9} {others:7}"
        for kind, rivals in OURS.items():
            rivals = [rival for rival in rivals if rival in score]
            best = max(rivals, key=lambda rival: np.mean(score[rival]))
            less = np.subtract(score[kind], score[best])
            error = np.std(less, ddof=1) / np.sqrt(len(less)) if len(less) > 1 else float("nan")
            line += f"  {np.mean(score[kind]):{8 if kind == 'boosting' else 6}.3f}"
            for rival in OURS[kind]:
                line += f" {np.mean(score[rival]):{7 if rival == 'sklearn' else 6}.3f}" if rival in score else "      -"
            line += f"  {np.mean(less):+.3f} +-{error:.3f}"
        print(line, flush=True)


if __name__ == "__main__":
    main()
