//! Sockets: make, bind, connect, accept, what they are.

use core::mem::MaybeUninit;
use core::ptr;

use libc::{c_int, socklen_t};

use super::socket_address::{
    AF_CAN, AF_INET, AF_INET6, AF_PACKET, UNKNOWN, family_to_native, family_to_pal,
};
use super::{errno, fd, retry};

/// `SocketType` is 1 to 5, in this order.
const SOCKET_TYPES: [c_int; 5] = [
    libc::SOCK_STREAM,
    libc::SOCK_DGRAM,
    libc::SOCK_RAW,
    libc::SOCK_RDM,
    libc::SOCK_SEQPACKET,
];

/// `ProtocolType` of .NET and the target's, for IPv4.
const IPV4_PROTOCOLS: &[(i32, c_int)] = &[
    (0, 0),
    (1, libc::IPPROTO_ICMP),
    (2, libc::IPPROTO_IGMP),
    (6, libc::IPPROTO_TCP),
    (17, libc::IPPROTO_UDP),
    (255, libc::IPPROTO_RAW),
];
/// The same for IPv6. ICMP also stands for ICMPv6.
const IPV6_PROTOCOLS: &[(i32, c_int)] = &[
    (0, 0),
    (58, libc::IPPROTO_ICMPV6),
    (1, libc::IPPROTO_ICMPV6),
    (2, libc::IPPROTO_IGMP),
    (6, libc::IPPROTO_TCP),
    (17, libc::IPPROTO_UDP),
    (43, libc::IPPROTO_ROUTING),
    (44, libc::IPPROTO_FRAGMENT),
    (59, libc::IPPROTO_NONE),
    (60, libc::IPPROTO_DSTOPTS),
    (255, libc::IPPROTO_RAW),
];
const CAN_PROTOCOLS: &[(i32, c_int)] = &[(0, 0), (255, libc::CAN_RAW)];
const OTHER_PROTOCOLS: &[(i32, c_int)] = &[(0, 0)];

const PROTOCOL_TCP: i32 = 6;

fn protocols(family: i32) -> &'static [(i32, c_int)] {
    match family {
        AF_INET => IPV4_PROTOCOLS,
        AF_INET6 => IPV6_PROTOCOLS,
        AF_CAN => CAN_PROTOCOLS,
        _ => OTHER_PROTOCOLS,
    }
}

/// The target's number of a protocol. Packet sockets have the number of the link layer, in network order.
fn protocol_to_native(family: i32, protocol: i32) -> Option<c_int> {
    if family == AF_PACKET {
        return Some(protocol);
    }
    protocols(family)
        .iter()
        .find(|p| p.0 == protocol)
        .map(|p| p.1)
}

fn protocol_to_pal(family: i32, protocol: c_int) -> i32 {
    if family == AF_PACKET {
        return protocol;
    }
    protocols(family)
        .iter()
        .find(|p| p.1 == protocol)
        .map_or(UNKNOWN, |p| p.0)
}

/// `SocketType` of the target's number.
pub(super) fn type_to_pal(number: c_int) -> Option<i32> {
    SOCKET_TYPES
        .iter()
        .position(|&t| t == number)
        .map(|i| i as i32 + 1)
}

/// An integer option of a socket.
pub(super) fn integer_option(socket: c_int, level: c_int, name: c_int) -> Option<c_int> {
    let mut value: c_int = 0;
    let mut size = size_of::<c_int>() as socklen_t;
    // SAFETY: room for an integer.
    let result = unsafe {
        libc::getsockopt(
            socket,
            level,
            name,
            ptr::from_mut(&mut value).cast(),
            &mut size,
        )
    };
    (result == 0).then_some(value)
}

/// Sets an integer option of a socket.
pub(super) fn set_integer_option(socket: c_int, level: c_int, name: c_int, value: c_int) -> bool {
    let size = size_of::<c_int>() as socklen_t;
    // SAFETY: an integer.
    unsafe { libc::setsockopt(socket, level, name, ptr::from_ref(&value).cast(), size) == 0 }
}

/// The `Interop.Error` of a call that returns 0 on success.
pub(super) fn outcome(result: c_int) -> i32 {
    if result == 0 {
        errno::SUCCESS
    } else {
        errno::last_pal()
    }
}

/// Asks for one of the addresses of a socket.
///
/// # Safety
/// `address` is null or has `*length` bytes.
unsafe fn name(
    socket: isize,
    address: *mut u8,
    length: *mut i32,
    ask: unsafe extern "C" fn(c_int, *mut libc::sockaddr, *mut socklen_t) -> c_int,
) -> i32 {
    // SAFETY: valid by the caller's contract.
    unsafe {
        if address.is_null() || length.is_null() || *length < 0 {
            return errno::EFAULT;
        }
        let mut size = *length as socklen_t;
        let result = ask(fd(socket), address.cast(), &mut size);
        if result == 0 {
            *length = size as i32;
        }
        outcome(result)
    }
}

fn connect(socket: isize, address: *const u8, length: i32) -> i32 {
    // SAFETY: callers check the address.
    outcome(retry(|| unsafe {
        libc::connect(fd(socket), address.cast(), length as socklen_t)
    }))
}

exports! {
    /// Makes a socket that closes on exec.
    fn SystemNative_Socket(family: i32, kind: i32, protocol: i32, output: *mut isize) -> i32 {
        if output.is_null() {
            return errno::EFAULT;
        }
        *output = -1;
        let Some(native_family) = family_to_native(family) else { return errno::EAFNOSUPPORT };
        let Some(&native_kind) = SOCKET_TYPES.get((kind as usize).wrapping_sub(1)) else { return errno::EPROTOTYPE };
        let Some(protocol) = protocol_to_native(family, protocol) else { return errno::EPROTONOSUPPORT };
        let socket = libc::socket(native_family, native_kind | libc::SOCK_CLOEXEC, protocol);
        *output = socket as isize;
        if socket == -1 { errno::last_pal() } else { errno::SUCCESS }
    }

    /// What a socket is.
    fn SystemNative_GetSocketType(
        socket: isize, family: *mut i32, kind: *mut i32, protocol: *mut i32, listening: *mut i32,
    ) -> i32 {
        if family.is_null() || kind.is_null() || protocol.is_null() || listening.is_null() {
            return errno::EFAULT;
        }
        let option = |name| integer_option(fd(socket), libc::SOL_SOCKET, name);
        *family = option(libc::SO_DOMAIN).map_or(UNKNOWN, family_to_pal);
        *kind = option(libc::SO_TYPE).and_then(type_to_pal).unwrap_or(UNKNOWN);
        *protocol = option(libc::SO_PROTOCOL).map_or(UNKNOWN, |number| protocol_to_pal(*family, number));
        *listening = option(libc::SO_ACCEPTCONN).is_some_and(|value| value != 0) as i32;
        errno::SUCCESS
    }

    /// Binds a socket. A TCP address may be used again at once, as on Windows.
    fn SystemNative_Bind(socket: isize, protocol: i32, address: *const u8, length: i32) -> i32 {
        if address.is_null() || length < 0 {
            return errno::EFAULT;
        }
        if protocol == PROTOCOL_TCP {
            set_integer_option(fd(socket), libc::SOL_SOCKET, libc::SO_REUSEADDR, 1);
        }
        outcome(libc::bind(fd(socket), address.cast(), length as socklen_t))
    }

    /// Waits for connections.
    fn SystemNative_Listen(socket: isize, backlog: i32) -> i32 { outcome(libc::listen(fd(socket), backlog)) }

    /// Takes a connection, as a socket that closes on exec.
    fn SystemNative_Accept(socket: isize, address: *mut u8, length: *mut i32, output: *mut isize) -> i32 {
        if address.is_null() || length.is_null() || output.is_null() || *length < 0 {
            return errno::EFAULT;
        }
        let mut size = *length as socklen_t;
        let accepted = retry(|| libc::accept4(fd(socket), address.cast(), &mut size, libc::SOCK_CLOEXEC));
        *output = accepted as isize;
        if accepted == -1 {
            return errno::last_pal();
        }
        *length = size as i32;
        errno::SUCCESS
    }

    /// Connects.
    fn SystemNative_Connect(socket: isize, address: *const u8, length: i32) -> i32 {
        if address.is_null() || length < 0 {
            return errno::EFAULT;
        }
        connect(socket, address, length)
    }

    /// Connects. If the socket has fast open, the first data sent goes with the request; none is sent here.
    fn SystemNative_Connectx(
        socket: isize, address: *const u8, length: i32, _data: *const u8, _data_length: i32, _fast_open: i32,
        sent: *mut i32,
    ) -> i32 {
        if address.is_null() || length < 0 || sent.is_null() {
            return errno::EFAULT;
        }
        if integer_option(fd(socket), libc::IPPROTO_TCP, libc::TCP_FASTOPEN).is_some_and(|value| value != 0) {
            set_integer_option(fd(socket), libc::IPPROTO_TCP, libc::TCP_FASTOPEN_CONNECT, 1);
        }
        connect(socket, address, length)
    }

    /// Ends a connection abruptly.
    fn SystemNative_Disconnect(socket: isize) -> i32 {
        let mut address: libc::sockaddr = MaybeUninit::zeroed().assume_init();
        address.sa_family = libc::AF_UNSPEC as libc::sa_family_t;
        let size = size_of::<libc::sockaddr>() as socklen_t;
        if libc::connect(fd(socket), &address, size) == 0 {
            return errno::SUCCESS;
        }
        outcome(libc::shutdown(fd(socket), libc::SHUT_RDWR)) // older kernels
    }

    /// Ends receiving (0), sending (1) or both (2).
    fn SystemNative_Shutdown(socket: isize, how: i32) -> i32 {
        let how = match how {
            0 => libc::SHUT_RD,
            1 => libc::SHUT_WR,
            2 => libc::SHUT_RDWR,
            _ => return errno::EINVAL,
        };
        outcome(libc::shutdown(fd(socket), how))
    }

    /// Address of the other end.
    fn SystemNative_GetPeerName(socket: isize, address: *mut u8, length: *mut i32) -> i32 {
        name(socket, address, length, libc::getpeername)
    }

    /// Address of this end.
    fn SystemNative_GetSockName(socket: isize, address: *mut u8, length: *mut i32) -> i32 {
        name(socket, address, length, libc::getsockname)
    }

    /// Whether out-of-band data comes next.
    fn SystemNative_GetAtOutOfBandMark(socket: isize, output: *mut i32) -> i32 {
        const SIOCATMARK: libc::Ioctl = 0x8905;
        if output.is_null() {
            return errno::EFAULT;
        }
        *output = 0;
        outcome(retry(|| libc::ioctl(fd(socket), SIOCATMARK, output)))
    }

    /// How many bytes can be read.
    fn SystemNative_GetBytesAvailable(socket: isize, output: *mut i32) -> i32 {
        if output.is_null() {
            return errno::EFAULT;
        }
        *output = 0;
        outcome(retry(|| libc::ioctl(fd(socket), libc::FIONREAD, output)))
    }

    /// `select` is what macOS needs: managed code for Linux polls.
    fn SystemNative_Select(
        _read: *mut i32, _read_count: i32, _write: *mut i32, _write_count: i32, _error: *mut i32, _error_count: i32,
        _microseconds: i32, _max: i32, _triggered: *mut i32,
    ) -> i32 {
        errno::ENOTSUP
    }

    /// Whether IPv6 sockets tell where IPv4 packets came in.
    fn SystemNative_PlatformSupportsDualModeIPv4PacketInfo() -> i32 { 1 }

    /// `TcpState` of a line in /proc/net/tcp.
    fn SystemNative_MapTcpState(state: i32) -> i32 {
        const ESTABLISHED: i32 = 5;
        // The kernel's states from 1 on: established, two of opening, four of closing, closed, and so on.
        const STATES: [i32; 11] = [ESTABLISHED, 3, 4, 6, 7, 11, 9, 8, 10, 2, 9];
        STATES.get((state as usize).wrapping_sub(1)).copied().unwrap_or(0)
    }
}
