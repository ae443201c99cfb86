//! Reads lines `PATH` or `PATH<tab>feature,feature` from standard input, answers one JSON object a line:
//! `{"path", "verdict", "level", "message", "worlds"}`. `verdict` is `accept`, `reject` or `panic`; `level` says which step
//! refused: `resolve` (parsing and resolution) or `encode` (the package, or one of its worlds as a component, is not valid).
//! `worlds` holds the printed world of a dummy component by name, when `--worlds` is given. `--encode DIR` writes packages there.

use std::io::{BufRead, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::channel;
use std::time::Duration;

use serde_json::{Map, Value, json};
use wasmparser::{Validator, WasmFeatures};
use wit_component::{ComponentEncoder, OutputToString, StringEncoding, WitPrinter};
use wit_parser::{LiftLowerAbi, ManglingAndAbi, Resolve, WorldId};

/// A package that takes longer has no verdict.
const PATIENCE: Duration = Duration::from_secs(20);
/// Deeply nested types are walked by recursion.
const STACK: usize = 1 << 28;

struct Options {
    worlds: bool,
    encode: Option<String>,
}

fn main() {
    std::panic::set_hook(Box::new(|_| {}));
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let after = |name: &str| arguments.iter().position(|it| it == name).and_then(|at| arguments.get(at + 1)).cloned();
    let encode = after("--encode");
    let worlds = arguments.iter().any(|it| it == "--worlds");
    let mut out = std::io::stdout().lock();
    for (number, line) in std::io::stdin().lock().lines().map_while(Result::ok).enumerate() {
        let (path, features) = line.split_once('\t').unwrap_or((&line, ""));
        let (path, features) = (path.to_string(), features.to_string());
        let options = Options { worlds, encode: encode.as_ref().map(|folder| format!("{folder}/{number}.wasm")) };
        let (sender, receiver) = channel();
        let asked = path.clone();
        let work = move || sender.send(answer(&asked, &features, &options));
        let answer = match std::thread::Builder::new().stack_size(STACK).spawn(work) {
            Ok(_) => receiver.recv_timeout(PATIENCE).ok(),
            Err(_) => None,
        };
        let answer = answer.unwrap_or_else(|| json!({ "path": path, "verdict": "panic", "message": "no answer in time" }));
        if writeln!(out, "{answer}").is_err() {
            return;
        }
    }
}

fn answer(path: &str, features: &str, options: &Options) -> Value {
    let verdict = |verdict: &str, level: &str, message: String| json!({ "path": path, "verdict": verdict, "level": level, "message": message });
    let mut resolve = Resolve::default();
    resolve.all_features = features == "*";
    resolve.features.extend(features.split(',').filter(|it| !it.is_empty() && *it != "*").map(String::from));
    let pushed = catch_unwind(AssertUnwindSafe(|| {
        resolve.push_path(path).map(|(package, _)| package).map_err(|error| resolve.render_error(&error))
    }));
    let package = match pushed {
        Err(_) => return verdict("panic", "resolve", String::new()),
        Ok(Err(message)) => return verdict("reject", "resolve", message),
        Ok(Ok(package)) => package,
    };
    let encoded = catch_unwind(AssertUnwindSafe(|| -> anyhow::Result<Vec<u8>> {
        let bytes = wit_component::encode(&resolve, package, false)?;
        Validator::new_with_features(WasmFeatures::all()).validate_all(&bytes)?;
        Ok(bytes)
    }));
    match encoded {
        Err(_) => return verdict("panic", "encode", String::new()),
        Ok(Err(error)) => return verdict("reject", "encode", format!("{error:#}")),
        Ok(Ok(bytes)) => {
            if let Some(file) = &options.encode {
                let _ = std::fs::write(file, bytes);
            }
        }
    }
    let mut worlds = Map::new();
    for (name, world) in &resolve.packages[package].worlds {
        match catch_unwind(AssertUnwindSafe(|| printed(&resolve, *world))) {
            Err(_) => return verdict("panic", "encode", format!("world {name}")),
            Ok(Err(error)) => return verdict("reject", "encode", format!("world {name}: {error:#}")),
            Ok(Ok(text)) => worlds.insert(name.clone(), Value::String(text)),
        };
    }
    let mut accepted = verdict("accept", "", String::new());
    if options.worlds {
        accepted["worlds"] = Value::Object(worlds);
    }
    accepted
}

/// The world as the reference prints it of a component that implements it.
fn printed(resolve: &Resolve, world: WorldId) -> anyhow::Result<String> {
    let mut module = wit_component::dummy_module(resolve, world, ManglingAndAbi::Legacy(LiftLowerAbi::Sync));
    wit_component::embed_component_metadata(&mut module, resolve, world, StringEncoding::UTF8, false)?;
    let component = ComponentEncoder::default().validate(true).module(&module)?.encode()?;
    let decoded = wit_component::decode(&component)?;
    let mut printer = WitPrinter::new(OutputToString::default());
    printer.print(decoded.resolve(), decoded.package(), &[])?;
    Ok(printer.output.to_string())
}
