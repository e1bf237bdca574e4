//! Objects, method tables and type information as the runtime sees them. The layouts are those of `smelt-abi`; the assertions at the end keep
//! the structs here in step with it.

use core::ffi::c_char;
use core::mem::offset_of;
use core::ptr;
use core::sync::atomic::AtomicU64;
use smelt_abi::{self as abi, method_table::flags};

/// A reference to an object, or null.
#[repr(transparent)]
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct ObjectRef(pub *mut u8);

// SAFETY: a reference is a word; what may be done with the object is up to the code that uses it.
unsafe impl Send for ObjectRef {}
// SAFETY: as above.
unsafe impl Sync for ObjectRef {}

impl ObjectRef {
    pub const NULL: ObjectRef = ObjectRef(ptr::null_mut());

    #[inline]
    pub fn is_null(self) -> bool {
        self.0.is_null()
    }

    #[inline]
    pub fn addr(self) -> usize {
        self.0 as usize
    }

    /// The object's method table. The reference must not be null.
    #[inline]
    pub fn method_table(self) -> &'static MethodTable {
        // SAFETY: the first word of every object is the address of its method table, which is never freed.
        unsafe { &**self.0.cast::<*const MethodTable>() }
    }

    /// The header word (lock, hash code).
    #[inline]
    pub fn header(self) -> &'static AtomicU64 {
        // SAFETY: every object, frozen ones included, has a writable word before it.
        unsafe { &*self.0.sub(8).cast::<AtomicU64>() }
    }

    #[inline]
    pub unsafe fn field<T: Copy>(self, offset: usize) -> T {
        self.0.add(offset).cast::<T>().read()
    }

    /// Stores a field that is no reference (or belongs to an object that is still young and unshared).
    #[inline]
    pub unsafe fn set_field<T: Copy>(self, offset: usize, value: T) {
        self.0.add(offset).cast::<T>().write(value)
    }

    /// Number of elements of an array, or characters of a string.
    #[inline]
    pub unsafe fn length(self) -> u32 {
        self.field(abi::object::ARRAY_LENGTH as usize)
    }

    /// Address of the first element of an SZ array.
    #[inline]
    pub fn array_data(self) -> *mut u8 {
        self.0.wrapping_add(abi::object::ARRAY_DATA as usize)
    }

    /// Size in bytes, header word included, rounded to words.
    pub fn size(self) -> usize {
        let mt = self.method_table();
        let mut size = mt.base_size as usize;
        if mt.has_component_size() {
            // SAFETY: types with a component size have a length.
            size += mt.component_size() * unsafe { self.length() } as usize;
        }
        (size + 7) & !7
    }
}

/// `System.Runtime.CompilerServices.MethodTable` and our fields after it.
#[repr(C)]
pub struct MethodTable {
    pub flags: u32,
    pub base_size: u32,
    pub class_number: u32,
    pub reserved0: u16,
    pub interface_count: u16,
    pub parent: *const MethodTable,
    pub info: *const TypeInfo,
    pub aux: *mut Aux,
    pub dispatch_row: *const u8,
    /// Arrays: type handle of the element. Generic types: `PerInstInfo`.
    pub element_or_inst: usize,
    /// Interface map; of `Nullable<T>`: two u32, offset and size of the value.
    pub interface_map: usize,
    pub class_number_end: u32,
    pub field_bytes: u32,
    pub cor_element_type: u8,
    pub own_flags: u8,
    pub vtable_len: u16,
    pub reserved1: u32,
    pub gc_desc: *const u32,
    pub finalizer: *const u8,
}

// SAFETY: read-only data of the image.
unsafe impl Sync for MethodTable {}

impl MethodTable {
    #[inline]
    pub fn has_component_size(&self) -> bool {
        self.flags & flags::HAS_COMPONENT_SIZE != 0
    }

    #[inline]
    pub fn component_size(&self) -> usize {
        (self.flags & 0xffff) as usize
    }

    #[inline]
    pub fn category(&self) -> u32 {
        self.flags & flags::CATEGORY_MASK
    }

    #[inline]
    pub fn is_value_type(&self) -> bool {
        self.flags & 0xC_0000 == flags::CATEGORY_VALUE_TYPE
    }

    #[inline]
    pub fn is_interface(&self) -> bool {
        self.category() == flags::CATEGORY_INTERFACE
    }

    #[inline]
    pub fn is_array(&self) -> bool {
        self.flags & 0xC_0000 == flags::CATEGORY_ARRAY
    }

    #[inline]
    pub fn is_sz_array(&self) -> bool {
        self.is_array() && self.base_size == 24
    }

    /// Rank of an array type.
    #[inline]
    pub fn rank(&self) -> u32 {
        if self.base_size == 24 {
            1
        } else {
            (self.base_size - 24) / 8
        }
    }

    #[inline]
    pub fn is_enum(&self) -> bool {
        self.category() == flags::CATEGORY_ENUM
    }

    #[inline]
    pub fn is_nullable(&self) -> bool {
        self.category() == flags::CATEGORY_NULLABLE
    }

    #[inline]
    pub fn contains_references(&self) -> bool {
        self.flags & flags::CONTAINS_GC_POINTERS != 0
    }

    #[inline]
    pub fn has_finalizer(&self) -> bool {
        self.flags & flags::HAS_FINALIZER != 0
    }

    #[inline]
    pub fn is_variant(&self) -> bool {
        self.own_flags & abi::method_table::own_flags::VARIANT != 0
    }

    /// Whether this is one of the generic interfaces of arrays.
    #[inline]
    pub fn is_array_family(&self) -> bool {
        self.own_flags & abi::method_table::own_flags::ARRAY_FAMILY != 0
    }

    /// Whether objects of this type may be created: its vtable is complete.
    #[inline]
    pub fn is_constructed(&self) -> bool {
        self.own_flags & abi::method_table::own_flags::CONSTRUCTED != 0
    }

    /// Whether this class is `other` or derives from it (classes only).
    #[inline]
    pub fn derives_from(&self, other: &MethodTable) -> bool {
        if self.class_number == 0 || other.class_number == 0 {
            return self.derives_openly_from(other);
        }
        self.class_number >= other.class_number && self.class_number < other.class_number_end
    }

    /// The same for types over generic parameters, which have no numbers.
    #[cold]
    fn derives_openly_from(&self, other: &MethodTable) -> bool {
        let mut at = Some(self);
        while let Some(class) = at {
            if ptr::eq(class, other) {
                return true;
            }
            // SAFETY: null or a method table of the image.
            at = unsafe { class.parent.as_ref() };
        }
        false
    }

    #[inline]
    pub fn handle(&self) -> TypeHandle {
        TypeHandle(ptr::from_ref(self) as usize)
    }

    #[inline]
    pub fn element(&self) -> TypeHandle {
        TypeHandle(self.element_or_inst)
    }

    pub fn interfaces(&self) -> &'static [&'static MethodTable] {
        if self.interface_count == 0 || self.is_nullable() {
            return &[];
        }
        // SAFETY: the interface map has `interface_count` method table addresses.
        unsafe {
            core::slice::from_raw_parts(
                self.interface_map as *const &'static MethodTable,
                self.interface_count as usize,
            )
        }
    }

    #[inline]
    pub fn info(&self) -> &'static TypeInfo {
        // SAFETY: every method table has type information.
        unsafe { &*self.info }
    }

    /// `Nullable<T>`: offset of the value in the struct and its size.
    pub fn nullable_value(&self) -> (u32, u32) {
        (
            self.interface_map as u32,
            ((self.interface_map as u64) >> 32) as u32,
        )
    }

    /// Size of a value of this value type, in an array or field.
    pub fn value_size(&self) -> usize {
        // Boxed: header word, method table, value rounded to words; the exact size is what arrays of it use.
        self.field_bytes as usize
    }
}

/// `MethodTableAuxiliaryData`.
#[repr(C)]
pub struct Aux {
    pub flags: u32,
    pub reserved: u32,
    pub module: *mut u8,
    pub exposed_class_object: ObjectRef,
}

/// Pointers, byrefs, function pointers and generic parameters.
#[repr(C)]
pub struct TypeDesc {
    pub cor_element_type: u32,
    pub reserved: u32,
    pub exposed_class_object: ObjectRef,
    pub info: *const TypeInfo,
}

/// A method table's address, or a TypeDesc's address | 2. Zero is no type.
#[repr(transparent)]
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct TypeHandle(pub usize);

impl TypeHandle {
    pub const NULL: TypeHandle = TypeHandle(0);

    #[inline]
    pub fn is_null(self) -> bool {
        self.0 == 0
    }

    #[inline]
    pub fn is_type_desc(self) -> bool {
        self.0 & abi::type_desc::TAG as usize != 0
    }

    /// The method table, unless this is a TypeDesc.
    #[inline]
    pub fn method_table(self) -> Option<&'static MethodTable> {
        if self.is_null() || self.is_type_desc() {
            None
        } else {
            // SAFETY: an untagged handle is the address of a method table.
            Some(unsafe { &*(self.0 as *const MethodTable) })
        }
    }

    #[inline]
    pub fn type_desc(self) -> Option<&'static TypeDesc> {
        if self.is_type_desc() {
            // SAFETY: a tagged handle is the address of a TypeDesc plus the tag.
            Some(unsafe { &*((self.0 - abi::type_desc::TAG as usize) as *const TypeDesc) })
        } else {
            None
        }
    }

    #[inline]
    pub fn info(self) -> &'static TypeInfo {
        match self.type_desc() {
            // SAFETY: every TypeDesc has type information.
            Some(desc) => unsafe { &*desc.info },
            // SAFETY: not null and not tagged: a method table.
            None => unsafe { &*(*(self.0 as *const MethodTable)).info },
        }
    }

    /// The `RuntimeType` object.
    pub fn type_object(self) -> ObjectRef {
        match self.type_desc() {
            Some(desc) => desc.exposed_class_object,
            // SAFETY: a method table, whose auxiliary data names the frozen object.
            None => unsafe { (*(*(self.0 as *const MethodTable)).aux).exposed_class_object },
        }
    }

    pub fn cor_element_type(self) -> u8 {
        self.info().cor_element_type
    }
}

/// The handle of a `RuntimeType` object.
pub unsafe fn handle_of_type_object(object: ObjectRef) -> TypeHandle {
    TypeHandle(object.field(abi::runtime_type::HANDLE as usize))
}

/// What the runtime knows of a type beyond its method table.
#[repr(C)]
pub struct TypeInfo {
    pub handle: TypeHandle,
    pub kind: u8,
    pub cor_element_type: u8,
    pub arg_count: u16,
    pub token: u32,
    pub namespace: *const c_char,
    pub name: *const c_char,
    pub declaring: *const TypeInfo,
    pub module: *const ModuleInfo,
    pub args: *const *const TypeInfo,
    pub definition: *const TypeInfo,
    pub element: *const TypeInfo,
    pub rank: u32,
    pub attributes: u32,
    pub enum_data: *const EnumData,
    pub multicast: *const u8,
    pub invoke: *const u8,
    pub variance: *const u8,
    pub sz_array: *const TypeInfo,
    pub default_ctor: *const u8,
    pub hash_count: u16,
    pub ctor_flags: u16,
    pub reserved: u32,
    pub hash_fields: *const HashField,
    pub class_init: *mut u8,
    /// `(ref byte managed, byte* native, int operation, ref cleanup list)`, or null.
    pub marshal_stub: *const u8,
    /// Bytes in native memory; 0: the type cannot be marshalled.
    pub native_size: u32,
}

/// The members of a type that reflection sees.
#[repr(C)]
pub struct TypeMembers {
    pub ty: *const TypeInfo,
    methods: *const *const MethodRecord,
    fields: *const *const FieldRecord,
    method_count: u32,
    field_count: u32,
    pub virtuals: u32,
    instance_count: u32,
    implementations: *const [*const MethodRecord; 2],
    implementation_count: u64,
}

impl TypeMembers {
    /// The members of a type that are made at run time.
    pub fn of_methods(
        ty: *const TypeInfo,
        methods: &'static [&'static MethodRecord],
        virtuals: u32,
    ) -> TypeMembers {
        TypeMembers {
            ty,
            methods: methods.as_ptr().cast(),
            fields: ptr::null(),
            method_count: methods.len() as u32,
            field_count: 0,
            virtuals,
            instance_count: 0,
            implementations: ptr::null(),
            implementation_count: 0,
        }
    }

    pub fn methods(&self) -> &'static [&'static MethodRecord] {
        if self.method_count == 0 {
            return &[];
        }
        // SAFETY: the image has `method_count` non-null pointers there.
        unsafe { core::slice::from_raw_parts(self.methods.cast(), self.method_count as usize) }
    }

    /// Instantiations of generic methods.
    pub fn instances(&self) -> &'static [&'static MethodRecord] {
        if self.instance_count == 0 {
            return &[];
        }
        // SAFETY: the image has them behind the `method_count` other pointers.
        unsafe {
            let start = self.methods.add(self.method_count as usize).cast();
            core::slice::from_raw_parts(start, self.instance_count as usize)
        }
    }

    /// Methods of interfaces and what implements them.
    pub fn implementations(&self) -> &'static [[*const MethodRecord; 2]] {
        if self.implementation_count == 0 {
            return &[];
        }
        let count = self.implementation_count as usize;
        // SAFETY: the image has that many pairs there.
        unsafe { core::slice::from_raw_parts(self.implementations, count) }
    }

    pub fn fields(&self) -> &'static [&'static FieldRecord] {
        if self.field_count == 0 {
            return &[];
        }
        // SAFETY: the image has `field_count` non-null pointers there.
        unsafe { core::slice::from_raw_parts(self.fields.cast(), self.field_count as usize) }
    }
}

/// A method that reflection sees; see `smelt_abi::image::method_record`.
#[repr(C)]
pub struct MethodRecord {
    pub declaring: TypeHandle,
    pub token: u32,
    pub attributes: u16,
    pub impl_attributes: u16,
    pub name: *const c_char,
    pub slot: u32,
    pub generic_count: u32,
    pub types: *const *const TypeInfo,
    pub param_count: u32,
    pub has_this: u32,
    pub code: *const u8,
    pub invoker: *const u8,
    pub dispatcher: *const u8,
    args: *const *const TypeInfo,
    /// Instantiations of generic methods: the definition.
    pub definition: *const MethodRecord,
    pub modifiers: *const Modifiers,
    /// What the invoker calls: code or, for methods called through their slot, the word that `smelt_resolve_open_virtual` takes.
    pub invoked: *const u8,
}

/// Custom modifiers of a method or field; the entries follow the count.
#[repr(C)]
pub struct Modifiers {
    count: u64,
}

/// One of them.
#[repr(C)]
pub struct Modifier {
    /// 0 the result, then the parameters.
    pub index: u32,
    pub required: u32,
    pub ty: *const TypeInfo,
}

impl Modifiers {
    pub fn entries(&self) -> &[Modifier] {
        // SAFETY: the image has `count` entries behind it.
        unsafe {
            let first = core::ptr::from_ref(self).add(1).cast();
            core::slice::from_raw_parts(first, self.count as usize)
        }
    }
}

impl MethodRecord {
    /// Arguments of a generic method, or the type parameters of its definition.
    pub fn args(&self) -> &'static [&'static TypeInfo] {
        if self.args.is_null() {
            return &[];
        }
        // SAFETY: the image has `generic_count` non-null pointers there.
        unsafe { core::slice::from_raw_parts(self.args.cast(), self.generic_count as usize) }
    }
}

/// A field that reflection sees; see `smelt_abi::image::field_record`.
#[repr(C)]
pub struct FieldRecord {
    pub declaring: TypeHandle,
    pub token: u32,
    pub attributes: u32,
    pub name: *const c_char,
    pub ty: *const TypeInfo,
    pub address: *mut u8,
    pub offset: u32,
    pub kind: u32,
    /// In native memory; `NO_FIELD`: none.
    pub native_offset: u32,
    reserved: u32,
    pub modifiers: *const Modifiers,
}

/// A row of metadata; see `smelt_abi::image::meta_row`.
#[repr(C)]
pub struct MetaRow {
    pub token: u32,
    pub parent: u32,
    pub flags: u32,
    pub number: u32,
    pub name: *const c_char,
    pub association: u32,
    /// Explicit offset of a field + 1.
    pub field_offset: u32,
    pub constant: *const u8,
    pub constant_length: u32,
    pub constant_type: u32,
    pub target: *const TypeInfo,
    pub code: *const u8,
    pub ctor: *const MethodRecord,
}

// SAFETY: read-only data of the image.
unsafe impl Sync for TypeInfo {}

impl TypeInfo {
    /// Type parameters: the generic method that declares it; null for a type's.
    pub fn declaring_method(&self) -> Option<*const MethodRecord> {
        let parameter = self.kind == abi::image::type_info::kind::TYPE_PARAMETER;
        parameter.then_some(self.hash_fields.cast())
    }

    pub fn args(&self) -> &'static [&'static TypeInfo] {
        if self.arg_count == 0 || self.args.is_null() {
            return &[];
        }
        // SAFETY: the image has `arg_count` non-null pointers there.
        unsafe { core::slice::from_raw_parts(self.args.cast(), self.arg_count as usize) }
    }

    pub fn name(&self) -> &'static [u8] {
        // SAFETY: null or a zero-terminated string of the image.
        unsafe { c_text(self.name) }
    }

    pub fn namespace(&self) -> &'static [u8] {
        // SAFETY: as above.
        unsafe { c_text(self.namespace) }
    }

    pub fn declaring(&self) -> Option<&'static TypeInfo> {
        // SAFETY: null or another record of the image.
        unsafe { self.declaring.as_ref() }
    }

    pub fn element(&self) -> Option<&'static TypeInfo> {
        // SAFETY: null or another record of the image.
        unsafe { self.element.as_ref() }
    }

    pub fn definition(&self) -> Option<&'static TypeInfo> {
        // SAFETY: null or another record of the image.
        unsafe { self.definition.as_ref() }
    }

    pub fn module(&self) -> Option<&'static ModuleInfo> {
        // SAFETY: null or a record of the image.
        unsafe { self.module.as_ref() }
    }

    /// Whether two named types come from the same TypeDef.
    pub fn same_definition(&self, other: &TypeInfo) -> bool {
        self.token != 0 && self.token == other.token && core::ptr::eq(self.module, other.module)
    }

    pub fn is_definition(&self) -> bool {
        self.kind == abi::image::type_info::kind::DEFINITION
    }
}

/// An assembly of the image.
#[repr(C)]
pub struct ModuleInfo {
    pub name: *const c_char,
    pub full_name: *const c_char,
    pub file_name: *const c_char,
    pub assembly_object: ObjectRef,
    pub module_object: ObjectRef,
    pub resources: *const u8,
    pub resource_count: u64,
    pub rows: *const MetaRow,
    pub row_count: u64,
    pub mvid: [u8; 16],
    /// Token of the method where the program starts, or 0.
    pub entry_point: u32,
    reserved: u32,
    /// Full names of the assemblies that it refers to, each with a newline after it; null where nobody asks.
    pub references: *const c_char,
}

impl ModuleInfo {
    /// The metadata rows, sorted by token.
    pub fn rows(&self) -> &'static [MetaRow] {
        if self.row_count == 0 {
            return &[];
        }
        // SAFETY: the image has `row_count` rows there.
        unsafe { core::slice::from_raw_parts(self.rows, self.row_count as usize) }
    }

    /// The row with that token.
    pub fn row(&self, token: u32) -> Option<&'static MetaRow> {
        let rows = self.rows();
        rows.binary_search_by_key(&token, |r| r.token)
            .ok()
            .map(|i| &rows[i])
    }
}

// SAFETY: data of the image; the object slots are accessed atomically.
unsafe impl Sync for ModuleInfo {}

/// `smelt_abi::image::hash_field`.
#[repr(C)]
pub struct HashField {
    pub kind: u32,
    /// Within the value.
    pub offset: u32,
    pub bytes: u64,
    pub ty: *const TypeInfo,
}

#[repr(C)]
pub struct EnumData {
    pub count: u64,
    pub flags: u64,
    pub values: ObjectRef,
    pub names: ObjectRef,
}

/// Bytes of a zero-terminated string; empty for null.
pub unsafe fn c_text<'a>(text: *const c_char) -> &'a [u8] {
    if text.is_null() {
        return &[];
    }
    core::slice::from_raw_parts(text.cast(), libc::strlen(text))
}

const _: () = {
    use abi::image::{enum_data as ed, module_info as mi, type_info as ti};
    use abi::method_table as mt;
    assert!(offset_of!(MethodTable, flags) == mt::FLAGS as usize);
    assert!(offset_of!(MethodTable, base_size) == mt::BASE_SIZE as usize);
    assert!(offset_of!(MethodTable, class_number) == mt::CLASS_NUMBER as usize);
    assert!(offset_of!(MethodTable, interface_count) == mt::INTERFACE_COUNT as usize);
    assert!(offset_of!(MethodTable, parent) == mt::PARENT as usize);
    assert!(offset_of!(MethodTable, info) == mt::TYPE_INFO as usize);
    assert!(offset_of!(MethodTable, aux) == mt::AUX as usize);
    assert!(offset_of!(MethodTable, dispatch_row) == mt::DISPATCH_ROW as usize);
    assert!(offset_of!(MethodTable, element_or_inst) == mt::ELEMENT_TYPE as usize);
    assert!(offset_of!(MethodTable, interface_map) == mt::INTERFACE_MAP as usize);
    assert!(offset_of!(MethodTable, class_number_end) == mt::CLASS_NUMBER_END as usize);
    assert!(offset_of!(MethodTable, field_bytes) == mt::FIELD_BYTES as usize);
    assert!(offset_of!(MethodTable, cor_element_type) == mt::COR_ELEMENT_TYPE as usize);
    assert!(offset_of!(MethodTable, own_flags) == mt::OWN_FLAGS as usize);
    assert!(offset_of!(MethodTable, vtable_len) == mt::VTABLE_LEN as usize);
    assert!(offset_of!(MethodTable, gc_desc) == mt::GC_DESC as usize);
    assert!(offset_of!(MethodTable, finalizer) == mt::FINALIZER as usize);
    assert!(size_of::<MethodTable>() == mt::VTABLE as usize);
    assert!(offset_of!(Aux, exposed_class_object) == abi::aux::EXPOSED_CLASS_OBJECT as usize);
    assert!(size_of::<Aux>() == abi::aux::SIZE as usize);
    assert!(offset_of!(TypeDesc, info) == abi::type_desc::TYPE_INFO as usize);
    assert!(
        offset_of!(TypeDesc, exposed_class_object) == abi::type_desc::EXPOSED_CLASS_OBJECT as usize
    );
    assert!(offset_of!(TypeInfo, kind) == ti::KIND as usize);
    assert!(offset_of!(TypeInfo, cor_element_type) == ti::COR_ELEMENT_TYPE as usize);
    assert!(offset_of!(TypeInfo, arg_count) == ti::ARG_COUNT as usize);
    assert!(offset_of!(TypeInfo, token) == ti::TOKEN as usize);
    assert!(offset_of!(TypeInfo, namespace) == ti::NAMESPACE as usize);
    assert!(offset_of!(TypeInfo, name) == ti::NAME as usize);
    assert!(offset_of!(TypeInfo, declaring) == ti::DECLARING as usize);
    assert!(offset_of!(TypeInfo, module) == ti::MODULE as usize);
    assert!(offset_of!(TypeInfo, args) == ti::ARGS as usize);
    assert!(offset_of!(TypeInfo, definition) == ti::DEFINITION as usize);
    assert!(offset_of!(TypeInfo, element) == ti::ELEMENT as usize);
    assert!(offset_of!(TypeInfo, rank) == ti::RANK as usize);
    assert!(offset_of!(TypeInfo, attributes) == ti::ATTRIBUTES as usize);
    assert!(offset_of!(TypeInfo, enum_data) == ti::ENUM as usize);
    assert!(offset_of!(TypeInfo, multicast) == ti::MULTICAST as usize);
    assert!(offset_of!(TypeInfo, invoke) == ti::INVOKE as usize);
    assert!(offset_of!(TypeInfo, variance) == ti::VARIANCE as usize);
    assert!(offset_of!(TypeInfo, sz_array) == ti::SZ_ARRAY as usize);
    assert!(offset_of!(TypeInfo, default_ctor) == ti::DEFAULT_CTOR as usize);
    assert!(offset_of!(TypeInfo, hash_count) == ti::HASH_COUNT as usize);
    assert!(offset_of!(TypeInfo, hash_fields) == ti::HASH_FIELDS as usize);
    assert!(offset_of!(HashField, ty) == smelt_abi::image::hash_field::TYPE as usize);
    assert!(size_of::<HashField>() == smelt_abi::image::hash_field::SIZE as usize);
    assert!(offset_of!(TypeInfo, class_init) == ti::CLASS_INIT as usize);
    assert!(offset_of!(TypeInfo, marshal_stub) == ti::MARSHAL_STUB as usize);
    assert!(offset_of!(TypeInfo, native_size) == ti::NATIVE_SIZE as usize);
    assert!(offset_of!(TypeInfo, ctor_flags) == ti::CTOR_FLAGS as usize);
    assert!(size_of::<TypeInfo>() == ti::SIZE as usize);
    assert!(offset_of!(ModuleInfo, rows) == mi::ROWS as usize);
    assert!(offset_of!(ModuleInfo, mvid) == mi::MVID as usize);
    assert!(offset_of!(ModuleInfo, entry_point) == mi::ENTRY_POINT as usize);
    assert!(offset_of!(MetaRow, name) == abi::image::meta_row::NAME as usize);
    assert!(offset_of!(MetaRow, constant) == abi::image::meta_row::CONSTANT as usize);
    assert!(offset_of!(MetaRow, target) == abi::image::meta_row::TARGET as usize);
    assert!(offset_of!(MetaRow, code) == abi::image::meta_row::CODE as usize);
    assert!(size_of::<TypeMembers>() == abi::image::type_members::SIZE as usize);
    assert!(offset_of!(TypeMembers, virtuals) == abi::image::type_members::VIRTUALS as usize);
    assert!(size_of::<MetaRow>() == abi::image::meta_row::SIZE as usize);
    assert!(offset_of!(MethodRecord, types) == abi::image::method_record::TYPES as usize);
    assert!(offset_of!(MethodRecord, code) == abi::image::method_record::CODE as usize);
    assert!(offset_of!(MethodRecord, invoker) == abi::image::method_record::INVOKER as usize);
    assert!(size_of::<MethodRecord>() == abi::image::method_record::SIZE as usize);
    assert!(offset_of!(FieldRecord, address) == abi::image::field_record::ADDRESS as usize);
    assert!(offset_of!(FieldRecord, kind) == abi::image::field_record::KIND as usize);
    assert!(size_of::<FieldRecord>() == abi::image::field_record::SIZE as usize);
    assert!(offset_of!(ModuleInfo, full_name) == mi::FULL_NAME as usize);
    assert!(offset_of!(ModuleInfo, file_name) == mi::FILE_NAME as usize);
    assert!(offset_of!(ModuleInfo, assembly_object) == mi::ASSEMBLY_OBJECT as usize);
    assert!(offset_of!(ModuleInfo, module_object) == mi::MODULE_OBJECT as usize);
    assert!(offset_of!(ModuleInfo, resources) == mi::RESOURCES as usize);
    assert!(size_of::<ModuleInfo>() == mi::SIZE as usize);
    assert!(offset_of!(EnumData, values) == ed::VALUES as usize);
    assert!(offset_of!(EnumData, names) == ed::NAMES as usize);
    assert!(size_of::<EnumData>() == ed::SIZE as usize);
};
