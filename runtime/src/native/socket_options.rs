//! Options of sockets.

use core::mem::MaybeUninit;
use core::ptr;

use libc::{c_int, socklen_t};

use super::socket::{integer_option, outcome, set_integer_option, type_to_pal};
use super::socket_address::{IPV6_BYTES, IpAddress};
use super::{errno, fd};

/// `SocketOptionLevel` of .NET.
const LEVEL_SOCKET: i32 = 0xFFFF;
const LEVEL_IP: i32 = 0;
const LEVEL_IPV6: i32 = 41;
const LEVEL_TCP: i32 = 6;

/// `SocketOptionName`s of .NET that mean something else here.
const REUSE_ADDRESS: i32 = 4;
const EXCLUSIVE_ADDRESS_USE: i32 = !REUSE_ADDRESS;
const SOCKET_TYPE: i32 = 0x1008;
const DONT_FRAGMENT: i32 = 14;

/// `SocketOptionName` of .NET and the target's, by level.
const SOCKET_OPTIONS: &[(i32, c_int)] = &[
    (1, libc::SO_DEBUG),
    (2, libc::SO_ACCEPTCONN),
    (REUSE_ADDRESS, libc::SO_REUSEADDR),
    (8, libc::SO_KEEPALIVE),
    (0x10, libc::SO_DONTROUTE),
    (0x20, libc::SO_BROADCAST),
    (0x80, libc::SO_LINGER),
    (0x100, libc::SO_OOBINLINE),
    (0x1001, libc::SO_SNDBUF),
    (0x1002, libc::SO_RCVBUF),
    (0x1003, libc::SO_SNDLOWAT),
    (0x1004, libc::SO_RCVLOWAT),
    (0x1005, libc::SO_SNDTIMEO),
    (0x1006, libc::SO_RCVTIMEO),
    (0x1007, libc::SO_ERROR),
    (SOCKET_TYPE, libc::SO_TYPE),
];
const IP_OPTIONS: &[(i32, c_int)] = &[
    (1, 4), // IP_OPTIONS
    (2, libc::IP_HDRINCL),
    (3, libc::IP_TOS),
    (4, libc::IP_TTL),
    (9, libc::IP_MULTICAST_IF),
    (10, libc::IP_MULTICAST_TTL),
    (11, libc::IP_MULTICAST_LOOP),
    (12, libc::IP_ADD_MEMBERSHIP),
    (13, libc::IP_DROP_MEMBERSHIP),
    (DONT_FRAGMENT, libc::IP_MTU_DISCOVER),
    (15, libc::IP_ADD_SOURCE_MEMBERSHIP),
    (16, libc::IP_DROP_SOURCE_MEMBERSHIP),
    (17, libc::IP_BLOCK_SOURCE),
    (18, libc::IP_UNBLOCK_SOURCE),
    (19, libc::IP_PKTINFO),
];
const IPV6_OPTIONS: &[(i32, c_int)] = &[
    (4, libc::IPV6_UNICAST_HOPS),
    (9, libc::IPV6_MULTICAST_IF),
    (10, libc::IPV6_MULTICAST_HOPS),
    (11, libc::IPV6_MULTICAST_LOOP),
    (19, libc::IPV6_RECVPKTINFO),
    (21, libc::IPV6_HOPLIMIT),
    (27, libc::IPV6_V6ONLY),
];
const TCP_OPTIONS: &[(i32, c_int)] = &[
    (1, libc::TCP_NODELAY),
    (3, libc::TCP_KEEPIDLE),
    (15, libc::TCP_FASTOPEN),
    (16, libc::TCP_KEEPCNT),
    (17, libc::TCP_KEEPINTVL),
];

/// `MULTICAST_ADD`, `MULTICAST_DROP`, `MULTICAST_IF` of the interop layer, for IPv4 and IPv6.
const MULTICAST: [[c_int; 2]; 3] = [
    [libc::IP_ADD_MEMBERSHIP, libc::IPV6_ADD_MEMBERSHIP],
    [libc::IP_DROP_MEMBERSHIP, libc::IPV6_DROP_MEMBERSHIP],
    [libc::IP_MULTICAST_IF, libc::IPV6_MULTICAST_IF],
];

/// Longest time to linger, in seconds: that of Windows.
const MAX_LINGER: i32 = 65535;

/// `IPv4MulticastOption` of the interop layer.
#[repr(C)]
pub(super) struct Ipv4MulticastOption {
    multicast: u32,
    local: u32,
    interface: i32,
    padding: i32,
}

/// `IPv6MulticastOption` of the interop layer.
#[repr(C)]
pub(super) struct Ipv6MulticastOption {
    address: IpAddress,
    interface: i32,
    padding: i32,
}

/// `LingerOption` of the interop layer.
#[repr(C)]
pub(super) struct LingerOption {
    on: i32,
    seconds: i32,
}

/// The target's level and name of an option.
fn native_option(level: i32, name: i32) -> Option<(c_int, c_int)> {
    let (level, options) = match level {
        LEVEL_SOCKET => (libc::SOL_SOCKET, SOCKET_OPTIONS),
        LEVEL_IP => (libc::IPPROTO_IP, IP_OPTIONS),
        LEVEL_IPV6 => (libc::IPPROTO_IPV6, IPV6_OPTIONS),
        LEVEL_TCP => (libc::IPPROTO_TCP, TCP_OPTIONS),
        _ => return None,
    };
    let option = options.iter().find(|option| option.0 == name)?;
    Some((level, option.1))
}

/// The target's name of a multicast option.
fn multicast_name(option: i32, ipv6: bool) -> Option<c_int> {
    MULTICAST
        .get(usize::try_from(option).ok()?)
        .map(|names| names[ipv6 as usize])
}

/// Reads an option that is a structure.
///
/// # Safety
/// Any bytes, zeros included, are a value of `T`.
unsafe fn get<T>(socket: isize, level: c_int, name: c_int) -> Result<T, i32> {
    // SAFETY: valid by the caller's contract.
    unsafe {
        let mut value = MaybeUninit::<T>::zeroed();
        let mut size = size_of::<T>() as socklen_t;
        match libc::getsockopt(
            fd(socket),
            level,
            name,
            value.as_mut_ptr().cast(),
            &mut size,
        ) {
            0 => Ok(value.assume_init()),
            _ => Err(errno::last_pal()),
        }
    }
}

/// Sets an option that is a structure.
fn set<T>(socket: isize, level: c_int, name: c_int, value: &T) -> i32 {
    // SAFETY: the value has the size given.
    outcome(unsafe {
        libc::setsockopt(
            fd(socket),
            level,
            name,
            ptr::from_ref(value).cast(),
            size_of::<T>() as socklen_t,
        )
    })
}

fn set_timeout(socket: isize, milliseconds: i32, name: c_int) -> i32 {
    if milliseconds < 0 {
        return errno::EINVAL;
    }
    let time = libc::timeval {
        tv_sec: (milliseconds / 1000).into(),
        tv_usec: (milliseconds % 1000 * 1000).into(),
    };
    set(socket, libc::SOL_SOCKET, name, &time)
}

exports! {
    /// Reads an option by its .NET number. Whether an address is reused shows in `SO_REUSEPORT`.
    fn SystemNative_GetSockOpt(socket: isize, level: i32, name: i32, value: *mut u8, length: *mut i32) -> i32 {
        if length.is_null() || *length < 0 {
            return errno::EFAULT;
        }
        if level == LEVEL_SOCKET && matches!(name, REUSE_ADDRESS | EXCLUSIVE_ADDRESS_USE) {
            if *length != 4 {
                return errno::EINVAL;
            }
            let Some(reused) = integer_option(fd(socket), libc::SOL_SOCKET, libc::SO_REUSEPORT) else {
                return errno::last_pal();
            };
            let result = (reused != 0) == (name == REUSE_ADDRESS);
            value.cast::<i32>().write_unaligned(result as i32);
            return errno::SUCCESS;
        }
        let Some((native_level, native_name)) = native_option(level, name) else { return errno::ENOTSUP };
        let mut size = *length as socklen_t;
        if libc::getsockopt(fd(socket), native_level, native_name, value.cast(), &mut size) != 0 {
            return errno::last_pal();
        }
        match (level, name) {
            (LEVEL_IP, DONT_FRAGMENT) if size >= 4 => {
                let whole = value.cast::<c_int>().read_unaligned() == libc::IP_PMTUDISC_DO;
                value.cast::<i32>().write_unaligned(whole as i32);
            }
            (LEVEL_IP, DONT_FRAGMENT) => *value = (c_int::from(*value) == libc::IP_PMTUDISC_DO) as u8,
            (LEVEL_SOCKET, SOCKET_TYPE) => {
                if size != 4 {
                    return errno::ENOTSUP;
                }
                let Some(kind) = type_to_pal(value.cast::<c_int>().read_unaligned()) else { return errno::ENOTSUP };
                value.cast::<i32>().write_unaligned(kind);
            }
            _ => {}
        }
        *length = size as i32;
        errno::SUCCESS
    }

    /// Sets an option by its .NET number. To reuse an address goes with whoever set either of the two options of Linux.
    fn SystemNative_SetSockOpt(socket: isize, level: i32, name: i32, value: *mut u8, length: i32) -> i32 {
        if value.is_null() || length < 0 {
            return errno::EFAULT;
        }
        if level == LEVEL_SOCKET && matches!(name, REUSE_ADDRESS | EXCLUSIVE_ADDRESS_USE) {
            if length != 4 {
                return errno::EINVAL;
            }
            let mut reuse = value.cast::<i32>().read_unaligned();
            if name == EXCLUSIVE_ADDRESS_USE {
                reuse = match reuse {
                    0 => 1,
                    1 => 0,
                    _ => return errno::EINVAL,
                };
            }
            let done = set_integer_option(fd(socket), libc::SOL_SOCKET, libc::SO_REUSEPORT, reuse)
                && set_integer_option(fd(socket), libc::SOL_SOCKET, libc::SO_REUSEADDR, reuse);
            return if done { errno::SUCCESS } else { errno::last_pal() };
        }
        let Some((native_level, native_name)) = native_option(level, name) else { return errno::ENOTSUP };
        if level == LEVEL_IP && name == DONT_FRAGMENT {
            let native = |whole: bool| if whole { libc::IP_PMTUDISC_DO } else { libc::IP_PMTUDISC_DONT };
            if length >= 4 {
                let wanted = value.cast::<c_int>();
                wanted.write_unaligned(native(wanted.read_unaligned() != 0));
            } else {
                *value = native(*value != 0) as u8;
            }
        }
        outcome(libc::setsockopt(fd(socket), native_level, native_name, value.cast(), length as socklen_t))
    }

    /// Reads an option by the target's numbers.
    fn SystemNative_GetRawSockOpt(socket: isize, level: i32, name: i32, value: *mut u8, length: *mut i32) -> i32 {
        if length.is_null() || *length < 0 {
            return errno::EFAULT;
        }
        let mut size = *length as socklen_t;
        let result = libc::getsockopt(fd(socket), level, name, value.cast(), &mut size);
        if result == 0 {
            *length = size as i32;
        }
        outcome(result)
    }

    /// Sets an option by the target's numbers.
    fn SystemNative_SetRawSockOpt(socket: isize, level: i32, name: i32, value: *const u8, length: i32) -> i32 {
        if value.is_null() || length < 0 {
            return errno::EFAULT;
        }
        outcome(libc::setsockopt(fd(socket), level, name, value.cast(), length as socklen_t))
    }

    /// The pending error of a socket, which is cleared.
    fn SystemNative_GetSocketErrorOption(socket: isize, output: *mut i32) -> i32 {
        if output.is_null() {
            return errno::EFAULT;
        }
        match integer_option(fd(socket), libc::SOL_SOCKET, libc::SO_ERROR) {
            Some(error) => {
                *output = errno::to_pal(error);
                errno::SUCCESS
            }
            None => errno::last_pal(),
        }
    }

    /// Reads a multicast option of IPv4.
    fn SystemNative_GetIPv4MulticastOption(socket: isize, option: i32, output: *mut Ipv4MulticastOption) -> i32 {
        if output.is_null() {
            return errno::EFAULT;
        }
        let Some(name) = multicast_name(option, false) else { return errno::EINVAL };
        match get::<libc::ip_mreqn>(socket, libc::IPPROTO_IP, name) {
            Ok(value) => {
                *output = Ipv4MulticastOption {
                    multicast: value.imr_multiaddr.s_addr,
                    local: value.imr_address.s_addr,
                    interface: value.imr_ifindex,
                    padding: 0,
                };
                errno::SUCCESS
            }
            Err(error) => error,
        }
    }

    /// Sets a multicast option of IPv4.
    fn SystemNative_SetIPv4MulticastOption(socket: isize, option: i32, input: *const Ipv4MulticastOption) -> i32 {
        if input.is_null() {
            return errno::EFAULT;
        }
        let Some(name) = multicast_name(option, false) else { return errno::EINVAL };
        let value = libc::ip_mreqn {
            imr_multiaddr: libc::in_addr { s_addr: (*input).multicast },
            imr_address: libc::in_addr { s_addr: (*input).local },
            imr_ifindex: (*input).interface,
        };
        set(socket, libc::IPPROTO_IP, name, &value)
    }

    /// Reads a multicast option of IPv6.
    fn SystemNative_GetIPv6MulticastOption(socket: isize, option: i32, output: *mut Ipv6MulticastOption) -> i32 {
        if output.is_null() {
            return errno::EFAULT;
        }
        let Some(name) = multicast_name(option, true) else { return errno::EINVAL };
        match get::<libc::ipv6_mreq>(socket, libc::IPPROTO_IPV6, name) {
            Ok(value) => {
                (*output).address.bytes = value.ipv6mr_multiaddr.s6_addr;
                (*output).interface = value.ipv6mr_interface as i32;
                errno::SUCCESS
            }
            Err(error) => error,
        }
    }

    /// Sets a multicast option of IPv6.
    fn SystemNative_SetIPv6MulticastOption(socket: isize, option: i32, input: *const Ipv6MulticastOption) -> i32 {
        if input.is_null() {
            return errno::EFAULT;
        }
        let Some(name) = multicast_name(option, true) else { return errno::EINVAL };
        let bytes: [u8; IPV6_BYTES] = (*input).address.bytes;
        let value = libc::ipv6_mreq {
            ipv6mr_multiaddr: libc::in6_addr { s6_addr: bytes },
            ipv6mr_interface: (*input).interface as _,
        };
        set(socket, libc::IPPROTO_IPV6, name, &value)
    }

    /// How long closing waits for data to be sent.
    fn SystemNative_GetLingerOption(socket: isize, output: *mut LingerOption) -> i32 {
        if output.is_null() {
            return errno::EFAULT;
        }
        match get::<libc::linger>(socket, libc::SOL_SOCKET, libc::SO_LINGER) {
            Ok(value) => {
                *output = LingerOption { on: value.l_onoff, seconds: value.l_linger };
                errno::SUCCESS
            }
            Err(error) => error,
        }
    }

    /// Sets how long closing waits for data to be sent.
    fn SystemNative_SetLingerOption(socket: isize, input: *const LingerOption) -> i32 {
        if input.is_null() {
            return errno::EFAULT;
        }
        let LingerOption { on, seconds } = *input;
        if on != 0 && !(0..=MAX_LINGER).contains(&seconds) {
            return errno::EINVAL;
        }
        set(socket, libc::SOL_SOCKET, libc::SO_LINGER, &libc::linger { l_onoff: on, l_linger: seconds })
    }

    /// Sets how long receiving waits.
    fn SystemNative_SetReceiveTimeout(socket: isize, milliseconds: i32) -> i32 {
        set_timeout(socket, milliseconds, libc::SO_RCVTIMEO)
    }

    /// Sets how long sending waits.
    fn SystemNative_SetSendTimeout(socket: isize, milliseconds: i32) -> i32 {
        set_timeout(socket, milliseconds, libc::SO_SNDTIMEO)
    }
}
