//! Socket addresses: families, ports, IP addresses. Managed code keeps them as bytes and has them read and written here.

use core::mem::{offset_of, size_of};

use libc::{c_char, sa_family_t, sockaddr_in, sockaddr_in6, sockaddr_un};

use super::errno;

/// `AddressFamily` of .NET and the target's.
const FAMILIES: [(i32, i32); 6] = [
    (0, libc::AF_UNSPEC),
    (1, libc::AF_UNIX),
    (2, libc::AF_INET),
    (23, libc::AF_INET6),
    (65536, libc::AF_PACKET),
    (65537, libc::AF_CAN),
];
pub(super) const AF_INET: i32 = 2;
pub(super) const AF_INET6: i32 = 23;
pub(super) const AF_PACKET: i32 = 65536;
pub(super) const AF_CAN: i32 = 65537;
/// A family, type or protocol that .NET has no name for.
pub(super) const UNKNOWN: i32 = -1;

pub(super) const IPV6_BYTES: usize = 16;

/// `IPAddress` of the interop layer.
#[repr(C)]
#[derive(Clone, Copy)]
pub(super) struct IpAddress {
    /// The first four bytes if it isn't IPv6. Network order.
    pub bytes: [u8; IPV6_BYTES],
    pub is_ipv6: u32,
    pub scope: u32,
}

impl IpAddress {
    pub(super) fn v4(address: libc::in_addr) -> Self {
        let mut bytes = [0; IPV6_BYTES];
        bytes[..4].copy_from_slice(&address.s_addr.to_ne_bytes());
        IpAddress {
            bytes,
            is_ipv6: 0,
            scope: 0,
        }
    }

    pub(super) fn v6(address: libc::in6_addr, scope: u32) -> Self {
        IpAddress {
            bytes: address.s6_addr,
            is_ipv6: 1,
            scope,
        }
    }
}

/// The target's family of an `AddressFamily`.
pub(super) fn family_to_native(family: i32) -> Option<i32> {
    FAMILIES.iter().find(|f| f.0 == family).map(|f| f.1)
}

/// The `AddressFamily` of the target's family, or `UNKNOWN`.
pub(super) fn family_to_pal(family: i32) -> i32 {
    FAMILIES
        .iter()
        .find(|f| f.1 == family)
        .map_or(UNKNOWN, |f| f.0)
}

/// Family of an address of `length` bytes.
///
/// # Safety
/// `address` is null or has `length` bytes.
unsafe fn family(address: *const u8, length: i32) -> Option<i32> {
    let fits = !address.is_null() && length >= size_of::<sa_family_t>() as i32;
    // SAFETY: long enough; the bytes may be unaligned.
    fits.then(|| i32::from(unsafe { address.cast::<sa_family_t>().read_unaligned() }))
}

/// Where the port is in an address of `length` bytes, or why not.
///
/// # Safety
/// `address` is null or has `length` bytes.
unsafe fn port(address: *mut u8, length: i32) -> Result<*mut [u8; 2], i32> {
    // SAFETY: by the caller's contract.
    let (size, offset) = match unsafe { family(address, length) }.ok_or(errno::EFAULT)? {
        libc::AF_INET => (size_of::<sockaddr_in>(), offset_of!(sockaddr_in, sin_port)),
        libc::AF_INET6 => (
            size_of::<sockaddr_in6>(),
            offset_of!(sockaddr_in6, sin6_port),
        ),
        _ => return Err(errno::EAFNOSUPPORT),
    };
    if (length as usize) < size {
        return Err(errno::EFAULT);
    }
    // SAFETY: within the address.
    Ok(unsafe { address.add(offset) }.cast())
}

/// The address as a `T` of the family wanted, or why not.
///
/// # Safety
/// `address` is null or has `length` bytes.
unsafe fn typed<T>(address: *mut u8, length: i32, wanted: i32) -> Result<*mut T, i32> {
    if address.is_null() || length < size_of::<T>() as i32 {
        return Err(errno::EFAULT);
    }
    // SAFETY: by the caller's contract.
    match unsafe { family(address, length) } {
        Some(family) if family == wanted => Ok(address.cast()),
        _ => Err(errno::EINVAL),
    }
}

/// Turns the result of an operation into an `Interop.Error`.
fn error(result: Result<(), i32>) -> i32 {
    result.err().unwrap_or(errno::SUCCESS)
}

exports! {
    /// Sizes of IPv4, IPv6, local and any addresses.
    fn SystemNative_GetSocketAddressSizes(v4: *mut i32, v6: *mut i32, local: *mut i32, any: *mut i32) -> i32 {
        if v4.is_null() || v6.is_null() || local.is_null() || any.is_null() {
            return errno::EFAULT;
        }
        *v4 = size_of::<sockaddr_in>() as i32;
        *v6 = size_of::<sockaddr_in6>() as i32;
        *local = size_of::<sockaddr_un>() as i32;
        *any = size_of::<libc::sockaddr_storage>() as i32;
        errno::SUCCESS
    }

    /// Size of the longest address.
    fn SystemNative_GetMaximumAddressSize() -> i32 { size_of::<libc::sockaddr_storage>() as i32 }

    /// Place and size of the path in a local address, and its size.
    fn SystemNative_GetDomainSocketSizes(path_offset: *mut i32, path_size: *mut i32, size: *mut i32) {
        *path_offset = offset_of!(sockaddr_un, sun_path) as i32;
        *path_size = (size_of::<sockaddr_un>() - offset_of!(sockaddr_un, sun_path)) as i32;
        *size = size_of::<sockaddr_un>() as i32;
    }

    /// `AddressFamily` of an address.
    fn SystemNative_GetAddressFamily(address: *const u8, length: i32, output: *mut i32) -> i32 {
        match family(address, length) {
            Some(family) if !output.is_null() => {
                *output = family_to_pal(family);
                errno::SUCCESS
            }
            _ => errno::EFAULT,
        }
    }

    /// Sets the `AddressFamily` of an address.
    fn SystemNative_SetAddressFamily(address: *mut u8, length: i32, new: i32) -> i32 {
        if family(address, length).is_none() {
            return errno::EFAULT;
        }
        match family_to_native(new) {
            Some(native) => {
                address.cast::<sa_family_t>().write_unaligned(native as sa_family_t);
                errno::SUCCESS
            }
            None => errno::EAFNOSUPPORT,
        }
    }

    /// Port of an IP address.
    fn SystemNative_GetPort(address: *mut u8, length: i32, output: *mut u16) -> i32 {
        error(port(address, length).map(|port| *output = u16::from_be_bytes(*port)))
    }

    /// Sets the port of an IP address.
    fn SystemNative_SetPort(address: *mut u8, length: i32, new: u16) -> i32 {
        error(port(address, length).map(|port| *port = new.to_be_bytes()))
    }

    /// The bytes of an IPv4 address, as they are in memory.
    fn SystemNative_GetIPv4Address(address: *mut u8, length: i32, output: *mut u32) -> i32 {
        if output.is_null() {
            return errno::EFAULT;
        }
        error(typed::<sockaddr_in>(address, length, libc::AF_INET)
            .map(|typed| *output = (&raw const (*typed).sin_addr.s_addr).read_unaligned()))
    }

    /// Sets the bytes of an IPv4 address.
    fn SystemNative_SetIPv4Address(address: *mut u8, length: i32, new: u32) -> i32 {
        error(typed::<sockaddr_in>(address, length, libc::AF_INET)
            .map(|typed| (&raw mut (*typed).sin_addr.s_addr).write_unaligned(new)))
    }

    /// The bytes and scope of an IPv6 address.
    fn SystemNative_GetIPv6Address(address: *mut u8, length: i32, output: *mut u8, size: i32, scope: *mut u32) -> i32 {
        if output.is_null() || scope.is_null() || size < IPV6_BYTES as i32 {
            return errno::EFAULT;
        }
        error(typed::<sockaddr_in6>(address, length, libc::AF_INET6).map(|typed| {
            *output.cast::<[u8; IPV6_BYTES]>() = (&raw const (*typed).sin6_addr.s6_addr).read_unaligned();
            *scope = (&raw const (*typed).sin6_scope_id).read_unaligned();
        }))
    }

    /// Sets the bytes and scope of an IPv6 address.
    fn SystemNative_SetIPv6Address(address: *mut u8, length: i32, new: *const u8, size: i32, scope: u32) -> i32 {
        if new.is_null() || size < IPV6_BYTES as i32 {
            return errno::EFAULT;
        }
        error(typed::<sockaddr_in6>(address, length, libc::AF_INET6).map(|typed| {
            (&raw mut (*typed).sin6_addr.s6_addr).write_unaligned(*new.cast::<[u8; IPV6_BYTES]>());
            (&raw mut (*typed).sin6_flowinfo).write_unaligned(0);
            (&raw mut (*typed).sin6_scope_id).write_unaligned(scope);
        }))
    }

    /// Number of a network interface by its name, which may stand after a `%`; 0 if there is none.
    fn SystemNative_InterfaceNameToIndex(name: *const c_char) -> u32 {
        libc::if_nametoindex(if *name == b'%' as c_char { name.add(1) } else { name })
    }
}
