//! From the browser's wasm, as cargo builds it, to what a page loads: `NAME.js` and `NAME.wasm` in a folder.
//! It is wasm-bindgen, called as a library: so the lock file names its version, and no tool has to be installed.
//!
//! With the feature `split` and the flag `--split`, functions that load lazily get files of their own.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

#[cfg(feature = "split")]
mod parts;
#[cfg(feature = "split")]
use parts::split;

const USAGE: &str = "usage: vitrine-bindgen [--split] INPUT.wasm FOLDER NAME";

/// What the command line asks for.
#[derive(Debug)]
struct Order {
    /// The wasm that cargo built.
    input: PathBuf,
    /// Where the files go.
    folder: PathBuf,
    /// Stem of their names.
    name: String,
    /// Whether to make files for the parts that load lazily.
    split: bool,
}

impl Order {
    fn parse(arguments: impl IntoIterator<Item = String>) -> Result<Self> {
        let (flags, places): (Vec<String>, Vec<String>) =
            arguments.into_iter().partition(|argument| argument.starts_with("--"));
        if let Some(unknown) = flags.iter().find(|flag| flag.as_str() != "--split") {
            bail!("{unknown} is not known; {USAGE}");
        }
        let [input, folder, name] = <[String; 3]>::try_from(places).ok().context(USAGE)?;
        Ok(Self { input: input.into(), folder: folder.into(), name, split: !flags.is_empty() })
    }
}

fn main() -> Result<()> {
    let order = Order::parse(std::env::args().skip(1))?;
    fs::create_dir_all(&order.folder).with_context(|| order.folder.display().to_string())?;
    if order.split {
        let first = split(&order.input, &order.folder, &order.name)?;
        bind(&first, &order)
    } else {
        bind(&order.input, &order)
    }
}

/// Writes the script and the wasm that belongs to it.
fn bind(input: &Path, order: &Order) -> Result<()> {
    Bindgen::new()
        .input_path(input)
        .out_name(&order.name)
        .web(true)?
        // Nobody reads type declarations on the site.
        .typescript(false)
        // The page says where the wasm is; the script would only know the name that it has before it is renamed.
        .omit_default_module_path(true)
        // Parts find the functions of the first file by these names.
        .keep_lld_exports(order.split)
        .demangle(!order.split)
        .generate(&order.folder)?;
    let made = order.folder.join(format!("{}_bg.wasm", order.name));
    let wanted = order.folder.join(format!("{}.wasm", order.name));
    fs::rename(&made, wanted).with_context(|| format!("{} cannot be renamed", made.display()))
}

#[cfg(not(feature = "split"))]
fn split(_input: &Path, _folder: &Path, _name: &str) -> Result<PathBuf> {
    bail!("--split needs the cargo feature of the same name")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Order> {
        Order::parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn an_order_names_the_input_the_folder_and_the_name() {
        let order = parse("in.wasm site/pkg shop").unwrap();
        assert_eq!((order.input, order.folder), ("in.wasm".into(), "site/pkg".into()));
        assert_eq!((order.name.as_str(), order.split), ("shop", false));
    }

    #[test]
    fn the_flag_may_stand_anywhere() {
        assert!(parse("--split in.wasm site/pkg shop").unwrap().split);
        assert!(parse("in.wasm site/pkg shop --split").unwrap().split);
    }

    #[test]
    fn too_few_too_many_and_unknown_arguments_are_refused() {
        for line in ["", "in.wasm site/pkg", "in.wasm site/pkg shop more", "--slit in.wasm site/pkg shop"] {
            let refusal = parse(line).unwrap_err().to_string();
            assert!(refusal.contains(USAGE), "{line:?}: {refusal}");
        }
    }
}
