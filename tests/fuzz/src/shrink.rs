//! Making a program that differs smaller: parts of its tree are removed or replaced as long as it still differs.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::run;
use crate::tree::{Kind, Node, Part};

/// How many candidates are compiled at a time.
const BATCH: usize = 20;

/// A change that makes a program smaller.
struct Edit {
    path: Vec<usize>,
    /// Parts from..to of the node at `path` become these.
    from: usize,
    to: usize,
    with: Vec<Part>,
    gain: usize,
}

impl Edit {
    /// Path of the first part that it changes.
    fn start(&self) -> Vec<usize> {
        let mut start = self.path.clone();
        start.push(self.from);
        start
    }

    /// Whether both change the same parts, or one changes what the other is in.
    fn overlaps(&self, other: &Edit) -> bool {
        let inside = |a: &Edit, b: &Edit| {
            a.path == b.path && a.from < b.to && b.from < a.to
                || a.path.len() > b.path.len()
                    && a.path.starts_with(&b.path)
                    && (b.from..b.to).contains(&a.path[b.path.len()])
        };
        inside(self, other) || inside(other, self)
    }

    fn apply(&self, program: &Node) -> Node {
        let mut program = program.clone();
        let node = program.at_mut(&self.path);
        node.parts
            .splice(self.from..self.to, self.with.iter().cloned());
        program
    }
}

/// A smaller program that still differs from CoreCLR at `level`.
///
/// # Errors
/// As for [`run::compare`].
pub fn shrink(folder: &Path, program: &Node, level: &str, limit: Duration) -> Result<Node, String> {
    let start = Instant::now();
    let levels = [level.to_string()];
    let mut program = program.clone();
    // Passes over all edits, until one changes nothing.
    loop {
        let mut changed = false;
        let mut tried = 0;
        loop {
            let edits = edits(&program);
            if tried >= edits.len() {
                break;
            }
            if start.elapsed() >= limit {
                return Ok(program);
            }
            let group = &edits[tried..edits.len().min(tried + BATCH)];
            let candidates: Vec<Node> = group.iter().map(|e| e.apply(&program)).collect();
            let report = run::compare(folder, &candidates, &levels)?;
            // Any difference will do, even if it isn't the first one any longer.
            let helpful: Vec<&Edit> = report
                .differences
                .iter()
                .map(|d| &group[d.number])
                .collect();
            match helpful.len() {
                0 => tried += BATCH,
                1 => program = helpful[0].apply(&program),
                _ => program = together(folder, &program, &helpful, &levels)?,
            }
            if !helpful.is_empty() {
                changed = true;
                eprintln!("  {} nodes", program.size());
            }
        }
        if !changed {
            return Ok(program);
        }
    }
}

/// Applies as many of the edits, each of which helps alone, as possible.
fn together(
    folder: &Path,
    program: &Node,
    edits: &[&Edit],
    levels: &[String],
) -> Result<Node, String> {
    let mut candidates = Vec::new();
    let mut count = edits.len();
    while count > 1 {
        // From the end of the program, so that the paths of the others stay right.
        let mut chosen: Vec<&Edit> = Vec::new();
        for edit in &edits[..count] {
            if chosen.iter().all(|other| !edit.overlaps(other)) {
                chosen.push(edit);
            }
        }
        chosen.sort_by_key(|e| std::cmp::Reverse(e.start()));
        candidates.push(chosen.iter().fold(program.clone(), |p, e| e.apply(&p)));
        count /= 2;
    }
    candidates.push(edits[0].apply(program));
    let report = run::compare(folder, &candidates, levels)?;
    let best = report.differences.iter().map(|d| d.number).min();
    Ok(candidates.swap_remove(best.unwrap_or(candidates.len() - 1)))
}

/// All edits, those that remove most first.
fn edits(program: &Node) -> Vec<Edit> {
    let mut edits = Vec::new();
    program.walk(&mut |path, node| {
        removals(path, node, &mut edits);
        replacements(path, node, &mut edits);
    });
    edits.sort_by_key(|e| std::cmp::Reverse(e.gain));
    edits
}

fn size(parts: &[Part]) -> usize {
    let size = |part: &Part| match part {
        Part::Child(node) => node.size(),
        Part::Text(_) => 0,
    };
    parts.iter().map(size).sum()
}

/// Runs of statements, members or types that can go.
fn removals(path: &[usize], node: &Node, edits: &mut Vec<Edit>) {
    let removable = |part: &Part| match part {
        Part::Child(child) => {
            matches!(child.kind, Kind::Stmt | Kind::Member)
                || (path.is_empty() && child.kind == Kind::Group)
        }
        Part::Text(_) => false,
    };
    // The last part of a program is the class with `Run`.
    let count = node.parts.len() - usize::from(path.is_empty());
    let parts = &node.parts[..count];
    let mut length = parts.len();
    while length > 0 {
        for from in (0..parts.len()).step_by(length) {
            let to = (from + length).min(parts.len());
            if parts[from..to].iter().all(removable) {
                let gain = size(&parts[from..to]);
                edits.push(Edit {
                    path: path.to_vec(),
                    from,
                    to,
                    with: Vec::new(),
                    gain,
                });
            }
        }
        length /= 2;
    }
}

/// Expressions by a default value or an expression of the same type within; statements by the statements in their blocks.
fn replacements(path: &[usize], node: &Node, edits: &mut Vec<Edit>) {
    for (i, part) in node.parts.iter().enumerate() {
        let Part::Child(child) = part else { continue };
        let mut replace = |with: Node| {
            let gain = child.size().saturating_sub(with.size());
            if gain > 0 || (child.text().len() > with.text().len() + 4) {
                let with = vec![Part::Child(with)];
                edits.push(Edit {
                    path: path.to_vec(),
                    from: i,
                    to: i + 1,
                    with,
                    gain,
                });
            }
        };
        match &child.kind {
            Kind::Expr(ty) => {
                let mut inner = Vec::new();
                child.walk(&mut |path, node| {
                    if !path.is_empty() && node.kind == child.kind && inner.len() < 4 {
                        inner.push(node.clone());
                    }
                });
                inner.into_iter().for_each(&mut replace);
                replace(Node::new(
                    child.kind.clone(),
                    &format!("default({ty})"),
                    vec![],
                ));
            }
            Kind::Stmt => {
                for block in child.children().filter(|c| c.kind == Kind::Block) {
                    replace(Node {
                        kind: Kind::Group,
                        ..block.clone()
                    });
                }
            }
            _ => {}
        }
    }
}
