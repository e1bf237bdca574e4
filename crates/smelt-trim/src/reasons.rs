//! Why a node is in the output: the first edge that reached it. `smelt why` prints the chain back to a root.

use rustc_hash::FxHashMap;
use smelt_ir::{Func, symbols};
use smelt_types::{MethodId, TypeId, TypeSystem};

/// A fact of the analysis.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub enum Node {
    /// Something the runtime or the image always needs.
    Root(&'static str),
    Func(Func),
    Type(TypeId),
    /// Objects of the type are created.
    Constructed(TypeId),
    /// A virtual slot is called.
    Slot(MethodId),
    /// An interface method or generic virtual method is called.
    Selector(MethodId),
    Dictionary(MethodId),
}

impl Node {
    /// One line for people.
    pub fn describe(self, ts: &TypeSystem) -> String {
        match self {
            Node::Root(why) => format!("root: {why}"),
            Node::Func(Func::Method(m)) => format!("method {}", ts.method_display(m)),
            Node::Func(Func::Stub { method, .. }) => {
                format!("stub of {}", ts.method_display(method))
            }
            Node::Func(f) => format!("function {}", symbols::func(ts, f)),
            Node::Type(t) => format!("type {}", ts.type_name(t)),
            Node::Constructed(t) => format!("objects of {}", ts.type_name(t)),
            Node::Slot(m) => format!("virtual calls of {}", ts.method_display(m)),
            Node::Selector(m) => format!("interface calls of {}", ts.method_display(m)),
            Node::Dictionary(m) => format!("dictionary of {}", ts.method_display(m)),
        }
    }
}

/// First-reached edges.
#[derive(Default)]
pub struct Reasons {
    parents: FxHashMap<Node, Node>,
}

impl Reasons {
    pub(crate) fn record(&mut self, node: Node, because: Node) {
        self.parents.entry(node).or_insert(because);
    }

    /// All nodes, in no particular order.
    pub fn nodes(&self) -> impl Iterator<Item = Node> + '_ {
        self.parents.keys().copied()
    }

    /// The node and what reached it, up to a root.
    pub fn chain(&self, node: Node) -> Vec<Node> {
        let mut chain = vec![node];
        let mut at = node;
        while let Some(&parent) = self.parents.get(&at) {
            if chain.contains(&parent) {
                break;
            }
            chain.push(parent);
            at = parent;
        }
        chain
    }
}
