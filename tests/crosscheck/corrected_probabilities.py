#!/usr/bin/python3
"""What added rows do to probabilities, and what the prior's correction and a calibration make of them.

    corrected_probabilities.py build/release/ballast DATA.csv.gz --target Class --positive 1 --drop Time --splits 20

For each stratified split (80/20) and classifier: log-loss and Brier score on the untouched test part, times 1,000, of plain
training and of training with synthetic rows added, as scored (--no-prior-correction), with the prior put right (the default),
and calibrated by --calibrate platt. Then means, and differences from the uncorrected and from the plain model with their
95 % interval (Nadeau-Bengio).
"""
import argparse
import json
import math
import os
import subprocess
import sys
import tempfile

import numpy as np
import pandas as pd

ARMS = {
    "plain": [],
    "added, as scored": ["--added", "SYNTHETIC", "--no-prior-correction"],
    "added, corrected": ["--added", "SYNTHETIC"],
    "added, platt": ["--added", "SYNTHETIC", "--calibrate", "platt"],
}


def parts(data, target, positive, seed):
    rng, test = np.random.default_rng(seed), np.zeros(len(data), bool)
    label = (data[target] == positive).to_numpy()
    for value in (False, True):
        rows = rng.permutation(np.flatnonzero(label == value))
        test[rows[: round(0.2 * len(rows))]] = True
    return data[~test], data[test]


def interval(difference, test_share=0.25):
    """Mean and half-width: Student's t with n - 1 degrees of freedom; test_share: rows tested over rows learned."""
    from scipy.stats import t
    n = len(difference)
    spread = math.sqrt((1 / n + test_share) * np.var(difference, ddof=1))
    return np.mean(difference), t.ppf(0.975, n - 1) * spread


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ballast")
    parser.add_argument("data")
    parser.add_argument("--target", default="Class")
    parser.add_argument("--positive", default="1")
    parser.add_argument("--drop")
    parser.add_argument("--rows", default="3000")
    parser.add_argument("--splits", type=int, default=20)
    arguments = parser.parse_args()
    data = pd.read_csv(arguments.data, dtype=str)
    about = ["--target", arguments.target, "--positive", arguments.positive]
    learn = about + (["--drop", arguments.drop] if arguments.drop else [])
    figures = {(kind, arm): [] for kind in ("forest", "boosting") for arm in ARMS}
    with tempfile.TemporaryDirectory() as folder:
        path = lambda name: os.path.join(folder, name)

        def run(*words):
            done = subprocess.run([arguments.ballast, *words], capture_output=True, text=True)
            if done.returncode != 0:
                sys.exit(done.stderr)
            return done.stdout

        for split in range(arguments.splits):
            train, test = parts(data, arguments.target, arguments.positive, split)
            train.to_csv(path("train.csv"), index=False)
            test.to_csv(path("test.csv"), index=False)
            run("fit", path("train.csv"), *learn, "--seed", str(split), "--out", path("generator"))
            run("sample", path("generator"), "--rows", arguments.rows, "--out", path("synthetic.csv"))
            for kind, arm in figures:
                options = [path("synthetic.csv") if word == "SYNTHETIC" else word for word in ARMS[arm]]
                run("train", path("train.csv"), *learn, "--classifier", kind, "--seed", str(split), *options, "--out", path("model"))
                judged = json.loads(run("evaluate", path("model"), path("test.csv"), *about, "--json"))
                figures[kind, arm].append([1000 * judged["log_loss"], 1000 * judged["brier"]])
            print(f"split {split + 1} of {arguments.splits}", file=sys.stderr, flush=True)
    for (kind, arm), seen in figures.items():
        seen = np.array(seen)
        line = f"{kind:9} {arm:17} log-loss {seen[:, 0].mean():6.2f}  Brier {seen[:, 1].mean():5.3f}"
        for other in ("added, as scored", "plain"):
            if arm in ("plain", other):
                continue
            log_loss, brier = (interval(seen[:, k] - np.array(figures[kind, other])[:, k]) for k in (0, 1))
            line += f";  less {other}: {log_loss[0]:+.2f} ± {log_loss[1]:.2f}, {brier[0]:+.3f} ± {brier[1]:.3f}"
        print(line)


if __name__ == "__main__":
    main()
