// Threads, monitors and wait handles, called the way compiled code calls them.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct MT {
  uint32_t flags, base_size, number; uint16_t r0, interfaces;
  struct MT *parent; void *info; void *aux; void *row; void *element; void *map;
  uint32_t number_end, field_bytes; uint8_t cor, own; uint16_t vlen; uint32_t r1; void *gc; void *fin;
} MT;
static uint64_t info[19] = {0};
static uint64_t aux[3];
static MT mt_object = {0, 24, 0, 0, 0, 0, info, aux, .number_end = 100};
static MT mt_thread = {0, 96, 1, 0, 0, &mt_object, info, aux, .number_end = 2};
static MT mt_string = {0x80000002, 22, 2, 0, 0, &mt_object, info, aux, .number_end = 3};

void *smelt_alloc_object(MT *);
int smelt_fc_Monitor_TryEnter_FastPath(void *);
int smelt_fc_Monitor_Exit_FastPath(void *);
int smelt_fc_Monitor_IsEnteredNative(void *);
void smelt_qc_Monitor_Enter_Slowpath(void **);
int smelt_qc_Monitor_TryEnter_Slowpath(void **, int);
int smelt_qc_Monitor_Wait(void **, int);
void smelt_qc_Monitor_Pulse(void **);
void smelt_qc_Monitor_PulseAll(void **);
void smelt_qc_ThreadNative_Initialize(void **);
void smelt_qc_ThreadNative_Start(void *, int, int, int, const uint16_t *);
int smelt_qc_ThreadNative_Join(void **, int);
void smelt_qc_ThreadNative_Interrupt(void *);
int smelt_qc_ThreadNative_GetThreadState(void *);
void smelt_qc_ThreadNative_SetIsBackground(void *, int);
void smelt_qc_ThreadNative_Sleep(int);
void *smelt_qc_CreateEventExW(size_t, const uint16_t *, uint32_t, uint32_t);
int smelt_qc_SetEvent(void *);
int smelt_qc_CloseHandle(void *);
void *smelt_qc_CreateSemaphoreExW(size_t, int, int, const uint16_t *, uint32_t, uint32_t);
int smelt_qc_ReleaseSemaphore(void *, int, int *);
void *smelt_qc_PAL_CreateMutexW(int, const uint16_t *, int, char *, uint32_t);
int smelt_qc_ReleaseMutex(void *);
int smelt_qc_WaitHandle_WaitOneCore(void *, int, int);
int smelt_qc_WaitHandle_WaitMultipleIgnoringSyncContext(void **, int, int, int);
int smelt_fc_RuntimeHelpers_TryGetHashCode(void *);
int smelt_qc_ObjectNative_GetHashCodeSlow(void **);
extern __thread char smelt_thread[256] __attribute__((tls_model("local-exec"), visibility("hidden")));

#define CHECK(c) do { if (!(c)) { printf("line %d: %s\n", __LINE__, #c); fflush(stdout); abort(); } } while (0)
static uint32_t take_pending(void) { uint32_t *p = (uint32_t *)(smelt_thread + 40), k = *p; *p = 0; return k; }
static void enter(void *o) { if (!smelt_fc_Monitor_TryEnter_FastPath(o)) smelt_qc_Monitor_Enter_Slowpath(&o); }
static int leave(void *o) { return smelt_fc_Monitor_Exit_FastPath(o); }

// Thread objects: native part at 8, what to run at 24, its argument at 32.
static void *native_of(void *t) { return *(void **)((char *)t + 8); }
static void *start(void (*run)(void *), void *argument) {
  void *t = smelt_alloc_object(&mt_thread);
  smelt_qc_ThreadNative_Initialize(&t);
  ((void **)t)[3] = run; ((void **)t)[4] = argument;
  smelt_qc_ThreadNative_Start(native_of(t), 0, 2, 0, 0);
  CHECK(take_pending() == 0);
  return t;
}
static void thread_start(void *t) { ((void (*)(void *))((void **)t)[3])(((void **)t)[4]); }

static void *lock, *queue; static long counter;
static void count(void *n) { for (long i = 0; i < (long)n; i++) { enter(lock); counter++; leave(lock); } }
static int items, done;
static void consume(void *total) {
  (void)total;
  for (;;) {
    enter(queue);
    while (items == 0 && !done) CHECK(smelt_qc_Monitor_Wait(&queue, -1) == 1);
    if (items == 0) { leave(queue); return; }
    items--; counter++;
    leave(queue);
  }
}
static void *event, *semaphore, *mutex;
static void signal_later(void *e) { smelt_qc_ThreadNative_Sleep(20); smelt_qc_SetEvent(e); }
static void own_and_die(void *m) { CHECK(smelt_qc_WaitHandle_WaitOneCore(m, -1, 0) == 0); }
static int interrupted;
static void sleep_forever(void *x) { (void)x; smelt_qc_ThreadNative_Sleep(-1); interrupted = take_pending(); }
static void block_on_lock(void *x) { (void)x; smelt_qc_Monitor_Enter_Slowpath(&lock); interrupted = take_pending(); }
static void post(void *n) { for (long i = 0; i < (long)n; i++) smelt_qc_ReleaseSemaphore(semaphore, 1, 0); }
static void late(void *x) { (void)x; smelt_qc_ThreadNative_Sleep(50); puts("foreground thread"); fflush(stdout); }

static int run(void) {
  void *t[8]; int hash;
  lock = smelt_alloc_object(&mt_object); queue = smelt_alloc_object(&mt_object);
  // Thin lock, recursion, hash code beside it.
  enter(lock); enter(lock); CHECK(smelt_fc_Monitor_IsEnteredNative(lock));
  CHECK(smelt_fc_RuntimeHelpers_TryGetHashCode(lock) == 0);
  hash = smelt_qc_ObjectNative_GetHashCodeSlow(&lock);
  CHECK(hash != 0 && smelt_fc_RuntimeHelpers_TryGetHashCode(lock) == hash);
  CHECK(leave(lock) == 0 && leave(lock) == 0 && leave(lock) == 4);
  // Recursion beyond the thin lock.
  for (int i = 0; i < 3000; i++) enter(queue);
  for (int i = 0; i < 3000; i++) CHECK(leave(queue) == 0);
  CHECK(leave(queue) == 4);
  // Contention.
  for (int i = 0; i < 8; i++) t[i] = start(count, (void *)20000);
  for (int i = 0; i < 8; i++) CHECK(smelt_qc_ThreadNative_Join(&t[i], -1) == 1);
  CHECK(counter == 160000);
  CHECK(smelt_qc_ThreadNative_GetThreadState(native_of(t[0])) & 16);
  CHECK(smelt_fc_RuntimeHelpers_TryGetHashCode(lock) == hash);
  // Wait and pulse.
  counter = 0;
  for (int i = 0; i < 4; i++) t[i] = start(consume, 0);
  for (int i = 0; i < 2000; i++) { enter(queue); items++; smelt_qc_Monitor_Pulse(&queue); leave(queue); }
  enter(queue); done = 1; smelt_qc_Monitor_PulseAll(&queue); leave(queue);
  for (int i = 0; i < 4; i++) CHECK(smelt_qc_ThreadNative_Join(&t[i], -1) == 1);
  CHECK(counter == 2000);
  enter(queue); CHECK(smelt_qc_Monitor_Wait(&queue, 10) == 0); leave(queue);
  CHECK(smelt_qc_Monitor_Wait(&queue, 10) == 0 && take_pending() == 14);
  // Events.
  event = smelt_qc_CreateEventExW(0, 0, 0, 0);
  CHECK(smelt_qc_WaitHandle_WaitOneCore(event, 0, 0) == 258);
  CHECK(smelt_qc_WaitHandle_WaitOneCore(event, 10, 0) == 258);
  t[0] = start(signal_later, event);
  CHECK(smelt_qc_WaitHandle_WaitOneCore(event, 5000, 0) == 0);
  CHECK(smelt_qc_WaitHandle_WaitOneCore(event, 0, 0) == 258);
  // Several at once.
  void *manual = smelt_qc_CreateEventExW(0, 0, 1, 0), *both[2] = {event, manual};
  t[1] = start(signal_later, manual);
  CHECK(smelt_qc_WaitHandle_WaitMultipleIgnoringSyncContext(both, 2, 0, 5000) == 1);
  CHECK(smelt_qc_WaitHandle_WaitMultipleIgnoringSyncContext(both, 2, 1, 10) == 258);
  t[2] = start(signal_later, event);
  CHECK(smelt_qc_WaitHandle_WaitMultipleIgnoringSyncContext(both, 2, 1, 5000) == 0);
  // Semaphore.
  int before = -1;
  semaphore = smelt_qc_CreateSemaphoreExW(0, 0, 1000, 0, 0, 0);
  t[3] = start(post, (void *)500);
  for (int i = 0; i < 500; i++) CHECK(smelt_qc_WaitHandle_WaitOneCore(semaphore, 5000, 0) == 0);
  CHECK(smelt_qc_ReleaseSemaphore(semaphore, 1000, &before) == 1 && before == 0);
  CHECK(smelt_qc_ReleaseSemaphore(semaphore, 1, &before) == 0);
  // Mutex: recursion, abandonment.
  mutex = smelt_qc_PAL_CreateMutexW(1, 0, 0, 0, 0);
  CHECK(smelt_qc_WaitHandle_WaitOneCore(mutex, 0, 0) == 0);
  CHECK(smelt_qc_ReleaseMutex(mutex) == 1 && smelt_qc_ReleaseMutex(mutex) == 1 && smelt_qc_ReleaseMutex(mutex) == 0);
  t[4] = start(own_and_die, mutex);
  CHECK(smelt_qc_ThreadNative_Join(&t[4], -1) == 1);
  CHECK(smelt_qc_WaitHandle_WaitOneCore(mutex, 1000, 0) == 128);
  CHECK(smelt_qc_ReleaseMutex(mutex) == 1);
  // Interruption of a sleep and of a blocked monitor entry.
  t[5] = start(sleep_forever, 0);
  smelt_qc_ThreadNative_Sleep(20);
  smelt_qc_ThreadNative_Interrupt(native_of(t[5]));
  CHECK(smelt_qc_ThreadNative_Join(&t[5], 5000) == 1 && interrupted == 16);
  interrupted = 0; enter(lock);
  t[6] = start(block_on_lock, 0);
  smelt_qc_ThreadNative_Sleep(20);
  smelt_qc_ThreadNative_Interrupt(native_of(t[6]));
  CHECK(smelt_qc_ThreadNative_Join(&t[6], 5000) == 1 && interrupted == 16);
  leave(lock);
  CHECK(smelt_qc_CloseHandle(event) && smelt_qc_CloseHandle(manual) && smelt_qc_CloseHandle(semaphore) && smelt_qc_CloseHandle(mutex));
  // A background thread is abandoned, a foreground thread waited for.
  void *background = smelt_alloc_object(&mt_thread);
  smelt_qc_ThreadNative_Initialize(&background);
  smelt_qc_ThreadNative_SetIsBackground(native_of(background), 1);
  ((void **)background)[3] = sleep_forever;
  smelt_qc_ThreadNative_Start(native_of(background), 0, 2, 0, 0);
  start(late, 0);
  return 7;
}
static int entry_main(void *a, void *b, int c, void *exe, int argc, void **argv) { (void)a; (void)b; (void)c; (void)exe; (void)argc; (void)argv; return run(); }
static void process_exit(void) { puts("process exit"); fflush(stdout); }
static void *entries[64] = {entry_main, process_exit, 0, 0, thread_start, 0, 0};
// Thread: native part at 8, managed id at 16; the rest does not exist.
#define NONE 0xffffffff
static uint32_t offsets[64] = {NONE, NONE, NONE, NONE, NONE, NONE, 8, 16, NONE, NONE, NONE, NONE, NONE, NONE};
struct { uint64_t version, ctx[3]; void *lits; uint64_t nlits; void *types; uint64_t ntypes; void *methods; uint64_t nmethods; void *roots; uint64_t nroots;
  uint64_t tls; void *entries; void *offsets; void *modules; uint64_t nmodules; uint8_t r[WELL_KNOWN - 136]; void *known[64]; } smelt_image = {
  1, {0}, 0, 0, 0, 0, 0, 0, 0, 0, 64, entries, offsets, 0, 0, {0}, {&mt_object, &mt_string}};
