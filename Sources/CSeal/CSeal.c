// The seal of pages: what CSeal.h says, as a VFS over another VFS.
#include "CSeal.h"
#include <sqlite3.h>
#include <string.h>

enum {
  PAGE = 4096,
  BODY = PAGE - SEAL_BYTES,
  // sqlite.org/fileformat2.html: of a database, where its reserved bytes are counted; of a
  // journal, its header, the header of a frame, and the checksum at the end of both.
  RESERVED = 20,
  FILE_HEADER = 100,
  LOG_HEADER = 32,
  FRAME_HEADER = 24,
  FRAME = FRAME_HEADER + PAGE,
};

/// The opcodes of our own file controls: above 100, which SQLite leaves to others.
#define CONTROL_STATE 0x7365616C
#define CONTROL_PROMISE 0x7365616D

/// A database or a journal; the file of the base follows in the same memory.
struct file {
  sqlite3_file base;
  const char *name;
  /// Database: whether its pages are sealed; and whether they will be, before its first page says so.
  int sealed, promised;
  /// Journal: from this frame on, checksums are right only once the open transaction commits, since
  /// it has written a page a second time; -1 if it has not.
  sqlite3_int64 loose;
  /// Journal: where the page belongs whose header was written just before; -1 if none was.
  sqlite3_int64 expected;
};

static sqlite3_file *real(sqlite3_file *file) { return (sqlite3_file *)((struct file *)file + 1); }

// Faults.

// Of each thread, since it is a thread that SQLite answers, and that asks what the answer meant.
static _Thread_local struct seal_fault last_fault;
static _Thread_local uint64_t fault_count;

static int fault(struct file *file, int journal, sqlite3_int64 number) {
  fault_count += 1;
  last_fault.number = (uint32_t)number;
  last_fault.journal = journal;
  strncpy(last_fault.file, file->name ? file->name : "", sizeof last_fault.file - 1);
  sqlite3_log(SQLITE_IOERR_DATA, "%s %lld of %s is not what was written",
              journal ? "frame" : "page", number, file->name);
  return SQLITE_IOERR_DATA;
}

uint64_t seal_faults(struct seal_fault *last) {
  *last = last_fault;
  return fault_count;
}

// The seal.

static const uint64_t odd = 0x9E3779B97F4A7C15u;

/// A bijection of the chain and, for a given chain, of the word.
static inline void mix(uint64_t *chain, const uint8_t *at) {
  uint64_t word;
  memcpy(&word, at, 8);
  word = (*chain ^ word) * odd;
  *chain = word << 31 | word >> 33;
}

/// Four chains side by side, since one would wait for each multiplication. Every step is a
/// bijection, so that a change within one word of eight bytes always changes the seal; any other
/// one does but for one in 2^64.
uint64_t seal_of_page(const uint8_t *page, uint32_t number) {
  uint64_t chain[4] = {number + 1u, 2, 3, 4}, seal = odd;
  int offset = 0;
  for (; offset + 32 <= BODY; offset += 32) {
    for (int i = 0; i < 4; i++) mix(&chain[i], page + offset + 8 * i);
  }
  for (int i = 0; offset < BODY; i++, offset += 8) mix(&chain[i], page + offset);
  for (int i = 0; i < 4; i++) {
    seal = (seal ^ chain[i]) * odd;
    seal ^= seal >> 29;
  }
  return seal;
}

static int is_sealed(const uint8_t *page, sqlite3_int64 offset) {
  uint64_t seal = seal_of_page(page, (uint32_t)(offset / PAGE + 1));
  return memcmp(page + BODY, &seal, SEAL_BYTES) == 0;
}

static int is_page(int amount, sqlite3_int64 offset) { return amount == PAGE && offset % PAGE == 0; }

static int read_database(struct file *file, uint8_t *data, int amount, sqlite3_int64 offset) {
  sqlite3_file *below = real(&file->base);
  int result = below->pMethods->xRead(below, data, amount, offset);
  if (result != SQLITE_OK) return result;
  if (offset == 0 && amount > RESERVED && data[RESERVED] == SEAL_BYTES) file->sealed = 1;
  // The header alone is read before a journal is recovered, which may hold the page as it should
  // be. It is verified with its page.
  if (!file->sealed || offset + amount <= FILE_HEADER) return SQLITE_OK;
  if (is_page(amount, offset)) {
    if (is_sealed(data, offset)) return SQLITE_OK;
    // Once more: what failed may have been the way from the disk, and not the disk.
    result = below->pMethods->xRead(below, data, amount, offset);
    if (result != SQLITE_OK) return result;
    if (is_sealed(data, offset)) return SQLITE_OK;
  }
  return fault(file, 0, offset / PAGE + 1);
}

static int write_database(struct file *file, const uint8_t *data, int amount, sqlite3_int64 offset) {
  sqlite3_file *below = real(&file->base);
  uint8_t page[PAGE];
  if (is_page(amount, offset)) {
    if (offset == 0) {
      file->sealed = data[RESERVED] == SEAL_BYTES;
      // Seals were written over the ends of pages that had something there.
      if (file->promised && !file->sealed) return SQLITE_IOERR_WRITE;
    }
    if (file->sealed) {
      // In a copy: SQLite's page is in use, and the journal has summed it up with its old seal.
      uint64_t seal = seal_of_page(data, (uint32_t)(offset / PAGE + 1));
      memcpy(page, data, BODY);
      memcpy(page + BODY, &seal, SEAL_BYTES);
      data = page;
    }
  }
  return below->pMethods->xWrite(below, data, amount, offset);
}

/// Looks at a database that is being opened: it is sealed if its header says so, or if its first
/// page is sealed but for that byte, so that a broken byte does not open the door.
static void examine(struct file *file) {
  sqlite3_file *below = real(&file->base);
  uint8_t page[PAGE];
  if (below->pMethods->xRead(below, page, PAGE, 0) != SQLITE_OK) return;
  page[RESERVED] = SEAL_BYTES;
  if (is_sealed(page, 0)) file->sealed = 1;
}

// The journal.

static uint32_t big_endian(const uint8_t *at) {
  return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

struct sum {
  uint32_t a, b;
};

static struct sum sum_at(const uint8_t *at) { return (struct sum){big_endian(at), big_endian(at + 4)}; }

/// The journal's running checksum (sqlite.org/fileformat2.html#checksum_algorithm), in the order
/// of bytes of this machine: a journal is never carried to another one.
static struct sum add_to_sum(struct sum sum, const uint8_t *data, int size) {
  uint32_t word[2];
  for (int offset = 0; offset < size; offset += 8) {
    memcpy(word, data + offset, 8);
    sum.a += word[0] + sum.b;
    sum.b += word[1] + sum.a;
  }
  return sum;
}

/// Where the checksum lies that a frame's goes on from: of the frame before or of the journal.
static sqlite3_int64 seed_offset(sqlite3_int64 frame) {
  return frame == LOG_HEADER ? LOG_HEADER - 8 : frame - FRAME + FRAME_HEADER - 8;
}

/// Whether a frame goes on from the checksum before it, whatever is further before; or an error.
static int check_frame(sqlite3_file *below, const uint8_t *header, const uint8_t *page,
                       sqlite3_int64 frame, int *right) {
  uint8_t seed[8];
  int result = below->pMethods->xRead(below, seed, 8, seed_offset(frame));
  if (result != SQLITE_OK) return result;
  struct sum found = add_to_sum(add_to_sum(sum_at(seed), header, 8), page, PAGE);
  struct sum wanted = sum_at(header + 16);
  *right = found.a == wanted.a && found.b == wanted.b;
  return SQLITE_OK;
}

static int is_frame(sqlite3_int64 offset) {
  return offset >= LOG_HEADER && (offset - LOG_HEADER) % FRAME == 0;
}

/// A page as it is read while selling: its frame's checksum must fit.
static int verify_page(struct file *file, uint8_t *page, sqlite3_int64 frame) {
  sqlite3_file *below = real(&file->base);
  uint8_t header[FRAME_HEADER];
  if (file->loose >= 0 && frame >= file->loose) return SQLITE_OK;
  for (int attempt = 0; attempt < 2; attempt++) {
    int right = 0;
    int result = below->pMethods->xRead(below, header, FRAME_HEADER, frame);
    if (result == SQLITE_OK) result = check_frame(below, header, page, frame, &right);
    if (result != SQLITE_OK || right) return result;
    result = below->pMethods->xRead(below, page, PAGE, frame + FRAME_HEADER);
    if (result != SQLITE_OK) return result;
  }
  return fault(file, 1, (frame - LOG_HEADER) / FRAME + 1);
}

static int read_journal(struct file *file, uint8_t *data, int amount, sqlite3_int64 offset) {
  sqlite3_file *below = real(&file->base);
  int result = below->pMethods->xRead(below, data, amount, offset);
  if (result != SQLITE_OK) return result;
  if (amount == PAGE && is_frame(offset - FRAME_HEADER)) {
    return verify_page(file, data, offset - FRAME_HEADER);
  }
  return SQLITE_OK;
}

static int write_journal(struct file *file, const uint8_t *data, int amount, sqlite3_int64 offset) {
  sqlite3_file *below = real(&file->base);
  sqlite3_int64 frame = offset - FRAME_HEADER;
  if (amount == LOG_HEADER && offset == 0) {
    file->loose = -1;
  } else if (amount == FRAME_HEADER) {
    // There or before: checksums are put right one by one, or the transaction was given up.
    if (offset <= file->loose) file->loose = offset + FRAME;
  } else if (amount == PAGE && offset != file->expected) {
    // A page in its old place, and no header before it.
    if (file->loose < 0 || frame < file->loose) file->loose = frame;
  }
  file->expected = amount == FRAME_HEADER ? offset + FRAME_HEADER : -1;
  return below->pMethods->xWrite(below, data, amount, offset);
}

// Files: what is not a read or a write goes straight through.

#define BELOW(method, ...)                   \
  sqlite3_file *below = real(file);          \
  return below->pMethods->method(below, ##__VA_ARGS__)

static int file_close(sqlite3_file *file) { BELOW(xClose); }
static int file_truncate(sqlite3_file *file, sqlite3_int64 size) { BELOW(xTruncate, size); }
static int file_sync(sqlite3_file *file, int flags) { BELOW(xSync, flags); }
static int file_size(sqlite3_file *file, sqlite3_int64 *size) { BELOW(xFileSize, size); }
static int file_lock(sqlite3_file *file, int level) { BELOW(xLock, level); }
static int file_unlock(sqlite3_file *file, int level) { BELOW(xUnlock, level); }
static int file_reserved(sqlite3_file *file, int *is) { BELOW(xCheckReservedLock, is); }
static int file_sector(sqlite3_file *file) { BELOW(xSectorSize); }
static int file_traits(sqlite3_file *file) { BELOW(xDeviceCharacteristics); }
static int file_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **at) {
  BELOW(xShmMap, page, size, extend, at);
}
static int file_shm_lock(sqlite3_file *file, int offset, int count, int flags) {
  BELOW(xShmLock, offset, count, flags);
}
static void file_shm_barrier(sqlite3_file *file) { BELOW(xShmBarrier); }
static int file_shm_unmap(sqlite3_file *file, int delete) { BELOW(xShmUnmap, delete); }

static int file_control(sqlite3_file *file, int opcode, void *value) {
  struct file *mine = (struct file *)file;
  if (opcode == CONTROL_STATE) {
    *(int *)value = mine->sealed;
    return SQLITE_OK;
  }
  if (opcode == CONTROL_PROMISE) {
    sqlite3_int64 size = -1;
    // A page that leaves the cache early is written before the first one.
    if (file_size(file, &size) == SQLITE_OK && size == 0) mine->sealed = mine->promised = 1;
    return SQLITE_OK;
  }
  BELOW(xFileControl, opcode, value);
}

static int database_read(sqlite3_file *file, void *data, int amount, sqlite3_int64 offset) {
  return read_database((struct file *)file, data, amount, offset);
}
static int database_write(sqlite3_file *file, const void *data, int amount, sqlite3_int64 offset) {
  return write_database((struct file *)file, data, amount, offset);
}
static int journal_read(sqlite3_file *file, void *data, int amount, sqlite3_int64 offset) {
  return read_journal((struct file *)file, data, amount, offset);
}
static int journal_write(sqlite3_file *file, const void *data, int amount, sqlite3_int64 offset) {
  return write_journal((struct file *)file, data, amount, offset);
}

// Version 2, and not 3: pages that are mapped into memory would be read past the seal.
#define METHODS(read, write)                                                                     \
  {                                                                                              \
    2, file_close, read, write, file_truncate, file_sync, file_size, file_lock, file_unlock,     \
        file_reserved, file_control, file_sector, file_traits, file_shm_map, file_shm_lock,      \
        file_shm_barrier, file_shm_unmap, NULL, NULL                                             \
  }
static const sqlite3_io_methods database_methods = METHODS(database_read, database_write);
static const sqlite3_io_methods journal_methods = METHODS(journal_read, journal_write);

// The VFS.

static sqlite3_vfs *base_of(sqlite3_vfs *vfs) { return vfs->pAppData; }

static int vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out) {
  sqlite3_vfs *base = base_of(vfs);
  int is_database = (flags & SQLITE_OPEN_MAIN_DB) != 0;
  // Temporary files and rollback journals are the base's alone.
  if (!is_database && !(flags & SQLITE_OPEN_WAL)) return base->xOpen(base, name, file, flags, out);
  struct file *mine = (struct file *)file;
  memset(mine, 0, sizeof *mine);
  mine->name = name;
  mine->loose = -1;
  mine->expected = -1;
  int result = base->xOpen(base, name, real(file), flags, out);
  if (real(file)->pMethods == NULL) return result;
  // From here on SQLite closes the file, even if it could not be opened.
  file->pMethods = is_database ? &database_methods : &journal_methods;
  if (result == SQLITE_OK && is_database) examine(mine);
  return result;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int sync) {
  return base_of(vfs)->xDelete(base_of(vfs), name, sync);
}
static int vfs_access(sqlite3_vfs *vfs, const char *name, int flags, int *out) {
  return base_of(vfs)->xAccess(base_of(vfs), name, flags, out);
}
static int vfs_full_pathname(sqlite3_vfs *vfs, const char *name, int size, char *out) {
  return base_of(vfs)->xFullPathname(base_of(vfs), name, size, out);
}
static int vfs_randomness(sqlite3_vfs *vfs, int size, char *out) {
  return base_of(vfs)->xRandomness(base_of(vfs), size, out);
}
static int vfs_sleep(sqlite3_vfs *vfs, int microseconds) {
  return base_of(vfs)->xSleep(base_of(vfs), microseconds);
}
static int vfs_time(sqlite3_vfs *vfs, double *out) {
  return base_of(vfs)->xCurrentTime(base_of(vfs), out);
}
static int vfs_time_int64(sqlite3_vfs *vfs, sqlite3_int64 *out) {
  return base_of(vfs)->xCurrentTimeInt64(base_of(vfs), out);
}
static int vfs_last_error(sqlite3_vfs *vfs, int size, char *out) {
  return base_of(vfs)->xGetLastError(base_of(vfs), size, out);
}

int seal_register(const char *name, const char *base_name) {
  if (sqlite3_vfs_find(name)) return SQLITE_OK;
  sqlite3_vfs *base = sqlite3_vfs_find(base_name);
  if (base == NULL) return SQLITE_ERROR;
  // In one piece with its name, since both are needed for as long as files are open.
  size_t size = strlen(name) + 1;
  sqlite3_vfs *vfs = sqlite3_malloc64(sizeof *vfs + size);
  if (vfs == NULL) return SQLITE_NOMEM;
  memset(vfs, 0, sizeof *vfs);
  memcpy(vfs + 1, name, size);
  vfs->iVersion = base->iVersion < 2 ? base->iVersion : 2;
  vfs->szOsFile = (int)sizeof(struct file) + base->szOsFile;
  vfs->mxPathname = base->mxPathname;
  vfs->zName = (const char *)(vfs + 1);
  vfs->pAppData = base;
  vfs->xOpen = vfs_open;
  vfs->xDelete = vfs_delete;
  vfs->xAccess = vfs_access;
  vfs->xFullPathname = vfs_full_pathname;
  vfs->xRandomness = vfs_randomness;
  vfs->xSleep = vfs_sleep;
  vfs->xCurrentTime = vfs_time;
  if (base->iVersion >= 2 && base->xCurrentTimeInt64) vfs->xCurrentTimeInt64 = vfs_time_int64;
  if (base->xGetLastError) vfs->xGetLastError = vfs_last_error;
  return sqlite3_vfs_register(vfs, 0);
}

int seal_reserve(sqlite3 *db) {
  int bytes = SEAL_BYTES;
  int result = sqlite3_file_control(db, "main", SQLITE_FCNTL_RESERVE_BYTES, &bytes);
  if (result == SQLITE_OK) result = sqlite3_file_control(db, "main", CONTROL_PROMISE, NULL);
  return result;
}

int seal_state(sqlite3 *db) {
  int sealed = -1;
  if (sqlite3_file_control(db, "main", CONTROL_STATE, &sealed) != SQLITE_OK) return -1;
  return sealed;
}
