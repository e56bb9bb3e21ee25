//! From the browser's wasm, as cargo builds it, to what a page loads: `NAME.js` and `NAME.wasm` in a folder.
//! It is wasm-bindgen, called as a library: so the lock file names its version, and no tool has to be installed.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

const USAGE: &str = "usage: vitrine-bindgen INPUT.wasm FOLDER NAME";

/// What the command line asks for.
#[derive(Debug)]
struct Order {
    /// The wasm that cargo built.
    input: PathBuf,
    /// Where the files go.
    folder: PathBuf,
    /// Stem of their names.
    name: String,
}

impl Order {
    fn parse(arguments: impl IntoIterator<Item = String>) -> Result<Self> {
        let places: Vec<String> = arguments.into_iter().collect();
        if let Some(unknown) = places.iter().find(|place| place.starts_with("--")) {
            bail!("{unknown} is not known; {USAGE}");
        }
        let [input, folder, name] = <[String; 3]>::try_from(places).ok().context(USAGE)?;
        Ok(Self { input: input.into(), folder: folder.into(), name })
    }
}

fn main() -> Result<()> {
    let order = Order::parse(std::env::args().skip(1))?;
    fs::create_dir_all(&order.folder).with_context(|| order.folder.display().to_string())?;
    bind(&order)
}

/// Writes the script and the wasm that belongs to it.
fn bind(order: &Order) -> Result<()> {
    Bindgen::new()
        .input_path(&order.input)
        .out_name(&order.name)
        .web(true)?
        // Nobody reads type declarations on the site.
        .typescript(false)
        // The page says where the wasm is; the script would only know the name that it has before it is renamed.
        .omit_default_module_path(true)
        .generate(&order.folder)?;
    let made = order.folder.join(format!("{}_bg.wasm", order.name));
    let wanted = order.folder.join(format!("{}.wasm", order.name));
    fs::rename(&made, wanted).with_context(|| format!("{} cannot be renamed", made.display()))
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
        assert_eq!(order.name, "shop");
    }

    #[test]
    fn too_few_too_many_and_unknown_arguments_are_refused() {
        for line in ["", "in.wasm site/pkg", "in.wasm site/pkg shop more", "--slit in.wasm site/pkg shop"] {
            let refusal = parse(line).unwrap_err().to_string();
            assert!(refusal.contains(USAGE), "{line:?}: {refusal}");
        }
    }
}
