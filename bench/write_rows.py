#!/usr/bin/python3
"""Writes a CSV file of any number of rows, 28 numeric columns f0 .. f27 and the label y, in constant memory.

usage: write_rows.py ROWS FILE.csv [SEED]

Columns are 21 latent normals (five of them folded and shifted) and seven smooth functions of them with noise, of four
decimals; the label follows a logistic law of these functions, about half of the rows each. About 190 bytes a row.
"""

import sys

import numpy as np
import pandas as pd

BLOCK = 250_000


def draw(rng, n):
    lat = rng.standard_normal((n, 21))
    lat[:, :5] = np.abs(lat[:, :5]) * 0.6 + 0.3
    high = np.stack(
        [
            np.hypot(lat[:, 0], lat[:, 1]),
            lat[:, 2] * lat[:, 5],
            np.hypot(lat[:, 6] - lat[:, 7], lat[:, 8] - lat[:, 9]),
            lat[:, 3] * np.cosh(np.clip(lat[:, 10], -2, 2)),
            lat[:, 11] * lat[:, 12],
            np.abs(lat[:, 13] + lat[:, 14]),
            lat[:, 15] ** 2 + lat[:, 16] ** 2,
        ],
        1,
    )
    z = 1.2 * np.sin(2 * high[:, 0]) + 0.8 * high[:, 1] - 0.9 * np.tanh(high[:, 2] - 1.5) + 0.5 * high[:, 3]
    z += 0.7 * np.sign(lat[:, 17]) * lat[:, 18] - 0.6 * (high[:, 6] > 2) + 0.5 * high[:, 4] * np.sin(lat[:, 19])
    y = rng.random(n) < 1 / (1 + np.exp(-1.3 * (z - np.median(z))))
    return np.concatenate([lat, high + 0.15 * rng.standard_normal(high.shape)], 1), y.astype(np.uint8)


def main():
    rows, path = int(sys.argv[1]), sys.argv[2]
    rng = np.random.default_rng(int(sys.argv[3]) if len(sys.argv) > 3 else 2)
    for first in range(0, rows, BLOCK):
        x, y = draw(rng, min(BLOCK, rows - first))
        table = pd.DataFrame(x, columns=[f"f{i}" for i in range(x.shape[1])])
        table["y"] = y
        table.to_csv(path, mode="a" if first else "w", header=first == 0, index=False, float_format="%.4f")


if __name__ == "__main__":
    main()
