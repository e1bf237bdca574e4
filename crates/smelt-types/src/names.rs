//! Names: for messages, and unique ones for symbols.

use std::fmt::Write;

use crate::intern::FxMap;
use crate::resolve::dotted;
use crate::{
    ArrayMethod, FieldId, MethodDefId, MethodId, MethodKind, ModuleId, SigId, TypeDefId, TypeId,
    TypeKind, TypeSystem, WellKnown,
};

/// Messages cut off names of monstrous instantiations here.
const MAX_NAME: usize = 2000;
/// Longest symbol text; longer ones end with a hash of all of it.
const MAX_SYMBOL: usize = 200;
/// What stays readable of a longer one.
const KEPT: usize = 160;

impl TypeSystem {
    /// `Namespace.Outer+Inner` of a definition.
    pub fn type_def_full_name(&self, def: TypeDefId) -> String {
        let info = self.type_info(def);
        match self.enclosing_type(def) {
            Some(outer) => format!("{}+{}", self.type_def_full_name(outer), info.name),
            None => dotted(info.namespace, info.name),
        }
    }

    /// As in messages and `Type.ToString()`: `System.Collections.Generic.List`1[System.String]`.
    pub fn type_name(&self, ty: TypeId) -> String {
        let mut out = String::new();
        self.write_type(&mut out, ty);
        out
    }

    fn write_type(&self, out: &mut String, ty: TypeId) {
        if out.len() > MAX_NAME {
            return;
        }
        match self.kind(ty) {
            TypeKind::Named { def, args } => {
                out.push_str(&self.type_def_full_name(*def));
                if !args.is_empty() {
                    out.push('[');
                    self.write_list(out, args, ",");
                    out.push(']');
                }
            }
            TypeKind::SzArray(elem) => {
                self.write_type(out, *elem);
                out.push_str("[]");
            }
            TypeKind::Array { elem, rank } => {
                self.write_type(out, *elem);
                out.push_str(&rank_suffix(*rank));
            }
            TypeKind::Ptr(to) => {
                self.write_type(out, *to);
                out.push('*');
            }
            TypeKind::ByRef(to) => {
                self.write_type(out, *to);
                out.push('&');
            }
            TypeKind::FnPtr(sig) => {
                let sig = self.sig(*sig);
                self.write_type(out, sig.ret);
                out.push('(');
                self.write_list(out, &sig.params, ", ");
                out.push(')');
            }
            TypeKind::TypeVar(n) => {
                let _ = write!(out, "!{n}");
            }
            TypeKind::MethodVar(n) => {
                let _ = write!(out, "!!{n}");
            }
        }
    }

    fn write_list(&self, out: &mut String, types: &[TypeId], separator: &str) {
        for (i, &t) in types.iter().enumerate() {
            if i > 0 {
                out.push_str(separator);
            }
            self.write_type(out, t);
        }
    }

    /// `(ParamType, ParamType)`
    pub(crate) fn sig_display(&self, sig: SigId) -> String {
        let mut out = String::from("(");
        self.write_list(&mut out, &self.sig(sig).params, ", ");
        out.push(')');
        out
    }

    /// `Namespace.Type.Method(ParamType, ParamType)`; also unique enough for symbols together with [`Self::symbol_of_type`].
    pub fn method_display(&self, m: MethodId) -> String {
        let mut out = self.type_name(self.method_owner(m));
        out.push('.');
        out.push_str(self.method_name(m));
        let args = self.method_args(m);
        if !args.is_empty() {
            out.push('[');
            self.write_list(&mut out, args, ",");
            out.push(']');
        }
        match self.method_sig_id(m) {
            Ok(sig) => out.push_str(&self.sig_display(sig)),
            Err(_) => out.push_str("(?)"),
        }
        out
    }

    // ---- symbols ------------------------------------------------------------------------------------------------
    //
    // `{}` hold arguments, `::` stands before a member; names are escaped so that the text can be taken apart in one way only.

    /// Unique, stable, readable symbol text (assembly names included, so that equal names of two assemblies differ).
    pub fn symbol_of_type(&self, ty: TypeId) -> String {
        self.type_symbol(ty).to_owned()
    }

    fn type_symbol(&self, ty: TypeId) -> &str {
        let entry = self.type_entry(ty);
        if let Some(symbol) = entry.symbol.get() {
            return symbol;
        }
        let text = self.make_type_symbol(&entry.kind, ty);
        entry.symbol.get_or_init(|| shorten(text).into_boxed_str())
    }

    fn make_type_symbol(&self, kind: &TypeKind, ty: TypeId) -> String {
        let mut out = String::new();
        match kind {
            TypeKind::Named { def, args } => {
                if let Some(keyword) = self.keyword(ty) {
                    return keyword.to_owned();
                }
                if def.module != crate::defs::CORE {
                    out.push('[');
                    escape(&mut out, self.module_name(def.module));
                    out.push(']');
                }
                self.write_def_symbol(&mut out, *def);
                self.write_args(&mut out, args);
            }
            TypeKind::SzArray(elem) => {
                out.push_str(self.type_symbol(*elem));
                out.push_str("[]");
            }
            TypeKind::Array { elem, rank } => {
                out.push_str(self.type_symbol(*elem));
                out.push_str(&rank_suffix(*rank));
            }
            TypeKind::Ptr(to) => {
                out.push_str(self.type_symbol(*to));
                out.push('*');
            }
            TypeKind::ByRef(to) => {
                out.push_str(self.type_symbol(*to));
                out.push('&');
            }
            TypeKind::FnPtr(sig) => {
                let sig = self.sig(*sig);
                let _ = write!(
                    out,
                    "fn{{{:?}:{}:{}}}",
                    sig.call_conv, sig.has_this as u8, sig.generic_params
                );
                out.push_str(self.type_symbol(sig.ret));
                self.write_params(&mut out, &sig.params);
            }
            TypeKind::TypeVar(n) => {
                let _ = write!(out, "!{n}");
            }
            TypeKind::MethodVar(n) => {
                let _ = write!(out, "!!{n}");
            }
        }
        out
    }

    fn keyword(&self, ty: TypeId) -> Option<&'static str> {
        use WellKnown as W;
        const KEYWORDS: &[(WellKnown, &str)] = &[
            (W::Void, "void"),
            (W::Boolean, "bool"),
            (W::Char, "char"),
            (W::SByte, "sbyte"),
            (W::Byte, "byte"),
            (W::Int16, "short"),
            (W::UInt16, "ushort"),
            (W::Int32, "int"),
            (W::UInt32, "uint"),
            (W::Int64, "long"),
            (W::UInt64, "ulong"),
            (W::IntPtr, "nint"),
            (W::UIntPtr, "nuint"),
            (W::Single, "float"),
            (W::Double, "double"),
            (W::String, "string"),
            (W::Object, "object"),
            (W::Canon, "__Canon"),
        ];
        KEYWORDS
            .iter()
            .find(|(w, _)| self.well_known(*w) == ty)
            .map(|&(_, text)| text)
    }

    fn write_def_symbol(&self, out: &mut String, def: TypeDefId) {
        let info = self.type_info(def);
        match self.enclosing_type(def) {
            Some(outer) => {
                self.write_def_symbol(out, outer);
                out.push('+');
            }
            None if !info.namespace.is_empty() => {
                escape(out, info.namespace);
                out.push('.');
            }
            None => {}
        }
        escape(out, info.name);
    }

    fn write_args(&self, out: &mut String, args: &[TypeId]) {
        if args.is_empty() {
            return;
        }
        for (i, &a) in args.iter().enumerate() {
            out.push(if i == 0 { '{' } else { ',' });
            out.push_str(self.type_symbol(a));
        }
        out.push('}');
    }

    fn write_params(&self, out: &mut String, params: &[TypeId]) {
        out.push('(');
        for (i, &p) in params.iter().enumerate() {
            if i > 0 {
                out.push(',');
            }
            out.push_str(self.type_symbol(p));
        }
        out.push(')');
    }

    /// Unique, stable, readable symbol text of an exact, open or canonical method.
    pub fn symbol_of_method(&self, m: MethodId) -> String {
        let mut out = self.symbol_of_type(self.method_owner(m));
        out.push_str("::");
        match self.method(m) {
            MethodKind::Def { def, args, .. } => {
                out.push_str(self.member_symbol(*def));
                self.write_args(&mut out, args);
            }
            MethodKind::Array { method, .. } => out.push_str(match method {
                ArrayMethod::Get => "Get",
                ArrayMethod::Set => "Set",
                ArrayMethod::Address => "Address",
                ArrayMethod::Ctor {
                    with_lower_bounds: false,
                } => ".ctor",
                ArrayMethod::Ctor {
                    with_lower_bounds: true,
                } => ".ctor(bounds)",
            }),
        }
        shorten(out)
    }

    /// `Name(params)` of a definition in open form; with the result, then a number, where that isn't unique in the type.
    fn member_symbol(&self, def: MethodDefId) -> &str {
        let info = self.method_info(def);
        if let Some(symbol) = info.symbol.get() {
            return symbol;
        }
        let m = self.asm.module(def.module);
        let owner = self.type_info(TypeDefId {
            module: def.module,
            rid: info.owner,
        });
        let texts: Vec<(u32, [String; 2])> = owner
            .methods_named(m, info.name)
            .iter()
            .map(|&rid| (rid, self.member_texts(def.module, rid)))
            .collect();
        let mut seen = FxMap::default();
        for level in 0..2 {
            for (_, text) in &texts {
                *seen.entry((level, text[level].as_str())).or_insert(0u32) += 1;
            }
        }
        let Some((_, own)) = texts.iter().find(|(rid, _)| *rid == def.rid) else {
            return info
                .symbol
                .get_or_init(|| format!("#{}", def.rid).into_boxed_str());
        };
        let symbol = if seen[&(0, own[0].as_str())] == 1 {
            own[0].clone()
        } else if seen[&(1, own[1].as_str())] == 1 {
            own[1].clone()
        } else {
            let number = texts
                .iter()
                .filter(|(rid, text)| *rid < def.rid && text[1] == own[1])
                .count();
            format!("{}%{number}", own[1])
        };
        info.symbol.get_or_init(|| symbol.into_boxed_str())
    }

    /// Without and with the result type.
    fn member_texts(&self, module: ModuleId, rid: u32) -> [String; 2] {
        let id = MethodDefId { module, rid };
        let info = self.method_info(id);
        let mut text = String::new();
        escape(&mut text, info.name);
        if info.generic_count != 0 {
            let _ = write!(text, "`{}", info.generic_count);
        }
        let mut with_result = String::new();
        if let Ok(sig) = self.def_sig(id) {
            let sig = self.sig(sig.sig);
            self.write_params(&mut text, &sig.params);
            with_result = format!(
                "{text}:{}{}",
                if sig.has_this { "" } else { "static " },
                self.type_symbol(sig.ret)
            );
        } else {
            let _ = write!(text, "(?{rid})");
        }
        [text, with_result]
    }

    /// Unique, stable, readable symbol text of a field.
    pub fn symbol_of_field(&self, f: FieldId) -> String {
        let owner = self.field_owner(f);
        let name = self.field_name(f);
        let mut out = self.symbol_of_type(owner);
        out.push_str("::");
        escape(&mut out, name);
        let rid = self.field_def(f).rid;
        let before = self
            .fields(owner)
            .into_iter()
            .filter(|&g| self.field_def(g).rid < rid && self.field_name(g) == name)
            .count();
        if before > 0 {
            let _ = write!(out, "%{before}");
        }
        shorten(out)
    }
}

fn rank_suffix(rank: u32) -> String {
    match rank {
        1 => "[*]".to_owned(),
        n => format!("[{}]", ",".repeat(n as usize - 1)),
    }
}

/// Appends a name with the characters that structure a symbol (and `@`, which linkers take for a version) written as `%XX`.
fn escape(out: &mut String, name: &str) {
    for c in name.chars() {
        if matches!(
            c,
            '{' | '}' | '(' | ')' | '[' | ']' | ',' | ':' | '+' | '&' | '*' | '@' | '%' | '!' | '#'
        ) || c.is_control()
        {
            let _ = write!(out, "%{:02X}", c as u32);
        } else {
            out.push(c);
        }
    }
}

/// Cuts a symbol text that is too long and adds a hash of all of it.
fn shorten(text: String) -> String {
    if text.len() <= MAX_SYMBOL {
        return text;
    }
    // FNV-1a, 128 bits.
    let mut hash: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    for byte in text.bytes() {
        hash = (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
    }
    let mut end = KEPT;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}#{hash:032x}", &text[..end])
}
