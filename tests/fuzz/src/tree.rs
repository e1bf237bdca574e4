//! Generated programs: trees of text pieces that know what they are, so that a program can be made smaller without parsing it.

/// What a node of the tree stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An expression of the named C# type; any expression of the same type may replace it.
    Expr(String),
    /// A statement that may be removed, or replaced by the statements of a block inside it.
    Stmt,
    /// A list of statements in braces.
    Block,
    /// A type or a member that may be removed if nothing names it.
    Member,
    /// A part that only holds others.
    Group,
}

/// A piece of a node's text.
#[derive(Clone, Debug)]
pub enum Part {
    /// Text as it is.
    Text(String),
    /// A node.
    Child(Node),
}

/// A node of a generated program.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it stands for.
    pub kind: Kind,
    /// Its text, in order.
    pub parts: Vec<Part>,
    /// Whether the C# compiler may take it for a constant.
    pub constant: bool,
}

impl Node {
    /// A node whose text is `template` with a child in place of each `@`.
    pub fn new(kind: Kind, template: &str, children: Vec<Node>) -> Node {
        let constant = !children.is_empty() && children.iter().all(|c| c.constant);
        let mut parts = Vec::new();
        let mut children = children.into_iter();
        for (i, text) in template.split('@').enumerate() {
            if i > 0 {
                let child = children.next();
                parts.push(Part::Child(child.expect("a child for each @")));
            }
            if !text.is_empty() {
                parts.push(Part::Text(text.to_string()));
            }
        }
        assert!(children.next().is_none(), "an @ for each child: {template}");
        Node {
            kind,
            parts,
            constant,
        }
    }

    /// A node that holds others, one after another.
    pub fn list(kind: Kind, children: Vec<Node>) -> Node {
        Node {
            kind,
            parts: children.into_iter().map(Part::Child).collect(),
            constant: false,
        }
    }

    /// The children.
    pub fn children(&self) -> impl Iterator<Item = &Node> {
        self.parts.iter().filter_map(|part| match part {
            Part::Child(node) => Some(node),
            Part::Text(_) => None,
        })
    }

    /// Number of nodes.
    pub fn size(&self) -> usize {
        1 + self.children().map(Node::size).sum::<usize>()
    }

    /// The node at a path of part numbers.
    pub fn at(&self, path: &[usize]) -> &Node {
        path.iter().fold(self, |node, &i| match &node.parts[i] {
            Part::Child(child) => child,
            Part::Text(_) => unreachable!("paths lead to nodes"),
        })
    }

    /// The node at a path of part numbers, to be changed.
    pub fn at_mut(&mut self, path: &[usize]) -> &mut Node {
        path.iter().fold(self, |node, &i| match &mut node.parts[i] {
            Part::Child(child) => child,
            Part::Text(_) => unreachable!("paths lead to nodes"),
        })
    }

    /// Calls `visit` with every node and its path, parents first.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&[usize], &'a Node)) {
        fn go<'a>(
            node: &'a Node,
            path: &mut Vec<usize>,
            visit: &mut impl FnMut(&[usize], &'a Node),
        ) {
            visit(path, node);
            for (i, part) in node.parts.iter().enumerate() {
                if let Part::Child(child) = part {
                    path.push(i);
                    go(child, path, visit);
                    path.pop();
                }
            }
        }
        go(self, &mut Vec::new(), visit);
    }

    /// The C# text.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text, 0);
        text
    }

    fn write(&self, out: &mut String, depth: usize) {
        let indent = |out: &mut String, depth: usize| {
            if !out.is_empty() && !out.ends_with('\n') {
                out.push('\n');
            }
            out.push_str(&"    ".repeat(depth));
        };
        match self.kind {
            Kind::Stmt | Kind::Member => indent(out, depth),
            Kind::Block => out.push_str(" {"),
            Kind::Expr(_) | Kind::Group => {}
        }
        let inner = depth + usize::from(matches!(self.kind, Kind::Block));
        for part in &self.parts {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Child(node) => node.write(out, inner),
            }
        }
        if self.kind == Kind::Block {
            indent(out, depth);
            out.push('}');
        }
    }
}
