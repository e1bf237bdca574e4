//! `System.GC` and `GCSettings`.

use super::StackSlot;
use crate::gc::{self, COLLECTIONS};
use crate::heap;
use crate::image::offset;
use crate::object::ObjectRef;
use core::sync::atomic::{AtomicI64, AtomicU32, Ordering::*};

const GENERATIONS: i32 = 2;

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_GC_GetMaxGeneration() -> i32 {
    GENERATIONS
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_GC__CollectionCount(generation: i32, _special: i32) -> i32 {
    COLLECTIONS
        .get(generation.max(0) as usize)
        .map_or(0, |c| c.load(Relaxed) as i32)
}

/// Objects of the image never die: they are as old as can be.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_GC_GetGenerationInternal(object: ObjectRef) -> i32 {
    const LARGE: usize = 85_000;
    if !heap::is_heap_object(object) {
        i32::MAX
    } else if object.size() >= LARGE {
        GENERATIONS
    } else {
        heap::tables::age(object)
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_GC_SuppressFinalizeInternal(object: ObjectRef) {
    gc::suppress_finalize(object);
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_GCInterface_ReRegisterForFinalize(slot: StackSlot) {
    gc::finalize::register_again(*slot);
}

/// The runtime calls finalizers itself: null ends the managed loop.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_qc_GCInterface_GetNextFinalizableObject(
    target: StackSlot,
) -> *const u8 {
    *target = ObjectRef::NULL;
    core::ptr::null()
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_GC_GetAllocatedBytesForCurrentThread() -> i64 {
    heap::thread_allocated() as i64
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_GC_GetTotalAllocatedBytesApproximate() -> i64 {
    heap::total_allocated() as i64
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_GCInterface_GetTotalAllocatedBytesPrecise() -> i64 {
    heap::total_allocated() as i64
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_GCInterface_GetTotalMemory() -> i64 {
    heap::used_bytes() as i64
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_GC__GetTotalPauseDuration() -> i64 {
    // In ticks of 100 ns.
    (gc::PAUSES.load(Relaxed) / 100) as i64
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_GC_GetLastGCPercentTimeInGC() -> i32 {
    0
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_GC_GetGenerationSize(generation: i32) -> u64 {
    if generation == 0 {
        heap::used_bytes() as u64
    } else {
        0
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_GC_GetSegmentSize() -> u64 {
    heap::BLOCK as u64
}

/// Full-collection notifications don't exist here.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_GC__RegisterForFullGCNotification(_generation: i32, _large: i32) -> i32 {
    0
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_GC__CancelFullGCNotification() -> i32 {
    1
}

/// `GCNotificationStatus.NotApplicable`.
const NOT_APPLICABLE: i32 = 4;

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_GCInterface_WaitForFullGCApproach(_timeout: i32) -> i32 {
    NOT_APPLICABLE
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_GCInterface_WaitForFullGCComplete(_timeout: i32) -> i32 {
    NOT_APPLICABLE
}

/// `GCMemoryInfo`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smelt_fc_GC_GetMemoryInfo(data: ObjectRef, _kind: i32) {
    macro_rules! set {
        ($field:literal, $value:expr) => {
            if let Some(offset) = offset!("System.GCMemoryInfoData", $field) {
                data.set_field(offset, $value);
            }
        };
    }
    let available = heap::available_memory() as i64;
    let collections: u64 = COLLECTIONS.iter().map(|c| c.load(Relaxed)).sum();
    set!("_highMemoryLoadThresholdBytes", available / 10 * 9);
    set!("_totalAvailableMemoryBytes", available);
    set!("_memoryLoadBytes", heap::memory_load() as i64);
    set!("_heapSizeBytes", heap::used_bytes() as i64);
    set!("_totalCommittedBytes", heap::committed_bytes() as i64);
    set!("_fragmentedBytes", 0i64);
    set!("_promotedBytes", 0i64);
    set!("_pinnedObjectsCount", 0i64);
    set!(
        "_finalizationPendingCount",
        gc::finalization_pending() as i64
    );
    set!("_index", collections as i64);
    set!("_generation", GENERATIONS);
    set!("_pauseTimePercentage", 0i32);
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_GCInterface_Collect(generation: i32, _mode: i32, _low_memory: u8) {
    gc::collect(if generation < 0 {
        GENERATIONS as usize
    } else {
        generation as usize
    });
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_GCInterface_WaitForPendingFinalizers() {
    gc::finalize::wait_for_pending();
}

static PRESSURE: AtomicI64 = AtomicI64::new(0);

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_GCInterface_AddMemoryPressure(bytes: u64) {
    PRESSURE.fetch_add(bytes as i64, Relaxed);
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_GCInterface_RemoveMemoryPressure(bytes: u64) {
    PRESSURE.fetch_sub(bytes as i64, Relaxed);
}

// ---- regions without collections

static NO_GC_REGION: AtomicU32 = AtomicU32::new(0);

/// 0 started, 1 there isn't so much memory, 3 in progress already.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_GCInterface_StartNoGCRegion(
    total: i64,
    _large_known: i32,
    _large: i64,
    _disallow_full: i32,
) -> i32 {
    if total as u64 > heap::available_memory() {
        1
    } else if NO_GC_REGION.swap(1, AcqRel) == 0 {
        0
    } else {
        3
    }
}

/// 0 ended, 1 not in progress.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_GCInterface_EndNoGCRegion() -> i32 {
    if NO_GC_REGION.swap(0, AcqRel) == 1 {
        0
    } else {
        1
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_GCInterface_GetGenerationBudget(_generation: i32) -> i64 {
    -1
}

/// `RefreshMemoryLimit`: 0 succeeded.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_GCInterface_RefreshMemoryLimit() -> i32 {
    0
}

/// Native memory as a frozen segment: references into it are no heap references, which is all that matters.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_GCInterface_RegisterFrozenSegment(
    address: usize,
    _size: isize,
) -> usize {
    address
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_GCInterface_UnregisterFrozenSegment(_segment: usize) {}

/// Settings of the collector: none.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_qc_GCInterface_EnumerateConfigurationValues(
    _dictionary: *mut u8,
    _callback: *const u8,
) {
}

// ---- GCSettings

/// `GCLatencyMode.Interactive`.
static LATENCY: AtomicU32 = AtomicU32::new(1);
/// `GCLargeObjectHeapCompactionMode.Default`.
static COMPACTION: AtomicU32 = AtomicU32::new(1);

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_GCSettings_get_IsServerGC() -> i32 {
    0
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_GCSettings_GetGCLatencyMode() -> i32 {
    const NO_GC: i32 = 4;
    if NO_GC_REGION.load(Relaxed) != 0 {
        NO_GC
    } else {
        LATENCY.load(Relaxed) as i32
    }
}

/// 0 succeeded, 1 a region without collections is in progress.
#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_GCSettings_SetGCLatencyMode(mode: i32) -> i32 {
    if NO_GC_REGION.load(Relaxed) != 0 {
        return 1;
    }
    LATENCY.store(mode as u32, Relaxed);
    0
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_GCSettings_GetLOHCompactionMode() -> i32 {
    COMPACTION.load(Relaxed) as i32
}

#[unsafe(no_mangle)]
pub extern "C" fn smelt_fc_GCSettings_SetLOHCompactionMode(mode: i32) {
    COMPACTION.store(mode as u32, Relaxed);
}
