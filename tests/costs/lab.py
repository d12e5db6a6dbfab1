#!/usr/bin/env python3
"""What generated crates cost those who compile them, as tables in Markdown.

    tests/costs/lab.py lab [DESCRIPTION ...]    each generator's crate and a program of five calls, beside each other
    tests/costs/lab.py budget [--write]         our crate beside a reference crate, held against budget.json

`lab` takes the ChatBotKit description as its vendor publishes it, Stripe, Box and Jira unless told otherwise, and the generators that peers.py
installs. A crate is built as its users build it: as a dependency outside of any workspace of ours, in cargo's own profiles, its dependencies built
before. CPU seconds are user and system time of cargo and rustc, the least of ROUNDS (default 3) rounds in which the crates take turns, since
whatever else runs only adds to it, and so is the memory. The programs of five calls are those in programs/; their size is what remains after `strip`, above the bare program with the
same HTTP client. A generator that fails, and a crate that does not compile, are named with the reason.

`budget` compiles `generated-sdk` beside a crate of plain structs with serde_derive in one run, so that the speed of the machine cancels out, and
fails if a figure is more than a twentieth above the one that is written down. Lines of LLVM IR and bytes depend on the compiler alone.

Needs Python 3, cargo and a Unix; nothing else.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from peers import REPOSITORY, SHARED, generators, measured

HERE = Path(__file__).resolve().parent
LAB = REPOSITORY / "target" / "costs"
BUDGET = HERE / "budget.json"
ROUNDS = int(os.environ.get("ROUNDS", "3"))
DESCRIPTIONS = ["chatbotkit/original-v1.json"] + [f"corpus/famous/{name}" for name in ("stripe.yaml", "box.json", "jira.json")]
ENVIRONMENT = os.environ | {"CARGO_INCREMENTAL": "0", "CARGO_TARGET_DIR": str(LAB / "target"), "CARGO_TERM_QUIET": "true"}

# Those that write a module without a Cargo.toml, and what the one of them needs that does not say so.
MODULES = ["oas3-gen", "openapi-to-rust"]
OAS3_GEN_DEPENDENCIES = """
anyhow = "1"
bytes = "1"
chrono = { version = "0.4", features = ["serde"] }
http = "1"
indexmap = { version = "2", features = ["serde"] }
oas3-gen-support = "*"
regex = "1"
reqwest = { version = "0.13", features = ["form", "json", "multipart", "query", "stream"] }
secrecy = { version = "0.10", features = ["serde"] }
serde = { version = "1", features = ["derive"] }
serde_html_form = "0.4"
serde_json = "1"
serde_with = { version = "3", features = ["base64", "chrono", "indexmap_2"] }
uuid = { version = "1", features = ["serde"] }
validator = { version = "0.20", features = ["derive"] }
"""

BARE_DEPENDENCIES = {
    "hyper": """
bytes = "1"
http = "1"
http-body-util = "0.1"
hyper = { version = "1.7", default-features = false, features = ["client", "http1", "http2"] }
hyper-util = { version = "0.1.20", default-features = false, features = ["client-legacy", "http1", "http2", "tokio"] }
rustls = { version = "0.23", default-features = false, features = ["ring", "std", "tls12"] }
rustls-native-certs = "0.8.1"
serde_json = "1"
tokio = { version = "1", features = ["macros", "net", "rt-multi-thread"] }
tokio-rustls = { version = "0.26", default-features = false, features = ["ring", "tls12"] }
tower-service = "0.3"
webpki-roots = "1"
""",
    "reqwest": """
reqwest = "0.13"
serde_json = "1"
tokio = { version = "1", features = ["macros", "rt-multi-thread"] }
""",
}


class DoesNotCompile(Exception):
    pass


def package(folder, name, dependencies):
    """Writes the Cargo.toml of a crate of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    head = f'[package]\nname = "{name}"\nversion = "0.1.0"\nedition = "2024"\n'
    (folder / "Cargo.toml").write_text(f"{head}\n[dependencies]{dependencies}\n[workspace]\n")


def generated(command, description, name):
    """The folder of the crate that a generator writes, or the reason why there is none."""
    folder = LAB / description.stem / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    out = folder / ("src" if name in MODULES else "")
    ended = subprocess.run([str(part) for part in command(description, out)], capture_output=True, text=True)
    if ended.returncode != 0:
        raise DoesNotCompile("generates nothing")
    if name in MODULES:
        needed = out / "REQUIRED_DEPS.toml"
        dependencies = needed.read_text().split("[dependencies]")[1] if needed.exists() else OAS3_GEN_DEPENDENCIES
        package(folder, f"{name}-{description.stem}".replace(".", "-"), dependencies)
        module = (out / "mod.rs").read_text()
        # Inner documentation after attributes is legal in a module's file only where it comes first.
        (out / "lib.rs").write_text("".join(line for line in module.splitlines(True) if not line.startswith("//!")))
        (out / "mod.rs").unlink()
    else:
        manifest = folder / "Cargo.toml"
        manifest.write_text(manifest.read_text() + "\n[workspace]\n")
    return folder


def cargo(folder, *arguments, environment=ENVIRONMENT):
    """Runs cargo in a crate; what it costs."""
    seconds, memory, ended_well = measured(["cargo", *arguments], cwd=folder, env=environment)
    if not ended_well:
        ended = subprocess.run(["cargo", *arguments], cwd=folder, env=environment, capture_output=True, text=True)
        errors = len(re.findall(r"^error(?:\[E\d+\])?:", ended.stderr, re.M)) - 1
        raise DoesNotCompile(f"{max(errors, 1)} errors")
    return seconds, memory


KINDS = {"check": ("check", "--lib"), "debug": ("build", "--lib"), "release": ("build", "--release", "--lib")}


def crate_rounds(folders):
    """For each crate and kind of build the least CPU seconds and memory. The dependencies are built in a first round that does not count."""
    for folder in folders.values():
        for arguments in KINDS.values():
            cargo(folder, *arguments)
    runs = {name: {kind: [] for kind in KINDS} for name in folders}
    for _ in range(ROUNDS):
        for name, folder in folders.items():
            for kind, arguments in KINDS.items():
                (folder / "src" / "lib.rs").touch()
                runs[name][kind].append(cargo(folder, *arguments))
    least = lambda rounds: tuple(min(values) for values in zip(*rounds))
    return {name: {kind: least(rounds) for kind, rounds in kinds.items()} for name, kinds in runs.items()}


def name_of(folder):
    """The names of a crate's package and library."""
    metadata = ["cargo", "metadata", "--no-deps", "--format-version", "1"]
    text = subprocess.run(metadata, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=True).stdout
    (package,) = json.loads(text)["packages"]
    (library,) = [target["name"] for target in package["targets"] if "lib" in target["kind"]]
    return package["name"], library


def rlib_bytes(folder):
    library = name_of(folder)[1].replace("-", "_")
    return max(LAB.joinpath("target", "release").glob(f"lib{library}.rlib"), key=lambda path: path.stat().st_mtime).stat().st_size


def llvm_lines(folder):
    """Lines of LLVM IR before any optimisation: how much work the crate is to the code generator."""
    text = LAB / "crate.ll"
    options = [f"--emit=llvm-ir={text}", "-Cno-prepopulate-passes", "-Ccodegen-units=1"]
    (folder / "src" / "lib.rs").touch()
    cargo(folder, "rustc", "--release", "--lib", "--", *options)
    with text.open(errors="replace") as lines:
        count = sum(1 for line in lines if line.startswith("  "))
    text.unlink()
    return count


def operations(description):
    ours = [REPOSITORY / "target" / "release" / "sdksmith", "list", "--spec", description, "--format", "json"]
    return len(json.loads(subprocess.run(ours, capture_output=True, text=True, check=True).stdout))


def stripped_bytes(program):
    stripped = program.with_suffix(".stripped")
    subprocess.run(["strip", "-o", stripped, program], check=True)
    return stripped.stat().st_size


def program_of(source, name, dependencies):
    folder = LAB / "programs" / name
    package(folder, name, dependencies)
    (folder / "src").mkdir(exist_ok=True)
    shutil.copy(source, folder / "src" / "main.rs")
    cargo(folder, "build", "--release")
    return folder


def five_calls(name, description, folder, bare):
    """CPU seconds of a release build of crate and program, of the program alone, of everything for the first time, and of the program in a debug
    build after a change; and its bytes above the bare program."""
    source = HERE / "programs" / name / f"{description.stem}.rs"
    if not source.exists():
        return None
    sdk, _ = name_of(folder)
    program = f"five-calls-{name}-{description.stem}".replace(".", "-")
    others = 'serde_json = "1"\ntokio = { version = "1", features = ["macros", "rt-multi-thread"] }'
    here = program_of(source, program, f'\nsdk = {{ package = "{sdk}", path = "{folder}" }}\n{others}')
    both, alone = [], []
    for _ in range(ROUNDS):
        (folder / "src" / "lib.rs").touch()
        both.append(cargo(here, "build", "--release")[0])
        (here / "src" / "main.rs").touch()
        alone.append(cargo(here, "build", "--release")[0])
    size = stripped_bytes(LAB / "target" / "release" / program) - bare
    shutil.rmtree(LAB / "fresh", ignore_errors=True)
    first, _ = cargo(here, "build", "--release", environment=ENVIRONMENT | {"CARGO_TARGET_DIR": str(LAB / "fresh")})
    incremental = ENVIRONMENT | {"CARGO_TARGET_DIR": str(LAB / "incremental"), "CARGO_INCREMENTAL": "1"}
    cargo(here, "build", environment=incremental)
    changed = []
    for turn in range(ROUNDS):
        with (here / "src" / "main.rs").open("a") as text:
            text.write(f"\npub fn change_{turn}() {{}}\n")
        changed.append(cargo(here, "build", environment=incremental)[0])
    return min(both), min(alone), first, min(changed), size


def bare_bytes(client):
    name = f"bare-{client}"
    program_of(HERE / "programs" / "bare" / f"{client}.rs", name, BARE_DEPENDENCIES[client])
    return stripped_bytes(LAB / "target" / "release" / name)


def lab(descriptions):
    commands = generators()
    bare = {client: bare_bytes(client) for client in BARE_DEPENDENCIES}
    print("bare programs: " + ", ".join(f"{client} {size:,} bytes" for client, size in bare.items()) + "\n")
    columns = ["crate", "check", "debug", "release", "LLVM IR", "rlib", "source", "crate + five calls", "five calls"]
    columns += ["everything, first build", "five calls, debug, changed", "above the bare program"]
    for description in descriptions:
        folders, reasons = {}, {}
        for name, command in commands.items():
            try:
                folders[name] = generated(command, description, name)
                cargo(folders[name], *KINDS["check"])
            except DoesNotCompile as reason:
                folders.pop(name, None)
                reasons[name] = str(reason)
        print(f"### {description.name}, {operations(description)} operations\n")
        print("| " + " | ".join(columns) + " |")
        print("| --- |" + " ---: |" * (len(columns) - 1))
        for name, kinds in crate_rounds(folders).items():
            folder = folders[name]
            source = sum(path.stat().st_size for path in (folder / "src").rglob("*.rs"))
            cells = [f"{seconds:.1f} s, {memory:.0f} MB" for seconds, memory in kinds.values()]
            # The library that `release` left; the lines are counted without optimising, which leaves another one.
            rlib = rlib_bytes(folder)
            cells += [f"{llvm_lines(folder):,}", f"{rlib / 1e6:.1f} MB", f"{source / 1e6:.1f} MB"]
            try:
                calls = five_calls(name, description, folder, bare["hyper" if name == "sdksmith" else "reqwest"])
                cells += [*(f"{seconds:.1f} s" for seconds in calls[:4]), f"{calls[4] / 1024:.0f} KiB"] if calls else [""] * 5
            except DoesNotCompile as reason:
                cells += [f"the program: {reason}"] + [""] * 4
            print(f"| {name} | " + " | ".join(cells) + " |", flush=True)
        for name, reason in reasons.items():
            print(f"| {name} | {reason} |" + " |" * (len(columns) - 2), flush=True)
        print(flush=True)


def reference():
    """A crate that does not change: structs with serde_derive, as many as take about as long as the SDK."""
    folder = LAB / "reference"
    package(folder, "reference", '\nserde = { version = "1", features = ["derive"] }\nserde_json = "1"\n')
    kinds = ["String", "i64", "Option<String>", "Option<f64>", "bool", "Vec<String>", "Option<bool>", "std::collections::BTreeMap<String, String>"]
    structs = []
    for number in range(120):
        fields = "".join(f"    pub field_{at}: {kinds[(number + at) % len(kinds)]},\n" for at in range(10))
        name = f"Record{number}"
        read = f"pub fn read_{number}(text: &str) -> serde_json::Result<{name}> {{\n    serde_json::from_str(text)\n}}\n"
        structs.append(f"#[derive(Clone, Debug, PartialEq, serde::Deserialize, serde::Serialize)]\npub struct {name} {{\n{fields}}}\n\n{read}")
    (folder / "src").mkdir(exist_ok=True)
    (folder / "src" / "lib.rs").write_text("\n".join(structs))
    return folder


def budget(write):
    ours = LAB / "budget" / "sdk"
    shutil.rmtree(ours, ignore_errors=True)
    shutil.copytree(REPOSITORY / "generated-sdk", ours)
    with (ours / "Cargo.toml").open("a") as manifest:
        manifest.write("\n[workspace]\n")
    costs = crate_rounds({"ours": ours, "reference": reference()})
    figures = {f"{kind}: CPU time, ours / the reference": round(costs["ours"][kind][0] / costs["reference"][kind][0], 3) for kind in KINDS}
    figures["bytes of rlib"] = rlib_bytes(ours)
    figures["bytes of source"] = sum(path.stat().st_size for path in (ours / "src").rglob("*.rs"))
    figures["lines of LLVM IR"] = llvm_lines(ours)
    if write:
        BUDGET.write_text(json.dumps(figures, indent=2) + "\n")
    allowed = json.loads(BUDGET.read_text())
    too_dear = [name for name, figure in figures.items() if figure > 1.05 * allowed[name]]
    print("| figure | now | written down | ratio |\n| --- | ---: | ---: | ---: |")
    for name, figure in figures.items():
        print(f"| {name} | {figure:,} | {allowed[name]:,} | {figure / allowed[name]:.3f} |")
    if too_dear:
        sys.exit(f"more than 5 % dearer: {', '.join(too_dear)}; make it cheaper, or write the new figures down with --write and say why")


def main():
    match sys.argv[1:]:
        case ["lab", *descriptions]:
            lab([Path(each).resolve() for each in descriptions] or [SHARED / each for each in DESCRIPTIONS])
        case ["budget"]:
            budget(write=False)
        case ["budget", "--write"]:
            budget(write=True)
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
