#!/usr/bin/python3
"""Does a change of the code change what ballast writes? The SHA-256 of every file that its commands make, a line each.

    artefacts.py build/release/ballast [--threads N] [--out FOLDER] > before.txt; ...; diff before.txt after.txt

Small data, short training: demo, run with every arm, fit and sample of each generator, train of both learners with decisions,
predict, explain, export to each form, toy, lab, paper. Equal lines mean equal bytes, at any number of threads.
Left out is time alone: in summary.json the members "timings" and "seconds" and the ratio of seconds in lab's verdict; and
.ballast-manifest, which holds checksums of those files as they were. `--out` keeps the files. 45 s of processor time.
"""
import argparse
import hashlib
import json
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ARMS = ("none weights copula gan independent kde masked oversample smote vae diffusion clusters partial "
        "smote-fresh partial-fresh none+diffusion bag auto").split()
GENERATORS = {  # a name, and the options of `fit`
    **{kind: ["--generator", kind] for kind in "copula independent kde oversample smote".split()},
    **{kind: ["--generator", kind, "--updates", "60"] for kind in "gan vae masked diffusion".split()},
    "paper": "--generator diffusion --updates 40 --network residual --parametrisation noise --noising-steps 200".split(),
    "trajectories": "--generator diffusion --updates 6 --batch 4 --training trajectories --parametrisation mean --noising-steps 50".split(),
    "cosine": "--generator diffusion --updates 60 --schedule cosine --parametrisation data --scaling standardise".split(),
    "clusters": "--generator diffusion --updates 60 --clusters 2 --sampler ancestral --evaluations 0".split(),
    "away": "--generator diffusion --updates 60 --away-from-majority 0.3 --sampler heun".split(),
    "partial": "--generator diffusion --updates 60 --noise-level 0.2 --sampler ddim".split(),
}
LEARNERS = {
    "forest": "--classifier forest --trees 10 --choose f1 --calibrate platt".split(),
    "boosting": "--classifier boosting --rounds 10 --choose cost --calibrate isotonic".split(),
}


def mixed_table(path):
    """Numbers, whole numbers, labels, a date and missing cells; the label hangs on the first three."""
    draw = random.Random(1)
    lines = ["x,count,colour,when,label"]
    for _ in range(600):
        x, count, colour = draw.gauss(0, 1), draw.randrange(9), draw.choice(["red", "green", "blue"])
        label = int(x + count / 4 + (colour == "red") + draw.gauss(0, 0.5) > 2.6)
        cells = [f"{x:.3f}", str(count), colour, f"2024-0{1 + count % 9}-1{draw.randrange(10)}"]
        lines.append(",".join(["" if draw.random() < 0.05 else cell for cell in cells] + [str(label)]))
    path.write_text("\n".join(lines) + "\n")


def make_all(call):
    table = ["--target", "Class", "--positive", "1", "--drop", "Time"]
    call("demo", "--rows", "1500", "--positives", "60", "--data-out", "cards.csv")
    call("demo", "--rows", "1500", "--positives", "60", "--repeats", "1", "--folds", "0", "--trees", "8", "--rounds", "8", "--out", "demo")
    call("run", "cards.csv", *table, "--augment", ",".join(ARMS), "--choose-from", "none,oversample,smote", "--repeats", "1", "--folds", "0",
         "--trees", "8", "--rounds", "8", "--synthetic", "100", "--fresh", "30", "--write-splits", "--figures", "--out", "run")
    call("run", "cards.csv", *table, "--augment", "none,smote,tuned", "--base-rate", "0.01", "--repeats", "3", "--trees", "8", "--rounds", "8",
         "--synthetic", "100", "--out", "folds")
    for name, options in GENERATORS.items():
        call("fit", "cards.csv", *table, *options, "--out", f"fit-{name}.ballast")
        call("sample", f"fit-{name}.ballast", "--rows", "150", "--first", "10", "--out", f"sample-{name}.csv")
    for kind in ("masked", "copula", "smote"):
        more = ["--updates", "60"] if kind == "masked" else []
        call("fit", "mixed.csv", "--generator", kind, *more, "--out", f"mixed-{kind}.ballast")
        call("sample", f"mixed-{kind}.ballast", "--rows", "150", "--out", f"mixed-{kind}.csv")
    call("sample", "mixed-masked.ballast", "--where", "colour=red,count>=3", "--rows", "50", "--out", "where.csv")
    call("impute", "mixed.csv", "--with", "mixed-masked.ballast", "--out", "imputed.csv")
    call("score", "mixed-masked.ballast", "mixed.csv", "--out", "likelihoods.csv")
    for data, columns in (("cards", table), ("mixed", ["--target", "label", "--positive", "1"])):
        for learner, options in LEARNERS.items():
            name = f"{data}-{learner}"
            call("train", f"{data}.csv", *columns, *options, "--out", f"{name}.ballast")
            call("predict", f"{name}.ballast", f"{data}.csv", "--out", f"{name}-scores.csv")
            call("explain", f"{name}.ballast", f"{data}.csv", "--row-numbers", "3,17", printed=f"{name}-explained.txt")
            for form in ("cpp", "json") + (("xgboost-json",) if data == "cards" else ()):
                call("export", f"{name}.ballast", "--to", form, "--out", f"{name}.{form}")
    call("train", "cards.csv", *table, "--classifier", "boosting", "--rounds", "10", "--added-from", "fit-smote.ballast", "--fresh", "30",
         "--out", "fresh.ballast")
    call("toy", "two-moons", "--points", "1000", "--generated", "1000", "--updates", "200", "--out", "toy")
    call("lab", "two-moons", "--points", "400", "--generated", "100", "--updates", "100", "--batch", "32", "--repeats", "2",
         "--noising-steps", "50", "--out", "lab")
    call("paper", "cards.csv", "--repeats", "2", "--augment", "none,smote,diffusion", "--updates", "40", "--synthetic", "60", "--folds", "0",
         "--out", "paper")


def without_time(value):
    if isinstance(value, dict):
        return {name: without_time(member) for name, member in value.items() if name not in ("timings", "seconds")}
    if isinstance(value, str):
        return re.sub(r"seconds x [\d.]+", "seconds x", value)  # lab's verdict
    return [without_time(member) for member in value] if isinstance(value, list) else value


def checksum(path):
    content = path.read_bytes()
    if path.name == "summary.json":
        content = json.dumps(without_time(json.loads(content))).encode()
    return hashlib.sha256(content).hexdigest()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program", type=lambda path: str(Path(path).resolve()))
    parser.add_argument("--threads", default="2")
    parser.add_argument("--out", type=Path, help="an empty folder to keep the files in")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.out or Path(scratch)
        folder.mkdir(exist_ok=True)
        if any(folder.iterdir()):
            sys.exit(f"{folder} is not empty")
        mixed_table(folder / "mixed.csv")

        def call(*words, printed=None):
            done = subprocess.run([options.program, *words, "--threads", options.threads], cwd=folder, capture_output=True)
            if done.returncode:
                sys.exit(f"ballast {' '.join(words)}\n{done.stderr.decode()}")
            if printed:
                (folder / printed).write_bytes(done.stdout)

        make_all(call)
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.name != ".ballast-manifest":
                print(checksum(path), path.relative_to(folder))


if __name__ == "__main__":
    main()
