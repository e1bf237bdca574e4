//! Name resolution.

use core::mem::MaybeUninit;
use core::ptr;

use libc::{addrinfo, c_char, c_int, ifaddrs, socklen_t};

use super::socket_address::{IPV6_BYTES, IpAddress, family_to_native};

/// `HostEntry` of the interop layer.
#[repr(C)]
pub(super) struct HostEntry {
    name: *mut c_char,
    aliases: *mut *mut u8,
    addresses: *mut IpAddress,
    count: i32,
}

/// Error numbers of `getaddrinfo` as managed code knows them.
const ERRORS: &[(c_int, i32)] = &[
    (0, 0),
    (libc::EAI_AGAIN, 1),
    (libc::EAI_BADFLAGS, 2),
    (libc::EAI_FAIL, 3),
    (libc::EAI_FAMILY, FAMILY_UNKNOWN),
    (libc::EAI_NONAME, 5),
    (libc::EAI_NODATA, 5),
    (libc::EAI_MEMORY, OUT_OF_MEMORY),
    (libc::EAI_SYSTEM, 9),
];
const FAMILY_UNKNOWN: i32 = 4;
const BAD_ARGUMENT: i32 = 6;
const OUT_OF_MEMORY: i32 = 8;

/// Flags of `GetNameInfo`.
const NAME_REQUIRED: i32 = 1;
const NUMERIC_HOST: i32 = 2;

fn error(native: c_int) -> i32 {
    ERRORS.iter().find(|e| e.0 == native).map_or(-1, |e| e.1)
}

/// The IP address in a socket address, if it is one.
///
/// # Safety
/// `address` is null or a valid socket address.
unsafe fn ip_address(address: *const libc::sockaddr) -> Option<IpAddress> {
    if address.is_null() {
        return None;
    }
    // SAFETY: the family says what it is.
    unsafe {
        match c_int::from((*address).sa_family) {
            libc::AF_INET => Some(IpAddress::v4(
                (*address.cast::<libc::sockaddr_in>()).sin_addr,
            )),
            libc::AF_INET6 => {
                let address = &*address.cast::<libc::sockaddr_in6>();
                Some(IpAddress::v6(address.sin6_addr, address.sin6_scope_id))
            }
            _ => None,
        }
    }
}

/// What `getaddrinfo` found.
struct Found(*mut addrinfo);

impl Found {
    fn entries(&self) -> impl Iterator<Item = &addrinfo> {
        // SAFETY: the list lives as long as `self`.
        core::iter::successors(unsafe { self.0.as_ref() }, |entry| unsafe {
            entry.ai_next.as_ref()
        })
    }

    fn addresses(&self) -> impl Iterator<Item = IpAddress> {
        // SAFETY: the addresses live as long as `self`.
        self.entries()
            .filter_map(|entry| unsafe { ip_address(entry.ai_addr) })
    }
}

impl Drop for Found {
    fn drop(&mut self) {
        if !self.0.is_null() {
            // SAFETY: made by `getaddrinfo`.
            unsafe { libc::freeaddrinfo(self.0) };
        }
    }
}

/// The network interfaces that are up, with their addresses.
pub(super) struct Interfaces(*mut ifaddrs);

impl Interfaces {
    /// No interfaces.
    pub(super) const NONE: Interfaces = Interfaces(ptr::null_mut());

    pub(super) fn get() -> Option<Interfaces> {
        let mut list = ptr::null_mut();
        // SAFETY: fills the pointer in.
        (unsafe { libc::getifaddrs(&mut list) } == 0).then_some(Interfaces(list))
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = &ifaddrs> {
        // SAFETY: the list lives as long as `self`.
        core::iter::successors(unsafe { self.0.as_ref() }, |entry| unsafe {
            entry.ifa_next.as_ref()
        })
    }

    /// Addresses of interfaces that are up. Those of the loopback only if its family has no others.
    fn addresses(&self) -> impl Iterator<Item = IpAddress> {
        let up = |entry: &&ifaddrs| entry.ifa_flags & libc::IFF_UP as u32 != 0;
        let is_loopback = |entry: &ifaddrs| entry.ifa_flags & libc::IFF_LOOPBACK as u32 != 0;
        // SAFETY: the addresses live as long as `self`.
        let address = |entry: &ifaddrs| unsafe { ip_address(entry.ifa_addr) };
        let mut has_other = [false; 2];
        for entry in self
            .entries()
            .filter(up)
            .filter(|entry| !is_loopback(entry))
        {
            if let Some(address) = address(entry) {
                has_other[address.is_ipv6 as usize] = true;
            }
        }
        self.entries().filter(up).filter_map(move |entry| {
            let address = address(entry)?;
            (!is_loopback(entry) || !has_other[address.is_ipv6 as usize]).then_some(address)
        })
    }
}

impl Drop for Interfaces {
    fn drop(&mut self) {
        if !self.0.is_null() {
            // SAFETY: made by `getifaddrs`.
            unsafe { libc::freeifaddrs(self.0) };
        }
    }
}

/// Whether a host name is that of this machine.
///
/// # Safety
/// `name` is a string.
unsafe fn is_this_machine(name: *const c_char) -> bool {
    let mut buffer = [0 as c_char; 256];
    // SAFETY: the last byte of the buffer stays zero.
    unsafe {
        libc::gethostname(buffer.as_mut_ptr(), 255) == 0
            && libc::strcasecmp(name, buffer.as_ptr()) == 0
    }
}

/// Frees what an entry owns.
///
/// # Safety
/// The entry was filled in by `SystemNative_GetHostEntryForName`.
unsafe fn free(entry: &mut HostEntry) {
    // SAFETY: blocks of the C heap, or null.
    unsafe {
        libc::free(entry.name.cast());
        libc::free(entry.addresses.cast());
    }
    *entry = HostEntry {
        name: ptr::null_mut(),
        aliases: ptr::null_mut(),
        addresses: ptr::null_mut(),
        count: 0,
    };
}

exports! {
    /// Name and addresses of a host, to be freed with `FreeHostEntry`. For this machine, with those of its interfaces.
    fn SystemNative_GetHostEntryForName(name: *const c_char, family: i32, output: *mut HostEntry) -> i32 {
        if name.is_null() || output.is_null() {
            return BAD_ARGUMENT;
        }
        let Some(family) = family_to_native(family) else { return FAMILY_UNKNOWN };
        let mut hint: addrinfo = MaybeUninit::zeroed().assume_init();
        hint.ai_flags = libc::AI_CANONNAME;
        hint.ai_family = family;
        let mut found = Found(ptr::null_mut());
        let result = libc::getaddrinfo(name, ptr::null(), &hint, &mut found.0);
        if result != 0 {
            return error(result);
        }
        let entry = &mut *output;
        *entry = HostEntry { name: ptr::null_mut(), aliases: ptr::null_mut(), addresses: ptr::null_mut(), count: 0 };
        if let Some(named) = found.entries().find(|entry| !entry.ai_canonname.is_null()) {
            entry.name = libc::strdup(named.ai_canonname);
            if entry.name.is_null() {
                return OUT_OF_MEMORY;
            }
        }
        let interfaces = if is_this_machine(name) { Interfaces::get() } else { None }.unwrap_or(Interfaces::NONE);
        let addresses = || found.addresses().chain(interfaces.addresses());
        let count = addresses().count();
        if count > 0 {
            entry.addresses = libc::calloc(count, size_of::<IpAddress>()).cast();
            if entry.addresses.is_null() {
                free(entry);
                return OUT_OF_MEMORY;
            }
            for (i, address) in addresses().enumerate() {
                entry.addresses.add(i).write(address);
            }
            entry.count = count as i32;
        }
        0
    }

    /// Frees an entry.
    fn SystemNative_FreeHostEntry(entry: *mut HostEntry) {
        if let Some(entry) = entry.as_mut() {
            free(entry);
        }
    }

    /// Names of an address (and of no service).
    fn SystemNative_GetNameInfo(
        address: *const u8, length: i32, is_ipv6: i8, host: *mut c_char, host_size: i32, service: *mut c_char,
        service_size: i32, flags: i32,
    ) -> i32 {
        let mut native = 0;
        if flags & NAME_REQUIRED != 0 {
            native |= libc::NI_NAMEREQD;
        }
        if flags & NUMERIC_HOST != 0 {
            native |= libc::NI_NUMERICHOST;
        }
        let look_up = |address: *const libc::sockaddr, size: usize| {
            libc::getnameinfo(
                address, size as socklen_t, host, host_size as socklen_t, service, service_size as socklen_t, native,
            )
        };
        let length = length.max(0) as usize;
        error(if is_ipv6 != 0 {
            let mut full: libc::sockaddr_in6 = MaybeUninit::zeroed().assume_init();
            full.sin6_family = libc::AF_INET6 as _;
            ptr::copy_nonoverlapping(address, full.sin6_addr.s6_addr.as_mut_ptr(), length.min(IPV6_BYTES));
            look_up(ptr::from_ref(&full).cast(), size_of::<libc::sockaddr_in6>())
        } else {
            let mut full: libc::sockaddr_in = MaybeUninit::zeroed().assume_init();
            full.sin_family = libc::AF_INET as _;
            ptr::copy_nonoverlapping(address, ptr::from_mut(&mut full.sin_addr.s_addr).cast(), length.min(4));
            look_up(ptr::from_ref(&full).cast(), size_of::<libc::sockaddr_in>())
        })
    }
}
