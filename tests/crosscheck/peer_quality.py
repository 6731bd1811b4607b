#!/usr/bin/python3
"""Holds ballast's plain arms against scikit-learn's forest and XGBoost on the very same splits (optional: needs
python3-pandas, python3-scipy, python3-sklearn and python3-xgboost).

    ballast run DATA.csv --target Class --positive 1 --drop Time --repeats 20 --augment none --no-report \
        --write-splits --out OUT
    peer_quality.py DATA.csv OUT [--target Class] [--positive 1] [--drop Time] [--tolerance 0.01]

Prints PR-AUC and log-loss of both as means over the repeats, and the difference of PR-AUC with its corrected 95 %
interval (Nadeau & Bengio 2003). Exits 1 where the lower end falls below -tolerance, or our log-loss lies more than 3 %
above. A text column is categorical for XGBoost, as it is for ballast's boosting, and the codes of its sorted labels for
scikit-learn, as for ballast's forest; "?" is missing.
"""
import argparse
import json
import os
import sys

import numpy as np
import pandas as pd
from scipy.stats import t as student
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import average_precision_score, log_loss
from xgboost import XGBClassifier

CLIP = 1e-7  # of probabilities in the log-loss, as ballast's

parser = argparse.ArgumentParser()
parser.add_argument("data")
parser.add_argument("out")
parser.add_argument("--target", default="Class")
parser.add_argument("--positive", default="1")
parser.add_argument("--drop", default="Time")
parser.add_argument("--tolerance", type=float, default=0.01)
args = parser.parse_args()

table = pd.read_csv(args.data, na_values="?", skipinitialspace=True)
y = (table[args.target].astype(str) == args.positive).to_numpy().astype(int)
x = table.drop(columns=[args.target] + [name for name in args.drop.split(",") if name])
text = [name for name in x.columns if x[name].dtype == object]
x[text] = x[text].astype("category")
codes = x.copy()
for name in text:
    codes[name] = x[name].cat.codes
codes = codes.to_numpy(dtype=np.float32)
numeric = x if text else codes

splits = pd.read_csv(os.path.join(args.out, "splits.csv"))
summary = json.load(open(os.path.join(args.out, "summary.json")))
ours = {arm["classifier"]: arm for arm in summary["arms"] if arm["augmentation"] == "none"}
trees, rounds = summary["study"]["trees"], summary["study"]["rounds"]


def boosting(seed):
    return XGBClassifier(n_estimators=rounds, tree_method="hist", enable_categorical=bool(text), random_state=seed)


peers = {
    "forest": (codes, lambda seed: RandomForestClassifier(trees, n_jobs=-1, random_state=seed)),
    "boosting": (numeric, boosting),
}


def rows_of(features, rows):
    return features.iloc[rows] if isinstance(features, pd.DataFrame) else features[rows]


short = False
for kind, (features, make) in peers.items():
    if kind not in ours:
        continue
    ap, loss = [], []  # ours, theirs
    ratio = 0
    for repeat, part in splits.groupby("repeat"):
        train = part.loc[part["part"] == "train", "row"].to_numpy()
        test = part.loc[part["part"] == "test", "row"].to_numpy()
        ratio = len(test) / len(train)
        model = make(int(repeat)).fit(rows_of(features, train), y[train])
        p = model.predict_proba(rows_of(features, test))[:, 1].astype(float)
        judged = ours[kind]["per_repeat"][repeat - 1]
        ap.append((judged["pr_auc"], average_precision_score(y[test], p)))
        loss.append((judged["corrected"]["raw_log_loss"], log_loss(y[test], np.clip(p, CLIP, 1 - CLIP))))
    ap, loss = np.array(ap), np.array(loss)
    d = ap[:, 0] - ap[:, 1]
    half = student.ppf(0.975, len(d) - 1) * np.sqrt((1 / len(d) + ratio) * d.var(ddof=1)) if len(d) > 1 else 0
    excess = loss[:, 0].mean() / loss[:, 1].mean()
    short |= d.mean() - half < -args.tolerance or excess > 1.03
    print(f"{kind:9s} {len(d)} splits: PR-AUC {ap[:, 0].mean():.4f}, peer {ap[:, 1].mean():.4f}, "
          f"difference {d.mean():+.4f} [{d.mean() - half:+.4f}, {d.mean() + half:+.4f}]; "
          f"log-loss {loss[:, 0].mean():.5f}, peer {loss[:, 1].mean():.5f}, ratio {excess:.3f}")
sys.exit(1 if short else 0)
