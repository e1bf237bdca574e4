//! Signal handlers, and the thread that serves them.
//!
//! A handler can't do much, so it writes the number of the signal to a pipe, and a thread reads it and does the rest, which may be a
//! call into managed code. Pipe and thread are made when the first handler is wanted: a program that reads no terminal, starts no
//! process and registers for no signal has none.

use core::cell::UnsafeCell;
use core::mem::{MaybeUninit, transmute};
use core::ptr;
use core::sync::atomic::{AtomicBool, AtomicI32, AtomicPtr, Ordering};

use libc::{c_int, c_void};

use super::{Mutex, console, errno, io, retry};

/// Handles a SIGCHLD: whether to reap all children, whether to set the terminal up again. Returns whether the latter is put off.
type ChildCallback = unsafe extern "C" fn(i32, i32) -> i32;
/// Handles a signal with its number and its `PosixSignal`. Returns whether that was all.
type PosixCallback = unsafe extern "C" fn(c_int, i32) -> i32;
type Callback = unsafe extern "C" fn();

/// `System.Runtime.InteropServices.PosixSignal` numbers signals -1, -2, ... in this order.
const POSIX_SIGNALS: [c_int; 10] = [
    libc::SIGHUP,
    libc::SIGINT,
    libc::SIGQUIT,
    libc::SIGTERM,
    libc::SIGCHLD,
    libc::SIGCONT,
    libc::SIGWINCH,
    libc::SIGTTIN,
    libc::SIGTTOU,
    libc::SIGTSTP,
];

/// Signals are 1 to 64.
const COUNT: usize = 65;

/// What was there before our handlers. Written under the lock before a handler is installed, read by handlers.
struct Originals(UnsafeCell<MaybeUninit<[libc::sigaction; COUNT]>>);

// SAFETY: an entry is written before the handler that reads it is installed.
unsafe impl Sync for Originals {}

impl Originals {
    fn get(&self, signal: c_int) -> *mut libc::sigaction {
        // SAFETY: zero is a value of `sigaction`, and signal numbers are below `COUNT`.
        unsafe { self.0.get().cast::<libc::sigaction>().add(signal as usize) }
    }
}

/// What is done under the lock.
struct State {
    started: bool,
    installed: [bool; COUNT],
}

static ORIGINALS: Originals = Originals(UnsafeCell::new(MaybeUninit::zeroed()));
static STATE: Mutex<State> = Mutex::new(State {
    started: false,
    installed: [false; COUNT],
});
static PIPE: AtomicI32 = AtomicI32::new(-1);
/// Signals that `PosixSignalRegistration` wants.
static REGISTERED: [AtomicBool; COUNT] = [const { AtomicBool::new(false) }; COUNT];
/// Callbacks, null or of the type that their getters say.
static POSIX_CALLBACK: AtomicPtr<c_void> = AtomicPtr::new(ptr::null_mut());
static CHILD_CALLBACK: AtomicPtr<c_void> = AtomicPtr::new(ptr::null_mut());
static TERMINAL_CALLBACK: AtomicPtr<c_void> = AtomicPtr::new(ptr::null_mut());
static DELAYED_CALLBACK: AtomicPtr<c_void> = AtomicPtr::new(ptr::null_mut());
/// Whether the terminal is set up after a child when the managed handlers of its SIGCHLD have run.
static SETUP_DELAYED: AtomicBool = AtomicBool::new(false);

fn posix_callback() -> Option<PosixCallback> {
    // SAFETY: null or what `SetPosixSignalHandler` stored.
    unsafe {
        transmute::<*mut c_void, Option<PosixCallback>>(POSIX_CALLBACK.load(Ordering::Acquire))
    }
}

fn child_callback() -> Option<ChildCallback> {
    // SAFETY: null or what `RegisterForSigChld` stored.
    unsafe {
        transmute::<*mut c_void, Option<ChildCallback>>(CHILD_CALLBACK.load(Ordering::Acquire))
    }
}

fn callback(slot: &AtomicPtr<c_void>) -> Option<Callback> {
    // SAFETY: null or what the setters of the two slots stored.
    unsafe { transmute::<*mut c_void, Option<Callback>>(slot.load(Ordering::Acquire)) }
}

/// Signals that end the process, unless managed code says otherwise.
fn is_cancelable_termination(signal: c_int) -> bool {
    matches!(signal, libc::SIGINT | libc::SIGQUIT | libc::SIGTERM)
}

/// The handler that was there before.
fn original_handler(signal: c_int) -> libc::sighandler_t {
    // SAFETY: initialised (to the default action) from the start.
    unsafe { (*ORIGINALS.get(signal)).sa_sigaction }
}

fn is_valid(signal: c_int) -> bool {
    0 < signal && (signal as usize) < COUNT
}

/// The signal handler.
extern "C" fn on_signal(signal: c_int, information: *mut libc::siginfo_t, context: *mut c_void) {
    let error = errno::get();
    // The original handlers of these end the process: managed code comes first.
    if !is_cancelable_termination(signal) {
        let original = original_handler(signal);
        if original != libc::SIG_DFL && original != libc::SIG_IGN {
            // SAFETY: a handler that someone installed, called with what it was installed for.
            unsafe {
                if (*ORIGINALS.get(signal)).sa_flags & libc::SA_SIGINFO != 0 {
                    type Handler = extern "C" fn(c_int, *mut libc::siginfo_t, *mut c_void);
                    transmute::<usize, Handler>(original)(signal, information, context);
                } else {
                    transmute::<usize, extern "C" fn(c_int)>(original)(signal);
                }
            }
        }
    }
    let number = signal as u8;
    let pipe = PIPE.load(Ordering::Acquire);
    // SAFETY: one byte.
    if retry(|| unsafe { libc::write(pipe, ptr::from_ref(&number).cast(), 1) }) != 1 {
        // SAFETY: a signal would be lost.
        unsafe { libc::abort() };
    }
    errno::set(error);
}

/// Lets go of a signal.
fn restore(state: &mut State, signal: c_int) {
    state.installed[signal as usize] = false;
    // SAFETY: the action that was there before.
    unsafe { libc::sigaction(signal, ORIGINALS.get(signal), ptr::null_mut()) };
}

/// Takes a signal, but one that is ignored stays so: a program started from here must find it ignored too.
fn install(state: &mut State, signal: c_int) -> bool {
    if state.installed[signal as usize] {
        return true;
    }
    let original = ORIGINALS.get(signal);
    // SAFETY: the handler has the signature that SA_SIGINFO asks for.
    unsafe {
        if libc::sigaction(signal, ptr::null(), original) != 0 {
            return false;
        }
        if original_handler(signal) == libc::SIG_IGN {
            state.installed[signal as usize] = true;
            return true;
        }
        let mut action = if original_handler(signal) == libc::SIG_DFL {
            MaybeUninit::zeroed().assume_init()
        } else {
            // Flags and mask that the original handler wants.
            let mut action = *original;
            action.sa_flags &= !(libc::SA_RESTART | libc::SA_RESETHAND);
            action
        };
        action.sa_flags |= libc::SA_RESTART | libc::SA_SIGINFO;
        action.sa_sigaction = on_signal as *const () as libc::sighandler_t;
        let installed = libc::sigaction(signal, &action, ptr::null_mut()) == 0;
        state.installed[signal as usize] = installed;
        installed
    }
}

/// Makes pipe and thread if they aren't there.
fn start(state: &mut State) -> bool {
    if state.started {
        return true;
    }
    let Some(pipe) = io::pipe_cloexec() else {
        return false;
    };
    PIPE.store(pipe[1], Ordering::Release);
    // SAFETY: the attributes are initialised before they are used; the descriptor travels as the argument.
    let created = unsafe {
        let mut attributes = MaybeUninit::<libc::pthread_attr_t>::zeroed();
        let mut thread = MaybeUninit::<libc::pthread_t>::zeroed();
        libc::pthread_attr_init(attributes.as_mut_ptr());
        libc::pthread_attr_setdetachstate(attributes.as_mut_ptr(), libc::PTHREAD_CREATE_DETACHED);
        libc::pthread_attr_setstacksize(attributes.as_mut_ptr(), 1536 * 1024); // managed code runs on it
        let argument = ptr::without_provenance_mut::<c_void>(pipe[0] as usize);
        let error = libc::pthread_create(thread.as_mut_ptr(), attributes.as_ptr(), serve, argument);
        libc::pthread_attr_destroy(attributes.as_mut_ptr());
        if error == 0 {
            libc::pthread_setname_np(thread.assume_init(), c".NET SigHandler".as_ptr());
        }
        error
    };
    if created != 0 {
        PIPE.store(-1, Ordering::Release);
        for end in pipe {
            // SAFETY: opened above.
            unsafe { libc::close(end) };
        }
        errno::set(created);
        return false;
    }
    state.started = true;
    true
}

/// Takes signals, with the thread that serves them.
fn take(signals: &[c_int]) -> bool {
    STATE.with(|state| start(state) && signals.iter().all(|&signal| install(state, signal)))
}

/// Takes the signals that end or suspend a program that has changed the settings of its terminal.
pub(super) fn take_terminal_signals() -> bool {
    take(&[libc::SIGINT, libc::SIGQUIT, libc::SIGCONT])
}

/// The thread: serves one signal after the other.
extern "C" fn serve(pipe: *mut c_void) -> *mut c_void {
    let pipe = pipe.addr() as c_int;
    loop {
        let mut number = 0u8;
        // SAFETY: room for one byte.
        if retry(|| unsafe { libc::read(pipe, ptr::from_mut(&mut number).cast(), 1) }) <= 0 {
            return ptr::null_mut();
        }
        serve_signal(c_int::from(number));
    }
}

fn serve_signal(signal: c_int) {
    if matches!(signal, libc::SIGCHLD | libc::SIGCONT | libc::SIGWINCH)
        && let Some(invalidate) = callback(&TERMINAL_CALLBACK)
    {
        // SAFETY: a callback that managed code passed for this.
        unsafe { invalidate() };
    }
    let registered = REGISTERED[signal as usize].load(Ordering::Acquire);
    if signal == libc::SIGCHLD {
        serve_child(!registered);
    }
    if registered && let Some(handler) = posix_callback() {
        let number = POSIX_SIGNALS
            .iter()
            .position(|&s| s == signal)
            .map_or(0, |i| -(i as i32 + 1));
        // SAFETY: a callback that managed code passed for this.
        if unsafe { handler(signal, number) } != 0 {
            return;
        }
    }
    default_action(signal);
}

/// Managed code reaps the processes that it started. All children are to be reaped if nobody else will: as the first process of a
/// container, or if SIGCHLD was ignored when the program started.
fn serve_child(set_terminal_up: bool) {
    // SAFETY: takes nothing.
    let reap_all =
        unsafe { libc::getpid() } == 1 || original_handler(libc::SIGCHLD) == libc::SIG_IGN;
    if reap_all && child_callback().is_none() {
        STATE.with(|_| {
            // Not if managed code has registered meanwhile.
            if child_callback().is_none() {
                // SAFETY: the status of these children interests nobody.
                while retry(|| unsafe { libc::waitpid(-1, ptr::null_mut(), libc::WNOHANG) }) > 0 {}
            }
        });
    }
    if let Some(handler) = child_callback() {
        // SAFETY: a callback that managed code passed for this.
        if unsafe { handler(reap_all as i32, set_terminal_up as i32) } != 0 {
            SETUP_DELAYED.store(true, Ordering::Release);
        }
    }
}

/// What happens to a signal that managed code doesn't keep for itself.
fn default_action(signal: c_int) {
    match signal {
        libc::SIGCONT => console::reinitialize(),
        libc::SIGCHLD => {
            if SETUP_DELAYED.swap(false, Ordering::AcqRel)
                && let Some(set_up) = callback(&DELAYED_CALLBACK)
            {
                // SAFETY: a callback that managed code passed for this.
                unsafe { set_up() };
            }
        }
        libc::SIGTSTP | libc::SIGTTIN | libc::SIGTTOU | libc::SIGURG | libc::SIGWINCH => {}
        _ => {
            let original = original_handler(signal);
            let called = !is_cancelable_termination(signal) && original != libc::SIG_DFL;
            if called || original == libc::SIG_IGN {
                return;
            }
            STATE.with(|state| restore(state, signal));
            console::uninitialize();
            // SAFETY: to this process.
            unsafe { libc::kill(libc::getpid(), signal) };
        }
    }
}

exports! {
    /// Sets the callback for registered signals.
    fn SystemNative_SetPosixSignalHandler(handler: *mut c_void) { POSIX_CALLBACK.store(handler, Ordering::Release) }

    /// The system's number of a `PosixSignal`, 0 if there is none. Positive numbers stand for themselves.
    fn SystemNative_GetPlatformSignalNumber(signal: i32) -> i32 {
        match signal {
            ..0 => POSIX_SIGNALS.get((-1 - signal) as usize).copied().unwrap_or(0),
            _ if is_valid(signal) && signal <= libc::SIGRTMAX() => signal,
            _ => 0,
        }
    }

    /// Registers for a signal; 0 on failure.
    fn SystemNative_EnablePosixSignalHandling(signal: i32) -> i32 {
        if !is_valid(signal) {
            errno::set(libc::EINVAL);
            return 0;
        }
        let taken = take(&[signal]);
        REGISTERED[signal as usize].store(taken, Ordering::Release);
        taken as i32
    }

    /// Ends the registration for a signal, and lets go of it if nothing else here needs it.
    fn SystemNative_DisablePosixSignalHandling(signal: i32) {
        if !is_valid(signal) {
            return;
        }
        STATE.with(|state| {
            REGISTERED[signal as usize].store(false, Ordering::Release);
            let terminal = !TERMINAL_CALLBACK.load(Ordering::Acquire).is_null();
            let needed = match signal {
                libc::SIGINT | libc::SIGQUIT => console::is_configured(),
                libc::SIGCONT => terminal || console::is_configured(),
                libc::SIGCHLD => terminal || child_callback().is_some(),
                libc::SIGWINCH => terminal,
                _ => false,
            };
            if !needed && state.installed[signal as usize] {
                restore(state, signal);
            }
        })
    }

    /// The default action of a registered signal, when managed code has decided late.
    fn SystemNative_HandleNonCanceledPosixSignal(signal: i32) {
        if is_valid(signal) {
            default_action(signal);
        }
    }

    /// Sets the callback for what may have changed the terminal.
    fn SystemNative_SetTerminalInvalidationHandler(handler: *mut c_void) {
        TERMINAL_CALLBACK.store(handler, Ordering::Release);
        take(&[libc::SIGCONT, libc::SIGCHLD, libc::SIGWINCH]);
    }

    /// Sets the callback for children that end.
    fn SystemNative_RegisterForSigChld(handler: *mut c_void) {
        STATE.with(|_| CHILD_CALLBACK.store(handler, Ordering::Release));
        take(&[libc::SIGCHLD]);
    }

    /// Sets the callback that sets the terminal up when a SIGCHLD has been handled.
    fn SystemNative_SetDelayedSigChildConsoleConfigurationHandler(handler: *mut c_void) {
        DELAYED_CALLBACK.store(handler, Ordering::Release)
    }
}
