#!/usr/bin/python3
"""Models both ways between ballast and XGBoost 1.7 (optional: needs python3-pandas and python3-xgboost).

    xgboost_models.py path/to/ballast [--rows 10000]

Trains here, loads there, and the reverse, on made-up numbers with missing cells: margins must be the same bits (leaves
added in float32 in tree order), probabilities and SHAP values within a tolerance. Prints one line a check; exits 1 if
one fails.
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
columns = [f"c{i}" for i in range(8)]
failed = False


def call(*words):
    done = subprocess.run([args.ballast, *words, "--quiet"], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(done.stderr)
    return done.stdout


def check(name, good, detail=""):
    global failed
    failed |= not good
    print(f"{'ok  ' if good else 'FAIL'} {name} {detail}")


def make_rows(rows):
    x = random.normal(size=(rows, len(columns))).astype(np.float32)
    x[:, 0] = random.integers(0, 7, rows)
    x[random.random(x.shape) < 0.07] = np.nan
    return x


def pull(x):
    x = np.nan_to_num(x, nan=0.5)
    return x[:, 1] + 0.5 * x[:, 0] + x[:, 2] * x[:, 3] + 0.3 * random.normal(size=len(x))


def leaves_in_order(path, x):
    """The margins by a plain walk of the file, leaves added in float32 in tree order."""
    learner = json.load(open(path))["learner"]
    groups = max(1, int(learner["learner_model_param"]["num_class"]), int(learner["learner_model_param"]["num_target"]))
    model = learner["gradient_booster"]["model"]
    sums = np.zeros((len(x), groups), np.float32)
    if learner["objective"]["name"].startswith("multi"):
        sums += np.float32(learner["learner_model_param"]["base_score"])
    for tree, group in zip(model["trees"], model["tree_info"]):
        number = np.array(tree["split_conditions"], np.float64).astype(np.float32)
        left, right = np.array(tree["left_children"]), np.array(tree["right_children"])
        feature, missing_left = np.array(tree["split_indices"]), np.array(tree["default_left"])
        at = np.zeros(len(x), int)
        while (left[at] >= 0).any():
            value = x[np.arange(len(x)), feature[at]]
            goes_left = np.where(np.isnan(value), missing_left[at] == 1, value < number[at])
            at = np.where(left[at] < 0, at, np.where(goes_left, left[at], right[at]))
        sums[:, group] += number[at]
    return sums


def explained(path, x, folder):
    data = os.path.join(folder, "explain.csv")
    pd.DataFrame(x, columns=columns).astype(float).to_csv(data, index=False)
    rows = ",".join(str(r) for r in range(len(x)))
    out = json.loads(call("explain", path, data, "--rows", rows, "--json"))
    return np.array([[[c["contribution"] for c in k["contributions"]] + [k["base"]] for k in row["classes"]]
                     for row in out["rows"]]), np.array([[k["score"] for k in row["classes"]] for row in out["rows"]])


def close_shap(name, ours, theirs):
    scale = np.abs(theirs.sum(axis=-1)).max()
    worst = np.abs(ours - theirs).max() / scale
    check(name + ": SHAP", worst < 1e-4, f"worst {worst:.1e} of the largest margin")


def from_ballast(kind, folder):
    x = make_rows(args.rows)
    table = pd.DataFrame(x, columns=columns).astype(float)
    table["y"] = (pull(x) > 3).astype(int)
    data = os.path.join(folder, "train.csv")
    table.to_csv(data, index=False)
    model, out = os.path.join(folder, kind), os.path.join(folder, kind + ".json")
    call("train", data, "--target", "y", "--positive", "1", "--classifier", kind, "--trees", "30", "--out", model)
    call("export", model, "--to", "xgboost-json", "--out", out)
    booster = xgb.Booster(model_file=out)
    fresh = make_rows(args.rows)
    matrix = xgb.DMatrix(fresh, feature_names=columns)
    margin = booster.predict(matrix, output_margin=True)
    check(f"{kind} there", np.array_equal(margin.ravel(), leaves_in_order(out, fresh).ravel()), "margins by tree order")
    back = os.path.join(folder, kind + ".back")
    call("import", out, "--out", back)
    ours, scores = explained(model, fresh[:50], folder)
    again, _ = explained(back, fresh[:50], folder)
    check(f"{kind} back again", np.abs(ours - again).max() < 1e-6)
    difference = np.abs(scores[:, 0] - margin[:50]).max()
    check(f"{kind} there and here", difference == 0 if kind == "boosting" else difference < 1e-6, f"{difference:.1e}")
    close_shap(f"{kind} there", ours[:, 0], booster.predict(matrix, pred_contribs=True)[:50])


def from_xgboost(name, folder, classes, **options):
    x = make_rows(args.rows)
    strength = pull(x)
    cuts = np.quantile(strength, np.linspace(0, 1, classes + 1)[1:-1])
    y = np.digitize(strength, cuts)
    matrix = xgb.DMatrix(x, y, feature_names=columns)
    booster = xgb.train({"max_depth": 5, **options}, matrix, 20)
    path, model = os.path.join(folder, "theirs.json"), os.path.join(folder, "theirs.ballast")
    booster.save_model(path)
    call("import", path, "--out", model)
    fresh = make_rows(args.rows)
    fresh_matrix = xgb.DMatrix(fresh, feature_names=columns)
    margin = booster.predict(fresh_matrix, output_margin=True).reshape(len(fresh), -1)
    ours, scores = explained(model, fresh[:2000], folder)
    check(f"{name} here", np.array_equal(scores.astype(np.float32), margin[:2000]), "margins, same bits")
    theirs = booster.predict(fresh_matrix, pred_contribs=True)[:2000].reshape(2000, -1, len(columns) + 1)
    close_shap(f"{name} here", ours, theirs)
    out = os.path.join(folder, "again.json")
    call("export", model, "--to", "xgboost-json", "--out", out)
    again = xgb.Booster(model_file=out).predict(fresh_matrix, output_margin=True).reshape(len(fresh), -1)
    check(f"{name} and back", np.array_equal(again, margin), "margins, same bits")


with tempfile.TemporaryDirectory() as folder:
    from_ballast("boosting", folder)
    from_ballast("forest", folder)
    from_xgboost("logistic", folder, 2, objective="binary:logistic")
    from_xgboost("logistic, base score 0.3", folder, 2, objective="binary:logistic", base_score=0.3)
    from_xgboost("pruned by exact", folder, 2, objective="binary:logistic", tree_method="exact", gamma=5)
    from_xgboost("leaf-wise", folder, 2, objective="binary:logistic", tree_method="hist", grow_policy="lossguide",
                 max_leaves=20)
    from_xgboost("softmax of 4", folder, 4, objective="multi:softprob", num_class=4)
    from_xgboost("forest of 5 a round", folder, 4, objective="multi:softprob", num_class=4, num_parallel_tree=5,
                 subsample=0.5)
sys.exit(1 if failed else 0)
