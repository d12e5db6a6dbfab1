"""The other generators: how they are installed, called and measured."""

import os
import subprocess
import sys
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
SHARED = REPOSITORY.parent / "shared"
PEERS = REPOSITORY / "target" / "peers"

# A generator or compiler that has not ended by then counts as failed.
LIMIT_SECONDS = 900


def sdksmith():
    build = ["cargo", "build", "--quiet", "--release", "-p", "sdksmith", "--bin", "sdksmith"]
    subprocess.run(build, cwd=REPOSITORY, check=True)
    return REPOSITORY / "target" / "release" / "sdksmith"


def installed(package, program):
    """A program of the Rust registry."""
    path = PEERS / "bin" / program
    if not path.exists():
        subprocess.run(["cargo", "install", "--quiet", "--root", PEERS, package], check=True)
    return path


def openapi_generator():
    path = PEERS / "venv" / "bin" / "openapi-generator-cli"
    if not path.exists():
        subprocess.run([sys.executable, "-m", "venv", PEERS / "venv"], check=True)
        subprocess.run([PEERS / "venv" / "bin" / "pip", "install", "--quiet", "openapi-generator-cli==7.26.0"], check=True)
    return path


def generators():
    """Name and command line, by the description and the folder to write into."""
    ours = sdksmith()
    ploidy = installed("ploidy", "ploidy")
    oas3_gen = installed("oas3-gen", "oas3-gen")
    to_rust = installed("openapi-to-rust", "openapi-to-rust")
    progenitor = installed("cargo-progenitor", "cargo-progenitor")
    java = openapi_generator()
    return {
        "sdksmith": lambda spec, out: [ours, "generate", "--spec", spec, "--out", out],
        "openapi-to-rust": lambda spec, out: [to_rust, "generate", spec, "--output-dir", out, "--module-name", "api"],
        "oas3-gen": lambda spec, out: [oas3_gen, "generate", "client-mod", "-i", spec, "-o", out],
        "ploidy": lambda spec, out: [ploidy, "generate", "rust", spec, "-o", out],
        "progenitor": lambda spec, out: [progenitor, "progenitor", "-i", spec, "-o", out, "-n", "sdk", "-v", "0.1.0"],
        "openapi-generator": lambda spec, out: [java, "generate", "-g", "rust", "-i", spec, "-o", out, "--skip-validate-spec"],
    }


def measured(command, **options):
    """CPU seconds of a command and its children, the most memory of one of them in MB, and whether it ended well."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    child = subprocess.Popen([str(part) for part in command], **(quiet | options))
    deadline = time.monotonic() + LIMIT_SECONDS
    while True:
        pid, status, usage = os.wait4(child.pid, os.WNOHANG)
        if pid:
            break
        if time.monotonic() > deadline:
            child.kill()
        time.sleep(0.005)
    child.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, child.returncode == 0
