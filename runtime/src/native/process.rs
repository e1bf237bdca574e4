//! Starting and waiting for processes, priorities, limits.

use core::mem::MaybeUninit;
use core::ptr;

use libc::{c_char, c_int, c_void};

use super::{errno, io, retry};

/// `RLimit`: 2^64 - 1 stands for no limit, as on Linux.
#[repr(C)]
pub(super) struct ResourceLimit {
    current: u64,
    maximum: u64,
}

const READ: usize = 0;
const WRITE: usize = 1;

/// Stack of a child until it runs its program.
const CHILD_STACK: usize = 128 * 1024;

/// What a child does before it runs its program. It shares the memory of its parent, which waits.
struct Child {
    file: *const c_char,
    arguments: *const *const c_char,
    variables: *const *const c_char,
    directory: *const c_char,
    /// What becomes standard input, output and error, or -1.
    redirections: [c_int; 3],
    credentials: Option<Credentials>,
    signal_mask: libc::sigset_t,
    /// Write end of a pipe that closes on exec: takes the errno if something fails.
    failure: c_int,
}

/// Who the child runs as.
struct Credentials {
    user: u32,
    group: u32,
    groups: *const u32,
    count: usize,
    /// Room for the current groups of the process.
    current: *mut u32,
}

impl Credentials {
    /// Takes the identity on, in this thread only: the functions of the C library would do it in all threads of the parent.
    ///
    /// # Safety
    /// The pointers have room for `count` groups.
    unsafe fn assume(&self) -> bool {
        // SAFETY: plain system calls.
        unsafe {
            self.set_groups()
                && libc::syscall(libc::SYS_setgid, self.group) == 0
                && libc::syscall(libc::SYS_setuid, self.user) == 0
        }
    }

    /// Sets the groups, or finds that they could stay: whoever may not set groups keeps those of the process if the user has them all.
    ///
    /// # Safety
    /// The pointers have room for `count` groups.
    unsafe fn set_groups(&self) -> bool {
        // SAFETY: valid by the caller's contract.
        unsafe {
            if libc::syscall(libc::SYS_setgroups, self.count, self.groups) == 0 {
                return true;
            }
            if errno::get() != libc::EPERM {
                return false;
            }
            // With no room this returns the number of groups that there are.
            let held = libc::getgroups(self.count as c_int, self.current);
            if held < 0 || self.count == 0 {
                return held == 0;
            }
            let wanted = core::slice::from_raw_parts(self.groups, self.count);
            let held = core::slice::from_raw_parts(self.current, held as usize);
            if held.iter().all(|group| wanted.contains(group)) {
                return true;
            }
            errno::set(libc::EPERM);
            false
        }
    }
}

/// Gives all signals that the parent handles back to the system: the handlers belong to the parent.
fn reset_signal_handlers() {
    for signal in 1..=libc::SIGRTMAX() {
        // SAFETY: a default action runs no code; failures (SIGKILL, signals of the C library) don't matter.
        unsafe {
            let mut action = MaybeUninit::<libc::sigaction>::zeroed().assume_init();
            if libc::sigaction(signal, ptr::null(), &mut action) == 0
                && action.sa_sigaction != libc::SIG_IGN
                && action.sa_sigaction != libc::SIG_DFL
            {
                let default = MaybeUninit::<libc::sigaction>::zeroed().assume_init();
                libc::sigaction(signal, &default, ptr::null_mut());
            }
        }
    }
}

/// Runs in the child. Returns only if the program can't be run.
///
/// # Safety
/// `child` points to a `Child`.
unsafe fn exec(child: *const c_void) {
    // SAFETY: valid by the caller's contract; only system calls follow.
    unsafe {
        let child = &*child.cast::<Child>();
        reset_signal_handlers();
        libc::pthread_sigmask(libc::SIG_SETMASK, &child.signal_mask, ptr::null_mut());
        for (target, &source) in child.redirections.iter().enumerate() {
            if source != -1 && retry(|| libc::dup2(source, target as c_int)) == -1 {
                return;
            }
        }
        if let Some(credentials) = &child.credentials
            && !credentials.assume()
        {
            return;
        }
        if !child.directory.is_null() && retry(|| libc::chdir(child.directory)) == -1 {
            return;
        }
        libc::execve(child.file, child.arguments, child.variables);
    }
}

extern "C" fn child_main(child: *mut c_void) -> c_int {
    // SAFETY: `start` passes its `Child`, which lives until the program runs or this function returns.
    unsafe {
        exec(child);
        let error = errno::get();
        let failure = (*child.cast::<Child>()).failure;
        if failure != -1 {
            retry(|| libc::write(failure, ptr::from_ref(&error).cast(), size_of::<c_int>()));
        }
        libc::_exit(if error != 0 {
            error
        } else {
            libc::EXIT_FAILURE
        });
    }
}

/// Starts a child on a stack of its own. The parent waits until the program runs, so nothing has to be copied. Returns the process
/// number or -1.
///
/// # Safety
/// `child` describes a valid call of `execve`.
unsafe fn start(child: &mut Child) -> c_int {
    // SAFETY: the stack is private to the child; signals are blocked meanwhile, so that no handler runs in a child that shares
    // our memory.
    unsafe {
        let protection = libc::PROT_READ | libc::PROT_WRITE;
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_STACK;
        let stack = libc::mmap(ptr::null_mut(), CHILD_STACK, protection, flags, -1, 0);
        if stack == libc::MAP_FAILED {
            return -1;
        }
        let mut all = MaybeUninit::<libc::sigset_t>::zeroed().assume_init();
        libc::sigfillset(&mut all);
        libc::pthread_sigmask(libc::SIG_SETMASK, &all, &mut child.signal_mask);
        let mask = child.signal_mask;
        let top = stack.byte_add(CHILD_STACK);
        let flags = libc::CLONE_VM | libc::CLONE_VFORK | libc::SIGCHLD;
        let process = libc::clone(child_main, top, flags, ptr::from_mut(child).cast());
        let error = errno::get();
        libc::pthread_sigmask(libc::SIG_SETMASK, &mask, ptr::null_mut());
        libc::munmap(stack, CHILD_STACK);
        errno::set(error);
        process
    }
}

/// Closes what is open of a pipe.
fn close_pipe(pipe: [c_int; 2]) {
    for descriptor in pipe {
        if descriptor >= 0 {
            // SAFETY: a descriptor of this module.
            unsafe { libc::close(descriptor) };
        }
    }
}

/// The errno that the child left in the pipe, if its program didn't run.
fn child_failure(pipe: c_int) -> Option<c_int> {
    let mut error: c_int = 0;
    // SAFETY: room for an integer.
    let read =
        retry(|| unsafe { libc::read(pipe, ptr::from_mut(&mut error).cast(), size_of::<c_int>()) });
    (read == size_of::<c_int>() as isize).then_some(error)
}

/// The limit that `RLimitResources` numbers.
fn resource(number: i32) -> Option<c_int> {
    const RESOURCES: [c_int; 10] = [
        libc::RLIMIT_CPU as c_int,
        libc::RLIMIT_FSIZE as c_int,
        libc::RLIMIT_DATA as c_int,
        libc::RLIMIT_STACK as c_int,
        libc::RLIMIT_CORE as c_int,
        libc::RLIMIT_AS as c_int,
        libc::RLIMIT_RSS as c_int,
        libc::RLIMIT_MEMLOCK as c_int,
        libc::RLIMIT_NPROC as c_int,
        libc::RLIMIT_NOFILE as c_int,
    ];
    RESOURCES.get(usize::try_from(number).ok()?).copied()
}

exports! {
    /// Starts a program, with the wanted standard streams as pipes. Returns when it runs, 0, or -1 and errno.
    fn SystemNative_ForkAndExecProcess(
        file: *const c_char, arguments: *const *const c_char, variables: *const *const c_char,
        directory: *const c_char, redirect_input: i32, redirect_output: i32, redirect_error: i32, set_credentials: i32,
        user: u32, group: u32, groups: *const u32, groups_length: i32,
        process: *mut i32, input: *mut i32, output: *mut i32, error: *mut i32,
    ) -> i32 {
        *process = -1;
        *input = -1;
        *output = -1;
        *error = -1;
        let count = groups_length.max(0) as usize;
        if file.is_null() || arguments.is_null() || variables.is_null() || (count > 0 && groups.is_null()) {
            return errno::fail(libc::EINVAL);
        }
        // The child would notice as well, but this says it without starting one.
        if libc::access(file, libc::X_OK) != 0 {
            return -1;
        }
        let mut child = Child {
            file, arguments, variables, directory,
            redirections: [-1; 3],
            credentials: None,
            signal_mask: MaybeUninit::zeroed().assume_init(),
            failure: -1,
        };
        let mut current = ptr::null_mut::<u32>();
        if set_credentials != 0 {
            if count > 0 {
                current = libc::malloc(count * size_of::<u32>()).cast();
                if current.is_null() {
                    return -1;
                }
            }
            child.credentials = Some(Credentials { user, group, groups, count, current });
        }

        // Pipes for the standard streams; the child's end of standard input is the one to read from.
        let mut pipes = [[-1; 2]; 3];
        let mut opened = true;
        for (stream, wanted) in [redirect_input, redirect_output, redirect_error].into_iter().enumerate() {
            if wanted != 0 && opened {
                match io::pipe_cloexec() {
                    Some(pipe) => pipes[stream] = pipe,
                    None => opened = false,
                }
            }
        }
        const CHILD_END: [usize; 3] = [READ, WRITE, WRITE];
        let mut failed = errno::get();
        let mut started = false;
        if opened {
            let failure = io::pipe_cloexec().unwrap_or([-1; 2]);
            for stream in 0..3 {
                child.redirections[stream] = pipes[stream][CHILD_END[stream]];
            }
            child.failure = failure[WRITE];
            let id = start(&mut child);
            failed = errno::get();
            if failure[WRITE] != -1 {
                libc::close(failure[WRITE]);
            }
            if id > 0 {
                started = true;
                if let Some(error) = child_failure(failure[READ]) {
                    started = false;
                    failed = error;
                    libc::waitpid(id, ptr::null_mut(), 0);
                } else {
                    *process = id;
                }
            }
            if failure[READ] != -1 {
                libc::close(failure[READ]);
            }
        }
        libc::free(current.cast());
        if started {
            for (stream, parent) in [input, output, error].into_iter().enumerate() {
                *parent = pipes[stream][1 - CHILD_END[stream]];
                pipes[stream][1 - CHILD_END[stream]] = -1;
            }
        }
        pipes.into_iter().for_each(close_pipe);
        if started { 0 } else { errno::fail(failed) }
    }

    /// A child that has ended, without reaping it; 0 if there is none.
    fn SystemNative_WaitIdAnyExitedNoHangNoWait() -> i32 {
        let mut information: libc::siginfo_t = MaybeUninit::zeroed().assume_init();
        let options = libc::WEXITED | libc::WNOHANG | libc::WNOWAIT;
        match retry(|| libc::waitid(libc::P_ALL, 0, &mut information, options)) {
            0 => information.si_pid(),
            _ if errno::get() == libc::ECHILD => 0,
            failed => failed,
        }
    }

    /// Reaps a child that has ended: its number, or 0 if it runs. The exit code of a killed one is 128 and the signal.
    fn SystemNative_WaitPidExitedNoHang(process: i32, exit_code: *mut i32) -> i32 {
        let mut status = 0;
        let result = retry(|| libc::waitpid(process, &mut status, libc::WNOHANG));
        if result > 0 {
            if libc::WIFEXITED(status) {
                *exit_code = libc::WEXITSTATUS(status);
            } else if libc::WIFSIGNALED(status) {
                *exit_code = 128 + libc::WTERMSIG(status);
            }
        }
        result
    }

    /// Sends no signal (0), SIGKILL (9) or SIGSTOP (19).
    fn SystemNative_Kill(process: i32, signal: i32) -> i32 {
        let signal = match signal {
            0 => 0,
            9 => libc::SIGKILL,
            19 => libc::SIGSTOP,
            _ => return errno::fail(libc::EINVAL),
        };
        libc::kill(process, signal)
    }

    /// Number of the process.
    fn SystemNative_GetPid() -> i32 { libc::getpid() }

    /// Session of a process.
    fn SystemNative_GetSid(process: i32) -> i32 { libc::getsid(process) }

    /// Nice value of a process (0), group (1) or user (2); -1 is a value too, so errno tells.
    fn SystemNative_GetPriority(which: i32, who: i32) -> i32 {
        errno::set(0);
        libc::getpriority(which as _, who as libc::id_t)
    }

    /// Sets the nice value of a process (0), group (1) or user (2).
    fn SystemNative_SetPriority(which: i32, who: i32, nice: i32) -> i32 {
        libc::setpriority(which as _, who as libc::id_t, nice)
    }

    /// The first 64 processors that a thread may run on.
    fn SystemNative_SchedGetAffinity(process: i32, mask: *mut isize) -> i32 {
        let mut set: libc::cpu_set_t = MaybeUninit::zeroed().assume_init();
        let result = libc::sched_getaffinity(process, size_of::<libc::cpu_set_t>(), &mut set);
        *mask = 0;
        if result == 0 {
            for processor in 0..isize::BITS as usize {
                *mask |= (libc::CPU_ISSET(processor, &set) as isize) << processor;
            }
        }
        result
    }

    /// Sets which of the first 64 processors a thread may run on.
    fn SystemNative_SchedSetAffinity(process: i32, mask: *const isize) -> i32 {
        let mut set: libc::cpu_set_t = MaybeUninit::zeroed().assume_init();
        for processor in 0..isize::BITS as usize {
            if *mask >> processor & 1 != 0 {
                libc::CPU_SET(processor, &mut set);
            }
        }
        libc::sched_setaffinity(process, size_of::<libc::cpu_set_t>(), &set)
    }

    /// A resource limit of the process.
    fn SystemNative_GetRLimit(number: i32, output: *mut ResourceLimit) -> i32 {
        let mut limit: libc::rlimit = MaybeUninit::zeroed().assume_init();
        let result = match resource(number) {
            Some(resource) => libc::getrlimit(resource as _, &mut limit),
            None => errno::fail(libc::EINVAL),
        };
        *output = ResourceLimit { current: limit.rlim_cur as u64, maximum: limit.rlim_max as u64 };
        result
    }

    /// Sets a resource limit of the process.
    fn SystemNative_SetRLimit(number: i32, limit: *const ResourceLimit) -> i32 {
        let limit = libc::rlimit {
            rlim_cur: (*limit).current as libc::rlim_t,
            rlim_max: (*limit).maximum as libc::rlim_t,
        };
        match resource(number) {
            Some(resource) => libc::setrlimit(resource as _, &limit),
            None => errno::fail(libc::EINVAL),
        }
    }

    /// Ends the process after its exit handlers.
    fn SystemNative_Exit(code: i32) { libc::exit(code); }

    /// Ends the process now.
    fn SystemNative_Abort() { libc::abort(); }
}
