#!/usr/bin/env python3
"""What generating costs, beside other generators and over many descriptions, as tables in Markdown.

    tests/costs/generation.py peers [DESCRIPTION ...]     CPU seconds and peak memory of each generator, in one run
    tests/costs/generation.py fit [FOLDER]                our CPU seconds against the size of each description below FOLDER

Without arguments `peers` takes the ChatBotKit description as its vendor publishes it, Stripe, Jira, Datadog v2 and Telnyx, and `fit` everything
in ../shared/corpus. The others are installed from their registries into target/peers: `cargo install`, and `pip` for openapi-generator, which
needs Java. CPU seconds are user and system time of the process and its children; the median of ROUNDS (default 5) rounds in which the generators
take turns, each writing into a folder that was never there before. A generator that ends with an error has no time but an F.

Needs Python 3, cargo and a Unix; nothing else.
"""

import math
import os
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

from peers import REPOSITORY, SHARED, generators, measured, sdksmith

# In memory where the system has such a place: what a disk's file system takes for a new file depends on what was deleted just before (ext4 looks
# at each inode that was), which for thousands of files is more than the rest.
MEMORY = Path("/dev/shm")
SCRATCH = (MEMORY if MEMORY.is_dir() else REPOSITORY / "target") / "sdksmith-generation"
ROUNDS = int(os.environ.get("ROUNDS", "5"))
DESCRIPTIONS = ["chatbotkit/original-v1.json"] + [
    f"corpus/famous/{name}" for name in ("stripe.yaml", "jira.json", "datadog-v2.yaml", "telnyx.yaml")
]


def touch_memory():
    """Takes as much memory as any of them and gives it back: the first touch of a page is dear on a virtual machine, and whoever ran after the pause
    of Java paid it for all."""
    subprocess.run([sys.executable, "-c", "memory = bytearray(640 << 20)"], check=True)


def beside_peers(descriptions):
    commands = generators()
    shutil.rmtree(SCRATCH, ignore_errors=True)
    print("| description | " + " | ".join(commands) + " | ours / the fastest other |")
    print("| --- |" + " ---: |" * (len(commands) + 1))
    for description in descriptions:
        runs = {name: [] for name in commands}
        for turn in range(ROUNDS):
            for name, command in commands.items():
                # What failed once fails again, and Java takes its time.
                if turn > 0 and not all(ok for *_, ok in runs[name]):
                    continue
                touch_memory()
                runs[name].append(measured(command(description, SCRATCH / f"{description.stem}-{name}-{turn}")))
        seconds = {name: statistics.median(cpu for cpu, *_ in each) for name, each in runs.items() if all(ok for *_, ok in each)}
        memory = {name: max(size for _, size, _ in each) for name, each in runs.items()}
        cells = [f"{seconds[name]:.2f} s, {memory[name]:.0f} MB" if name in seconds else "F" for name in commands]
        others = [cpu for name, cpu in seconds.items() if name != "sdksmith"]
        ratio = f"{seconds['sdksmith'] / min(others):.2f}" if others and "sdksmith" in seconds else ""
        print(f"| {description.name} | " + " | ".join(cells) + f" | {ratio} |", flush=True)
    shutil.rmtree(SCRATCH, ignore_errors=True)


def descriptions_below(folder):
    """As its index lists them, since not every file there is one; without an index all that could be."""
    index = folder / "index.tsv"
    if not index.exists():
        return sorted(path for path in folder.rglob("*") if path.suffix in (".json", ".yaml", ".yml"))
    header, *rows = (line.split("\t") for line in index.read_text().splitlines())
    return [folder / row[header.index("file")] for row in rows]


def fit(folder):
    ours = sdksmith()
    shutil.rmtree(SCRATCH, ignore_errors=True)
    points = []
    files = descriptions_below(folder)
    for number, path in enumerate(files):
        cpu, memory, ok = measured([ours, "generate", "--spec", path, "--out", SCRATCH / str(number)])
        if ok:
            points.append((path.stat().st_size / 1e6, cpu, memory, path.name))
    shutil.rmtree(SCRATCH, ignore_errors=True)
    size = [point[0] for point in points]
    cpu = [point[1] for point in points]
    slope, intercept = statistics.linear_regression(size, cpu)
    explained = statistics.correlation(size, cpu) ** 2
    large = [(math.log(mega), math.log(seconds)) for mega, seconds, *_ in points if mega >= 0.1 and seconds > 0]
    exponent, _ = statistics.linear_regression(*zip(*large))
    print(f"{len(points)} of {len(files)} files gave a crate; {sum(size):.0f} MB in {sum(cpu):.1f} CPU seconds")
    print(f"CPU seconds = {intercept:.3f} + {slope:.3f} per MB, R^2 = {explained:.2f}")
    print(f"of the {len(large)} files above 0.1 MB: CPU seconds grow with size to the power {exponent:.2f}")
    print(f"most memory: {max((memory, name) for *_, memory, name in points)}")
    print(f"most CPU seconds: {sorted(((seconds, name) for _, seconds, _, name in points), reverse=True)[:5]}")


def main():
    match sys.argv[1:]:
        case ["peers", *descriptions]:
            beside_peers([Path(each).resolve() for each in descriptions] or [SHARED / each for each in DESCRIPTIONS])
        case ["fit", *folder]:
            fit(Path(folder[0]).resolve() if folder else SHARED / "corpus")
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
