/* The baseline of the durable commit: the rows of `tillbench commit`, written by plain C through
 * libsqlite3 with the store's own tables and settings, and nothing else. Also the disk's own sync. */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { LINES_PER_SALE = 10, COMMITS_PER_CHECKPOINT = 500, BODY = 400, SHIFT = 1000, OUTCOME = 70 };

static sqlite3 *db;

static void fail(const char *what, const char *why) {
  fprintf(stderr, "bare: %s: %s\n", what, why);
  exit(1);
}

static void check(int code, const char *what) {
  if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW) fail(what, sqlite3_errmsg(db));
}

static void run(const char *sql) { check(sqlite3_exec(db, sql, NULL, NULL, NULL), sql); }

static sqlite3_stmt *prepare(const char *sql) {
  sqlite3_stmt *statement = NULL;
  check(sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL), sql);
  return statement;
}

static void step(sqlite3_stmt *statement) {
  check(sqlite3_step(statement), sqlite3_sql(statement));
  check(sqlite3_reset(statement), sqlite3_sql(statement));
}

static int64_t nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static int ascending(const void *a, const void *b) {
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

static void report(const char *name, int64_t *samples, int count) {
  qsort(samples, (size_t)count, sizeof *samples, ascending);
  printf("{\"count\":%d,\"max\":%lld,\"name\":\"%s\",\"p50\":%lld,\"p99\":%lld}\n", count,
         (long long)samples[count - 1], name, (long long)samples[count / 2],
         (long long)samples[count * 99 / 100]);
}

/* Makes the tables of a store that the till made, so that there is no second schema to keep. */
static void copy_schema(const char *store) {
  sqlite3 *template = NULL;
  sqlite3_stmt *tables = NULL;
  if (sqlite3_open_v2(store, &template, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ||
      sqlite3_prepare_v2(template,
                         "SELECT sql FROM sqlite_schema WHERE tbl_name IN "
                         "('node', 'event', 'command', 'sale', 'shift') AND sql IS NOT NULL "
                         "ORDER BY type = 'table' DESC, rowid",
                         -1, &tables, NULL) != SQLITE_OK)
    fail(store, sqlite3_errmsg(template));
  while (sqlite3_step(tables) == SQLITE_ROW) run((const char *)sqlite3_column_text(tables, 0));
  sqlite3_finalize(tables);
  sqlite3_close(template);
}

/* An id of version 7: it sorts by its number, and its last bytes look random. */
static void make_id(unsigned char id[16], uint64_t number) {
  uint64_t mixed = (number + 1) * 0x9E3779B97F4A7C15u;
  for (int i = 0; i < 8; i++) {
    id[i] = (unsigned char)(number >> (56 - 8 * i));
    id[8 + i] = (unsigned char)(mixed >> (56 - 8 * i));
  }
}

static void bind_blob(sqlite3_stmt *statement, int index, const void *bytes, int count) {
  check(sqlite3_bind_blob(statement, index, bytes, count, SQLITE_STATIC), "bind");
}

static void commits(const char *path, const char *store, int count) {
  check(sqlite3_open(path, &db), path);
  run("PRAGMA page_size = 4096; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
      "PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = 67108864;"
      "PRAGMA recursive_triggers = ON; PRAGMA mmap_size = 0; PRAGMA trusted_schema = OFF;"
      "PRAGMA cell_size_check = ON; PRAGMA foreign_keys = ON; PRAGMA cache_size = -4096;"
      "PRAGMA temp_store = MEMORY;");
  copy_schema(store);
  run("INSERT INTO node VALUES (1, zeroblob(16), 1, 'active', 0, zeroblob(32), 0)");

  sqlite3_stmt *begin = prepare("BEGIN IMMEDIATE"), *commit = prepare("COMMIT");
  sqlite3_stmt *event = prepare(
      "INSERT INTO event(pos, nid, seq, hlc, wall, tq, stream, sver, type, ver, cmd, actor, "
      "approver, till, shift, day, body, hash) VALUES (?1, 1, ?1, ?2, ?3, 0, ?4, ?5, "
      "'sale.line_added', 1, ?6, 'uid:1000', NULL, 'T1', ?7, '2026-01-01', ?8, ?9)");
  sqlite3_stmt *command =
      prepare("INSERT INTO command(id, request, position, outcome) VALUES (?, ?, ?, ?)");
  sqlite3_stmt *sale = prepare(
      "INSERT INTO sale(id, state, revision, opened, shift, minor, cur, number) "
      "VALUES (?, 'open', ?, ?, ?, ?, 'EUR', NULL) ON CONFLICT(id) DO UPDATE SET "
      "state = excluded.state, revision = excluded.revision, opened = excluded.opened, "
      "shift = excluded.shift, minor = excluded.minor, cur = excluded.cur, "
      "number = excluded.number");
  sqlite3_stmt *shift = prepare(
      "INSERT INTO shift(id, open, z, body) VALUES (?, 1, NULL, ?) ON CONFLICT(id) DO UPDATE SET "
      "open = excluded.open, z = excluded.z, body = excluded.body");
  sqlite3_stmt *head =
      prepare("UPDATE node SET head_seq = ?, head_hash = ?, head_hlc = ? WHERE nid = 1");

  static unsigned char body[SHIFT];
  memset(body, 'x', sizeof body);
  unsigned char shift_id[16], sale_id[16], command_id[16], hash[32] = {0};
  unsigned char stream[17] = {1};
  make_id(shift_id, 0);
  int64_t *samples = calloc((size_t)count, sizeof *samples);
  for (int i = 0; i < count; i++) {
    int line = i % LINES_PER_SALE;
    struct timespec wall;
    clock_gettime(CLOCK_REALTIME, &wall);
    int64_t now = (int64_t)wall.tv_sec * 1000 + wall.tv_nsec / 1000000;
    if (line == 0) make_id(sale_id, (uint64_t)i + 1);
    make_id(command_id, (uint64_t)i + 1);
    memcpy(stream + 1, sale_id, 16);
    memcpy(hash, command_id, 16);
    memcpy(hash + 16, command_id, 16);

    int64_t start = nanoseconds();
    step(begin);
    sqlite3_bind_int64(event, 1, i + 1);
    sqlite3_bind_int64(event, 2, now << 16 | i);
    sqlite3_bind_int64(event, 3, now);
    bind_blob(event, 4, stream, 17);
    sqlite3_bind_int64(event, 5, line + 1);
    bind_blob(event, 6, command_id, 16);
    bind_blob(event, 7, shift_id, 16);
    bind_blob(event, 8, body, BODY);
    bind_blob(event, 9, hash, 32);
    step(event);
    bind_blob(command, 1, command_id, 16);
    bind_blob(command, 2, hash, 32);
    sqlite3_bind_int64(command, 3, i + 1);
    bind_blob(command, 4, body, OUTCOME);
    step(command);
    bind_blob(sale, 1, sale_id, 16);
    sqlite3_bind_int64(sale, 2, line + 1);
    sqlite3_bind_int64(sale, 3, now);
    bind_blob(sale, 4, shift_id, 16);
    sqlite3_bind_int64(sale, 5, i);
    step(sale);
    bind_blob(shift, 1, shift_id, 16);
    bind_blob(shift, 2, body, SHIFT);
    step(shift);
    sqlite3_bind_int64(head, 1, i + 1);
    bind_blob(head, 2, hash, 32);
    sqlite3_bind_int64(head, 3, now << 16 | i);
    step(head);
    step(commit);
    samples[i] = nanoseconds() - start;

    if ((i + 1) % COMMITS_PER_CHECKPOINT == 0)
      sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
  }
  report("bare.commit", samples, count);
  free(samples);
  sqlite3_finalize(begin);
  sqlite3_finalize(commit);
  sqlite3_finalize(event);
  sqlite3_finalize(command);
  sqlite3_finalize(sale);
  sqlite3_finalize(shift);
  sqlite3_finalize(head);
  sqlite3_close(db);
}

/* "One sync of this disk": four KiB are appended, then waited for. */
static void syncs(const char *path, int count) {
  static unsigned char page[4096];
  memset(page, 'x', sizeof page);
  int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) fail(path, strerror(errno));
  int64_t *samples = calloc((size_t)count, sizeof *samples);
  for (int i = 0; i < count; i++) {
    int64_t start = nanoseconds();
    if (write(file, page, sizeof page) != sizeof page || fdatasync(file) != 0)
      fail(path, strerror(errno));
    samples[i] = nanoseconds() - start;
  }
  report("sync", samples, count);
  free(samples);
  close(file);
}

int main(int argc, char **argv) {
  int count = argc == 4 ? atoi(argv[3]) : 0;
  if (count < 100) {
    fprintf(stderr, "usage: bare STORE/till.db NEW-FOLDER COUNT (100 or more)\n");
    return 2;
  }
  char path[4096];
  snprintf(path, sizeof path, "%s/bare.db", argv[2]);
  commits(path, argv[1], count);
  snprintf(path, sizeof path, "%s/sync", argv[2]);
  syncs(path, count);
  return 0;
}
