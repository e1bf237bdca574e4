//! Notification of network changes, over netlink.

use core::mem::MaybeUninit;
use core::ptr;

use libc::{c_int, nlmsghdr};

use super::{errno, fd, retry};

/// `NetworkChangeKind` of the interop layer.
const NONE: i32 = -1;
const ADDRESS_ADDED: i32 = 0;
const ADDRESS_REMOVED: i32 = 1;
const AVAILABILITY_CHANGED: i32 = 2;

/// Groups of messages (`RTMGRP_*`): links, IPv4 addresses, IPv4 and IPv6 routes.
const GROUPS: u32 = 1 | 0x10 | 0x40 | 0x400;

/// Sizes of the headers, which messages follow at multiples of 4.
const HEADER: usize = size_of::<nlmsghdr>();

/// `struct rtmsg` up to the table.
#[repr(C)]
struct RouteMessage {
    family: u8,
    lengths: [u8; 2],
    service: u8,
    table: u8,
}

/// Room for messages, aligned like their headers.
#[repr(C, align(8))]
struct Buffer([u8; 4096]);

exports! {
    /// A socket that tells of changes.
    fn SystemNative_CreateNetworkChangeListenerSocket(output: *mut isize) -> i32 {
        *output = -1;
        let socket = libc::socket(libc::AF_NETLINK, libc::SOCK_RAW | libc::SOCK_CLOEXEC, libc::NETLINK_ROUTE);
        if socket == -1 {
            return errno::last_pal();
        }
        let mut address: libc::sockaddr_nl = MaybeUninit::zeroed().assume_init();
        address.nl_family = libc::AF_NETLINK as _;
        address.nl_groups = GROUPS;
        let size = size_of::<libc::sockaddr_nl>() as libc::socklen_t;
        if libc::bind(socket, ptr::from_ref(&address).cast(), size) != 0 {
            let error = errno::last_pal();
            libc::close(socket);
            return error;
        }
        *output = socket as isize;
        errno::SUCCESS
    }

    /// Reads changes and calls back with the kind of each.
    fn SystemNative_ReadEvents(socket: isize, changed: unsafe extern "C" fn(isize, i32)) -> i32 {
        let mut buffer = Buffer([0; 4096]);
        let start = buffer.0.as_mut_ptr();
        let received = retry(|| libc::recv(fd(socket), start.cast(), size_of::<Buffer>(), 0));
        match received {
            0 => return errno::to_pal(libc::ECONNABORTED),
            -1 => return errno::last_pal(),
            _ => {}
        }
        let mut left = received as usize;
        let mut at = start.cast_const();
        while left >= HEADER {
            let header = at.cast::<nlmsghdr>().read_unaligned();
            let length = header.nlmsg_len as usize;
            if length < HEADER || length > left {
                break;
            }
            let data = at.add(HEADER);
            match header.nlmsg_type {
                kind if c_int::from(kind) == libc::NLMSG_DONE || c_int::from(kind) == libc::NLMSG_ERROR => break,
                libc::RTM_NEWADDR => changed(socket, ADDRESS_ADDED),
                libc::RTM_DELADDR => changed(socket, ADDRESS_REMOVED),
                libc::RTM_NEWLINK => {
                    // The first byte of the message is its family.
                    let any_family = length > HEADER && c_int::from(*data) == libc::AF_UNSPEC;
                    changed(socket, if any_family { AVAILABILITY_CHANGED } else { NONE });
                }
                libc::RTM_NEWROUTE | libc::RTM_DELROUTE
                    if length >= HEADER + size_of::<RouteMessage>()
                        && (*data.cast::<RouteMessage>()).table == libc::RT_TABLE_MAIN =>
                {
                    changed(socket, AVAILABILITY_CHANGED);
                    break;
                }
                _ => {}
            }
            let next = length.next_multiple_of(4).min(left);
            at = at.add(next);
            left -= next;
        }
        errno::SUCCESS
    }
}
