//! Breaks our own rules one at a time, in a copy of the repository, and tells whether a test turns
//! red. A rule whose mutant survives is not tested. What is broken is in `list`.

mod list;

use anyhow::{Context, Result, ensure};
use list::{Mutant, mutants};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Output},
};

fn root() -> Result<PathBuf> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    Ok(tests.parent().context("the tests folder has a parent")?.to_owned())
}

/// Copy what git knows or would add, so that nothing of the person's own tree is touched. What is
/// there already stays as it is, so that only what changed is compiled again.
fn copy_tree(from: &Path, to: &Path) -> Result<()> {
    let listed = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(from)
        .output()
        .context("git lists the files")?;
    ensure!(listed.status.success(), "git could not list the files");
    let mut kept = BTreeSet::new();
    for name in String::from_utf8(listed.stdout)?.split('\0').filter(|name| !name.is_empty()) {
        let (source, target) = (from.join(name), to.join(name));
        if source.is_file() {
            let bytes = fs::read(&source).with_context(|| format!("reading {name}"))?;
            if fs::read(&target).ok().as_ref() != Some(&bytes) {
                fs::create_dir_all(target.parent().context("a file has a folder")?)?;
                fs::write(&target, bytes).with_context(|| format!("copying {name}"))?;
            }
            kept.insert(target);
        }
    }
    remove_others(to, &kept)
}

fn remove_others(folder: &Path, kept: &BTreeSet<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            remove_others(&path, kept)?;
        } else if !kept.contains(&path) {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}

fn cargo(tree: &Path, target: &Path, arguments: &[&str]) -> Result<Output> {
    Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(tree)
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_INCREMENTAL", "1")
        .output()
        .context("cargo runs")
}

/// What became of a mutant.
enum Fate {
    /// Some test turned red.
    Killed,
    /// All tests stayed green.
    Survived,
    /// It says nothing: no program came out of it. With the compiler's words.
    NotBuilt(String),
}

fn fate(tree: &Path, target: &Path, mutant: &Mutant) -> Result<Fate> {
    let path = tree.join(mutant.file);
    let before = fs::read_to_string(&path).with_context(|| mutant.file)?;
    let found = before.matches(mutant.from).count();
    ensure!(found == 1, "{}: its text stands {found} times in {}", mutant.name, mutant.file);
    fs::write(&path, before.replacen(mutant.from, mutant.to, 1))?;
    let built = cargo(tree, target, &[&["test", "-q", "--no-run"], mutant.tests].concat())?;
    let fate = if built.status.success() {
        let tested = cargo(tree, target, &[&["test", "-q"], mutant.tests].concat())?;
        if tested.status.success() { Fate::Survived } else { Fate::Killed }
    } else {
        Fate::NotBuilt(String::from_utf8_lossy(&built.stderr).into_owned())
    };
    fs::write(&path, before)?;
    Ok(fate)
}

#[expect(clippy::print_stdout, reason = "a program that reports to whoever started it")]
fn run() -> Result<bool> {
    let only = std::env::args().skip(1).collect::<Vec<_>>().join(" ");
    let root = root()?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or(root.join("target"), PathBuf::from);
    let target = std::path::absolute(target)?;
    let tree = target.join("mutants");
    copy_tree(&root, &tree)?;
    let is_meant = |mutant: &&Mutant| mutant.name.contains(&only) || mutant.file.contains(&only);
    let chosen: Vec<&Mutant> = mutants().filter(is_meant).collect();
    let suites: BTreeSet<&[&str]> = chosen.iter().map(|mutant| mutant.tests).collect();
    for suite in suites {
        let output = cargo(&tree, &target, &[&["test", "-q"], suite].concat())?;
        let words = [output.stdout, output.stderr].concat();
        let words = String::from_utf8_lossy(&words);
        ensure!(output.status.success(), "{suite:?} is red without any mutant:\n{words}");
    }
    let (mut passed, mut failed) = (0, 0);
    for mutant in chosen {
        let (count, word) = match fate(&tree, &target, mutant)? {
            Fate::Killed => (&mut passed, String::from("killed   ")),
            Fate::Survived => (&mut failed, String::from("SURVIVED ")),
            Fate::NotBuilt(words) => (&mut failed, format!("{words}\nNOT BUILT")),
        };
        *count += 1;
        println!("{word} {}", mutant.name);
    }
    println!("mutants: {passed} passed, {failed} failed");
    Ok(failed == 0 && passed > 0)
}

fn main() -> Result<ExitCode> {
    Ok(if run()? { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
