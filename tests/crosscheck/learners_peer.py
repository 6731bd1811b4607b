#!/usr/bin/python3
"""The learners beside their peers, in turn, each fit in a fresh process: seconds, memory, quality, scoring, size.

    OMP_NUM_THREADS=2 learners_peer.py build/release/bench FOLDER --task boosting --data B --threads 2
    ... --task forest --data A --peers xgboost,ranger,sklearn     ... --task forest --data B --rows 200000

FOLDER holds NAME_X.npy (float32, rows x D), NAME_y.npy and NAME_test.npy (bytes). Peers: Debian's python3-xgboost and
python3-sklearn, and for ranger r-cran-ranger. Memory is the peak during the fit above what was resident before it, with
the peak set back and freed memory returned, in every program. Prints a line a fit, then medians and their ratios.
"""
import argparse
import ctypes
import json
import os
import pickle
import re
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np

RANGER = """
a <- commandArgs(TRUE); n <- as.integer(a[2]); m <- as.integer(a[3]); p <- as.integer(a[4]); suppressMessages(library(ranger))
read <- function(f, r) { x <- matrix(readBin(file.path(a[1], f), "double", r * p), r, p); colnames(x) <- paste0("f", 1:p); x }
status <- function(k) { l <- readLines("/proc/self/status"); as.numeric(gsub("[^0-9]", "", l[grep(k, l)])) / 1024 }
x <- read("train", n); y <- factor(readBin(file.path(a[1], "y"), "integer", n), levels = c(0, 1)); invisible(gc())
writeLines("5", "/proc/self/clear_refs"); before <- status("VmRSS"); t <- proc.time()
f <- ranger(x = x, y = y, num.trees = 100, mtry = floor(sqrt(p)), min.node.size = 1, probability = TRUE,
            num.threads = as.integer(a[5]), seed = 1, oob.error = FALSE, verbose = FALSE)
d <- proc.time() - t; peak <- status("VmHWM") - before; z <- read("test", m); t <- proc.time()[[3]]
s <- predict(f, z, num.threads = as.integer(a[5]), verbose = FALSE)$predictions[, "1"]; s_time <- proc.time()[[3]] - t
writeBin(as.double(s), file.path(a[1], "score"))
cat(sprintf('{"fit":%g,"processor":%g,"memory":%g,"rows_per_s":%g,"file":%g}', d[[3]], d[[1]] + d[[2]], peak, m / s_time,
            length(serialize(f, NULL)) / 1e6))
"""


def load(folder, name, rows):
    x, y, test = (np.load(os.path.join(folder, f"{name}_{part}.npy")) for part in ("X", "y", "test"))
    test = test.astype(bool)
    return [np.ascontiguousarray(part) for part in (x[~test][:rows], y[~test][:rows], x[test], y[test])]


def status(field):
    return float(re.search(field + r":\s+(\d+)", open("/proc/self/status").read()).group(1)) / 1024


def learner(peer, threads, columns):
    """A function that fits, and one that scores."""
    mtry = int(np.sqrt(columns))
    if peer == "sklearn":
        from sklearn.ensemble import RandomForestClassifier
        model = RandomForestClassifier(100, max_features="sqrt", n_jobs=threads, random_state=0)
        return model.fit, lambda fitted, x: fitted.predict_proba(x)[:, 1]
    import xgboost
    common = {"tree_method": "hist", "max_bin": 256, "nthread": threads, "verbosity": 0}
    if peer == "xgboost-forest":
        common.update(objective="reg:squarederror", max_depth=0, eta=1, num_parallel_tree=100, subsample=0.632, base_score=0,
                      colsample_bynode=mtry / columns, min_child_weight=1, **{"lambda": 1e-5})
    else:
        common.update(objective="binary:logistic", max_depth=6, eta=0.3, **{"lambda": 1})

    def fit(x, y):
        rounds = 1 if peer == "xgboost-forest" else 100
        return xgboost.train(common, xgboost.QuantileDMatrix(x, y, nthread=threads, max_bin=256), rounds)
    return fit, lambda fitted, x: fitted.inplace_predict(x)


def child_ranger(folder, name, threads, rows):
    x, y, x_test, y_test = load(folder, name, rows)
    with tempfile.TemporaryDirectory() as shared:
        path = lambda part: os.path.join(shared, part)
        for part, values in (("train", x), ("test", x_test)):
            np.ascontiguousarray(values.astype(np.float64).T).tofile(path(part))
        y.astype(np.int32).tofile(path("y"))
        open(path("fit.R"), "w").write(RANGER)
        out = subprocess.run(["Rscript", "--vanilla", path("fit.R"), shared, str(len(y)), str(len(y_test)), str(x.shape[1]), str(threads)],
                             capture_output=True, text=True, check=True).stdout
        return json.loads(out), np.fromfile(path("score")), y_test


def child(peer, folder, name, threads, rows):
    from sklearn.metrics import average_precision_score, log_loss
    if peer == "ranger":
        figures, score, y_test = child_ranger(folder, name, threads, rows)
    else:
        x, y, x_test, y_test = load(folder, name, rows)
        fit, predict = learner(peer, threads, x.shape[1])
        ctypes.CDLL("libc.so.6").malloc_trim(0)
        open("/proc/self/clear_refs", "w").write("5")
        before, start, processor = status("VmRSS"), time.perf_counter(), time.process_time()
        model = fit(x, y)
        figures = {"fit": time.perf_counter() - start, "processor": time.process_time() - processor,
                   "memory": status("VmHWM") - before}
        score, times = predict(model, x_test), []
        for _ in range(1 if peer == "sklearn" and len(x_test) > 100000 else 5):
            start = time.perf_counter()
            predict(model, x_test)
            times.append(time.perf_counter() - start)
        figures["rows_per_s"] = len(x_test) / statistics.median(times)
        figures["file"] = len(pickle.dumps(model) if peer == "sklearn" else model.save_raw("ubj")) / 1e6
    figures["ap"] = average_precision_score(y_test, score)
    figures["log_loss"] = log_loss(y_test, np.clip(np.asarray(score, np.float64), 1e-7, 1 - 1e-7))
    print(json.dumps(figures))


def ours(arguments):
    command = [os.path.join(arguments.bench, arguments.task), "--folder", arguments.folder, "--data", arguments.data,
               "--threads", arguments.threads, "--rows", arguments.rows, "--repeats", 1, "--json"]
    printed = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=True).stdout
    figures = {figure["name"]: figure["median"] for figure in json.loads(printed)["figures"]}
    names = {"fit": "fit", "processor": "processor time of the last fit", "memory": "memory", "ap": "average precision",
             "log_loss": "log-loss", "rows_per_s": "scoring", "file": "file"}
    return {key: figures[name] for key, name in names.items()}


def theirs(peer, arguments):
    command = [sys.executable, __file__, arguments.bench, arguments.folder, "--child", peer, "--data", arguments.data,
               "--threads", arguments.threads, "--rows", arguments.rows]
    environment = dict(os.environ, OMP_NUM_THREADS=str(arguments.threads))
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, env=environment)
    if done.returncode != 0:
        sys.exit(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def show(who, figures):
    print(f"{who:15}", ", ".join(f"{key} {value:.4g}" for key, value in figures.items()), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench")
    parser.add_argument("folder")
    parser.add_argument("--task", choices=["boosting", "forest"], default="boosting")
    parser.add_argument("--data", default="A")
    parser.add_argument("--rows", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        return child(arguments.child, arguments.folder, arguments.data, arguments.threads, arguments.rows or None)
    names = {"xgboost": "xgboost" if arguments.task == "boosting" else "xgboost-forest"}
    peers = [names.get(peer, peer) for peer in (arguments.peers or "xgboost").split(",")]
    seen = {who: [] for who in ["ballast"] + peers}
    for _ in range(arguments.rounds):
        for who in seen:
            seen[who].append(ours(arguments) if who == "ballast" else theirs(who, arguments))
            show(who, seen[who][-1])
    medians = {who: {key: statistics.median(run[key] for run in runs) for key in runs[0]} for who, runs in seen.items()}
    for peer in peers:
        ratio = {key: medians["ballast"][key] / medians[peer][key] for key in medians[peer] if key not in ("ap", "log_loss")}
        show(f"ratio to {peer}", ratio)


if __name__ == "__main__":
    main()
