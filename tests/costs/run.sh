#!/usr/bin/env bash
# What the generated SDK costs those who build it, as a table in Markdown for the README.
#
#   tests/costs/run.sh [CRATE]        CRATE is a folder with a Cargo.toml: generated-sdk unless given
#
# Measured is rustc's work on this one crate, with its dependencies built before: user and system time and the peak of
# its memory, the median of three runs each of `cargo check` and `cargo build --release`. It is compiled as a
# dependency is, without incremental compilation. The numbers of two machines, or of a busy one, cannot be compared.
#
# Needs bash, cargo, and the usual tools of a Unix; the memory is known on Linux only. All files go to target/costs.

set -euo pipefail

# cargo calls this script in place of rustc for the crate itself (RUSTC_WORKSPACE_WRAPPER below), since only whoever starts
# rustc can tell its costs from those of cargo.
measure_rustc() {
    [[ -n ${CARGO_PRIMARY_PACKAGE:-} && " $* " == *" --crate-name "* ]] || exec "$@"
    "$@" &
    local rustc=$! peak=0 key value _ status=0
    # The kernel keeps the highest value itself, so it is enough to look once shortly before the end. Only builtins are
    # used: what the loop costs must not be counted as a child's time.
    while kill -0 "$rustc" 2>/dev/null; do
        while read -r key value _; do
            [[ $key == VmHWM: ]] && peak=$value
        done 2>/dev/null <"/proc/$rustc/status" || true
        read -rt 0.05 <>"$COSTS_FOLDER/never-written" || true
    done
    wait "$rustc" || status=$?
    times >"$COSTS_FOLDER/times"
    awk -v peak="$peak" -v name="$CARGO_CRATE_NAME" '
        function seconds(text) { split(text, part, /[ms]/); return part[1] * 60 + part[2] }
        NR == 2 { printf "%s %.2f %d\n", name, seconds($1) + seconds($2), peak }
    ' "$COSTS_FOLDER/times" >"$COSTS_FOLDER/last"
    exit "$status"
}

# Prints the median of the numbers in one column of a file.
median() {
    awk -v column="$1" '{ print $column }' "$2" | sort -n | awk '{ line[NR] = $1 } END { print line[int((NR + 1) / 2)] }'
}

# Compiles the crate three times and leaves a line `crate seconds kilobytes` for each.
measure() {
    local profile=$1 results=$COSTS_FOLDER/$1 round
    shift
    "$@"
    : >"$results"
    for round in 1 2 3; do
        cargo clean --quiet --manifest-path "$crate/Cargo.toml" --package "$package" --profile "$profile"
        "$@"
        cat "$COSTS_FOLDER/last" >>"$results"
    done
}

main() {
    local repository crate package
    repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
    crate=$(cd "${1:-$repository/generated-sdk}" && pwd)
    export CARGO_TARGET_DIR=$repository/target/costs CARGO_INCREMENTAL=0
    export COSTS_FOLDER=$CARGO_TARGET_DIR/results
    mkdir -p "$COSTS_FOLDER"
    [[ -p $COSTS_FOLDER/never-written ]] || mkfifo "$COSTS_FOLDER/never-written"
    package=$(cargo pkgid --manifest-path "$crate/Cargo.toml")

    RUSTC_WORKSPACE_WRAPPER=$(realpath "${BASH_SOURCE[0]}")
    export RUSTC_WORKSPACE_WRAPPER
    measure dev cargo check --quiet --lib --manifest-path "$crate/Cargo.toml"
    measure release cargo build --quiet --release --lib --manifest-path "$crate/Cargo.toml"

    local lines bytes library
    read -r lines bytes < <(find "$crate/src" -name '*.rs' -exec cat {} + | wc -lc)
    library=$(awk '{ print $1; exit }' "$COSTS_FOLDER/release")
    echo '| date | rustc | `cargo check`, CPU s | its memory, MB | `cargo build --release`, CPU s | its memory, MB | lines | bytes of source | bytes of rlib |'
    echo '| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |'
    printf '| %s | %s | %s | %d | %s | %d | %d | %d | %d |\n' \
        "$(date +%Y-%m-%d)" "$(rustc --version | awk '{ print $2 }')" \
        "$(median 2 "$COSTS_FOLDER/dev")" "$(($(median 3 "$COSTS_FOLDER/dev") / 1024))" \
        "$(median 2 "$COSTS_FOLDER/release")" "$(($(median 3 "$COSTS_FOLDER/release") / 1024))" \
        "$lines" "$bytes" "$(wc -c <"$CARGO_TARGET_DIR/release/lib$library.rlib")"
}

if [[ -n ${COSTS_FOLDER:-} ]]; then
    measure_rustc "$@"
else
    main "$@"
fi
