//! Just enough of Rust's grammar to find the paths in a source text.

pub struct Token {
    pub text: String,
    pub line: usize,
}

/// Where a path leads, from the crate's root on.
pub struct Import {
    pub path: Vec<String>,
    pub line: usize,
    /// Whether it stands in code for tests alone.
    pub in_test: bool,
}

/// Names and signs of a source text, without comments, strings and characters.
pub fn tokens(source: &str) -> Vec<Token> {
    let text: Vec<char> = source.chars().collect();
    let at = |index: usize| text.get(index).copied().unwrap_or('\0');
    let mut found = Vec::new();
    let (mut index, mut line) = (0, 1);
    while index < text.len() {
        let start = index;
        let name_like = |c: char| c.is_alphanumeric() || c == '_';
        match at(index) {
            '/' if at(index + 1) == '/' => index = skip_until(&text, index, |rest| rest[0] == '\n'),
            '/' if at(index + 1) == '*' => index = skip_block_comment(&text, index),
            '"' => index = skip_string(&text, index),
            'r' | 'b' | 'c' if starts_string(&text, index) => index = skip_string(&text, index),
            '\'' if at(index + 1) == '\\' => index = skip_until(&text, index + 3, |rest| rest[0] == '\'') + 1,
            '\'' if at(index + 2) == '\'' => index += 3,
            ':' if at(index + 1) == ':' => {
                found.push(Token { text: "::".to_owned(), line });
                index += 2;
            }
            c if name_like(c) => {
                index = skip_until(&text, index, |rest| !name_like(rest[0]));
                found.push(Token { text: text[start..index].iter().collect(), line });
            }
            c => {
                if !c.is_whitespace() {
                    found.push(Token { text: c.to_string(), line });
                }
                index += 1;
            }
        }
        index = index.min(text.len());
        line += text[start..index].iter().filter(|c| **c == '\n').count();
    }
    found
}

fn skip_until(text: &[char], from: usize, end: impl Fn(&[char]) -> bool) -> usize {
    (from..text.len()).find(|index| end(&text[*index..])).unwrap_or(text.len())
}

fn skip_block_comment(text: &[char], from: usize) -> usize {
    let (mut depth, mut index) = (0, from);
    while index < text.len() {
        let pair = (text[index], text.get(index + 1).copied());
        match pair {
            ('/', Some('*')) => depth += 1,
            ('*', Some('/')) => depth -= 1,
            _ => {
                index += 1;
                continue;
            }
        }
        index += 2;
        if depth == 0 {
            break;
        }
    }
    index
}

/// Whether a string begins with its prefix here: `r"`, `r#"`, `b"`, `br#"`, `c"`.
fn starts_string(text: &[char], from: usize) -> bool {
    let follows_name = from > 0 && (text[from - 1].is_alphanumeric() || text[from - 1] == '_');
    let rest: String = text[from..].iter().take(6).collect();
    let raw = rest.trim_start_matches(['b', 'c']).strip_prefix('r');
    !follows_name
        && (rest.starts_with("b\"")
            || rest.starts_with("c\"")
            || raw.is_some_and(|r| r.trim_start_matches('#').starts_with('"')))
}

fn skip_string(text: &[char], from: usize) -> usize {
    let quote = skip_until(text, from, |rest| rest[0] == '"');
    let prefix = &text[from..quote];
    let hashes = prefix.iter().filter(|c| **c == '#').count();
    if prefix.contains(&'r') {
        let closes = |rest: &[char]| {
            rest[0] == '"' && rest.iter().skip(1).take(hashes).filter(|c| **c == '#').count() == hashes
        };
        return skip_until(text, quote + 1, closes) + 1 + hashes;
    }
    let mut index = quote + 1;
    while index < text.len() && text[index] != '"' {
        index += if text[index] == '\\' { 2 } else { 1 };
    }
    index + 1
}

/// Every path that begins with `crate::` or `super::`, resolved to the crate's root.
pub fn imports(tokens: &[Token], module: &[String], file: &str) -> Vec<Import> {
    let text = |index: usize| tokens.get(index).map_or("", |token| token.text.as_str());
    let test_file = file.ends_with("tests.rs") || file.contains("/tests/") || file.contains("testing");
    let mut found = Vec::new();
    let mut depth = 0_usize;
    let mut inner: Vec<(String, usize)> = Vec::new(); // modules written in place, with the depth around them
    let mut tests: Vec<usize> = Vec::new(); // depths of items marked #[cfg(test)]
    let mut index = 0;
    while index < tokens.len() {
        match text(index) {
            "#" if is_cfg_test(tokens, index) => {
                tests.push(depth);
                index = (index..tokens.len()).find(|at| text(*at) == "]").unwrap_or(tokens.len());
            }
            "mod" if text(index + 2) == "{" => inner.push((text(index + 1).to_owned(), depth)),
            "{" => depth += 1,
            "}" => {
                depth = depth.saturating_sub(1);
                inner.retain(|(_, around)| *around < depth);
                tests.retain(|around| *around < depth);
            }
            ";" => tests.retain(|around| *around < depth),
            name @ ("crate" | "super")
                if text(index + 1) == "::" && (index == 0 || !["::", "$"].contains(&text(index - 1))) =>
            {
                let line = tokens[index].line;
                let mut base: Vec<String> = if name == "crate" {
                    Vec::new()
                } else {
                    module.iter().cloned().chain(inner.iter().map(|(name, _)| name.clone())).collect()
                };
                while text(index) == "super" && text(index + 1) == "::" {
                    base.pop();
                    index += 2;
                }
                if name == "crate" {
                    index += 2;
                }
                let mut paths = Vec::new();
                index = read_tree(tokens, index, base, &mut paths);
                let in_test = test_file || !tests.is_empty();
                found.extend(paths.into_iter().map(|path| Import { path, line, in_test }));
                continue;
            }
            _ => {}
        }
        index += 1;
    }
    found
}

/// `#[cfg(test)]` or `#[cfg(all(test, …))]`, at its `#`.
fn is_cfg_test(tokens: &[Token], from: usize) -> bool {
    let attribute: Vec<&str> =
        tokens[from..].iter().map(|token| token.text.as_str()).take_while(|text| *text != "]").collect();
    attribute.starts_with(&["#", "[", "cfg"]) && attribute.contains(&"test") && !attribute.contains(&"not")
}

/// Reads `a::b`, `a::{b, c::d}`, `*` from `index` on, adds a path for each leaf, and says where it ends.
fn read_tree(
    tokens: &[Token],
    mut index: usize,
    mut path: Vec<String>,
    found: &mut Vec<Vec<String>>,
) -> usize {
    let text = |index: usize| tokens.get(index).map_or("", |token| token.text.as_str());
    loop {
        if text(index) == "{" {
            index += 1;
            while !["}", ""].contains(&text(index)) {
                index = if text(index) == "," {
                    index + 1
                } else {
                    read_tree(tokens, index, path.clone(), found)
                };
            }
            return index + 1;
        }
        let is_name = text(index).starts_with(|c: char| c.is_alphabetic() || c == '_');
        if is_name {
            path.push(text(index).to_owned());
        }
        index += 1;
        if !is_name || text(index) != "::" {
            break;
        }
        index += 1;
        if text(index) == "<" {
            break;
        }
    }
    found.push(path);
    if text(index) == "as" { index + 2 } else { index }
}
