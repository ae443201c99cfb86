//! Reads lines `PATH`, `PATH<tab>feature,feature` or `PATH<tab>feature,feature<tab>OLD` from standard input, answers one JSON
//! object a line: `{"path", "verdict", "level", "message", "worlds"}`. `verdict` is `accept`, `reject` or `panic`; `level` says
//! which step refused: `resolve` (parsing and resolution) or `encode` (the package, or one of its worlds as a component, is not
//! valid). `worlds` holds the printed world of a dummy component by name, when `--worlds` is given.
//! `--encode DIR` writes `N.wasm` for the package of line N (from 0), `N.WORLD.wasm` for a component of each of its worlds, and
//! what is printed of both beside them, as `.wit`.
//! With `OLD`, an older version of the package, `semver` holds what is wrong with each world of both, as a component of the old
//! where the new is provided, and the other way round: `[null or message, null or message]`.

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
    /// Directory and first part of the names of files.
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
        let mut parts = line.split('\t').map(String::from);
        let (path, features, old) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default(), parts.next());
        let options = Options { worlds, encode: encode.as_ref().map(|folder| format!("{folder}/{number}")) };
        let (sender, receiver) = channel();
        let asked = path.clone();
        let work = move || {
            let mut answer = answer(&asked, &features, &options);
            if let Some(old) = old {
                answer["semver"] = catch_unwind(|| semver(&old, &asked, &features)).unwrap_or_default();
            }
            sender.send(answer)
        };
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
    let mut resolve = empty(features);
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
            if let Some(name) = &options.encode {
                keep(name, &bytes);
            }
        }
    }
    let mut worlds = Map::new();
    for (name, world) in &resolve.packages[package].worlds {
        match catch_unwind(AssertUnwindSafe(|| printed(&resolve, *world, options, name))) {
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

fn empty(features: &str) -> Resolve {
    let mut resolve = Resolve::default();
    resolve.all_features = features == "*";
    resolve.features.extend(features.split(',').filter(|it| !it.is_empty() && *it != "*").map(String::from));
    resolve
}

/// A binary, and what is printed of it with all its packages.
fn keep(name: &str, bytes: &[u8]) {
    let _ = std::fs::write(format!("{name}.wasm"), bytes);
    let text = catch_unwind(|| -> anyhow::Result<String> {
        let decoded = wit_component::decode(bytes)?;
        let (resolve, main) = (decoded.resolve(), decoded.package());
        let others: Vec<_> = resolve.packages.iter().map(|(id, _)| id).filter(|id| *id != main).collect();
        let mut printer = WitPrinter::new(OutputToString::default());
        printer.print(resolve, main, &others)?;
        Ok(printer.output.to_string())
    });
    if let Ok(Ok(text)) = text {
        let _ = std::fs::write(format!("{name}.wit"), text);
    }
}

/// The world as the reference prints it of a component that implements it.
fn printed(resolve: &Resolve, world: WorldId, options: &Options, name: &str) -> anyhow::Result<String> {
    let mut module = wit_component::dummy_module(resolve, world, ManglingAndAbi::Legacy(LiftLowerAbi::Sync));
    wit_component::embed_component_metadata(&mut module, resolve, world, StringEncoding::UTF8, false)?;
    let component = ComponentEncoder::default().validate(true).module(&module)?.encode()?;
    if let Some(file) = &options.encode {
        keep(&format!("{file}.{name}"), &component);
    }
    let decoded = wit_component::decode(&component)?;
    let mut printer = WitPrinter::new(OutputToString::default());
    printer.print(decoded.resolve(), decoded.package(), &[])?;
    Ok(printer.output.to_string())
}

/// Both versions in one `Resolve`, where the old packages get a version that no other has; versions do not count.
fn semver(old: &str, new: &str, features: &str) -> Value {
    let mut resolve = empty(features);
    let Ok((before, _)) = resolve.push_path(old) else { return Value::Null };
    resolve.package_names.clear();
    for (id, package) in resolve.packages.iter_mut() {
        package.name.version = "0.0.0-old".parse().ok();
        resolve.package_names.insert(package.name.clone(), id);
    }
    let Ok((after, _)) = resolve.push_path(new) else { return Value::Null };
    let mut worlds = Map::new();
    for (name, world) in &resolve.packages[after].worlds {
        let Some(prev) = resolve.packages[before].worlds.get(name) else { continue };
        let check = |a, b| wit_component::semver_check(resolve.clone(), a, b).err().map(|error| format!("{error:#}"));
        worlds.insert(name.clone(), json!([check(*prev, *world), check(*world, *prev)]));
    }
    Value::Object(worlds)
}
