//! Debuggers, event tracing, profilers, just-in-time compilation: what an ahead-of-time program does not have. The calls say so.

use core::sync::atomic::{AtomicI64, Ordering::*};

macro_rules! constants {
    ($($(#[$doc:meta])* $symbol:ident($($ty:ty),*) -> $result:ty = $value:expr;)*) => { $(
        $(#[$doc])*
        #[unsafe(no_mangle)]
        pub extern "C" fn $symbol($(_: $ty),*) -> $result { $value }
    )* };
}

constants! {
    smelt_qc_DebugDebugger_IsManagedDebuggerAttached() -> i32 = 0;
    smelt_qc_DebugDebugger_IsLoggingHelper() -> i32 = 0;
    smelt_qc_DebugDebugger_Launch() -> i32 = 0;
    smelt_qc_DebugDebugger_CustomNotification(usize) -> () = ();
    smelt_qc_DebugDebugger_Log(i32, usize, usize) -> () = ();
    smelt_qc_IsEventSourceLoggingEnabled() -> i32 = 0;
    smelt_qc_EventSource_GetClrConfig(usize) -> usize = 0;
    smelt_qc_LogEventSource(i32, usize, usize, usize) -> () = ();
    smelt_qc_EventPipeInternal_CreateProvider(usize, usize, usize) -> usize = 0;
    smelt_qc_EventPipeInternal_DefineEvent(usize, u32, i64, u32, u32, usize, u32) -> usize = 0;
    smelt_qc_EventPipeInternal_DeleteProvider(usize) -> () = ();
    smelt_qc_EventPipeInternal_Disable(u64) -> () = ();
    smelt_qc_EventPipeInternal_Enable(usize, i32, u32, usize, u32) -> u64 = 0;
    smelt_qc_EventPipeInternal_GetNextEvent(u64, usize) -> i32 = 0;
    smelt_qc_EventPipeInternal_GetProvider(usize) -> usize = 0;
    smelt_qc_EventPipeInternal_GetSessionInfo(u64, usize) -> i32 = 0;
    smelt_qc_EventPipeInternal_SignalSession(u64) -> i32 = 0;
    smelt_qc_EventPipeInternal_WaitForSessionSignal(u64, i32) -> i32 = 0;
    smelt_qc_EventPipeInternal_WriteEventData(usize, usize, u32, usize, usize) -> () = ();
    smelt_qc_NativeRuntimeEventSource_LogContentionLockCreated(usize, usize, u16) -> () = ();
    smelt_qc_NativeRuntimeEventSource_LogContentionStart(u8, u16, usize, usize, u64) -> () = ();
    smelt_qc_NativeRuntimeEventSource_LogContentionStop(u8, u16, f64) -> () = ();
    smelt_qc_NativeRuntimeEventSource_LogThreadPoolIODequeue(usize, usize, u16) -> () = ();
    smelt_qc_NativeRuntimeEventSource_LogThreadPoolIOEnqueue(usize, usize, i32, u16) -> () = ();
    smelt_qc_NativeRuntimeEventSource_LogThreadPoolIOPack(usize, usize, u16) -> () = ();
    smelt_qc_NativeRuntimeEventSource_LogThreadPoolMinMaxThreads(u16, u16, u16, u16, u16) -> () = ();
    smelt_qc_NativeRuntimeEventSource_LogThreadPoolWorkerThreadAdjustmentAdjustment(f64, u32, i32, u16) -> () = ();
    smelt_qc_NativeRuntimeEventSource_LogThreadPoolWorkerThreadAdjustmentSample(f64, u16) -> () = ();
    smelt_qc_NativeRuntimeEventSource_LogThreadPoolWorkerThreadAdjustmentStats(f64, f64, f64, f64, f64, f64, f64, f64, u16, u16) -> () = ();
    smelt_qc_NativeRuntimeEventSource_LogThreadPoolWorkerThreadStart(u32, u32, u16) -> () = ();
    smelt_qc_NativeRuntimeEventSource_LogThreadPoolWorkerThreadStop(u32, u32, u16) -> () = ();
    smelt_qc_NativeRuntimeEventSource_LogThreadPoolWorkerThreadWait(u32, u32, u16) -> () = ();
    smelt_qc_NativeRuntimeEventSource_LogThreadPoolWorkingThreadCount(u32, u16) -> () = ();
    smelt_qc_NativeRuntimeEventSource_LogWaitHandleWaitStart(u8, usize, u16) -> () = ();
    smelt_qc_NativeRuntimeEventSource_LogWaitHandleWaitStop(u16) -> () = ();
    smelt_fc_JitInfo_GetCompilationTimeInTicks(i32) -> i64 = 0;
    smelt_fc_JitInfo_GetCompiledILBytes(i32) -> i64 = 0;
    smelt_fc_JitInfo_GetCompiledMethodCount(i32) -> i64 = 0;
    smelt_fc_AssemblyLoadContext_IsTracingEnabled() -> i32 = 0;
    smelt_qc_AssemblyNative_IsApplyUpdateSupported() -> i32 = 0;
    smelt_qc_AssemblyNative_InternalTryGetRawMetadata(usize, usize, usize, usize) -> i32 = 0;
    smelt_qc_AssemblyNative_TraceAssemblyLoadFromResolveHandlerInvoked(usize, i32, usize, usize) -> i32 = 0;
    smelt_qc_AssemblyNative_TraceAssemblyResolveHandlerInvoked(usize, usize, usize, usize) -> i32 = 0;
    smelt_qc_AssemblyNative_TraceResolvingHandlerInvoked(usize, usize, usize, usize, usize) -> i32 = 0;
    smelt_qc_AssemblyNative_TraceSatelliteSubdirectoryPathProbed(usize, i32) -> i32 = 0;
    smelt_qc_RuntimeMethodHandle_GetIsCollectible(usize) -> i32 = 0;
    smelt_qc_LoaderAllocator_Destroy(usize) -> i32 = 1;
    smelt_qc_MultiCoreJIT_InternalSetProfileRoot(usize) -> () = ();
    smelt_qc_MultiCoreJIT_InternalStartProfile(usize, usize) -> () = ();
    smelt_qc_ReflectionInvocation_CompileMethod(usize) -> () = ();
    smelt_qc_ReflectionInvocation_PrepareDelegate(usize) -> () = ();
    smelt_qc_ReflectionInvocation_PrepareMethod(usize, usize, i32) -> () = ();
    smelt_qc_MarshalNative_Prelink(usize) -> () = ();
    smelt_qc_TrackerObjectManager_HasReferenceTrackerManager() -> u8 = 0;
}

/// `EventPipe` activity ids: control codes 1 get, 2 set, 3 create, 4 get and set, 5 create and set. There is no activity to get.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_EventPipeInternal_EventActivityIdControl(
    code: u32,
    id: *mut [u64; 2],
) -> i32 {
    static NEXT: AtomicI64 = AtomicI64::new(1);
    match code {
        3 | 5 => *id = [NEXT.fetch_add(1, Relaxed) as u64, 0],
        1 | 4 => *id = [0, 0],
        _ => {}
    }
    0
}

/// `Debugger.Break`.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_DebugDebugger_Break() {
    // SAFETY: a native debugger stops here; without one the process ends by SIGTRAP, as CoreCLR's does.
    unsafe { libc::raise(libc::SIGTRAP) };
}
