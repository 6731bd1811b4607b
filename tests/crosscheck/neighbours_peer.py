#!/usr/bin/env python3
"""Times scikit-learn's exact nearest neighbours on data like those of bench/neighbours, which it runs in turn.

  /usr/bin/python3 tests/crosscheck/neighbours_peer.py build/release/bench/neighbours

Optional: nothing in the project depends on it. Needs Debian's python3-sklearn. scikit-learn's brute force leans on
OpenBLAS: give both the processor type that suits (OPENBLAS_CORETYPE). Its kd-tree takes minutes on 30 columns.
"""
import argparse
import json
import statistics
import subprocess
import time

import numpy
from sklearn.neighbors import NearestNeighbors


def ours(program, arguments):
    command = [program, "--rows", arguments.rows, "--columns", arguments.columns, "--k", arguments.k, "--threads", 2, "--json"]
    printed = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=True).stdout
    return json.loads(printed)["figures"][0]["median"]


def theirs(rows, algorithm, k):
    start = time.perf_counter()
    NearestNeighbors(n_neighbors=k, algorithm=algorithm, n_jobs=2).fit(rows).kneighbors()
    return time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--rows", type=int, default=50000)
    parser.add_argument("--columns", type=int, default=30)
    parser.add_argument("--k", type=int, default=15)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--algorithms", default="brute,kd_tree")
    arguments = parser.parse_args()
    rows = numpy.random.default_rng(1).standard_normal((arguments.rows, arguments.columns)).astype("float32")
    for algorithm in arguments.algorithms.split(","):
        ratios = []
        for _ in range(1 if algorithm == "kd_tree" else arguments.rounds):
            a, b = ours(arguments.program, arguments), theirs(rows, algorithm, arguments.k)
            ratios.append(a / b)
            print(f"ballast {a:.2f} s, scikit-learn {algorithm} {b:.2f} s, ratio {a / b:.3f}", flush=True)
        print(f"{algorithm}: median ratio {statistics.median(ratios):.3f}")


if __name__ == "__main__":
    main()
