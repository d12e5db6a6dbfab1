//! What each stage of a generation costs, beside parsing the same document into a tree of JSON values.
//!
//! `cargo bench -p sdksmith` prints the medians of CPU time. CPU time and not time on the wall, because machines that
//! build software do other things as well.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Duration;

use cpu_time::ProcessTime;
use sdksmith::config::Config;
use sdksmith::diagnostic::Diagnostics;
use sdksmith::load::{self, Inputs};
use sdksmith::{dialect, emit, lower, print, rustfmt, skeleton};

/// How often each document is generated.
const RUNS: usize = 15;

fn main() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the generator is a folder of the repository");
    let spec = |name: &str| repository.join("spec").join(name);
    let ours = Inputs {
        spec: spec("chatbotkit.yaml"),
        overlays: vec![spec("overlay.yaml")],
        ..Inputs::default()
    };
    bench("spec/ (YAML, with its overlay)", &ours, Some(spec("sdk.toml")));
    let original = Inputs {
        spec: repository.join("../shared/chatbotkit/original-v1.json"),
        ..Inputs::default()
    };
    if original.spec.exists() {
        bench("original-v1.json (without overlay and sdk.toml)", &original, None);
    } else {
        println!("original-v1.json is not here and is left out");
    }
}

/// The stages with the times of each run.
type Times = Vec<(&'static str, Vec<Duration>)>;

fn bench(name: &str, inputs: &Inputs, config: Option<PathBuf>) {
    let mut stages: Times = Vec::new();
    let mut baseline = Vec::new();
    for _ in 0..RUNS {
        baseline.push(parse_into_values(&inputs.spec));
        generate(inputs, config.as_deref(), &mut stages);
    }
    let baseline = median(&mut baseline);
    println!("\n{name}");
    println!("  {:34} {:>9}  {:>7}", "stage", "CPU ms", "parses");
    let line = |stage: &str, time: Duration| {
        println!(
            "  {stage:34} {:9.2}  {:7.2}",
            time.as_secs_f64() * 1e3,
            time.as_secs_f64() / baseline.as_secs_f64()
        );
    };
    line("parsing into serde's Value", baseline);
    let mut all = Duration::ZERO;
    for (stage, times) in &mut stages {
        let time = median(times);
        // rustfmt is a program of its own, which only those pay for who ask for it.
        if *stage != "rustfmt" {
            all += time;
        }
        line(stage, time);
    }
    line("all stages without rustfmt", all);
}

fn generate(inputs: &Inputs, config: Option<&Path>, stages: &mut Times) {
    let mut stage = Stopwatch { stages, next: 0 };
    let diagnostics = Diagnostics::new();
    let config = Config::read(config, &diagnostics).expect("sdk.toml is right");
    let bundle = stage
        .time("load", || load::bundle(inputs, &diagnostics))
        .expect("the description can be read");
    let document = stage
        .time("dialect", || dialect::document(bundle, &diagnostics))
        .expect("it is OpenAPI 3");
    let api = stage.time("lower", || lower::api(&document, &config, &diagnostics));
    let files = stage.time("emit", || emit::files(&api).collect::<Vec<_>>());
    let printed = stage.time("print", || print::tree(files));
    stage.time("skeleton", || {
        black_box(skeleton::files(
            &config,
            &config.identity(&document.info()),
            &api.features,
        ))
    });
    if config.package.rustfmt {
        stage
            .time("rustfmt", || black_box(rustfmt::format(printed)))
            .expect("rustfmt is installed");
    }
    stage.time("diagnostics", || {
        black_box(diagnostics.sorted(|pointer| document.position(pointer)))
    });
}

/// The document as a generator reads it that begins with serde's own tree.
fn parse_into_values(path: &Path) -> Duration {
    let start = ProcessTime::now();
    let text = std::fs::read_to_string(path).expect("the description can be read");
    if path.extension().is_some_and(|ending| ending == "json") {
        black_box(serde_json::from_str::<serde_json::Value>(&text).expect("it is JSON"));
    } else {
        black_box(serde_yaml::from_str::<serde_yaml::Value>(&text).expect("it is YAML"));
    }
    start.elapsed()
}

struct Stopwatch<'t> {
    stages: &'t mut Times,
    next: usize,
}

impl Stopwatch<'_> {
    fn time<T>(&mut self, name: &'static str, work: impl FnOnce() -> T) -> T {
        let start = ProcessTime::now();
        let result = work();
        let time = start.elapsed();
        if self.next == self.stages.len() {
            self.stages.push((name, Vec::with_capacity(RUNS)));
        }
        self.stages[self.next].1.push(time);
        self.next += 1;
        result
    }
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
