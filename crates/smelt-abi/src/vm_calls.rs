//! The VM boundary of `System.Private.CoreLib`: which of its `InternalCall` methods and `QCall` entry points the runtime implements.

/// One implemented VM call.
#[derive(Copy, Clone, Debug)]
pub struct VmCall {
    /// InternalCall: `Namespace.Type::Method` (add `(ParamType,...)` with simple type names where an overload needs telling apart).
    /// QCall: the entry point, e.g. `Environment_Exit`.
    pub managed: &'static str,
    /// Symbol in the runtime library.
    pub symbol: &'static str,
    /// May leave a pending exception in the thread record: the caller tests it.
    pub may_throw: bool,
    /// May allocate or otherwise stop for a collection.
    pub may_collect: bool,
    /// May block: called in preemptive mode.
    pub may_block: bool,
}

const fn call(managed: &'static str, symbol: &'static str, flags: &str) -> VmCall {
    let flags = flags.as_bytes();
    let (mut throws, mut collects, mut blocks) = (false, false, false);
    let mut i = 0;
    while i < flags.len() {
        match flags[i] {
            b't' => throws = true,
            b'c' => collects = true,
            _ => blocks = true,
        }
        i += 1;
    }
    VmCall {
        managed,
        symbol,
        may_throw: throws,
        may_collect: collects,
        may_block: blocks,
    }
}

/// Entry point, and letters: t may throw, c may collect, b may block.
macro_rules! qcalls {
    ($($entry:literal $flags:literal;)*) => { &[ $( call($entry, concat!("smelt_qc_", $entry), $flags) ),* ] };
}

/// Class with namespace, symbol part, then methods with the same letters.
macro_rules! fcalls {
    ($($class:literal $short:literal { $($method:literal $flags:literal;)* })*) => {
        &[ $( $( call(concat!($class, "::", $method), concat!("smelt_fc_", $short, "_", $method), $flags), )* )* ]
    };
}

/// Implemented `InternalCall`s. Parameters cross as in managed code: references and pointers as pointers, small integers widened to i32,
/// `this` first. Boolean results are 0 or 1 in 32 bits.
pub const FCALLS: &[VmCall] = fcalls! {
    "System.Array" "Array" {
        "GetCorElementTypeOfElementType" "";
    }
    "System.Buffer" "Buffer" {
        "BulkMoveWithWriteBarrierInternal" "";
    }
    "System.Delegate" "Delegate" {
        "GetInvokeMethod" "";
        "GetMulticastInvoke" "";
    }
    "System.Environment" "Environment" {
        "get_CurrentManagedThreadId" "";
        "get_ExitCode" "";
        "set_ExitCode" "";
    }
    "System.Exception" "Exception" {
        "GetExceptionCount" "";
        "IsImmutableAgileException" "";
        "PrepareForForeignExceptionRaise" "";
    }
    "System.GC" "GC" {
        "GetAllocatedBytesForCurrentThread" "";
        "GetGenerationInternal" "";
        "GetGenerationSize" "";
        "GetLastGCPercentTimeInGC" "";
        "GetMaxGeneration" "";
        "GetMemoryInfo" "";
        "GetSegmentSize" "";
        "GetTotalAllocatedBytesApproximate" "";
        "SuppressFinalizeInternal" "";
        "_CancelFullGCNotification" "";
        "_CollectionCount" "";
        "_GetTotalPauseDuration" "";
        "_RegisterForFullGCNotification" "";
    }
    "System.Math" "Math" {
        "Acos" "";
        "Acosh" "";
        "Asin" "";
        "Asinh" "";
        "Atan" "";
        "Atan2" "";
        "Atanh" "";
        "Cbrt" "";
        "Ceiling" "";
        "Cos" "";
        "Cosh" "";
        "Exp" "";
        "Floor" "";
        "FusedMultiplyAdd" "";
        "Log" "";
        "Log10" "";
        "Log2" "";
        "ModF" "";
        "Pow" "";
        "Sin" "";
        "SinCos" "";
        "Sinh" "";
        "Sqrt" "";
        "Tan" "";
        "Tanh" "";
    }
    "System.MathF" "MathF" {
        "Acos" "";
        "Acosh" "";
        "Asin" "";
        "Asinh" "";
        "Atan" "";
        "Atan2" "";
        "Atanh" "";
        "Cbrt" "";
        "Ceiling" "";
        "Cos" "";
        "Cosh" "";
        "Exp" "";
        "Floor" "";
        "FusedMultiplyAdd" "";
        "Log" "";
        "Log10" "";
        "Log2" "";
        "ModF" "";
        "Pow" "";
        "Sin" "";
        "SinCos" "";
        "Sinh" "";
        "Sqrt" "";
        "Tan" "";
        "Tanh" "";
    }
    "System.Reflection.MetadataImport" "MetadataImport" {
        "GetClassLayout" "";
        "GetCustomAttributeProps" "";
        "GetDefaultValue" "";
        "GetEventProps" "";
        "GetFieldDefProps" "";
        "GetFieldMarshal" "";
        "GetFieldOffset" "";
        "GetGenericParamProps" "";
        "GetMemberRefProps" "";
        "GetMetadataImport" "";
        "GetName" "";
        "GetNamespace" "";
        "GetPInvokeMap" "";
        "GetParamDefProps" "";
        "GetParentToken" "";
        "GetPropertyProps" "";
        "GetScopeProps" "";
        "GetSigOfFieldDef" "";
        "GetSigOfMethodDef" "";
        "GetSignatureFromToken" "";
        "GetUserString" "";
        "IsValidToken" "";
    }
    "System.Reflection.RuntimeAssembly" "RuntimeAssembly" {
        "GetIsDynamic" "";
        "GetManifestModule" "";
        "GetTokenInternal" "";
    }
    "System.Runtime.CompilerServices.CastHelpers" "CastHelpers" {
        "WriteBarrier" "";
    }
    "System.Runtime.CompilerServices.MethodTable" "MethodTable" {
        "GetLoaderAllocatorHandle" "";
        "GetMethodTableMatchingParentClass" "";
        "GetNumInstanceFieldBytes" "";
        "GetPrimitiveCorElementType" "";
        "InstantiationArg0" "";
    }
    "System.Runtime.CompilerServices.RuntimeHelpers" "RuntimeHelpers" {
        "ContentEquals" "";
        "TryEnsureSufficientExecutionStack" "";
        "TryGetHashCode" "";
    }
    "System.Runtime.DependentHandle" "DependentHandle" {
        "InternalAlloc" "";
        "InternalFree" "";
        "InternalGetDependent" "";
        "InternalGetTargetAndDependent" "";
        "InternalSetDependent" "";
        "InternalSetTargetToNull" "";
    }
    "System.Runtime.GCFrameRegistration" "GCFrameRegistration" {
        "RegisterForGCReporting" "";
        "UnregisterForGCReporting" "";
    }
    "System.Runtime.GCSettings" "GCSettings" {
        "GetGCLatencyMode" "";
        "GetLOHCompactionMode" "";
        "SetGCLatencyMode" "";
        "SetLOHCompactionMode" "";
        "get_IsServerGC" "";
    }
    "System.Runtime.InteropServices.GCHandle" "GCHandle" {
        "InternalCompareExchange" "tc";
        "InternalSet" "tc";
        "_InternalAlloc" "";
        "_InternalFree" "";
    }
    "System.Runtime.InteropServices.Marshal" "Marshal" {
        "GetExceptionCode" "";
        "GetExceptionPointers" "";
        "GetLastPInvokeError" "";
        "SetLastPInvokeError" "";
    }
    "System.Runtime.JitInfo" "JitInfo" {
        "GetCompilationTimeInTicks" "";
        "GetCompiledILBytes" "";
        "GetCompiledMethodCount" "";
    }
    "System.Runtime.Loader.AssemblyLoadContext" "AssemblyLoadContext" {
        "IsTracingEnabled" "";
    }
    "System.RuntimeFieldHandle" "RuntimeFieldHandle" {
        "AcquiresContextFromThis" "";
        "GetApproxDeclaringMethodTable" "";
        "GetAttributes" "";
        "GetInstanceFieldOffset" "";
        "GetLoaderAllocatorInternal" "";
        "GetStaticFieldAddress" "";
        "GetStaticFieldForGenericType" "";
        "GetToken" "";
        "GetUtf8NameInternal" "";
        "IsFastPathSupported" "";
    }
    "System.RuntimeMethodHandle" "RuntimeMethodHandle" {
        "GetAttributes" "";
        "GetGenericParameterCount" "";
        "GetImplAttributes" "";
        "GetLoaderAllocatorInternal" "";
        "GetMethodDef" "";
        "GetMethodFromCanonical" "";
        "GetMethodTable" "";
        "GetResolver" "";
        "GetSlot" "";
        "GetStubIfNeededInternal" "";
        "GetUtf8NameInternal" "";
        "HasMethodInstantiation" "";
        "IsConstructor" "";
        "IsDynamicMethod" "";
        "IsGenericMethodDefinition" "";
        "IsTypicalMethodDefinition" "";
    }
    "System.RuntimeTypeHandle" "RuntimeTypeHandle" {
        "CompareCanonicalHandles" "";
        "ContainsGenericVariables" "";
        "GetArrayRank" "";
        "GetAssemblyIfExists" "";
        "GetAttributes" "";
        "GetElementTypeHandle" "";
        "GetFirstIntroducedMethod" "";
        "GetGenericVariableIndex" "";
        "GetModuleIfExists" "";
        "GetNextIntroducedMethod" "";
        "GetNumVirtuals" "";
        "GetToken" "";
        "GetUtf8NameInternal" "";
        "InternalAllocNoChecks_FastPath" "c";
        "IsGenericVariable" "";
        "IsUnmanagedFunctionPointer" "";
    }
    "System.String" "String" {
        "FastAllocateString" "tc";
    }
    "System.Signature" "Signature" {
        "GetParameterOffsetInternal" "";
    }
    "System.StubHelpers.StubHelpers" "StubHelpers" {
        "ClearLastError" "";
        "SetLastError" "";
    }
    "System.Threading.Interlocked" "Interlocked" {
        "CompareExchangeObject" "";
        "ExchangeObject" "";
    }
    "System.Threading.Monitor" "Monitor" {
        "Exit_FastPath" "";
        "IsEnteredNative" "";
        "TryEnter_FastPath" "";
        "TryEnter_FastPath_WithTimeout" "";
    }
    "System.Threading.Thread" "Thread" {
        "CatchAtSafePoint" "";
        "InternalFinalize" "";
        "get_OptimalMaxSpinWaitsPerSpinIteration" "";
    }
};

/// Implemented `DllImport("QCall")` entry points (blittable signatures as declared).
pub const QCALLS: &[VmCall] = qcalls! {
    "Array_CreateInstance" "tc";
    "Array_CreateInstanceMDArray" "tc";
    "Array_GetElementConstructorEntrypoint" "";
    "AssemblyHandle_GetManifestModuleSlow" "tc";
    "AssemblyNative_GetAssemblyCount" "";
    "AssemblyNative_GetCodeBase" "";
    "AssemblyNative_GetEntryAssembly" "tc";
    "AssemblyNative_GetEntryPoint" "tc";
    "AssemblyNative_GetExecutingAssembly" "tc";
    "AssemblyNative_GetExportedTypes" "tc";
    "AssemblyNative_GetFlags" "";
    "AssemblyNative_GetForwardedType" "";
    "AssemblyNative_GetFullName" "tc";
    "AssemblyNative_GetHashAlgorithm" "";
    "AssemblyNative_GetImageRuntimeVersion" "tc";
    "AssemblyNative_GetIsCollectible" "";
    "AssemblyNative_GetLoadContextForAssembly" "";
    "AssemblyNative_GetLoadedAssemblies" "tc";
    "AssemblyNative_GetLocale" "tc";
    "AssemblyNative_GetLocation" "tc";
    "AssemblyNative_GetManifestResourceInfo" "";
    "AssemblyNative_GetManifestResourceNames" "tc";
    "AssemblyNative_GetModule" "tc";
    "AssemblyNative_GetModules" "tc";
    "AssemblyNative_GetPublicKey" "tc";
    "AssemblyNative_GetResource" "";
    "AssemblyNative_GetSimpleName" "tc";
    "AssemblyNative_GetTypeCore" "";
    "AssemblyNative_GetTypeCoreIgnoreCase" "";
    "AssemblyNative_GetVersion" "";
    "AssemblyNative_InitializeAssemblyLoadContext" "";
    "AssemblyNative_InternalLoad" "tc";
    "AssemblyNative_InternalTryGetRawMetadata" "";
    "AssemblyNative_IsApplyUpdateSupported" "";
    "AssemblyNative_LoadFromPath" "tc";
    "AssemblyNative_LoadFromStream" "tc";
    "AssemblyNative_PrepareForAssemblyLoadContextRelease" "";
    "AssemblyNative_TraceAssemblyLoadFromResolveHandlerInvoked" "";
    "AssemblyNative_TraceAssemblyResolveHandlerInvoked" "";
    "AssemblyNative_TraceResolvingHandlerInvoked" "";
    "AssemblyNative_TraceSatelliteSubdirectoryPathProbed" "";
    "Buffer_Clear" "";
    "Buffer_MemMove" "";
    "CloseHandle" "";
    "CreateEventExW" "";
    "CreateSemaphoreExW" "";
    "CustomAttribute_CreateCustomAttributeInstance" "tc";
    "CustomAttribute_CreatePropertyOrFieldData" "tc";
    "CustomAttribute_ParseAttributeUsageAttribute" "";
    "DebugDebugger_Break" "";
    "DebugDebugger_CustomNotification" "";
    "DebugDebugger_IsLoggingHelper" "";
    "DebugDebugger_IsManagedDebuggerAttached" "";
    "DebugDebugger_Launch" "";
    "DebugDebugger_Log" "";
    "Delegate_AdjustTarget" "";
    "Delegate_BindToMethodInfo" "tc";
    "Delegate_BindToMethodName" "tc";
    "Delegate_FindMethodHandle" "tc";
    "Delegate_GetMulticastInvokeSlow" "";
    "Delegate_InternalEqualMethodHandles" "";
    "DependentHandle_InternalAllocWithGCTransition" "";
    "DependentHandle_InternalFreeWithGCTransition" "";
    "Enum_GetValuesAndNames" "tc";
    "Environment_Exit" "c";
    "Environment_FailFast" "c";
    "Environment_GetProcessorCount" "";
    "EventPipeInternal_CreateProvider" "";
    "EventPipeInternal_DefineEvent" "";
    "EventPipeInternal_DeleteProvider" "";
    "EventPipeInternal_Disable" "";
    "EventPipeInternal_Enable" "";
    "EventPipeInternal_EventActivityIdControl" "";
    "EventPipeInternal_GetNextEvent" "";
    "EventPipeInternal_GetProvider" "";
    "EventPipeInternal_GetSessionInfo" "";
    "EventPipeInternal_SignalSession" "";
    "EventPipeInternal_WaitForSessionSignal" "";
    "EventPipeInternal_WriteEventData" "";
    "EventSource_GetClrConfig" "";
    "ExceptionNative_GetFrozenStackTrace" "c";
    "ExceptionNative_GetMessageFromNativeResources" "tc";
    "ExceptionNative_ThrowAmbiguousResolutionException" "tc";
    "ExceptionNative_ThrowEntryPointNotFoundException" "tc";
    "FileLoadException_GetMessageForHR" "tc";
    "FormatMessageW" "";
    "FreeEnvironmentStringsW" "";
    "GCHandle_InternalAllocWithGCTransition" "";
    "GCHandle_InternalFreeWithGCTransition" "";
    "GCInterface_AddMemoryPressure" "";
    "GCInterface_AllocateNewArray" "tc";
    "GCInterface_Collect" "c";
    "GCInterface_EndNoGCRegion" "";
    "GCInterface_EnumerateConfigurationValues" "";
    "GCInterface_GetGenerationBudget" "";
    "GCInterface_GetNextFinalizableObject" "";
    "GCInterface_GetTotalAllocatedBytesPrecise" "";
    "GCInterface_GetTotalMemory" "";
    "GCInterface_ReRegisterForFinalize" "";
    "GCInterface_RefreshMemoryLimit" "";
    "GCInterface_RegisterFrozenSegment" "";
    "GCInterface_RemoveMemoryPressure" "";
    "GCInterface_StartNoGCRegion" "";
    "GCInterface_UnregisterFrozenSegment" "";
    "GCInterface_WaitForFullGCApproach" "b";
    "GCInterface_WaitForFullGCComplete" "b";
    "GCInterface_WaitForPendingFinalizers" "b";
    "GetEnvironmentStringsW" "";
    "GetEnvironmentVariableW" "";
    "GetFileLoadExceptionMessage" "tc";
    "GetTypeLoadExceptionMessage" "tc";
    "Interlocked_MemoryBarrierProcessWide" "";
    "IsEventSourceLoggingEnabled" "";
    "IsInstanceOf_NoCacheLookup" "tc";
    "LoaderAllocator_Destroy" "";
    "LogEventSource" "";
    "MarshalNative_GetDelegateForFunctionPointerInternal" "tc";
    "MarshalNative_GetFunctionPointerForDelegateInternal" "t";
    "MarshalNative_OffsetOf" "t";
    "MarshalNative_Prelink" "";
    "MarshalNative_SizeOfHelper" "t";
    "MarshalNative_TryGetStructMarshalStub" "";
    "MdUtf8String_EqualsCaseInsensitive" "";
    "MethodTable_CanCompareBitsOrUseFastGetHashCode" "";
    "MetadataImport_Enum" "tc";
    "MetadataImport_GetMarshalAs" "";
    "ModuleHandle_GetMDStreamVersion" "";
    "ModuleHandle_GetModuleType" "";
    "ModuleHandle_GetPEKind" "";
    "ModuleHandle_GetToken" "";
    "ModuleHandle_ResolveMethod" "tc";
    "ModuleHandle_ResolveType" "tc";
    "Monitor_Enter_Slowpath" "tcb";
    "Monitor_Exit_Slowpath" "tc";
    "Monitor_GetLockContentionCount" "";
    "Monitor_Pulse" "tc";
    "Monitor_PulseAll" "tc";
    "Monitor_TryEnter_Slowpath" "tcb";
    "Monitor_Wait" "tcb";
    "MultiCoreJIT_InternalSetProfileRoot" "";
    "MultiCoreJIT_InternalStartProfile" "";
    "NativeLibrary_FreeLib" "b";
    "NativeLibrary_GetSymbol" "tc";
    "NativeLibrary_LoadByName" "tb";
    "NativeLibrary_LoadFromPath" "tb";
    "NativeRuntimeEventSource_LogContentionLockCreated" "";
    "NativeRuntimeEventSource_LogContentionStart" "";
    "NativeRuntimeEventSource_LogContentionStop" "";
    "NativeRuntimeEventSource_LogThreadPoolIODequeue" "";
    "NativeRuntimeEventSource_LogThreadPoolIOEnqueue" "";
    "NativeRuntimeEventSource_LogThreadPoolIOPack" "";
    "NativeRuntimeEventSource_LogThreadPoolMinMaxThreads" "";
    "NativeRuntimeEventSource_LogThreadPoolWorkerThreadAdjustmentAdjustment" "";
    "NativeRuntimeEventSource_LogThreadPoolWorkerThreadAdjustmentSample" "";
    "NativeRuntimeEventSource_LogThreadPoolWorkerThreadAdjustmentStats" "";
    "NativeRuntimeEventSource_LogThreadPoolWorkerThreadStart" "";
    "NativeRuntimeEventSource_LogThreadPoolWorkerThreadStop" "";
    "NativeRuntimeEventSource_LogThreadPoolWorkerThreadWait" "";
    "NativeRuntimeEventSource_LogThreadPoolWorkingThreadCount" "";
    "NativeRuntimeEventSource_LogWaitHandleWaitStart" "";
    "NativeRuntimeEventSource_LogWaitHandleWaitStop" "";
    "ObjectNative_AllocateUninitializedClone" "tc";
    "ObjectNative_GetHashCodeSlow" "";
    "PAL_CreateMutexW" "";
    "PAL_OpenMutexW" "";
    "QCall_FreeGCHandleForTypeHandle" "";
    "QCall_GetGCHandleForTypeHandle" "";
    "ReflectionInvocation_CompileMethod" "";
    "ReflectionInvocation_GetBoxInfo" "";
    "ReflectionInvocation_GetGuid" "t";
    "ReflectionInvocation_PrepareDelegate" "";
    "ReflectionInvocation_PrepareMethod" "";
    "ReflectionInvocation_RunClassConstructor" "tc";
    "ReflectionInvocation_RunModuleConstructor" "";
    "ReflectionInvocation_SizeOf" "";
    "ReflectionSerialization_GetCreateUninitializedObjectInfo" "tc";
    "ReleaseMutex" "";
    "ReleaseSemaphore" "";
    "ResetEvent" "";
    "RuntimeFieldHandle_GetFieldDataReference" "t";
    "RuntimeFieldHandle_GetValue" "tc";
    "RuntimeFieldHandle_GetValueDirect" "tc";
    "RuntimeFieldHandle_SetValue" "tc";
    "RuntimeFieldHandle_SetValueDirect" "tc";
    "RuntimeMethodHandle_ConstructInstantiation" "tc";
    "RuntimeMethodHandle_GetFunctionPointer" "tc";
    "RuntimeMethodHandle_GetIsCollectible" "";
    "RuntimeMethodHandle_GetMethodBody" "";
    "RuntimeMethodHandle_GetMethodInstantiation" "tc";
    "RuntimeMethodHandle_GetStubIfNeededSlow" "tc";
    "RuntimeMethodHandle_GetTypicalMethodDefinition" "";
    "RuntimeMethodHandle_InvokeMethod" "tc";
    "RuntimeMethodHandle_IsCAVisibleFromDecoratedType" "";
    "RuntimeMethodHandle_StripMethodInstantiation" "";
    "RuntimeModule_GetFullyQualifiedName" "tc";
    "RuntimeModule_GetScopeName" "tc";
    "RuntimeModule_GetTypes" "tc";
    "RuntimeTypeHandle_AllocateTypeAssociatedMemory" "t";
    "RuntimeTypeHandle_ConstructName" "tc";
    "RuntimeTypeHandle_CreateInstanceForAnotherGenericParameter" "tc";
    "RuntimeTypeHandle_GetActivationInfo" "tc";
    "RuntimeTypeHandle_GetArgumentTypesFromFunctionPointer" "tc";
    "RuntimeTypeHandle_GetAssemblySlow" "tc";
    "RuntimeTypeHandle_GetConstraints" "tc";
    "RuntimeTypeHandle_GetDeclaringMethodForGenericParameter" "tc";
    "RuntimeTypeHandle_GetDeclaringTypeHandle" "";
    "RuntimeTypeHandle_GetDeclaringTypeHandleForGenericVariable" "";
    "RuntimeTypeHandle_GetFields" "";
    "RuntimeTypeHandle_GetGenericTypeDefinition" "tc";
    "RuntimeTypeHandle_GetInstantiation" "tc";
    "RuntimeTypeHandle_GetInterfaceMethodImplementation" "";
    "RuntimeTypeHandle_GetInterfaces" "tc";
    "RuntimeTypeHandle_GetMethodAt" "";
    "RuntimeTypeHandle_GetModuleSlow" "tc";
    "RuntimeTypeHandle_GetNumVirtualsAndStaticVirtuals" "";
    "RuntimeTypeHandle_GetRuntimeTypeFromHandleSlow" "";
    "RuntimeTypeHandle_Instantiate" "tc";
    "RuntimeTypeHandle_InternalAlloc" "tc";
    "RuntimeTypeHandle_InternalAllocNoChecks" "tc";
    "RuntimeTypeHandle_IsCollectible" "";
    "RuntimeTypeHandle_IsVisible" "";
    "RuntimeTypeHandle_MakeArray" "tc";
    "RuntimeTypeHandle_MakeByRef" "tc";
    "RuntimeTypeHandle_MakePointer" "tc";
    "RuntimeTypeHandle_MakeSZArray" "tc";
    "RuntimeTypeHandle_RegisterCollectibleTypeDependency" "";
    "RuntimeTypeHandle_SatisfiesConstraints" "";
    "RuntimeTypeHandle_VerifyInterfaceIsImplemented" "tc";
    "SetEnvironmentVariableW" "";
    "SetEvent" "";
    "Signature_AreEqual" "";
    "Signature_GetCustomModifiersAtOffset" "tc";
    "Signature_Init" "tc";
    "StackTrace_GetStackFramesInternal" "tc";
    "Stream_HasOverriddenSlow" "";
    "String_Intern" "";
    "String_IsInterned" "";
    "ThreadNative_GetCurrentOSThreadId" "";
    "ThreadNative_GetCurrentThread" "tc";
    "ThreadNative_GetIsBackground" "";
    "ThreadNative_GetThreadState" "";
    "ThreadNative_InformThreadNameChange" "";
    "ThreadNative_Initialize" "";
    "ThreadNative_Interrupt" "";
    "ThreadNative_Join" "tcb";
    "ThreadNative_PollGC" "c";
    "ThreadNative_SetIsBackground" "";
    "ThreadNative_SetPriority" "tc";
    "ThreadNative_Sleep" "tcb";
    "ThreadNative_SpinWait" "";
    "ThreadNative_Start" "tcb";
    "ThreadNative_YieldThread" "";
    "ThrowInvalidCastException" "tc";
    "TrackerObjectManager_HasReferenceTrackerManager" "";
    "TypeHandle_CanCastTo_NoCacheLookup" "";
    "TypeHandle_GetCorElementType" "";
    "UnsafeAccessors_ResolveGenericParamToTypeHandle" "";
    "ValueType_GetHashCodeStrategy" "";
    "WaitHandle_SignalAndWait" "tcb";
    "WaitHandle_WaitMultipleIgnoringSyncContext" "tcb";
    "WaitHandle_WaitOneCore" "tb";
    "WaitHandle_WaitOnePrioritized" "tb";
    "X86BaseCpuId" "";
};
