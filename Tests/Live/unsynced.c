// A library to preload: remembers how to undo every write to a database that no sync has made
// durable yet. What a killed process leaves in the page cache, a power cut would lose; the undo
// files let a test lose it too. Only till.db and its write-ahead log are watched; the shared
// memory file is never durable, and is deleted by the test.
//
// UNSYNCED_STATE names the folder of the database, UNSYNCED_UNDO the folder of the undo files.
// A record of an undo file: offset, length and the file's size before (64 bits each, native
// order), then the bytes that were there. A sync that succeeds empties the undo file.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct watched {
  const char *name;
  int undo;
  char path[4096];
};

static struct watched files[] = {{"till.db", -1, ""}, {"till.db-wal", -1, ""}};
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off64_t);
static int (*real_ftruncate)(int, off64_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);

__attribute__((constructor)) static void begin(void) {
  real_write = dlsym(RTLD_NEXT, "write");
  real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
  real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  const char *state = getenv("UNSYNCED_STATE"), *undo = getenv("UNSYNCED_UNDO");
  if (!state || !undo) return;
  for (size_t i = 0; i < 2; i++) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s.undo", undo, files[i].name);
    snprintf(files[i].path, sizeof files[i].path, "%s/%s", state, files[i].name);
    files[i].undo = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (files[i].undo < 0) _exit(99);
  }
}

static struct watched *find(int fd) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return NULL;
  path[length] = 0;
  for (size_t i = 0; i < 2; i++)
    if (files[i].undo >= 0 && strcmp(path, files[i].path) == 0) return &files[i];
  return NULL;
}

// Remembers the bytes that [offset, offset + length) holds now. Without that memory the test would
// be worthless, so a failure ends the process.
static void remember(struct watched *file, int fd, uint64_t offset, uint64_t length) {
  struct stat64 info;
  if (fstat64(fd, &info) != 0) _exit(99);
  uint64_t size = (uint64_t)info.st_size;
  uint64_t kept = offset >= size ? 0 : size - offset < length ? size - offset : length;
  uint64_t head[3] = {offset, kept, size};
  char *record = malloc(sizeof head + kept);
  if (!record) _exit(99);
  memcpy(record, head, sizeof head);
  for (uint64_t done = 0; done < kept;) {
    // Through the same descriptor: closing another one would drop the process's POSIX locks.
    ssize_t count = pread64(fd, record + sizeof head + done, kept - done, (off64_t)(offset + done));
    if (count <= 0) _exit(99);
    done += (uint64_t)count;
  }
  if (real_write(file->undo, record, sizeof head + kept) != (ssize_t)(sizeof head + kept)) _exit(99);
  free(record);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset) {
  struct watched *file = find(fd);
  if (!file) return real_pwrite(fd, bytes, count, offset);
  pthread_mutex_lock(&lock);
  remember(file, fd, (uint64_t)offset, count);
  ssize_t result = real_pwrite(fd, bytes, count, offset);
  pthread_mutex_unlock(&lock);
  return result;
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) {
  return pwrite64(fd, bytes, count, offset);
}

ssize_t write(int fd, const void *bytes, size_t count) {
  struct watched *file = find(fd);
  if (!file) return real_write(fd, bytes, count);
  pthread_mutex_lock(&lock);
  remember(file, fd, (uint64_t)lseek64(fd, 0, SEEK_CUR), count);
  ssize_t result = real_write(fd, bytes, count);
  pthread_mutex_unlock(&lock);
  return result;
}

int ftruncate64(int fd, off64_t size) {
  struct watched *file = find(fd);
  if (!file) return real_ftruncate(fd, size);
  pthread_mutex_lock(&lock);
  struct stat64 info;
  if (fstat64(fd, &info) != 0) _exit(99);
  uint64_t cut = info.st_size > size ? (uint64_t)(info.st_size - size) : 0;
  remember(file, fd, (uint64_t)size, cut);
  int result = real_ftruncate(fd, size);
  pthread_mutex_unlock(&lock);
  return result;
}

int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

static int synchronize(int fd, int (*real)(int)) {
  struct watched *file = find(fd);
  if (!file) return real(fd);
  pthread_mutex_lock(&lock);
  int result = real(fd), failure = errno;
  if (result == 0 && real_ftruncate(file->undo, 0) != 0) _exit(99);
  pthread_mutex_unlock(&lock);
  errno = failure;
  return result;
}

int fsync(int fd) { return synchronize(fd, real_fsync); }
int fdatasync(int fd) { return synchronize(fd, real_fdatasync); }
