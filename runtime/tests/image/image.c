// A hand-made image: a few method tables, the root record, and managed code from managed.ll.
#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef struct MT {
  uint32_t flags, base_size, number; uint16_t r0, interfaces;
  struct MT *parent; void *info; void *aux; void *row; void *element; void *map;
  uint32_t number_end, field_bytes; uint8_t cor, own; uint16_t vlen; uint32_t r1; void *gc; void *fin;
} MT;
typedef struct { void *handle; uint8_t kind, cor; uint16_t argc; uint32_t token; const char *ns, *name; void *rest[15]; } Info;
typedef struct { uint32_t flags, r; void *module; void *type; } Aux;

static Aux aux;
extern MT mt_object, mt_string, mt_exception, mt_special, mt_longs, mt_bytes;
#define INFO(n, k, ns_, name_) static Info info_##n = {&mt_##n, k, 0x12, 0, 0, ns_, name_}
INFO(object, 0, "System", "Object"); INFO(string, 0, "System", "String"); INFO(exception, 0, "System", "Exception");
INFO(special, 0, "Test", "SpecialException"); INFO(longs, 5, "System", "Int64[]"); INFO(bytes, 5, "System", "Byte[]");
MT mt_object = {0, 24, 0, 0, 0, 0, &info_object, &aux, .number_end = 100};
MT mt_string = {0x80000002, 22, 1, 0, 0, &mt_object, &info_string, &aux, .number_end = 2};
MT mt_exception = {0, 64, 10, 0, 0, &mt_object, &info_exception, &aux, .number_end = 20};
MT mt_special = {0, 64, 11, 0, 0, &mt_exception, &info_special, &aux, .number_end = 12};
MT mt_longs = {0x800A0008, 24, 30, 0, 0, &mt_object, &info_longs, &aux, .number_end = 31};
MT mt_bytes = {0x800A0001, 24, 32, 0, 0, &mt_object, &info_bytes, &aux, .number_end = 33};

void *smelt_alloc_object(MT *);
void smelt_throw(void *) __attribute__((noreturn));
void *smelt_stack_trace_text(void *);
int managed_main(void *exe, int argc, void **argv);
extern void *thread_entry(void *);

void say(const char *t) { fputs(t, stdout); fputs("\n", stdout); fflush(stdout); }
void say_number(long n) { printf("%ld\n", n); fflush(stdout); }
void *new_exception(int special) { return smelt_alloc_object(special ? &mt_special : &mt_exception); }
void say_string(void *s) {
  uint32_t n = *(uint32_t *)((char *)s + 8);
  for (uint32_t i = 0; i < n; i++) putchar(((uint16_t *)((char *)s + 12))[i]);
  putchar('\n'); fflush(stdout);
}
void say_trace(void *e) { say_string(smelt_stack_trace_text(e)); }

static int entry_main(void *names, void *values, int count, void *exe, int argc, void **argv) {
  (void)names; (void)values; (void)count;
  return managed_main(exe, argc, argv);
}
static void process_exit(void) { say("process exit"); }
static void unhandled(void *e) { (void)e; say("unhandled event"); }
static void *to_string(void *e) { (void)e; return smelt_stack_trace_text(e); }
static void make_exception(unsigned kind, void *message, void **out) { (void)message; *out = new_exception(kind == 1); }
static void *entries[64] = {entry_main, process_exit, unhandled, to_string, 0, 0, make_exception};
// Field offsets: _stackTrace at 16; the other fields don't exist.
static uint32_t offsets[64];
__attribute__((constructor)) static void none(void) {}
extern char f_thrower, f_middle, f_catcher, f_rethrower, f_filtered, managed_main_;
static struct { void *code; const char *text; uint32_t flags, r; } names[] = {
  {&f_catcher, "Test.Catcher()", 0, 0}, {&f_thrower, "Test.Thrower(Int32 special)", 0, 0}, {&f_middle, "Test.Middle()", 0, 0},
  {&f_rethrower, "Test.Rethrower()", 0, 0}, {&f_filtered, "Test.Filtered()", 0, 0}, {(void *)managed_main, "Test.Main()", 0, 0},
};
struct { uint64_t version, ctx[3]; void *lits; uint64_t nlits; void *types; uint64_t ntypes; void *methods, *methods_end; void *roots; uint64_t nroots;
  uint64_t tls; void *entries; void *offsets; void *modules; uint64_t nmodules; uint8_t r[WELL_KNOWN - 136]; void *known[64]; } smelt_image = {
  1, {0}, 0, 0, 0, 0, names, names + 6, 0, 0, 64, entries, offsets, 0, 0, {0}, {&mt_object, &mt_string, &mt_bytes, &mt_longs}};
void init_offsets(void) { memset(offsets, 0xff, sizeof offsets); offsets[0] = 16; }
