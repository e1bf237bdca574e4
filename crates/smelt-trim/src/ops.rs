//! What one IR body needs: a flat list of requirements, collected without touching the analysis state, so that bodies are scanned in parallel.

use smelt_abi::ExceptionKind;
use smelt_abi::helpers::HelperId;
use smelt_ir::{Body, Callee, Func, Handler, Lookup, Op, RegionKind, Term, entity::Entity};
use smelt_types::{FieldId, MethodId};

/// One requirement of a body.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Need {
    Entity(Entity),
    Func(Func),
    /// A function's address is taken.
    Address(Func),
    /// Virtual call of a class method: canonical introducing declaration.
    Slot(MethodId),
    /// A dictionary lookup of shared code.
    Lookup(Lookup),
    Str(Box<[u16]>),
    Rva(FieldId),
    PInvoke(MethodId),
    /// A symbol of the runtime is called.
    Symbol(String),
}

/// Functions that a body calls or takes the address of.
pub fn functions(body: &Body) -> Vec<Func> {
    let needs = needs(body).into_iter();
    let funcs = needs.filter_map(|n| match n {
        Need::Func(f) | Need::Address(f) | Need::Entity(Entity::Func(f)) => Some(f),
        _ => None,
    });
    funcs.collect()
}

/// Collects the needs of a body, implicit throw helpers included.
pub(crate) fn needs(body: &Body) -> Vec<Need> {
    let mut out = Vec::new();
    let mut kinds: u64 = 0;
    let mut throws = |k: ExceptionKind| kinds |= 1 << (k as u32);
    for block in &body.blocks {
        for inst in &block.insts {
            op(&inst.op, &mut out, &mut throws);
        }
        match &block.term {
            Term::ThrowKind(k) => throws(*k),
            Term::Throw(_) => throws(ExceptionKind::NullReference),
            _ => {}
        }
    }
    for region in &body.regions {
        if let RegionKind::Try { handlers } = &region.kind {
            for h in handlers {
                match h {
                    Handler::Catch { ty, .. } => out.push(Need::Entity(Entity::Handle(*ty, false))),
                    Handler::CatchLookup { ty, .. } => out.push(Need::Lookup(*ty)),
                    _ => {}
                }
            }
        }
    }
    for (kind, _) in ExceptionKind::TYPES {
        if kinds & (1 << (*kind as u32)) != 0 {
            out.push(Need::Func(Func::ThrowKind(*kind)));
        }
    }
    out
}

fn op(op: &Op, out: &mut Vec<Need>, throws: &mut impl FnMut(ExceptionKind)) {
    use ExceptionKind as E;
    match op {
        Op::Str(s) => out.push(Need::Str(s.clone())),
        Op::TypeHandle { ty, constructed } => {
            out.push(Need::Entity(Entity::Handle(*ty, *constructed)))
        }
        Op::TypeObject(t) => out.push(Need::Entity(Entity::TypeObject(*t))),
        Op::MethodObject(m) => out.push(Need::Entity(Entity::MethodObject(*m))),
        Op::FieldObject(f) => out.push(Need::Entity(Entity::FieldObject(*f))),
        Op::MethodDict(m) => out.push(Need::Entity(Entity::MethodDict(*m))),
        Op::FuncAddr(f) => out.push(Need::Address(*f)),
        Op::Selector(m) => out.push(Need::Entity(Entity::Selector(*m))),
        Op::StaticBase(t) => out.push(Need::Entity(Entity::Statics(*t))),
        Op::ThreadStaticOffset(t) => out.push(Need::Entity(Entity::ThreadStatics(*t))),
        Op::ClassInitRecord(t) => out.push(Need::Entity(Entity::ClassInit(*t))),
        Op::RvaData(f) => out.push(Need::Rva(*f)),
        Op::PInvokeRecord(m) => out.push(Need::PInvoke(*m)),
        Op::SymbolAddr(s) => out.push(Need::Symbol(s.clone())),
        Op::RuntimeLookup(l) => out.push(Need::Lookup(*l)),
        Op::Bin(
            smelt_ir::BinOp::Div
            | smelt_ir::BinOp::DivUn
            | smelt_ir::BinOp::Rem
            | smelt_ir::BinOp::RemUn,
            ..,
        ) => {
            throws(E::DivideByZero);
            throws(E::Overflow);
        }
        Op::BinOvf { .. } | Op::Convert { ovf: true, .. } => throws(E::Overflow),
        Op::CheckFinite(_) => throws(E::Arithmetic),
        Op::Load { .. }
        | Op::Store { .. }
        | Op::FieldAddr { checked: true, .. }
        | Op::NullCheck(_)
        | Op::InitBlock { .. }
        | Op::CopyBlock { .. }
        | Op::MethodTableOf(_)
        | Op::ArrayLength(_)
        | Op::VirtualAddr { .. }
        | Op::DispatchAddr { .. } => throws(E::NullReference),
        Op::NewObject { .. } | Op::Box { .. } => throws(E::OutOfMemory),
        Op::NewArray { .. } | Op::NewMdArray { .. } => {
            throws(E::OutOfMemory);
            throws(E::Overflow);
        }
        Op::Unbox { .. } | Op::Cast { .. } => {
            throws(E::NullReference);
            out.push(Need::Func(Func::ThrowInvalidCast));
        }
        Op::ElemAddr { .. }
        | Op::LoadElem { .. }
        | Op::StoreElem { .. }
        | Op::MdElemAddr { .. } => {
            throws(E::NullReference);
            throws(E::IndexOutOfRange);
            throws(E::ArrayTypeMismatch);
        }
        Op::EnsureClassInit { .. } => out.push(Need::Func(Func::ClassInit)),
        Op::CheckPending => out.push(Need::Func(Func::ThrowPending)),
        Op::LocAlloc { .. } => throws(E::Overflow),
        Op::Call { callee, .. } => match callee {
            Callee::Func { func, .. } => out.push(Need::Func(*func)),
            Callee::Virtual { decl } => {
                throws(E::NullReference);
                out.push(Need::Slot(*decl));
            }
            Callee::Dispatch { .. } | Callee::Pointer { .. } | Callee::Native { .. } => {
                throws(E::NullReference)
            }
            Callee::Symbol { symbol, .. } => out.push(Need::Symbol(symbol.clone())),
            // Those that need something of the image.
            Callee::Helper(
                h @ (HelperId::StackFrameMethod
                | HelperId::ExceptionMethod
                | HelperId::ReferencedAssemblies),
            ) => {
                out.push(Need::Symbol(h.helper().symbol.into()));
            }
            Callee::Helper(_) => {}
        },
        Op::Intrinsic(..) => throws(E::NullReference),
        _ => {}
    }
    if let Op::VirtualAddr { decl, .. } = op {
        out.push(Need::Slot(*decl));
    }
}
