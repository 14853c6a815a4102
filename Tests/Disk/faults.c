// A library to preload: one chosen operation on the files of a store fails, once or from then on.
//
// FAULTS_STATE names the folder of the store, FAULTS_PAGE a file that is shared with the test (its
// counts and moments outlive the process), FAULTS_PLAN what fails: "KIND NUMBER ERRNO MODE", such
// as "sync 7 5 once"; ERRNO 0 writes half of the bytes, MODE is once or persistent. Without a plan
// the operations are only counted.
//
// After a failed sync the kernel takes the lost pages for clean, so every later sync of that file
// succeeds and does nothing here as well. To lose what it did not write, preload unsynced.c behind
// this library: it never hears of a sync that failed, nor of those that came after it.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum kind { READ, WRITE, SYNC, TRUNCATE, OPEN, RENAME, KINDS };
static const char *const kind_names[] = {"read", "write", "sync", "truncate", "open", "rename"};

// What the test reads; disk.py has the same layout.
struct page {
  uint64_t counts[KINDS];
  uint64_t injected;
  uint64_t failed_at, ended_at;  // nanoseconds of CLOCK_MONOTONIC; the first failure, _exit
  uint64_t lost_syncs;           // syncs of the database or its journal that failed
  uint64_t touched_after;        // writes, cuts and syncs of such a file after that
  char where[64];                // the file of the first failure
};

static const char *const watched[] = {"till.db",     "till.db-wal", "till.db-shm",    "install-id",
                                      "install-id.new", "reserve",  "storage-failed", "lock",
                                      "audit.db",    ""};
enum { DATABASE, JOURNAL, FILES = sizeof watched / sizeof *watched };

static struct page none, *page = &none;
static char state[PATH_MAX];
static int plan_kind = -1, plan_errno, plan_persists;
static uint64_t plan_number;
static int is_lost[FILES];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
// Set while the next library works: what it does for itself is nobody's operation.
static __thread int inside;

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

__attribute__((constructor)) static void begin(void) {
  const char *folder = getenv("FAULTS_STATE"), *shared = getenv("FAULTS_PAGE");
  const char *plan = getenv("FAULTS_PLAN");
  if (!folder || !shared) return;
  int file = open(shared, O_RDWR | O_CLOEXEC);
  void *memory = mmap(NULL, sizeof(struct page), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (file < 0 || memory == MAP_FAILED) _exit(99);
  page = memory;
  close(file);
  char kind[16], mode[16];
  if (plan) {
    if (sscanf(plan, "%15s %lu %d %15s", kind, &plan_number, &plan_errno, mode) != 4) _exit(99);
    for (int i = 0; i < KINDS; i++)
      if (strcmp(kind, kind_names[i]) == 0) plan_kind = i;
    if (plan_kind < 0) _exit(99);
    plan_persists = strcmp(mode, "persistent") == 0;
  }
  // Last of all: from here on the calls of this process are watched.
  snprintf(state, sizeof state, "%s", folder);
}

// The number of a watched file, or -1: the folder itself has the empty name.
static int file_at(const char *path) {
  size_t length = strlen(state);
  if (!length || strncmp(path, state, length) != 0) return -1;
  const char *name = path + length;
  if (*name == '/') name++;
  else if (*name) return -1;
  for (int i = 0; i < FILES; i++)
    if (strcmp(name, watched[i]) == 0) return i;
  return -1;
}

static int file_of(int fd) {
  if (inside || !*state) return -1;
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return -1;
  path[length] = 0;
  return file_at(path);
}

// Counts an operation; whether it is to fail.
static int fails(enum kind kind, int file) {
  if (file < 0) return 0;
  pthread_mutex_lock(&lock);
  uint64_t number = ++page->counts[kind];
  if (is_lost[file] && kind != READ && kind != OPEN) page->touched_after++;
  int hit = (int)kind == plan_kind &&
            (number == plan_number || (plan_persists && number > plan_number));
  if (hit) {
    if (!page->injected++) {
      page->failed_at = now();
      snprintf(page->where, sizeof page->where, "%s", *watched[file] ? watched[file] : "folder");
    }
    if (kind == SYNC && (file == DATABASE || file == JOURNAL)) {
      is_lost[file] = 1;
      page->lost_syncs++;
    }
  }
  pthread_mutex_unlock(&lock);
  return hit;
}

static int fail(void) {
  errno = plan_errno;
  return -1;
}

// Calls the next library's function of the same name.
#define NEXT(result, name, parameters, arguments)                        \
  ({                                                                     \
    static result(*next) parameters;                                     \
    if (!next) next = (result(*) parameters)dlsym(RTLD_NEXT, name);      \
    inside++;                                                            \
    result answer = next arguments;                                      \
    inside--;                                                            \
    answer;                                                              \
  })

ssize_t pread64(int fd, void *bytes, size_t count, off64_t offset) {
  if (fails(READ, file_of(fd))) return fail();
  return NEXT(ssize_t, "pread64", (int, void *, size_t, off64_t), (fd, bytes, count, offset));
}

ssize_t pread(int fd, void *bytes, size_t count, off_t offset) {
  return pread64(fd, bytes, count, offset);
}

ssize_t read(int fd, void *bytes, size_t count) {
  if (fails(READ, file_of(fd))) return fail();
  return NEXT(ssize_t, "read", (int, void *, size_t), (fd, bytes, count));
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset) {
  if (fails(WRITE, file_of(fd))) {
    if (plan_errno) return fail();
    count /= 2;
  }
  return NEXT(
      ssize_t, "pwrite64", (int, const void *, size_t, off64_t), (fd, bytes, count, offset));
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) {
  return pwrite64(fd, bytes, count, offset);
}

ssize_t write(int fd, const void *bytes, size_t count) {
  if (fails(WRITE, file_of(fd))) {
    if (plan_errno) return fail();
    count /= 2;
  }
  return NEXT(ssize_t, "write", (int, const void *, size_t), (fd, bytes, count));
}

int posix_fallocate(int fd, off_t offset, off_t count) {
  if (fails(WRITE, file_of(fd))) return plan_errno ? plan_errno : ENOSPC;
  return NEXT(int, "posix_fallocate", (int, off_t, off_t), (fd, offset, count));
}

int ftruncate64(int fd, off64_t size) {
  if (fails(TRUNCATE, file_of(fd))) return fail();
  return NEXT(int, "ftruncate64", (int, off64_t), (fd, size));
}

int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

int fsync(int fd) {
  int file = file_of(fd);
  if (fails(SYNC, file)) return fail();
  if (file >= 0 && is_lost[file]) return 0;
  return NEXT(int, "fsync", (int), (fd));
}

int fdatasync(int fd) {
  int file = file_of(fd);
  if (fails(SYNC, file)) return fail();
  if (file >= 0 && is_lost[file]) return 0;
  return NEXT(int, "fdatasync", (int), (fd));
}

static int opened(const char *name, const char *path, int flags, va_list rest) {
  mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
  if (!inside && fails(OPEN, file_at(path))) return fail();
  inside++;
  int (*next)(const char *, int, ...) = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, name);
  int fd = next(path, flags, mode);
  inside--;
  return fd;
}

int open(const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  int fd = opened("open", path, flags, rest);
  va_end(rest);
  return fd;
}

int open64(const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  int fd = opened("open64", path, flags, rest);
  va_end(rest);
  return fd;
}

int rename(const char *from, const char *to) {
  if (!inside && fails(RENAME, file_at(to))) return fail();
  return NEXT(int, "rename", (const char *, const char *), (from, to));
}

void _exit(int code) {
  page->ended_at = now();
  void (*next)(int) = (void (*)(int))dlsym(RTLD_NEXT, "_exit");
  next(code);
  __builtin_unreachable();
}
