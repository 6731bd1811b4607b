#!/usr/bin/python3
"""Does a verdict mean it? How often `ballast run` claims a gain where there is none, and where there is one.

    verdict_truth.py build/release/ballast [--studies 40] [--folds 2] [--repeats 10]

Two kinds of study, each on a table of its own seed: 2,000 rows, 100 positives, 20 columns.
  noise    the labels are shuffled: no column says anything, and nothing can be gained
  planted  the rare class lies along a line through all columns, which trees see badly: rows between its rows help
For each: how many of the studies claim a gain (the bound for noise is 5 %; fails above it), and in each tested metric the mean
difference of all arms from none over the studies, with its standard error, and how often it stands. Then the mean of F1 at the
chosen threshold, which --folds moves if folds that are too few choose badly.
A study is `ballast run TABLE --repeats R --augment none,oversample,smote --folds F` with 30 trees and rounds.
"""
import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

ROWS, POSITIVES, COLUMNS = 2000, 100, 20


def noise(random):
    y = np.zeros(ROWS, int)
    y[:POSITIVES] = 1
    return random.normal(size=(ROWS, COLUMNS)), random.permutation(y)


def planted(random):
    x, y = noise(random)
    rare = np.flatnonzero(y)
    along = random.uniform(-1.5, 1.5, size=(len(rare), 1))
    x[rare] = along * np.where(np.arange(COLUMNS) % 2, 1, -1) + 0.6 * x[rare]
    return x, y


def write(path, x, y):
    lines = [",".join([f"x{c}" for c in range(COLUMNS)] + ["y"])]
    lines += [",".join([f"{cell:.6f}" for cell in row] + [str(label)]) for row, label in zip(x, y)]
    path.write_text("\n".join(lines) + "\n")


def study(arguments, make, seed, folder):
    table = folder / f"{make.__name__}{seed}.csv"
    write(table, *make(np.random.default_rng(seed)))
    command = [arguments.ballast, "run", str(table), "--target", "y", "--positive", "1", "--repeats",
               str(arguments.repeats), "--augment", arguments.augment, "--folds", str(arguments.folds), "--trees", "30",
               "--rounds", "30", "--seed", str(1000 * seed), "--no-report", "--json", "--out", str(folder / f"{make.__name__}{seed}")]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def mean_f1(studies):
    by_arm = {}
    for s in studies:
        for arm in s["arms"]:
            by_arm.setdefault(f"{arm['classifier']} + {arm['augmentation']}", []).append(arm["chosen_f1"]["mean"])
    return ", ".join(f"{arm} {np.mean(values):.4f}" for arm, values in by_arm.items())


def told(name, studies, out):
    claims = [s for s in studies if s["gain"]]
    out(f"{name}: {len(claims)} of {len(studies)} studies claim a gain ({100 * len(claims) / len(studies):.1f} %)")
    for metric in sorted({c["metric"] for s in studies for c in s["comparisons"]}):
        deltas = [np.mean([c["delta"] for c in s["comparisons"] if c["metric"] == metric]) for s in studies]
        p = [c["p"] for s in studies for c in s["comparisons"] if c["metric"] == metric and c["p"] is not None]
        stand = sum(any(c["metric"] == metric and (c["p_holm"] or 1) < 0.05 for c in s["comparisons"]) for s in studies)
        out(f"  {metric:10} mean difference {np.mean(deltas):+.4f} +- {np.std(deltas, ddof=1) / len(deltas) ** 0.5:.4f} "
            f"(standard error); stands, either way, in {stand}; uncorrected p below 5 % in {100 * np.mean(np.array(p) < 0.05):.1f} %")
    out(f"  F1 at the chosen threshold: {mean_f1(studies)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ballast")
    parser.add_argument("--studies", type=int, default=40)
    parser.add_argument("--repeats", type=int, default=10)
    parser.add_argument("--folds", type=int, default=2)
    parser.add_argument("--augment", default="none,oversample,smote")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        results = {make.__name__: [study(arguments, make, seed, Path(place)) for seed in range(arguments.studies)]
                   for make in (noise, planted)}
    for name, studies in results.items():
        told(name, studies, print)
    claims = sum(s["gain"] for s in results["noise"])
    sys.exit(claims > 0.05 * arguments.studies)


if __name__ == "__main__":
    main()
