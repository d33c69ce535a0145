/* A stand-in for an NVIDIA driver: enough of libcuda, libcudart and libnvidia-ml for cards to be found, buffers to
   be made and engines to be built. Nothing can run on it.

   STAND_IN_GPUS   one card after the other, separated by ";": NAME|compute capability times 10|multiprocessors|PCI bus
   STAND_IN_DRIVER newest CUDA version, as the driver counts (12080)
   CUDA_VISIBLE_DEVICES hides cards, by uuid, as the real one does. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct card { char name[128]; int compute, multiprocessors; char bus[32]; unsigned char uuid[16]; };
static struct card cards[8];

static int count(void) {
    const char *list = getenv("STAND_IN_GPUS"), *visible = getenv("CUDA_VISIBLE_DEVICES");
    char copy[1024], *rest = copy, *one, wanted[64];
    int found = 0, number = 0;
    strncpy(copy, list ? list : "", sizeof copy - 1);
    while ((one = strsep(&rest, ";")) && *one) {
        struct card *c = &cards[found];
        sscanf(one, "%127[^|]|%d|%d|%31s", c->name, &c->compute, &c->multiprocessors, c->bus);
        memset(c->uuid, 0x10 + number++, 16);
        sprintf(wanted, "GPU-%02x%02x%02x%02x-", c->uuid[0], c->uuid[0], c->uuid[0], c->uuid[0]);
        if (!visible || strstr(visible, wanted)) found++;
    }
    return found;
}
static int driver(void) { const char *v = getenv("STAND_IN_DRIVER"); return v ? atoi(v) : 13000; }
static int attribute(int which, int d) {
    count();
    return which == 75 ? cards[d].compute / 10 : which == 76 ? cards[d].compute % 10
         : which == 16 ? cards[d].multiprocessors : which == 13 ? 2500000 : 1;
}

/* libcuda */
int cuInit(unsigned f) { return count() ? 0 : 100; }
int cuDriverGetVersion(int *v) { *v = driver(); return 0; }
int cuDeviceGetCount(int *n) { *n = count(); return 0; }
int cuDeviceGet(int *d, int i) { *d = i; return 0; }
int cuDeviceGetName(char *b, int n, int d) { count(); strncpy(b, cards[d].name, n); return 0; }
int cuDeviceTotalMem_v2(size_t *m, int d) { *m = (size_t)24 << 30; return 0; }
int cuDeviceGetAttribute(int *v, int a, int d) { *v = attribute(a, d); return 0; }
int cuDeviceGetPCIBusId(char *b, int n, int d) { count(); strncpy(b, cards[d].bus, n); return 0; }
int cuDeviceGetUuid_v2(void *u, int d) { count(); memcpy(u, cards[d].uuid, 16); return 0; }
static int context(void **c) { static int one; *c = &one; return 0; }
int cuStreamGetCtx(void *s, void **c) { return context(c); }
int cuCtxGetCurrent(void **c) { return context(c); }
int cuCtxPopCurrent_v2(void **c) { return context(c); }
int cuCtxPushCurrent_v2(void *c) { return 0; }
int cuCtxSetCurrent(void *c) { return 0; }
#define REFUSED(name) int name(void) { return 100; }
REFUSED(cuCtxCreate_v4) REFUSED(cuCtxDestroy_v2) REFUSED(cuDestroyExternalMemory) REFUSED(cuDestroyExternalSemaphore)
REFUSED(cuExternalMemoryGetMappedBuffer) REFUSED(cuGetErrorString) REFUSED(cuImportExternalMemory)
REFUSED(cuImportExternalSemaphore) REFUSED(cuSignalExternalSemaphoresAsync) REFUSED(cuWaitExternalSemaphoresAsync)
REFUSED(cuFuncSetAttribute) REFUSED(cuGetErrorName) REFUSED(cuLaunchKernel) REFUSED(cuModuleGetFunction)
REFUSED(cuModuleLoadData) REFUSED(cuModuleUnload)

/* libnvidia-ml */
int nvmlInit_v2(void) { return 0; }
int nvmlShutdown(void) { return 0; }
int nvmlSystemGetDriverVersion(char *b, unsigned n) { strncpy(b, "580.159.04", n); return 0; }
const char *nvmlErrorString(int r) { return "stand-in"; }

/* libcudart */
#define DONE(name, ...) int name(__VA_ARGS__) { return 0; }
int cudaGetDeviceCount(int *n) { *n = count(); return 0; }
int cudaGetDevice(int *d) { *d = 0; return 0; }
int cudaDeviceGetByPCIBusId(int *d, const char *bus) {
    for (int i = 0, n = count(); i < n; i++)
        if (!strcasecmp(cards[i].bus, bus)) { *d = i; return 0; }
    return 101;
}
int cudaDeviceGetAttribute(int *v, int a, int d) { *v = attribute(a, d); return 0; }
int cudaGetDeviceProperties(char *p, int d) { /* CUDA 13's cudaDeviceProp, by its offsets */
    int c = (count(), cards[d].compute);
    memset(p, 0, 700);
    strcpy(p, cards[d].name);
    *(size_t *)(p + 288) = (size_t)24 << 30, *(size_t *)(p + 296) = 49152;
    *(int *)(p + 308) = 32, *(int *)(p + 360) = c / 10, *(int *)(p + 364) = c % 10;
    return 0;
}
int cudaMalloc(void **p, size_t n) { *p = aligned_alloc(512, (n + 511) / 512 * 512); return 0; }
int cudaHostAlloc(void **p, size_t n, unsigned f) { return cudaMalloc(p, n); }
int cudaMallocHost(void **p, size_t n) { return cudaMalloc(p, n); }
int cudaMallocFromPoolAsync(void **p, size_t n, void *m, void *s) { return cudaMalloc(p, n); }
int cudaFree(void *p) { free(p); return 0; }
int cudaFreeHost(void *p) { free(p); return 0; }
int cudaFreeAsync(void *p, void *s) { free(p); return 0; }
int cudaHostGetDevicePointer(void **d, void *h, unsigned f) { *d = h; return 0; }
int cudaMemPoolGetAttribute(void *m, int a, void *v) { *(size_t *)v = 0; return 0; }
int cudaMemcpy(void *d, const void *s, size_t n, int k) { memcpy(d, s, n); return 0; }
int cudaMemcpyAsync(void *d, const void *s, size_t n, int k, void *t) { memcpy(d, s, n); return 0; }
int cudaPointerGetAttributes(int *a, const void *p) { memset(a, 0, 24); *a = 2; return 0; }
int cudaRuntimeGetVersion(int *v) { *v = 13000; return 0; }
const char *cudaGetErrorName(int e) { return "stand-in"; }
const char *cudaGetErrorString(int e) { return "stand-in"; }
static int made(void **h) { *h = malloc(8); return 0; }
int cudaEventCreateWithFlags(void **e, unsigned f) { return made(e); }
int cudaStreamCreateWithFlags(void **s, unsigned f) { return made(s); }
int cudaMemPoolCreate(void **m, const void *p) { return made(m); }
DONE(cudaSetDevice, int d) DONE(cudaDeviceSynchronize, void) DONE(cudaGetLastError, void)
DONE(cudaEventDestroy, void *e) DONE(cudaEventRecord, void *e, void *s) DONE(cudaEventSynchronize, void *e)
DONE(cudaStreamDestroy, void *s) DONE(cudaStreamSynchronize, void *s) DONE(cudaStreamWaitEvent, void *s, void *e)
DONE(cudaStreamBeginCapture, void *s, int m) DONE(cudaStreamEndCapture, void *s, void **g)
DONE(cudaGraphDestroy, void *g) DONE(cudaGraphExecDestroy, void *g) DONE(cudaGraphLaunch, void *e, void *s)
DONE(cudaGraphInstantiate, void **e, void *g) DONE(cudaMemPoolDestroy, void *m)
DONE(cudaMemPoolSetAttribute, void *m, int a, void *v) DONE(cudaMemPoolTrimTo, void *m, size_t n)
