#!/usr/bin/python3
"""Models both ways between ballast and XGBoost 1.7 (optional: needs python3-pandas and python3-xgboost).

    xgboost_models.py path/to/ballast [--rows 10000]

Trains here, loads there, and the reverse, on made-up rows with missing cells, text and labels never seen in training.
Margins of boosted models must be the same bits (leaves added in float32 in tree order), a forest's probabilities within
1e-6 (here the sum is divided once, there every leaf is), SHAP values within 1e-4 of the largest margin. Prints one line
a check; exits 1 if one fails.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile

import numpy as np
import pandas as pd
import xgboost as xgb

parser = argparse.ArgumentParser()
parser.add_argument("ballast")
parser.add_argument("--rows", type=int, default=10000)
args = parser.parse_args()

random = np.random.default_rng(7)
numbers = [f"c{i}" for i in range(8)]
labels = {"colour": [f"colour {i:02}" for i in range(12)], "city": [f"city {i:03}" for i in range(90)]}  # sorted
failed = False


def call(*words):
    done = subprocess.run([args.ballast, *words, "--quiet"], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(done.stderr)
    return done.stdout


def check(name, good, detail=""):
    global failed
    failed |= not good
    print(f"{'ok  ' if good else 'FAIL'} {name}: {detail}", flush=True)


def make_rows(text, unseen=0):
    """Numbers; with `text` also codes of labels, of which `unseen` lie behind those of training."""
    x = random.normal(size=(args.rows, len(numbers))).astype(np.float32)
    x[:, 0] = random.integers(0, 7, args.rows)
    table = pd.DataFrame(x, columns=numbers)
    for name in labels if text else []:
        table[name] = random.integers(0, len(labels[name]) + unseen, args.rows).astype(np.float32)
    return table.mask(random.random(table.shape) < 0.07)


def strength(table):
    """What the target is cut from."""
    x = table.fillna(0.5).to_numpy()
    out = x[:, 1] + 0.5 * x[:, 0] + x[:, 2] * x[:, 3] + 0.3 * random.normal(size=len(x))
    for i in range(len(numbers), x.shape[1]):
        out += np.sin(x[:, i] * 2.4)
    return out


def classes_of(table, classes):
    pull = strength(table)
    return np.digitize(pull, np.quantile(pull, np.linspace(0, 1, classes + 1)[1:-1]))


def write_csv(table, path, as_text):
    """Codes as labels, or as they are."""
    table = table.astype(float)
    for name in labels if as_text else []:
        known = [*labels[name], *(f"{name} never seen {i}" for i in range(100))]
        table[name] = table[name].map(lambda code: None if np.isnan(code) else known[int(code)])
    table.to_csv(path, index=False)
    return path


def matrix_of(table, y=None):
    text = len(table.columns) > len(numbers)
    types = ["c" if name in labels else "float" for name in table.columns] if text else None
    return xgb.DMatrix(table.to_numpy(), y, feature_names=list(table.columns), feature_types=types,
                       enable_categorical=text)


def explained(model, table, folder, as_text):
    """SHAP values with their base last (rows x classes x columns + 1), and scores (rows x classes)."""
    data = write_csv(table, os.path.join(folder, "explain.csv"), as_text)
    out = json.loads(call("explain", model, data, "--row-numbers", ",".join(map(str, range(len(table)))), "--json"))
    return np.array([[[c["contribution"] for c in k["contributions"]] + [k["base"]] for k in row["classes"]]
                     for row in out["rows"]]), np.array([[k["score"] for k in row["classes"]] for row in out["rows"]])


def compare(name, booster, table, shap, scores, tolerance):
    matrix = matrix_of(table)
    margin = booster.predict(matrix, output_margin=True).reshape(len(table), -1)
    unequal, worst = (scores.astype(np.float32) != margin).sum(), np.abs(scores - margin).max()
    if tolerance == 0:
        check(name, unequal == 0, f"{unequal} of {margin.size:,} margins differ in a bit")
    else:
        check(name, worst <= tolerance, f"{margin.size:,} predictions differ by at most {worst:.1e}")
    theirs = booster.predict(matrix, pred_contribs=True).reshape(shap.shape)
    far = np.abs(shap - theirs).max() / np.abs(margin).max()
    check(name, far < 1e-4, f"{theirs.size:,} SHAP values differ by at most {far:.1e} of the largest margin")


def from_ballast(kind, folder, text, *options, classes=2):
    name = " ".join([kind + ",", "text," if text else "numbers,", f"{classes} classes", *options])
    table = make_rows(text)
    table["y"] = classes_of(table, classes)
    data = write_csv(table, os.path.join(folder, "train.csv"), text)
    model, out = os.path.join(folder, "ours"), os.path.join(folder, "ours.json")
    call("train", data, "--target", "y", *(["--positive", "1"] if classes == 2 else []), "--classifier", kind,
         *(["--trees", "30"] if kind == "forest" else []), *options, "--out", model)
    call("export", model, "--to", "xgboost-json", "--out", out)
    booster = xgb.Booster(model_file=out)
    fresh = make_rows(text, unseen=7)
    if kind == "forest" and text:  # splits by the order of labels: XGBoost takes a label never seen for a high one
        for column in labels:
            fresh[column] = fresh[column].mask(fresh[column] >= len(labels[column]))
    shap, scores = explained(model, fresh, folder, text)
    compare(f"{name} -> XGBoost", booster, fresh, shap, scores, 0 if kind == "boosting" else 1e-6)
    back = os.path.join(folder, "back")
    call("import", out, "--out", back)
    again, scores_again = explained(back, fresh, folder, text)
    same = np.array_equal(scores, scores_again) if kind == "boosting" else np.abs(scores - scores_again).max() < 1e-6
    check(f"{name} -> and back", same and np.abs(shap - again).max() < 1e-6, "scores and SHAP values")


def from_xgboost(name, folder, classes, text=False, **options):
    table = make_rows(text)
    objective = {"objective": "binary:logistic"}
    if classes > 2:
        objective = {"objective": "multi:softprob", "num_class": classes}
    booster = xgb.train({"max_depth": 5, **objective, **options}, matrix_of(table, classes_of(table, classes)), 20)
    path, model = os.path.join(folder, "theirs.json"), os.path.join(folder, "theirs")
    booster.save_model(path)
    call("import", path, "--out", model)
    fresh = make_rows(text, unseen=7)
    shap, scores = explained(model, fresh, folder, False)
    compare(f"XGBoost, {name} -> here", booster, fresh, shap, scores, 0)
    out = os.path.join(folder, "again.json")
    call("export", model, "--to", "xgboost-json", "--out", out)
    margins = [b.predict(matrix_of(fresh), output_margin=True) for b in (booster, xgb.Booster(model_file=out))]
    check(f"XGBoost, {name} -> and back", np.array_equal(*margins), "margins, bit for bit")


with tempfile.TemporaryDirectory() as folder:
    for kind in "boosting", "forest":
        for text in False, True:
            from_ballast(kind, folder, text, *(["--depth", "12"] if kind == "forest" else []))
    from_ballast("boosting", folder, True, "--max-leaves", "40", "--colsample-node", "0.5", "--subsample", "0.8")
    from_ballast("boosting", folder, True, classes=4)
    from_ballast("boosting", folder, True, "--loss", "squared")
    from_ballast("forest", folder, False, "--depth", "12", classes=4)
    from_xgboost("logistic", folder, 2)
    from_xgboost("logistic, base score 0.3", folder, 2, base_score=0.3)
    from_xgboost("pruned by exact", folder, 2, tree_method="exact", gamma=5)
    from_xgboost("leaf-wise", folder, 2, tree_method="hist", grow_policy="lossguide", max_leaves=20)
    from_xgboost("squared", folder, 2, objective="reg:squarederror")
    from_xgboost("squared, base score 0.3", folder, 2, objective="reg:squarederror", base_score=0.3)
    from_xgboost("softmax of 4", folder, 4)
    from_xgboost("forest of 5 a round", folder, 4, num_parallel_tree=5, subsample=0.5)
    from_xgboost("categories by sets, hist", folder, 2, text=True, tree_method="hist")
    from_xgboost("categories by sets, approx", folder, 2, text=True, tree_method="approx")
    from_xgboost("categories one by one", folder, 2, text=True, tree_method="hist", max_cat_to_onehot=100)
    from_xgboost("categories, pruned", folder, 2, text=True, tree_method="hist", gamma=5)
    from_xgboost("categories, softmax of 4", folder, 4, text=True, tree_method="hist")
sys.exit(1 if failed else 0)
