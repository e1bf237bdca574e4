// A program with its own entry point that applies its relative relocations itself, and needs nothing but a C compiler's
// front end: no headers, no start files.
typedef unsigned long word;
extern int puts(const char *text);
extern int __libc_start_main(int (*main)(int, char **, char **), int argc, char **argv, void (*init)(void),
                             void (*fini)(void), void (*rtld_fini)(void), void *stack_end);
extern const word _DYNAMIC[] __attribute__((visibility("hidden")));
extern const char image_base[] __asm__("__ehdr_start") __attribute__((visibility("hidden")));

static const char *volatile messages[] = {"first", "second"};

static int run(int argc, char **argv, char **environment) {
    (void)argv;
    (void)environment;
    return puts(messages[argc > 1]) < 0;
}

__attribute__((used)) static void start(word *stack) {
    const word base = (word)image_base;
    const word *table = 0;
    word size = 0;
    for (const word *entry = _DYNAMIC; entry[0]; entry += 2) {
        if (entry[0] == 0x6fffe000) table = (const word *)(base + entry[1]);
        if (entry[0] == 0x6fffe001) size = entry[1] / sizeof(word);
    }
    word *next = 0;
    for (word i = 0; i < size; i++) {
        if (table[i] & 1) {
            for (word bit = 0; bit < 63; bit++)
                if (table[i] >> (bit + 1) & 1) next[bit] += base;
            next += 63;
        } else {
            next = (word *)(base + table[i]);
            *next++ += base;
        }
    }
    __libc_start_main(run, (int)stack[0], (char **)(stack + 1), 0, 0, 0, stack);
}

__asm__(".globl _start\n"
        "_start: xor %ebp, %ebp\n mov %rsp, %rdi\n and $-16, %rsp\n call start\n ud2\n");
