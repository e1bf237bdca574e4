//! Network interfaces.

use core::mem::MaybeUninit;
use core::ptr;

use libc::{c_char, c_int, c_void, ifaddrs};

use super::dns::Interfaces;
use super::errno;

/// `IpAddressInfo` of the interop layer.
#[repr(C)]
pub(super) struct IpAddressInfo {
    interface: u32,
    bytes: [u8; 16],
    count: u8,
    prefix: u8,
    padding: [u8; 2],
}

/// `LinkLayerAddressInfo` of the interop layer.
#[repr(C)]
pub(super) struct LinkLayerAddressInfo {
    interface: u32,
    bytes: [u8; 8],
    count: u8,
    padding: u8,
    kind: u16,
}

/// `NetworkInterfaceInfo` of the interop layer.
#[repr(C)]
pub(super) struct NetworkInterfaceInfo {
    name: [c_char; 16],
    /// Bits per second, -1 if unknown.
    speed: i64,
    interface: u32,
    mtu: i32,
    kind: u16,
    state: u8,
    count: u8,
    bytes: [u8; 8],
    multicast: u8,
    padding: [u8; 3],
}
const _: () = assert!(
    size_of::<IpAddressInfo>() == 24
        && size_of::<LinkLayerAddressInfo>() == 16
        && size_of::<NetworkInterfaceInfo>() == 48
);

/// `OperationalStatus` of .NET.
const UP: u8 = 1;
const DOWN: u8 = 2;

/// `NetworkInterfaceType` of .NET.
const KIND_UNKNOWN: u16 = 1;
const KIND_LOOPBACK: u16 = 24;
const KIND_TUNNEL: u16 = 131;

/// `NetworkInterfaceType` by the hardware type of Linux.
fn kind(hardware: u16) -> u16 {
    match hardware {
        libc::ARPHRD_ETHER | libc::ARPHRD_EETHER => 6,
        libc::ARPHRD_PRONET => 9,
        libc::ARPHRD_FDDI => 15,
        libc::ARPHRD_PPP => 23,
        libc::ARPHRD_LOOPBACK => KIND_LOOPBACK,
        libc::ARPHRD_SLIP | libc::ARPHRD_CSLIP | libc::ARPHRD_SLIP6 | libc::ARPHRD_CSLIP6 => 28,
        libc::ARPHRD_ATM => 37,
        libc::ARPHRD_IEEE80211 | libc::ARPHRD_IEEE80211_PRISM | libc::ARPHRD_IEEE80211_RADIOTAP => {
            71
        }
        libc::ARPHRD_TUNNEL | libc::ARPHRD_TUNNEL6 => KIND_TUNNEL,
        _ => KIND_UNKNOWN,
    }
}

/// Number of leading ones of a mask; without one, the address is that of a host.
fn prefix(mask: Option<&[u8]>, bytes: usize) -> u8 {
    let Some(mask) = mask else {
        return bytes as u8 * 8;
    };
    let full = mask.iter().take_while(|&&byte| byte == 0xFF).count();
    let rest = mask.get(full).map_or(0, |byte| byte.leading_ones());
    match full as u8 * 8 + rest as u8 {
        0 if bytes == 4 => 32,
        length => length,
    }
}

/// The bytes of an IP address (also of a mask), and its scope.
///
/// # Safety
/// `address` is null or a valid socket address.
unsafe fn ip_bytes<'a>(address: *const libc::sockaddr, family: c_int) -> Option<(&'a [u8], u32)> {
    if address.is_null() {
        return None;
    }
    // SAFETY: the family says what it is.
    unsafe {
        match family {
            libc::AF_INET => {
                let bytes =
                    (&raw const (*address.cast::<libc::sockaddr_in>()).sin_addr).cast::<u8>();
                Some((core::slice::from_raw_parts(bytes, 4), 0))
            }
            libc::AF_INET6 => {
                let address = &*address.cast::<libc::sockaddr_in6>();
                Some((&address.sin6_addr.s6_addr, address.sin6_scope_id))
            }
            _ => None,
        }
    }
}

/// The IP address of an entry, and its scope.
fn ip_address(entry: &ifaddrs, interface: u32) -> Option<(IpAddressInfo, u32)> {
    // SAFETY: addresses of the system.
    unsafe {
        let family = c_int::from(entry.ifa_addr.as_ref()?.sa_family);
        let (address, scope) = ip_bytes(entry.ifa_addr, family)?;
        let mask = ip_bytes(entry.ifa_netmask, family).map(|mask| mask.0);
        let mut bytes = [0; 16];
        bytes[..address.len()].copy_from_slice(address);
        let prefix = prefix(mask, address.len());
        Some((
            IpAddressInfo {
                interface,
                bytes,
                count: address.len() as u8,
                prefix,
                padding: [0; 2],
            },
            scope,
        ))
    }
}

/// The hardware address of an entry.
fn link_address(entry: &ifaddrs, interface: u32) -> Option<LinkLayerAddressInfo> {
    // SAFETY: an address of the system, whose family says what it is.
    unsafe {
        if c_int::from(entry.ifa_addr.as_ref()?.sa_family) != libc::AF_PACKET {
            return None;
        }
        let address = &*entry.ifa_addr.cast::<libc::sockaddr_ll>();
        let count = address.sll_halen.min(8);
        let mut bytes = [0; 8];
        bytes[..count as usize].copy_from_slice(&address.sll_addr[..count as usize]);
        Some(LinkLayerAddressInfo {
            interface,
            bytes,
            count,
            padding: 0,
            kind: kind(address.sll_hatype),
        })
    }
}

/// Asks the drivers of network interfaces.
struct Prober(c_int);

/// `struct ethtool_cmd` of Linux.
#[repr(C)]
struct EthtoolCommand {
    command: u32,
    supported: u32,
    advertising: u32,
    speed: u16,
    duplex_to_autonegotiation: [u8; 5],
    mdio: u8,
    packets: [u32; 2],
    speed_high: u16,
    rest: [u8; 2],
    advertising_by_partner: u32,
    reserved: [u32; 2],
}

impl Prober {
    fn new() -> Self {
        // SAFETY: takes numbers.
        Prober(unsafe {
            libc::socket(
                libc::AF_INET,
                libc::SOCK_DGRAM | libc::SOCK_CLOEXEC,
                libc::IPPROTO_IP,
            )
        })
    }

    fn request(name: &[c_char; 16]) -> libc::ifreq {
        // SAFETY: zeros are a value of the structure.
        let mut request: libc::ifreq = unsafe { MaybeUninit::zeroed().assume_init() };
        request.ifr_name = *name;
        request.ifr_name[15] = 0;
        request
    }

    /// Longest packet of an interface.
    fn mtu(&self, name: &[c_char; 16]) -> Option<i32> {
        let mut request = Self::request(name);
        // SAFETY: the request names an interface; the union has the answer.
        unsafe {
            (libc::ioctl(self.0, libc::SIOCGIFMTU as libc::Ioctl, &mut request) == 0)
                .then_some(request.ifr_ifru.ifru_mtu)
        }
    }

    /// Runs a command of ethtool.
    fn ethtool(&self, name: &[c_char; 16], command: u32) -> Option<EthtoolCommand> {
        const SIOCETHTOOL: libc::Ioctl = 0x8946;
        let mut request = Self::request(name);
        // SAFETY: the structure has the size that these commands fill in.
        unsafe {
            let mut answer: EthtoolCommand = MaybeUninit::zeroed().assume_init();
            answer.command = command;
            request.ifr_ifru.ifru_data = ptr::from_mut(&mut answer).cast();
            (libc::ioctl(self.0, SIOCETHTOOL, &mut request) == 0).then_some(answer)
        }
    }

    /// What the driver knows of the link.
    fn probe(&self, information: &mut NetworkInterfaceInfo) {
        const GET_SETTINGS: u32 = 1;
        const GET_LINK: u32 = 10;
        if let Some(mtu) = self.mtu(&information.name) {
            information.mtu = mtu;
        }
        if matches!(information.kind, KIND_UNKNOWN | KIND_TUNNEL | KIND_LOOPBACK) {
            return;
        }
        let Some(link) = self.ethtool(&information.name, GET_LINK) else {
            return;
        };
        if link.supported == 0 {
            information.state = DOWN; // this is where the state of the link is
        }
        if let Some(settings) = self.ethtool(&information.name, GET_SETTINGS) {
            let megabits =
                i64::from(u32::from(settings.speed_high) << 16 | u32::from(settings.speed));
            information.speed = if megabits > 0 {
                megabits * 1_000_000
            } else {
                megabits
            };
        }
    }
}

impl Drop for Prober {
    fn drop(&mut self) {
        if self.0 >= 0 {
            // SAFETY: opened by `new`.
            unsafe { libc::close(self.0) };
        }
    }
}

fn interface_name(name: *const c_char) -> [c_char; 16] {
    let mut result = [0; 16];
    // SAFETY: a string of the system.
    let bytes = unsafe { core::ffi::CStr::from_ptr(name) }.to_bytes();
    for (to, from) in result[..15].iter_mut().zip(bytes) {
        *to = *from as c_char;
    }
    result
}

/// What the entry says of an interface by itself.
fn describe(entry: &ifaddrs, interface: u32) -> NetworkInterfaceInfo {
    let has = |flags: c_int| entry.ifa_flags & flags as u32 == flags as u32;
    NetworkInterfaceInfo {
        name: interface_name(entry.ifa_name),
        speed: -1,
        interface,
        mtu: 0,
        kind: if has(libc::IFF_LOOPBACK) {
            KIND_LOOPBACK
        } else {
            KIND_UNKNOWN
        },
        state: if has(libc::IFF_UP | libc::IFF_RUNNING) {
            UP
        } else {
            DOWN
        },
        count: 0,
        bytes: [0; 8],
        multicast: (has(libc::IFF_MULTICAST) || has(libc::IFF_ALLMULTI)) as u8,
        padding: [0; 3],
    }
}

type Ipv4Callback = unsafe extern "C" fn(*mut c_void, *const c_char, *mut IpAddressInfo);
type Ipv6Callback = unsafe extern "C" fn(*mut c_void, *const c_char, *mut IpAddressInfo, *mut u32);
type LinkCallback = unsafe extern "C" fn(*mut c_void, *const c_char, *mut LinkLayerAddressInfo);

exports! {
    /// Calls back with every address of every interface.
    fn SystemNative_EnumerateInterfaceAddresses(
        context: *mut c_void, ipv4: Option<Ipv4Callback>, ipv6: Option<Ipv6Callback>, link: Option<LinkCallback>,
    ) -> i32 {
        let Some(interfaces) = Interfaces::get() else { return -1 };
        for entry in interfaces.entries() {
            if entry.ifa_addr.is_null() || entry.ifa_name.is_null() {
                continue;
            }
            // The name may be an alias.
            let interface = libc::if_nametoindex(entry.ifa_name);
            let mut name = [0 as c_char; libc::IF_NAMESIZE];
            if libc::if_indextoname(interface, name.as_mut_ptr()).is_null() {
                return -1;
            }
            if let Some((mut address, mut scope)) = ip_address(entry, interface) {
                match (address.count, ipv4, ipv6) {
                    (4, Some(found), _) => found(context, name.as_ptr(), &mut address),
                    (16, _, Some(found)) => found(context, name.as_ptr(), &mut address, &mut scope),
                    _ => {}
                }
            } else if let (Some(mut address), Some(found)) = (link_address(entry, interface), link) {
                found(context, entry.ifa_name, &mut address);
            }
        }
        0
    }

    /// All interfaces and their IP addresses, in one block that starts with the interfaces: that is what is freed.
    fn SystemNative_GetNetworkInterfaces(
        interface_count: *mut i32, interface_list: *mut *mut NetworkInterfaceInfo,
        address_count: *mut i32, address_list: *mut *mut IpAddressInfo,
    ) -> i32 {
        let Some(interfaces) = Interfaces::get() else { return -1 };
        // Every entry is an address or the only one of its interface.
        let entries = interfaces.entries().count();
        let size = size_of::<NetworkInterfaceInfo>() + size_of::<IpAddressInfo>();
        let block = libc::calloc(entries.max(1), size).cast::<NetworkInterfaceInfo>();
        if block.is_null() {
            return errno::fail(libc::ENOMEM);
        }
        let addresses = block.add(entries).cast::<IpAddressInfo>();
        let (mut found, mut found_addresses) = (0, 0);
        let prober = Prober::new();
        for entry in interfaces.entries().filter(|entry| !entry.ifa_name.is_null()) {
            let index = libc::if_nametoindex(entry.ifa_name);
            let known = core::slice::from_raw_parts(block, found);
            let place = known.iter().position(|information| information.interface == index).unwrap_or(found);
            if place == found {
                block.add(found).write(describe(entry, index));
                found += 1;
            }
            if let Some((address, _)) = ip_address(entry, index) {
                addresses.add(found_addresses).write(address);
                found_addresses += 1;
            } else if let Some(address) = link_address(entry, index) {
                let information = &mut *block.add(place);
                information.kind = address.kind;
                information.count = address.count;
                information.bytes = address.bytes;
                prober.probe(information);
            }
        }
        *interface_list = block;
        *interface_count = found as i32;
        *address_list = addresses;
        *address_count = found_addresses as i32;
        0
    }
}
