/* The numeric programs in C. Prints the name, the check sum, and the shortest time of several runs in microseconds. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define KEEP __attribute__((noinline))

typedef struct { double x, y, z, vx, vy, vz, mass; } body;

static body *make(double x, double y, double z, double vx, double vy, double vz, double mass)
{
    body *b = malloc(sizeof *b);
    *b = (body){x, y, z, vx, vy, vz, mass};
    return b;
}

static KEEP void advance(body **bodies, int n, double dt)
{
    for (int i = 0; i < n; i++) {
        body *a = bodies[i];
        for (int j = i + 1; j < n; j++) {
            body *b = bodies[j];
            double dx = a->x - b->x, dy = a->y - b->y, dz = a->z - b->z;
            double d2 = dx * dx + dy * dy + dz * dz;
            double mag = dt / (d2 * sqrt(d2));
            a->vx -= dx * b->mass * mag;
            a->vy -= dy * b->mass * mag;
            a->vz -= dz * b->mass * mag;
            b->vx += dx * a->mass * mag;
            b->vy += dy * a->mass * mag;
            b->vz += dz * a->mass * mag;
        }
    }
    for (int i = 0; i < n; i++) {
        body *b = bodies[i];
        b->x += dt * b->vx;
        b->y += dt * b->vy;
        b->z += dt * b->vz;
    }
}

static int64_t nbody(void)
{
    const double solar = 4 * M_PI * M_PI, year = 365.24;
    body *bodies[] = {
        make(0, 0, 0, 0, 0, 0, solar),
        make(4.84143144246472090, -1.16032004402742839, -1.03622044471123109e-1, 1.66007664274403694e-3 * year, 7.69901118419740425e-3 * year,
             -6.90460016972063023e-5 * year, 9.54791938424326609e-4 * solar),
        make(8.34336671824457987, 4.12479856412430479, -4.03523417114321381e-1, -2.76742510726411120e-3 * year, 4.99852801234917238e-3 * year,
             2.30417297573763929e-5 * year, 2.85885980666130812e-4 * solar),
        make(1.28943695621391310e1, -1.51111514016986312e1, -2.23307578892655734e-1, 2.96460137564761618e-3 * year, 2.37847173959480950e-3 * year,
             -2.96589568540237556e-5 * year, 4.36624404335156298e-5 * solar),
        make(1.53796971148509165e1, -2.59193146099879641e1, 1.79258772950371181e-1, 2.68067772490389322e-3 * year, 1.62824170038242295e-3 * year,
             -9.51592254519715870e-5 * year, 5.15138902046611451e-5 * solar),
    };
    double px = 0, py = 0, pz = 0, e = 0;
    for (int i = 0; i < 5; i++) {
        px += bodies[i]->vx * bodies[i]->mass;
        py += bodies[i]->vy * bodies[i]->mass;
        pz += bodies[i]->vz * bodies[i]->mass;
    }
    bodies[0]->vx = -px / solar;
    bodies[0]->vy = -py / solar;
    bodies[0]->vz = -pz / solar;
    for (int i = 0; i < 250000; i++)
        advance(bodies, 5, 0.01);
    for (int i = 0; i < 5; i++) {
        body *a = bodies[i];
        e += 0.5 * a->mass * (a->vx * a->vx + a->vy * a->vy + a->vz * a->vz);
        for (int j = i + 1; j < 5; j++) {
            body *b = bodies[j];
            double dx = a->x - b->x, dy = a->y - b->y, dz = a->z - b->z;
            e -= a->mass * b->mass / sqrt(dx * dx + dy * dy + dz * dz);
        }
    }
    for (int i = 0; i < 5; i++)
        free(bodies[i]);
    return (int64_t)(e * 1e12);
}

static double a(int i, int j) { return 1.0 / ((i + j) * (i + j + 1) / 2 + i + 1); }

static KEEP void multiply(int n, const double *v, double *to, int transposed)
{
    for (int i = 0; i < n; i++) {
        double sum = 0;
        if (transposed)
            for (int j = 0; j < n; j++)
                sum += a(j, i) * v[j];
        else
            for (int j = 0; j < n; j++)
                sum += a(i, j) * v[j];
        to[i] = sum;
    }
}

static int64_t spectral_norm(void)
{
    enum { n = 600 };
    double u[n], v[n], t[n], vbv = 0, vv = 0;
    for (int i = 0; i < n; i++)
        u[i] = 1;
    for (int i = 0; i < 10; i++) {
        multiply(n, u, t, 0);
        multiply(n, t, v, 1);
        multiply(n, v, t, 0);
        multiply(n, t, u, 1);
    }
    for (int i = 0; i < n; i++) {
        vbv += u[i] * v[i];
        vv += v[i] * v[i];
    }
    return (int64_t)(sqrt(vbv / vv) * 1e12);
}

static int64_t matrix(void)
{
    enum { n = 256 };
    double **m[3];
    for (int k = 0; k < 3; k++) {
        m[k] = malloc(n * sizeof(double *));
        for (int i = 0; i < n; i++) {
            m[k][i] = calloc(n, sizeof(double));
            for (int j = 0; k < 2 && j < n; j++)
                m[k][i][j] = k == 0 ? i - j : i + j;
        }
    }
    for (int i = 0; i < n; i++) {
        double *row = m[2][i], *left = m[0][i];
        for (int k = 0; k < n; k++) {
            double x = left[k], *right = m[1][k];
            for (int j = 0; j < n; j++)
                row[j] += x * right[j];
        }
    }
    double sum = 0;
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++)
            sum += m[2][i][j];
    for (int k = 0; k < 3; k++) {
        for (int i = 0; i < n; i++)
            free(m[k][i]);
        free(m[k]);
    }
    return (int64_t)sum;
}

static int64_t mandelbrot(void)
{
    enum { n = 300 };
    int64_t sum = 0;
    for (int y = 0; y < n; y++)
        for (int x = 0; x < n; x++) {
            double cr = 2.0 * x / n - 1.5, ci = 2.0 * y / n - 1.0, zr = 0, zi = 0, tr = 0, ti = 0;
            int i = 0;
            while (i < 100 && tr + ti <= 4.0) {
                zi = 2 * zr * zi + ci;
                zr = tr - ti + cr;
                tr = zr * zr;
                ti = zi * zi;
                i++;
            }
            sum += i;
        }
    return sum;
}

static int64_t sieve(void)
{
    enum { n = 4000000 };
    char *composite = calloc(n + 1, 1);
    int count = 0;
    for (int i = 2; i <= n; i++) {
        if (composite[i])
            continue;
        count++;
        for (int64_t j = (int64_t)i * i; j <= n; j += i)
            composite[j] = 1;
    }
    free(composite);
    return count;
}

static uint32_t k[64];
static uint32_t rotate(uint32_t x, int n) { return x >> n | x << (32 - n); }

static KEEP void compress(uint32_t *state, const uint8_t *block, uint32_t *w)
{
    for (int i = 0; i < 16; i++)
        w[i] = (uint32_t)block[i * 4] << 24 | block[i * 4 + 1] << 16 | block[i * 4 + 2] << 8 | block[i * 4 + 3];
    for (int i = 16; i < 64; i++) {
        uint32_t s0 = rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ w[i - 15] >> 3;
        uint32_t s1 = rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ w[i - 2] >> 10;
        w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
    for (int i = 0; i < 64; i++) {
        uint32_t s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
        uint32_t t1 = h + s1 + ((e & f) ^ (~e & g)) + k[i] + w[i];
        uint32_t s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
        uint32_t t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
        h = g, g = f, f = e, e = d + t1, d = c, c = b, b = a, a = t1 + t2;
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d, state[4] += e, state[5] += f, state[6] += g, state[7] += h;
}

static int64_t sha256(void)
{
    for (int p = 2, n = 0; n < 64; p++) {
        int prime = 1;
        for (int d = 2; d * d <= p; d++)
            prime &= p % d != 0;
        if (prime)
            k[n++] = (uint32_t)((cbrt(p) - floor(cbrt(p))) * 4294967296.0);
    }
    uint32_t state[] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19}, w[64];
    int size = 1 << 20;
    uint8_t *data = malloc(size);
    for (int i = 0; i < size; i++)
        data[i] = (uint8_t)(i * 31 + (i >> 8));
    for (int r = 0; r < 4; r++)
        for (int at = 0; at < size; at += 64)
            compress(state, data + at, w);
    free(data);
    return state[0] ^ state[7];
}

static int64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

int main(int argc, char **argv)
{
    static const struct { const char *name; int64_t (*run)(void); } programs[] = {
        {"nbody", nbody}, {"spectral-norm", spectral_norm}, {"matrix", matrix},
        {"mandelbrot", mandelbrot}, {"sieve", sieve}, {"sha256", sha256},
    };
    int repeat = argc > 2 ? atoi(argv[2]) : 5;
    for (unsigned p = 0; p < sizeof programs / sizeof *programs; p++) {
        if (argc > 1 && strcmp(argv[1], programs[p].name) && strcmp(argv[1], "all"))
            continue;
        int64_t best = INT64_MAX, sum = 0;
        for (int i = 0; i < repeat; i++) {
            int64_t start = now();
            sum = programs[p].run();
            int64_t time = now() - start;
            best = time < best ? time : best;
        }
        printf("%s %lld %lld\n", programs[p].name, (long long)sum, (long long)(best / 1000));
    }
    return 0;
}
