//! Splitting: functions that load lazily go from the wasm into files of their own.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow};
use wasm_split_cli_support::{Options, transform};

/// The script that loads the parts. Leptos looks for it under this name.
const LOADER: &str = "./__wasm_split.______________________.js";
/// Which files each part needs, for Leptos to fetch them in time.
const MANIFEST: &str = "__wasm_split_manifest.json";

/// Writes the parts, their loader and the manifest into the folder, and beside the input the wasm that is left,
/// which wasm-bindgen is to read. The input must have been linked with `--emit-relocs`.
///
/// # Errors
/// When the input cannot be read or split, or a file cannot be written.
pub fn split(input: &Path, folder: &Path, name: &str) -> Result<PathBuf> {
    let wasm = fs::read(input).with_context(|| format!("{} cannot be read", input.display()))?;
    let first = input.with_file_name(format!("{name}_split.wasm"));
    let script = format!("./{name}.js");
    let mut options = Options::new(&wasm);
    options.output_dir = folder;
    options.main_out_path = &first;
    options.main_module = &script;
    options.link_name = LOADER;
    let parts =
        transform(options).map_err(|report| anyhow!("{} cannot be split: {report:#}", input.display()))?;
    // In order, so that the same input makes the same file.
    let needs: BTreeMap<_, _> = parts.prefetch_map.into_iter().collect();
    let manifest = folder.join(MANIFEST);
    fs::write(&manifest, serde_json::to_vec_pretty(&needs)?)
        .with_context(|| format!("{} cannot be written", manifest.display()))?;
    Ok(first)
}
