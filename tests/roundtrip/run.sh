#!/usr/bin/env bash
# Random instances of the schemas of well-known descriptions through the generated types and back, as tables in Markdown.
#
#   tests/roundtrip/run.sh [NAME...]      NAME is a description of the list below: all of them unless given
#
# README.md says what is measured and what came of it. Needs bash, cargo, node 20 and npm, and the descriptions in
# ../shared. All files go to target/roundtrip, with json-schema-faker and ajv, which npm brings there.

set -euo pipefail

# name, description, sdk.toml and overlay where there are any
documents() {
    cat <<'END'
chatbotkit            spec/chatbotkit.yaml spec/sdk.toml spec/overlay.yaml
chatbotkit-v1         ../shared/chatbotkit/original-v1.json
stripe                ../shared/corpus/famous/stripe.yaml
jira                  ../shared/corpus/famous/jira.json
box                   ../shared/corpus/famous/box.json
weaviate              ../shared/corpus/famous/weaviate.json
xsoar                 ../shared/corpus/famous/xsoar.json
airbyte               ../shared/corpus/famous/airbyte.json
elevenlabs            ../shared/corpus/famous/elevenlabs.json
lakefs                ../shared/corpus/famous/lakefs.yaml
launchdarkly          ../shared/corpus/famous/launchdarkly.json
pinecone              ../shared/corpus/famous/pinecone.json
powerdns              ../shared/corpus/famous/powerdns.json
traccar               ../shared/corpus/famous/traccar.json
drive                 ../shared/corpus/famous/googleapis-drive.json
immich                ../shared/corpus/famous/immich.json
linode                ../shared/corpus/famous/linode.yaml
spotify               ../shared/corpus/famous/spotify.yaml
twitter               ../shared/corpus/famous/twitter.json
typesense             ../shared/corpus/famous/typesense.yaml
airflow               ../shared/corpus/famous/airflow-v2.yaml
discourse             ../shared/corpus/famous/discourse.json
figma                 ../shared/corpus/famous/figma.yaml
asana                 ../shared/corpus/famous/asana.yaml
meilisearch           ../shared/corpus/famous/meilisearch.json
END
}

main() {
    local here repository work name spec config overlay chosen=()
    here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
    repository=$(cd "$here/../.." && pwd)
    work=$repository/target/roundtrip
    mkdir -p "$work/crates"
    cd "$repository"
    if [[ ! -d $work/node_modules ]]; then
        cp "$here/package.json" "$here/package-lock.json" "$work"
        npm ci --silent --no-fund --no-audit --prefix "$work"
    fi
    cargo build --quiet -p workspace-tests --example roundtrip
    while read -r name spec config overlay; do
        [[ $# == 0 || " $* " == *" $name "* ]] || continue
        # What is left out at the end of a line is no argument.
        target/debug/examples/roundtrip "$spec" "$work/crates/$name" "$name" $config $overlay </dev/null
        chosen+=("$name")
    done < <(documents)

    # One workspace, so that the dependencies of the crates are compiled once.
    cp Cargo.lock rust-toolchain.toml "$work/crates"
    printf '[workspace]\nresolver = "3"\nmembers = ["*/sdk", "*/program"]\n\n[profile.dev]\ndebug = false\nincremental = false\n' \
        >"$work/crates/Cargo.toml"
    export CARGO_TARGET_DIR=$work/target
    for name in "${chosen[@]}"; do
        node "$here/instances.mjs" "$work/crates/$name" "$work"
        cargo build --quiet --offline --manifest-path "$work/crates/$name/program/Cargo.toml"
        "$CARGO_TARGET_DIR/debug/$name-program" <"$work/crates/$name/instances" >"$work/crates/$name/outcomes"
    done
    node "$here/report.mjs" "$work/crates" "${chosen[@]}"
}

main "$@"
