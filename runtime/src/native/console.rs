//! Terminal settings and standard input.
//!
//! The terminal is wanted in different states by `Console` and by child processes. Its settings are only changed when something is
//! read or asked for, and what was changed is restored when the process ends.

use core::mem::MaybeUninit;
use core::ptr;
use core::sync::atomic::{AtomicBool, Ordering};

use libc::{STDIN_FILENO, STDOUT_FILENO, c_char, c_int, c_void};

use super::{Mutex, errno, fd, io, retry, signal};

/// `Interop.Sys.WinSize`, which is `struct winsize`.
type WindowSize = libc::winsize;

/// `Interop.Sys.ControlCharacterNames` in their order.
const CONTROL_CHARACTERS: [usize; 17] = [
    libc::VINTR,
    libc::VQUIT,
    libc::VERASE,
    libc::VKILL,
    libc::VEOF,
    libc::VTIME,
    libc::VMIN,
    libc::VSWTC,
    libc::VSTART,
    libc::VSTOP,
    libc::VSUSP,
    libc::VEOL,
    libc::VREPRINT,
    libc::VDISCARD,
    libc::VWERASE,
    libc::VLNEXT,
    libc::VEOL2,
];
/// Marks a control character that is switched off.
const POSIX_VDISABLE: u8 = 0;

struct Terminal {
    initialized: bool,
    /// Standard input is a terminal, and `initial` are its settings at the start.
    is_terminal: bool,
    initial: MaybeUninit<libc::termios>,
    /// The settings last made, if nobody else may have changed them.
    current: Option<libc::termios>,
    /// Ctrl+C and its like send signals.
    signal_for_break: bool,
    reading: bool,
    child_uses_terminal: bool,
    /// The process is ending: the settings stay as they are.
    uninitialized: bool,
    /// Starts the keypad's application mode.
    keypad: *mut c_char,
    keypad_terminal: c_int,
}

// SAFETY: the pointer is to a heap block that only this owns.
unsafe impl Send for Terminal {}

static TERMINAL: Mutex<Terminal> = Mutex::new(Terminal {
    initialized: false,
    is_terminal: false,
    initial: MaybeUninit::zeroed(),
    current: None,
    signal_for_break: true,
    reading: false,
    child_uses_terminal: false,
    uninitialized: false,
    keypad: ptr::null_mut(),
    keypad_terminal: STDOUT_FILENO,
});
/// The process has changed the settings of its terminal.
static CONFIGURED: AtomicBool = AtomicBool::new(false);

unsafe extern "C" {
    /// What `atexit`, which older systems link in statically, is made of.
    fn __cxa_atexit(
        action: extern "C" fn(*mut c_void),
        argument: *mut c_void,
        library: *mut c_void,
    ) -> c_int;
}

extern "C" fn at_exit(_: *mut c_void) {
    uninitialize();
}

fn settings() -> Option<libc::termios> {
    let mut settings = MaybeUninit::<libc::termios>::zeroed();
    // SAFETY: zero is a value of the structure, and the call fills it in.
    unsafe {
        (libc::tcgetattr(STDIN_FILENO, settings.as_mut_ptr()) >= 0).then(|| settings.assume_init())
    }
}

impl Terminal {
    /// Looks at the terminal once.
    fn initialize(&mut self) {
        if self.initialized {
            return;
        }
        self.initialized = true;
        if let Some(settings) = settings() {
            self.is_terminal = true;
            self.initial.write(settings);
            self.current = Some(settings);
            self.signal_for_break = settings.c_lflag & libc::ISIG != 0;
            // SAFETY: the action is part of the executable.
            unsafe { __cxa_atexit(at_exit, ptr::null_mut(), ptr::null_mut()) };
        }
    }

    /// Makes settings. A process in the background would be suspended for that: unless `block_in_background`, what it wanted is
    /// made when it comes to the foreground (`reinitialize`).
    fn apply(&mut self, settings: &libc::termios, block_in_background: bool) -> bool {
        if self.uninitialized {
            return true;
        }
        if !CONFIGURED.load(Ordering::Relaxed) {
            // From now on an end by signal has to restore the settings.
            signal::take_terminal_signals();
        }
        // SAFETY: reads and sets the state of the terminal.
        let applied = unsafe {
            let foreground = libc::tcgetpgrp(STDIN_FILENO);
            let in_background = foreground != -1 && foreground != libc::getpgrp();
            (in_background && !block_in_background)
                || libc::tcsetattr(STDIN_FILENO, libc::TCSANOW, settings) >= 0
        };
        if applied {
            CONFIGURED.store(true, Ordering::Relaxed);
            self.current = Some(*settings);
        }
        applied
    }

    /// Sets the terminal up for `Console` or for a child process.
    fn configure(
        &mut self,
        signal_for_break: bool,
        for_child: bool,
        min_characters: u8,
        deciseconds: u8,
        block_in_background: bool,
    ) -> bool {
        self.initialize();
        if !self.is_terminal {
            errno::set(libc::ENOTTY);
            return false;
        }
        self.child_uses_terminal = for_child;
        // SAFETY: written when the terminal was found.
        let mut settings = unsafe { self.initial.assume_init() };
        if signal_for_break {
            settings.c_lflag |= libc::ISIG;
        } else {
            settings.c_lflag &= !libc::ISIG;
        }
        if !for_child {
            settings.c_iflag &=
                !(libc::IXON | libc::IXOFF | libc::ICRNL | libc::INLCR | libc::IGNCR);
            settings.c_lflag &= !(libc::ECHO | libc::ICANON | libc::IEXTEN);
        }
        settings.c_cc[libc::VMIN] = min_characters;
        settings.c_cc[libc::VTIME] = deciseconds;
        if let Some(current) = &self.current
            && current.c_lflag == settings.c_lflag
            && current.c_iflag == settings.c_iflag
            && current.c_cc[libc::VMIN] == min_characters
            && current.c_cc[libc::VTIME] == deciseconds
        {
            return true;
        }
        self.apply(&settings, block_in_background)
    }

    /// Sets the terminal up for reading.
    fn begin_read(&mut self, min_characters: u8, deciseconds: u8) {
        self.reading = true;
        self.configure(
            self.signal_for_break,
            false,
            min_characters,
            deciseconds,
            true,
        );
    }

    fn write_keypad(&self) {
        if !self.keypad.is_null() {
            // SAFETY: a string of our own.
            retry(|| unsafe {
                libc::write(
                    self.keypad_terminal,
                    self.keypad.cast(),
                    libc::strlen(self.keypad),
                )
            });
        }
    }
}

/// Restores the settings that the terminal had at first, and leaves them so.
pub(super) fn uninitialize() {
    TERMINAL.with(|terminal| {
        if CONFIGURED.load(Ordering::Relaxed) && !terminal.uninitialized {
            // SAFETY: written before settings were changed.
            let initial = unsafe { terminal.initial.assume_init() };
            terminal.apply(&initial, false);
        }
        terminal.uninitialized = true;
    });
}

/// Makes the settings again after the process was suspended.
pub(super) fn reinitialize() {
    TERMINAL.with(|terminal| {
        if !terminal.child_uses_terminal {
            if let Some(current) = terminal.current
                && CONFIGURED.load(Ordering::Relaxed)
            {
                terminal.apply(&current, false);
            }
            terminal.write_keypad();
        }
    });
}

/// Whether the process has changed the settings of its terminal.
pub(super) fn is_configured() -> bool {
    CONFIGURED.load(Ordering::Relaxed)
}

exports! {
    /// Called by everything that uses the terminal or signals; looks at the terminal. Signals are taken when someone wants them.
    fn SystemNative_InitializeTerminalAndSignalHandling() -> i32 {
        TERMINAL.with(|terminal| terminal.initialize());
        1
    }

    /// Restores the terminal before the process ends.
    fn SystemNative_UninitializeTerminal() { uninitialize() }

    /// Whether a descriptor is a terminal.
    fn SystemNative_IsATty(handle: isize) -> i32 { libc::isatty(fd(handle)) }

    /// Rows and columns of a terminal, zeros on failure.
    fn SystemNative_GetWindowSize(handle: isize, output: *mut WindowSize) -> i32 {
        let result = libc::ioctl(fd(handle), libc::TIOCGWINSZ, output);
        if result != 0 {
            *output = MaybeUninit::zeroed().assume_init();
        }
        result
    }

    /// Sets and writes the string that starts the keypad's application mode.
    fn SystemNative_SetKeypadXmit(handle: isize, keypad: *const c_char) {
        TERMINAL.with(|terminal| {
            libc::free(terminal.keypad.cast());
            terminal.keypad = libc::strdup(keypad);
            terminal.keypad_terminal = fd(handle);
            terminal.write_keypad();
        })
    }

    /// Sets the terminal up for reading: how many characters a read waits for, and how many tenths of a second.
    fn SystemNative_InitializeConsoleBeforeRead(min_characters: u8, deciseconds: u8) {
        TERMINAL.with(|terminal| terminal.begin_read(min_characters, deciseconds))
    }

    /// Reading is over. The settings stay, for the next read.
    fn SystemNative_UninitializeConsoleAfterRead() { TERMINAL.with(|terminal| terminal.reading = false) }

    /// Sets the terminal up for child processes, or for this one when no child uses it any more.
    fn SystemNative_ConfigureTerminalForChildProcess(child_uses_terminal: i32) {
        let for_child = child_uses_terminal != 0;
        TERMINAL.with(|terminal| {
            // A process that reads keeps its terminal.
            if terminal.reading {
                return;
            }
            if !for_child {
                terminal.current = None; // the child may have changed the settings
            }
            if CONFIGURED.load(Ordering::Relaxed) {
                terminal.configure(terminal.signal_for_break, for_child, 1, 0, false);
            }
            if !for_child {
                terminal.write_keypad();
            }
        })
    }

    /// Control characters of the terminal by their `ControlCharacterNames`, and the value that stands for none.
    fn SystemNative_GetControlCharacters(names: *const i32, values: *mut u8, count: i32, disabled: *mut u8) {
        *disabled = POSIX_VDISABLE;
        let settings = settings();
        for i in 0..count.max(0) as usize {
            let index = usize::try_from(*names.add(i)).ok().and_then(|name| CONTROL_CHARACTERS.get(name));
            *values.add(i) = match (&settings, index) {
                (Some(settings), Some(&index)) => settings.c_cc[index],
                _ => POSIX_VDISABLE,
            };
        }
    }

    /// Whether a key has been pressed.
    fn SystemNative_StdinReady() -> i32 {
        TERMINAL.with(|terminal| terminal.begin_read(1, 0));
        let mut input = libc::pollfd { fd: STDIN_FILENO, events: libc::POLLIN, revents: 0 };
        let ready = libc::poll(&mut input, 1, 0) > 0;
        TERMINAL.with(|terminal| terminal.reading = false);
        ready as i32
    }

    /// Reads standard input.
    fn SystemNative_ReadStdin(buffer: *mut c_void, size: i32) -> i32 { io::read(STDIN_FILENO, buffer, size) }

    /// Whether Ctrl+C and its like send signals.
    fn SystemNative_GetSignalForBreak() -> i32 { TERMINAL.with(|terminal| terminal.signal_for_break as i32) }

    /// Sets whether Ctrl+C and its like send signals; 0 on failure.
    fn SystemNative_SetSignalForBreak(signal_for_break: i32) -> i32 {
        let wanted = signal_for_break != 0;
        TERMINAL.with(|terminal| {
            let done = terminal.configure(wanted, false, 1, 0, true);
            if done {
                terminal.signal_for_break = wanted;
            }
            done as i32
        })
    }
}
