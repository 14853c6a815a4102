// A file layer for SQLite (sqlite.org/vfs.html) that believes no page it did not write.
//
// Database: pages of 4,096 bytes whose last 8 are reserved (byte 20 of the file's header) carry a
// seal there, a 64-bit checksum of the rest and of the page's number. A page whose seal does not
// fit is not handed on: SQLITE_IOERR_DATA. Files that reserve nothing pass through as they are.
//
// Write-ahead journal: its frames have checksums of SQLite's own, which SQLite compares only when
// it recovers. Here they are compared whenever a page is read.
#ifndef TILLD_CSEAL_H
#define TILLD_CSEAL_H

#include <stdint.h>

struct sqlite3;

/// The bytes at the end of a page that the seal takes.
#define SEAL_BYTES 8

/// What was found broken: a page of the database or, in a journal, a frame, both counted from 1;
/// 0 is the journal's header.
struct seal_fault {
  uint32_t number;
  int journal;
  char file[256];
};

/// Registers a VFS by this name over another one, NULL for SQLite's default; again changes nothing.
/// Returns SQLITE_OK, or SQLITE_ERROR without such a base.
int seal_register(const char *name, const char *base);

/// Has a connection reserve room for seals: in a file that is still empty, or with the next VACUUM.
int seal_reserve(struct sqlite3 *db);

/// Whether pages of this connection's file are sealed: 1, 0, or -1 if it was opened without a seal.
int seal_state(struct sqlite3 *db);

/// How many faults this thread has met; the last one is copied.
uint64_t seal_faults(struct seal_fault *last);

/// The seal of a page of 4,096 bytes, for those who make or break one outside SQLite.
uint64_t seal_of_page(const uint8_t *page, uint32_t number);

#endif
