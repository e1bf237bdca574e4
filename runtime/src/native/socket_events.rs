//! Waiting for many sockets at once, over epoll.

use core::mem::MaybeUninit;

use libc::{c_int, epoll_event};

use super::{errno, fd, retry, socket};

/// `SocketEvents` of the interop layer and the events of epoll.
const EVENTS: [(i32, c_int); 5] = [
    (1, libc::EPOLLIN),
    (2, libc::EPOLLOUT),
    (4, libc::EPOLLRDHUP),
    (8, libc::EPOLLHUP),
    (0x10, libc::EPOLLERR),
];
const ALL_EVENTS: i32 = 0x1F;

/// `SocketEvent` of the interop layer.
#[repr(C)]
pub(super) struct SocketEvent {
    data: usize,
    events: i32,
    padding: u32,
}

/// One buffer takes the events of epoll and then those for managed code.
const ELEMENT: usize = if size_of::<epoll_event>() > size_of::<SocketEvent>() {
    size_of::<epoll_event>()
} else {
    size_of::<SocketEvent>()
};
const _: () = assert!(size_of::<epoll_event>() <= size_of::<SocketEvent>());

/// What an event of epoll means. A hang-up shows to managed code as something to read and to write, which finds out.
fn convert(event: epoll_event) -> SocketEvent {
    let mut native = event.events as c_int;
    if native & libc::EPOLLHUP != 0 {
        native = native & !libc::EPOLLHUP | libc::EPOLLIN | libc::EPOLLOUT;
    }
    SocketEvent {
        data: event.u64 as usize,
        events: EVENTS
            .iter()
            .filter(|e| native & e.1 != 0)
            .fold(0, |all, e| all | e.0),
        padding: 0,
    }
}

exports! {
    /// A new port to wait at.
    fn SystemNative_CreateSocketEventPort(output: *mut isize) -> i32 {
        if output.is_null() {
            return errno::EFAULT;
        }
        let port = libc::epoll_create1(libc::EPOLL_CLOEXEC);
        *output = port as isize;
        if port == -1 { errno::last_pal() } else { errno::SUCCESS }
    }

    /// Closes a port.
    fn SystemNative_CloseSocketEventPort(port: isize) -> i32 {
        match libc::close(fd(port)) {
            0 => errno::SUCCESS,
            _ if errno::get() == libc::EINTR => errno::SUCCESS,
            _ => errno::last_pal(),
        }
    }

    /// A buffer for events.
    fn SystemNative_CreateSocketEventBuffer(count: i32, output: *mut *mut SocketEvent) -> i32 {
        if output.is_null() || count < 0 {
            return errno::EFAULT;
        }
        let buffer = libc::malloc(ELEMENT * count as usize);
        *output = buffer.cast();
        if buffer.is_null() { errno::ENOMEM } else { errno::SUCCESS }
    }

    /// Frees a buffer.
    fn SystemNative_FreeSocketEventBuffer(buffer: *mut SocketEvent) -> i32 {
        libc::free(buffer.cast());
        errno::SUCCESS
    }

    /// Changes which events of a socket a port waits for; each shows once.
    fn SystemNative_TryChangeSocketEventRegistration(
        port: isize, socket: isize, current: i32, new: i32, data: usize,
    ) -> i32 {
        if (current | new) & !ALL_EVENTS != 0 {
            return errno::EINVAL;
        }
        if current == new {
            return errno::SUCCESS;
        }
        let operation = match (current, new) {
            (0, _) => libc::EPOLL_CTL_ADD,
            (_, 0) => libc::EPOLL_CTL_DEL,
            _ => libc::EPOLL_CTL_MOD,
        };
        let events = EVENTS.iter().filter(|e| new & e.0 != 0).fold(libc::EPOLLET, |all, e| all | e.1);
        let mut event: epoll_event = MaybeUninit::zeroed().assume_init();
        event.events = events as u32;
        event.u64 = data as u64;
        socket::outcome(libc::epoll_ctl(fd(port), operation, fd(socket), &mut event))
    }

    /// Waits for events; `count` is the room for them and then their number.
    fn SystemNative_WaitForSocketEvents(port: isize, buffer: *mut SocketEvent, count: *mut i32) -> i32 {
        if buffer.is_null() || count.is_null() || *count < 0 {
            return errno::EFAULT;
        }
        let events = buffer.cast::<epoll_event>();
        let number = retry(|| libc::epoll_wait(fd(port), events, *count, -1));
        *count = number.max(0);
        if number == -1 {
            return errno::last_pal();
        }
        // The elements grow: from the end, none is overwritten before it is read.
        for i in (0..number as usize).rev() {
            let event = events.add(i).read_unaligned();
            buffer.add(i).write(convert(event));
        }
        errno::SUCCESS
    }
}
