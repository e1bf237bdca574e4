//! Readable text of a body, for debugging and tests, and a check of the rules that every body keeps.

use crate::*;
use smelt_types::TypeSystem;
use std::fmt::Write;

/// The body as text.
pub fn text(ts: &TypeSystem, body: &Body) -> String {
    let mut s = String::new();
    let _ = write_body(&mut s, ts, body);
    s
}

fn write_body(s: &mut String, ts: &TypeSystem, body: &Body) -> std::fmt::Result {
    writeln!(
        s,
        "{} -> {} context {:?}",
        symbols::func(ts, body.func),
        ts.type_name(body.ret),
        body.context
    )?;
    for (n, l) in body.locals.iter().enumerate() {
        let what = if (n as u32) < body.param_count {
            "param"
        } else {
            "local"
        };
        write!(s, "  {what} l{n}: {} ({:?})", ts.type_name(l.ty), l.mem)?;
        for (flag, name) in [
            (l.zero, " zero"),
            (l.pinned, " pinned"),
            (l.address_taken, " address"),
        ] {
            if flag {
                s.push_str(name);
            }
        }
        s.push('\n');
    }
    for (n, r) in body.regions.iter().enumerate() {
        write!(s, "  region r{n}")?;
        if let Some(p) = r.parent {
            write!(s, " in r{}", p.0)?;
        }
        writeln!(s, ": {:?}", r.kind)?;
    }
    for (n, b) in body.blocks.iter().enumerate() {
        write!(s, "b{n}")?;
        if let Some(r) = b.region {
            write!(s, " in r{}", r.0)?;
        }
        s.push_str(":\n");
        for i in &b.insts {
            s.push_str("    ");
            if let Some(r) = i.result {
                write!(s, "v{}: {} = ", r.0, kind(ts, body.values[r.0 as usize]))?;
            }
            write_op(s, ts, &i.op)?;
            s.push('\n');
        }
        writeln!(s, "    {}", short(&format!("{:?}", b.term)))?;
    }
    Ok(())
}

fn kind(ts: &TypeSystem, k: Kind) -> String {
    match k {
        Kind::Struct(t) => ts.type_name(t),
        k => format!("{k:?}"),
    }
}

/// Debug text with ids shortened: `Value(3)` is `v3`.
fn short(text: &str) -> String {
    let mut out = text.to_string();
    for (name, letter) in [
        ("Value(", "v"),
        ("LocalId(", "l"),
        ("BlockId(", "b"),
        ("RegionId(", "r"),
    ] {
        while let Some(at) = out.find(name) {
            let end = out[at..].find(')').map_or(out.len(), |e| at + e);
            let number = out[at + name.len()..end].to_string();
            out.replace_range(at..(end + 1).min(out.len()), &format!("{letter}{number}"));
        }
    }
    out
}

fn write_op(s: &mut String, ts: &TypeSystem, op: &Op) -> std::fmt::Result {
    match op {
        Op::Call { callee, args, tail } => {
            let target = match callee {
                Callee::Func { func, context } => {
                    let context = context.map_or(String::new(), |c| format!(" context v{}", c.0));
                    format!("{}{context}", symbols::func(ts, *func))
                }
                Callee::Virtual { decl } => format!("virtual {}", ts.method_display(*decl)),
                Callee::Dispatch { selector, decl } => {
                    format!("dispatch v{} {}", selector.0, ts.method_display(*decl))
                }
                other => short(&format!("{other:?}")),
            };
            let args: Vec<String> = args.iter().map(|a| format!("v{}", a.0)).collect();
            let tail = match tail {
                Tail::No => "",
                Tail::Cheap => "cheap tail ",
                Tail::Explicit => "tail ",
            };
            write!(s, "{tail}call {target} ({})", args.join(", "))
        }
        Op::Str(text) => write!(s, "str {:?}", String::from_utf16_lossy(text)),
        Op::TypeHandle { ty, constructed } => {
            let c = if *constructed { " constructed" } else { "" };
            write!(s, "handle {}{c}", ts.type_name(*ty))
        }
        Op::TypeObject(ty) => write!(s, "typeof {}", ts.type_name(*ty)),
        Op::StaticBase(ty) => write!(s, "statics {}", ts.type_name(*ty)),
        Op::ClassInitRecord(ty) => write!(s, "cctor {}", ts.type_name(*ty)),
        Op::FuncAddr(f) => write!(s, "code {}", symbols::func(ts, *f)),
        Op::Selector(m) => write!(s, "selector {}", ts.method_display(*m)),
        Op::MethodDict(m) => write!(s, "dict {}", ts.method_display(*m)),
        Op::RuntimeLookup(Lookup::TypeHandle { ty, constructed }) => {
            let c = if *constructed { " constructed" } else { "" };
            write!(s, "lookup handle {}{c}", ts.type_name(*ty))
        }
        Op::NewObject { ty, handle } => write!(s, "new {} v{}", ts.type_name(*ty), handle.0),
        other => s.write_str(&short(&format!("{other:?}"))),
    }
}

/// Rules that importer and synthesis keep and code generation relies on; the text of the first one that is broken.
pub fn check(ts: &TypeSystem, body: &Body) -> std::result::Result<(), String> {
    for (n, block) in body.blocks.iter().enumerate() {
        let mut here: Vec<Value> = Vec::new();
        for i in &block.insts {
            let mut bad = None;
            i.op.operands(|v| {
                if !here.contains(&v) {
                    bad = Some(v);
                }
            });
            if let Some(v) = bad {
                return Err(format!("b{n}: v{} is used outside its block", v.0));
            }
            check_op(ts, body, i).map_err(|e| format!("b{n}: {e} in {:?}", i.op))?;
            here.extend(i.result);
        }
        let mut bad = None;
        block.term.operands(|v| {
            if !here.contains(&v) {
                bad = Some(v);
            }
        });
        if let Some(v) = bad {
            return Err(format!("b{n}: v{} is used outside its block", v.0));
        }
        if let Term::Return(v) = &block.term {
            let void = ts.value_class(body.ret) == smelt_types::ValueClass::Void;
            if v.is_none() != void {
                return Err(format!("b{n}: return does not fit the result type"));
            }
        }
        let mut outside = false;
        block.term.successors(|b| {
            outside |= b.0 as usize >= body.blocks.len();
            if !matches!(block.term, Term::Leave(_))
                && !outside
                && body.blocks[b.0 as usize].region != block.region
            {
                // Falling into a try block is the one way across a region's border.
                let mut at = body.blocks[b.0 as usize].region;
                let mut inside = false;
                while let Some(r) = at {
                    let region = &body.regions[r.0 as usize];
                    if !matches!(region.kind, RegionKind::Try { .. }) {
                        break;
                    }
                    at = region.parent;
                    if at == block.region {
                        inside = true;
                        break;
                    }
                }
                outside |= !inside;
            }
        });
        if outside {
            return Err(format!("b{n}: a jump crosses the border of a region"));
        }
    }
    Ok(())
}

fn check_op(ts: &TypeSystem, body: &Body, inst: &Inst) -> std::result::Result<(), String> {
    let exact = |t| !ts.is_shared_type(t) && !ts.is_open(t);
    let kind_of = |v: Value| body.values[v.0 as usize];
    let ok = match &inst.op {
        // The open type stands for the generic definition.
        Op::TypeObject(t) => !ts.is_shared_type(*t),
        Op::TypeHandle { ty: t, .. }
        | Op::StaticBase(t)
        | Op::ThreadStaticOffset(t)
        | Op::ClassInitRecord(t) => exact(*t),
        Op::MethodDict(m) | Op::Selector(m) | Op::MethodObject(m) => {
            !ts.is_shared_method(*m) && exact(ts.method_owner(*m))
        }
        Op::RuntimeLookup(_) | Op::GenericContext => body.context != Context::None,
        Op::Compare(_, a, b) => kind_of(*a) == kind_of(*b),
        Op::Bin(op, a, b) if !matches!(op, BinOp::Shl | BinOp::Shr | BinOp::ShrUn) => {
            kind_of(*a) == kind_of(*b)
        }
        Op::Set(l, v) => crate::env::kind_of_mem(body.locals[l.0 as usize].mem) == kind_of(*v),
        Op::Store { value, mem, .. } => crate::env::kind_of_mem(*mem) == kind_of(*value),
        Op::FieldAddr { base, .. } => matches!(kind_of(*base), Kind::Ref | Kind::ByRef),
        _ => true,
    };
    if ok {
        Ok(())
    } else {
        Err("a rule of the IR is broken".into())
    }
}
