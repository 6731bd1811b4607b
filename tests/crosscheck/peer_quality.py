#!/usr/bin/python3
"""Holds ballast's plain arms against scikit-learn's forest and XGBoost on the very same splits (optional: needs
python3-pandas, python3-sklearn and python3-xgboost).

    ballast run DATA.csv --target Class --positive 1 --drop Time --repeats 5 --write-splits --out OUT
    peer_quality.py DATA.csv OUT [--target Class] [--positive 1] [--drop Time] [--tolerance 0.01]

Prints the PR-AUC of both for each repeat and exits 1 if the mean of ours falls short by more than the tolerance.
Numeric columns only: text columns are read differently by every program.
"""
import argparse
import json
import os
import sys

import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import average_precision_score
from xgboost import XGBClassifier

parser = argparse.ArgumentParser()
parser.add_argument("data")
parser.add_argument("out")
parser.add_argument("--target", default="Class")
parser.add_argument("--positive", default="1")
parser.add_argument("--drop", default="Time")
parser.add_argument("--tolerance", type=float, default=0.01)
args = parser.parse_args()

table = pd.read_csv(args.data)
y = (table[args.target].astype(str) == args.positive).to_numpy().astype(int)
dropped = [args.target] + [name for name in args.drop.split(",") if name]
x = table.drop(columns=dropped).to_numpy(dtype=np.float32)

splits = pd.read_csv(os.path.join(args.out, "splits.csv"))
summary = json.load(open(os.path.join(args.out, "summary.json")))
ours = {arm["classifier"]: arm for arm in summary["arms"] if arm["augmentation"] == "none"}
trees, rounds = summary["study"]["trees"], summary["study"]["rounds"]
peers = {
    "forest": lambda seed: RandomForestClassifier(trees, n_jobs=-1, random_state=seed),
    "boosting": lambda seed: XGBClassifier(n_estimators=rounds, tree_method="hist", random_state=seed),
}

short = False
for kind, make in peers.items():
    if kind not in ours:
        continue
    a, b = [], []
    for repeat, part in splits.groupby("repeat"):
        train = part.loc[part["part"] == "train", "row"].to_numpy()
        test = part.loc[part["part"] == "test", "row"].to_numpy()
        model = make(int(repeat)).fit(x[train], y[train])
        a.append(ours[kind]["per_repeat"][repeat - 1]["pr_auc"])
        b.append(average_precision_score(y[test], model.predict_proba(x[test])[:, 1]))
        print(f"{kind:9s} repeat {repeat}: ballast {a[-1]:.4f}  peer {b[-1]:.4f}")
    difference = np.mean(a) - np.mean(b)
    short |= difference < -args.tolerance
    print(f"{kind:9s} mean    : ballast {np.mean(a):.4f}  peer {np.mean(b):.4f}  difference {difference:+.4f}")
sys.exit(1 if short else 0)
