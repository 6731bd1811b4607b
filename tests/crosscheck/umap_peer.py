#!/usr/bin/env python3
"""Judges an embedding written by bench/umap beside umap-learn's, by trustworthiness at k = 15.

  build/release/bench/umap digits.csv.gz --target digit --out ours.csv
  /usr/bin/python3 tests/crosscheck/umap_peer.py digits.csv.gz ours.csv --target digit

  OPTIONS="--target Class --positive 1 --drop Time --standardise 1"
  build/release/bench/umap card.csv.gz $OPTIONS --out ours.csv
  /usr/bin/python3 tests/crosscheck/umap_peer.py card.csv.gz ours.csv $OPTIONS

Optional: nothing in the project depends on it. Needs Debian's python3-pandas, python3-sklearn and umap-learn. Fails
(exit 1) when ours is more than 0.02 below the median of umap-learn's over three seeds.
"""
import argparse
import statistics
import sys
import time

import pandas
from sklearn.decomposition import PCA
from sklearn.manifold import trustworthiness

ALLOWED = 0.02


def read_rows(arguments):
    table = pandas.read_csv(arguments.data)
    if arguments.positive is not None:
        table = table[table[arguments.target].astype(str) == arguments.positive]
    unused = [name for name in (arguments.drop or "").split(",") if name]
    table = table.drop(columns=unused + ([arguments.target] if arguments.target else []))
    rows = table.to_numpy(float)
    if arguments.standardise:
        spread = rows.std(0)
        spread[spread == 0] = 1
        rows = (rows - rows.mean(0)) / spread
    return rows.astype("float32")


def umap_learn(rows, components):
    """Trustworthiness at three seeds; empty if umap-learn is not installed."""
    try:
        import umap
    except ImportError:
        return []
    found = []
    for seed in (42, 1, 2):
        start = time.perf_counter()
        points = umap.UMAP(n_neighbors=15, n_components=components, random_state=seed).fit_transform(rows)
        seconds = time.perf_counter() - start
        found.append(trustworthiness(rows, points, n_neighbors=15))
        print(f"umap-learn   {found[-1]:.4f}   seed {seed}, {seconds:.2f} s{' with compilation' if seed == 42 else ''}")
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data")
    parser.add_argument("embedding")
    parser.add_argument("--target")
    parser.add_argument("--positive")
    parser.add_argument("--drop")
    parser.add_argument("--standardise", type=int, default=0)
    arguments = parser.parse_args()

    rows = read_rows(arguments)
    embedding = pandas.read_csv(arguments.embedding).to_numpy(float)
    if len(rows) != len(embedding):
        sys.exit(f"{len(rows)} rows, but {len(embedding)} points: were the same options given to both?")
    components = embedding.shape[1]
    ours = trustworthiness(rows, embedding, n_neighbors=15)
    print(f"ballast      {ours:.4f}")
    print(f"PCA          {trustworthiness(rows, PCA(components).fit_transform(rows), n_neighbors=15):.4f}")
    theirs = umap_learn(rows, components)
    if not theirs:
        sys.exit("umap-learn is not installed (apt-get install umap-learn): nothing to compare with")
    difference = ours - statistics.median(theirs)
    print(f"difference  {difference:+.4f}   (allowed: -{ALLOWED})")
    return 0 if difference >= -ALLOWED else 1


if __name__ == "__main__":
    sys.exit(main())
