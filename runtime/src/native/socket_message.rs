//! Sending and receiving.

use core::mem::MaybeUninit;
use core::ptr;

use libc::{c_int, c_void, off_t};

use super::io::IoVector;
use super::socket::integer_option;
use super::socket_address::{IPV6_BYTES, IpAddress};
use super::{errno, fd, retry};

/// `SocketFlags` of .NET and the target's. The last two are private to `Ping`.
const FLAGS: [(i32, c_int); 7] = [
    (1, libc::MSG_OOB),
    (2, libc::MSG_PEEK),
    (4, libc::MSG_DONTROUTE),
    (0x100, libc::MSG_TRUNC),
    (0x200, libc::MSG_CTRUNC),
    (0x1000, libc::MSG_DONTWAIT),
    (0x2000, libc::MSG_ERRQUEUE),
];
/// What a received message can say of itself.
const RECEIVED: c_int = libc::MSG_OOB | libc::MSG_DONTROUTE | libc::MSG_TRUNC | libc::MSG_CTRUNC;

/// Most buffers of one message.
const MAX_VECTORS: i32 = libc::UIO_MAXIOV;

/// `MessageHeader` of the interop layer.
#[repr(C)]
pub(super) struct MessageHeader {
    address: *mut u8,
    vectors: *mut IoVector,
    control: *mut u8,
    address_length: i32,
    vector_count: i32,
    control_length: i32,
    flags: i32,
}

/// `IPPacketInformation` of the interop layer.
#[repr(C)]
pub(super) struct PacketInformation {
    address: IpAddress,
    interface: i32,
    padding: i32,
}

/// `SocketFlags` as flags of the target, if all are known.
fn native_flags(flags: i32) -> Option<c_int> {
    let known = FLAGS.iter().fold(0, |all, f| all | f.0);
    (flags & !known == 0).then(|| {
        FLAGS
            .iter()
            .filter(|f| flags & f.0 != 0)
            .fold(0, |all, f| all | f.1)
    })
}

/// The flags of a received message as `SocketFlags`.
fn pal_flags(flags: c_int) -> i32 {
    FLAGS
        .iter()
        .filter(|f| flags & RECEIVED & f.1 != 0)
        .fold(0, |all, f| all | f.0)
}

/// The target's header. A stream takes as many buffers as it can at once: the caller sends or receives the rest later.
fn native_header(header: &MessageHeader, socket: Option<c_int>) -> libc::msghdr {
    let mut count = header.vector_count;
    if count > MAX_VECTORS
        && let Some(socket) = socket
        && integer_option(socket, libc::SOL_SOCKET, libc::SO_TYPE) == Some(libc::SOCK_STREAM)
    {
        count = MAX_VECTORS;
    }
    // SAFETY: null pointers and zeros are a value of the structure.
    let mut native: libc::msghdr = unsafe { MaybeUninit::zeroed().assume_init() };
    native.msg_name = header.address.cast();
    native.msg_namelen = header.address_length as libc::socklen_t;
    native.msg_iov = header.vectors.cast();
    native.msg_iovlen = count as _;
    native.msg_control = header.control.cast();
    native.msg_controllen = header.control_length as _;
    native
}

/// Checks the arguments of a message call.
///
/// # Safety
/// `header` is null or valid.
unsafe fn message(header: *const MessageHeader, done: *mut i64, flags: i32) -> Result<c_int, i32> {
    // SAFETY: valid by the caller's contract.
    let valid = !done.is_null()
        && unsafe { header.as_ref() }
            .is_some_and(|h| h.address_length >= 0 && h.control_length >= 0 && h.vector_count >= 0);
    if !valid {
        return Err(errno::EFAULT);
    }
    native_flags(flags).ok_or(errno::ENOTSUP)
}

/// The data of the control message of a kind.
///
/// # Safety
/// `header` points to valid control messages.
unsafe fn control_data(
    header: &libc::msghdr,
    level: c_int,
    kind: c_int,
    size: usize,
) -> Option<*mut u8> {
    // SAFETY: by the caller's contract; every message says where the next one is.
    unsafe {
        let mut message = libc::CMSG_FIRSTHDR(header);
        while !message.is_null() && (*message).cmsg_len > 0 {
            if (*message).cmsg_level == level && (*message).cmsg_type == kind {
                return ((*message).cmsg_len as usize >= size).then(|| libc::CMSG_DATA(message));
            }
            message = libc::CMSG_NXTHDR(header, message);
        }
        None
    }
}

exports! {
    /// Receives.
    fn SystemNative_Receive(socket: isize, buffer: *mut c_void, size: i32, flags: i32, received: *mut i32) -> i32 {
        if buffer.is_null() || size < 0 || received.is_null() {
            return errno::EFAULT;
        }
        let Some(flags) = native_flags(flags) else { return errno::ENOTSUP };
        let result = retry(|| libc::recv(fd(socket), buffer, size as usize, flags));
        *received = result.max(0) as i32;
        if result == -1 { errno::last_pal() } else { errno::SUCCESS }
    }

    /// Sends.
    fn SystemNative_Send(socket: isize, buffer: *const c_void, size: i32, flags: i32, sent: *mut i32) -> i32 {
        if buffer.is_null() || size < 0 || sent.is_null() {
            return errno::EFAULT;
        }
        let Some(flags) = native_flags(flags) else { return errno::ENOTSUP };
        let result = retry(|| libc::send(fd(socket), buffer, size as usize, flags));
        *sent = result.max(0) as i32;
        if result == -1 { errno::last_pal() } else { errno::SUCCESS }
    }

    /// Receives a message with its address and control messages.
    fn SystemNative_ReceiveMessage(socket: isize, header: *mut MessageHeader, flags: i32, received: *mut i64) -> i32 {
        let flags = match message(header, received, flags) {
            Ok(flags) => flags,
            Err(error) => return error,
        };
        let header = &mut *header;
        let mut native = native_header(header, Some(fd(socket)));
        let result = retry(|| libc::recvmsg(fd(socket), &mut native, flags));
        let error = if result == -1 { errno::last_pal() } else { errno::SUCCESS };
        header.address_length = header.address_length.min(native.msg_namelen as i32);
        header.control_length = header.control_length.min(native.msg_controllen as i32);
        header.flags = pal_flags(native.msg_flags);
        *received = result.max(0) as i64;
        error
    }

    /// Sends a message.
    fn SystemNative_SendMessage(socket: isize, header: *mut MessageHeader, flags: i32, sent: *mut i64) -> i32 {
        let flags = match message(header, sent, flags) {
            Ok(flags) => flags,
            Err(error) => return error,
        };
        let native = native_header(&*header, Some(fd(socket)));
        let result = retry(|| libc::sendmsg(fd(socket), &native, flags));
        *sent = result.max(0) as i64;
        if result == -1 { errno::last_pal() } else { errno::SUCCESS }
    }

    /// Reads the error queue of a socket: the address of whoever sent an ICMP error, or none (length 0).
    fn SystemNative_ReceiveSocketError(socket: isize, header: *mut MessageHeader) -> i32 {
        /// `SO_EE_ORIGIN_ICMP`
        const ORIGIN_ICMP: u8 = 2;
        #[repr(C, align(8))]
        struct Control([u8; 144]);
        let mut control = Control([0; 144]);
        let mut unused = 0u64;
        let header = &mut *header;
        let mut native = native_header(header, Some(fd(socket)));
        native.msg_control = ptr::from_mut(&mut control).cast();
        native.msg_controllen = size_of::<Control>() as _;
        let mut nowhere = libc::iovec { iov_base: ptr::from_mut(&mut unused).cast(), iov_len: size_of::<u64>() };
        if native.msg_iov.is_null() || native.msg_iovlen == 0 {
            native.msg_iov = &mut nowhere;
            native.msg_iovlen = 1;
        }
        let result = retry(|| libc::recvmsg(fd(socket), &mut native, libc::MSG_ERRQUEUE));
        let error = if result == -1 { errno::last_pal() } else { errno::SUCCESS };
        let size = size_of::<libc::sock_extended_err>();
        let data = if result == -1 { None } else { control_data(&native, libc::SOL_IP, libc::IP_RECVERR, size) };
        match data {
            Some(data) if (*data.cast::<libc::sock_extended_err>()).ee_origin == ORIGIN_ICMP => {
                // The address of the offender follows the error.
                let length = header.address_length.min(size_of::<libc::sockaddr_in>() as i32).max(0);
                ptr::copy_nonoverlapping(data.add(size), header.address, length as usize);
                header.address_length = length;
            }
            _ => header.address_length = 0,
        }
        error
    }

    /// Sends a part of a file.
    fn SystemNative_SendFile(output: isize, input: isize, offset: i64, count: i64, sent: *mut i64) -> i32 {
        let mut offset = offset as off_t;
        let result = retry(|| libc::sendfile(fd(output), fd(input), &mut offset, count as usize));
        *sent = result.max(0) as i64;
        if result == -1 { errno::last_pal() } else { errno::SUCCESS }
    }

    /// Room that control messages with packet information take.
    fn SystemNative_GetControlMessageBufferSize(ipv4: i32, ipv6: i32) -> i32 {
        let room = |wanted: i32, size: usize| if wanted != 0 { libc::CMSG_SPACE(size as u32) as i32 } else { 0 };
        room(ipv4, size_of::<libc::in_pktinfo>()) + room(ipv6, size_of::<libc::in6_pktinfo>())
    }

    /// Where a received packet came in: 0 if that isn't known.
    fn SystemNative_TryGetIPPacketInformation(
        header: *const MessageHeader, ipv4: i32, output: *mut PacketInformation,
    ) -> i32 {
        if header.is_null() || output.is_null() {
            return 0;
        }
        let native = native_header(&*header, None);
        if ipv4 != 0 {
            let size = size_of::<libc::in_pktinfo>();
            let Some(data) = control_data(&native, libc::IPPROTO_IP, libc::IP_PKTINFO, size) else { return 0 };
            let information = data.cast::<libc::in_pktinfo>().read_unaligned();
            let output = &mut *output;
            output.address.bytes[..4].copy_from_slice(&information.ipi_addr.s_addr.to_ne_bytes());
            output.interface = information.ipi_ifindex;
        } else {
            let size = size_of::<libc::in6_pktinfo>();
            let Some(data) = control_data(&native, libc::IPPROTO_IPV6, libc::IPV6_PKTINFO, size) else { return 0 };
            let information = data.cast::<libc::in6_pktinfo>().read_unaligned();
            let bytes: [u8; IPV6_BYTES] = information.ipi6_addr.s6_addr;
            (*output).address.bytes = bytes;
            (*output).address.is_ipv6 = 1;
            (*output).interface = information.ipi6_ifindex as i32;
        }
        1
    }
}
