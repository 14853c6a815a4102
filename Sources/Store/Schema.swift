// The tables as SQL. Schema numbers rise by one; a number once released is never changed.

internal import GRDB

/// The schema of `till.db`.
enum Schema {
  /// "Till" in the file's header (sqlite.org/fileformat2.html, offset 68).
  static let applicationID: Int64 = 0x5469_6C6C
  /// The schema this release writes, kept as `user_version`.
  static let number: Int64 = 3
  /// The first schema whose pages are sealed.
  static let sealed: Int64 = 3

  /// What leads from one schema to the next; the first one starts from an empty file.
  ///
  /// The third changes no table: before it, every page is written again, with a seal.
  static let steps: [String] = [ledger + views, printers, ""]

  /// Brings a file up to this release's schema, whole or not at all.
  static func migrate(_ db: Database) throws {
    try sealPages(db)
    try db.inTransaction(.immediate) {
      let found = try Int64.fetchOne(db, sql: "PRAGMA user_version") ?? 0
      for step in steps.dropFirst(Int(found)) { try db.execute(sql: step) }
      try db.execute(
        sql: "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(number)")
      return .commit
    }
  }

  /// Writes every page of an earlier release's file again, so that each has its seal.
  ///
  /// The journal takes all of it as one commit. The number of the schema rises only once the file
  /// itself is sealed, so that a crash in between begins again.
  private static func sealPages(_ db: Database) throws {
    guard Seal.state(of: db) == false else { return }
    let found = try Int64.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    guard found < sealed else {
      throw Unreadable(reason: "its pages have no seal, but its schema is \(found)")
    }
    // Setting the size of pages takes the wish for room back, so it is said again. What is copied
    // on the way may be larger than memory.
    Seal.reserve(db)
    try db.execute(sql: "PRAGMA temp_store = FILE; VACUUM; PRAGMA temp_store = MEMORY")
    _ = try db.checkpoint(.truncate)
    guard Seal.state(of: db) == true else {
      throw Unreadable(reason: "its pages could not be sealed")
    }
  }

  /// Facts: never changed, never deleted, never drawn from anything else.
  private static let ledger = """
    CREATE TABLE node(
      nid INTEGER PRIMARY KEY, install BLOB NOT NULL, epoch INTEGER NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('active', 'sealed')),
      head_seq INTEGER NOT NULL, head_hash BLOB NOT NULL, head_hlc INTEGER NOT NULL) STRICT;
    CREATE TABLE event(
      pos INTEGER PRIMARY KEY,
      nid INTEGER NOT NULL REFERENCES node, seq INTEGER NOT NULL,
      hlc INTEGER NOT NULL, wall INTEGER NOT NULL, tq INTEGER NOT NULL,
      stream BLOB NOT NULL, sver INTEGER NOT NULL, type TEXT NOT NULL, ver INTEGER NOT NULL,
      cmd BLOB, actor TEXT NOT NULL, approver TEXT, till TEXT NOT NULL, shift BLOB, day TEXT,
      body BLOB NOT NULL, hash BLOB NOT NULL,
      UNIQUE (nid, seq), UNIQUE (stream, sver, nid)) STRICT;
    CREATE TABLE command(
      id BLOB PRIMARY KEY, request BLOB NOT NULL, position INTEGER NOT NULL,
      outcome BLOB NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE outbox(
      number INTEGER PRIMARY KEY, kind TEXT NOT NULL, state TEXT NOT NULL, intent BLOB NOT NULL,
      attempts INTEGER NOT NULL, evidence TEXT, why TEXT) STRICT;
    CREATE INDEX outbox_waiting ON outbox(state)
      WHERE \(Outbox.isWaiting);
    CREATE TRIGGER event_update BEFORE UPDATE ON event
      BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END;
    CREATE TRIGGER event_delete BEFORE DELETE ON event
      BEGIN SELECT RAISE(ABORT, 'an event is never deleted'); END;
    CREATE TRIGGER command_update BEFORE UPDATE ON command
      BEGIN SELECT RAISE(ABORT, 'an answer is never changed'); END;
    CREATE TRIGGER command_delete BEFORE DELETE ON command
      BEGIN SELECT RAISE(ABORT, 'an answer is never deleted'); END;

    """

  /// Several printers: which one had a job, how often it was refused, whether it may be on paper.
  ///
  /// What a release before this one left failed waited for a person, and still does. A job it had
  /// begun once more after nobody knew what became of it kept its reason, and may be on paper.
  private static let printers = """
    ALTER TABLE outbox ADD COLUMN printer TEXT;
    ALTER TABLE outbox ADD COLUMN misses INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE outbox ADD COLUMN doubtful INTEGER NOT NULL DEFAULT 0;
    UPDATE outbox SET misses = 1000 WHERE state = 'failed';
    UPDATE outbox SET doubtful = 1
      WHERE state = 'unknown' OR (state IN ('queued', 'started') AND why IS NOT NULL);
    ALTER TABLE outbox ADD COLUMN receipt TEXT;
    UPDATE outbox SET receipt = json_extract(CAST(intent AS TEXT), '$.receipt.number')
      WHERE kind = 'print' AND json_valid(CAST(intent AS TEXT));
    CREATE INDEX outbox_receipt ON outbox(receipt, number) WHERE receipt IS NOT NULL;

    """

  /// Views: drawn from events only, so they may be dropped and drawn again.
  ///
  /// A product has a row per generation: 0 for what was written one by one, and one for each
  /// import. In force is the row whose import has the highest rank; ranks are given when an
  /// import is applied, so that this one write puts a million rows in force. Triggers keep the
  /// barcodes right; `Catalogue` keeps the words of names, since no trigger may touch a virtual
  /// table while trusted_schema is OFF (sqlite.org/pragma.html#pragma_trusted_schema).
  static let views = """
    CREATE TABLE sale(
      id BLOB PRIMARY KEY, state TEXT NOT NULL, revision INTEGER NOT NULL,
      opened INTEGER NOT NULL, shift BLOB, minor INTEGER NOT NULL, cur TEXT NOT NULL,
      number TEXT, copies INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
    CREATE INDEX sale_uncompleted ON sale(state) WHERE state <> 'completed';
    CREATE UNIQUE INDEX sale_number ON sale(number) WHERE number IS NOT NULL;
    CREATE TABLE shift(
      id BLOB PRIMARY KEY, open INTEGER NOT NULL, z INTEGER,
      body BLOB NOT NULL) STRICT, WITHOUT ROWID;
    CREATE INDEX shift_open ON shift(open) WHERE open = 1;
    CREATE UNIQUE INDEX shift_z ON shift(z);
    CREATE TABLE outlet(
      only INTEGER PRIMARY KEY CHECK (only = 1), body BLOB NOT NULL) STRICT;
    CREATE TABLE category(
      code TEXT PRIMARY KEY, name TEXT NOT NULL, parent TEXT, sort INTEGER NOT NULL, tax TEXT,
      rev INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE setting(key TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;

    CREATE TABLE import(
      gen INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE,
      state TEXT NOT NULL CHECK (state IN ('staged', 'applied', 'abandoned')),
      rank INTEGER, first INTEGER NOT NULL, last INTEGER, unpurged INTEGER) STRICT;
    CREATE INDEX import_unpurged ON import(unpurged) WHERE unpurged IS NOT NULL;
    INSERT INTO import(gen, id, state, rank, first) VALUES (0, zeroblob(16), 'applied', 0, 1);
    CREATE TABLE product(
      id INTEGER PRIMARY KEY AUTOINCREMENT, sku TEXT NOT NULL,
      gen INTEGER NOT NULL, name TEXT NOT NULL,
      barcodes TEXT NOT NULL, minor INTEGER NOT NULL, cur TEXT NOT NULL, tax TEXT NOT NULL,
      category TEXT, unit TEXT, active INTEGER NOT NULL, rev INTEGER NOT NULL,
      UNIQUE (sku, gen)) STRICT;
    CREATE TABLE barcode(
      code TEXT NOT NULL, product INTEGER NOT NULL,
      PRIMARY KEY (code, product)) STRICT, WITHOUT ROWID;
    CREATE VIRTUAL TABLE search USING fts5(
      name, content = 'product', content_rowid = 'id', prefix = '1 2 3 4',
      tokenize = 'unicode61 remove_diacritics 2');
    CREATE TRIGGER product_insert AFTER INSERT ON product BEGIN
      INSERT OR IGNORE INTO barcode SELECT value, new.id FROM json_each(new.barcodes);
    END;
    CREATE TRIGGER product_delete AFTER DELETE ON product BEGIN
      DELETE FROM barcode
        WHERE product = old.id AND code IN (SELECT value FROM json_each(old.barcodes));
    END;
    CREATE TRIGGER product_barcodes AFTER UPDATE OF barcodes ON product
      WHEN old.barcodes <> new.barcodes BEGIN
      DELETE FROM barcode
        WHERE product = old.id AND code IN (SELECT value FROM json_each(old.barcodes));
      INSERT OR IGNORE INTO barcode SELECT value, new.id FROM json_each(new.barcodes);
    END;


    """

  /// Takes all views away, so that `views` can make them again.
  static let dropViews = """
    DROP TABLE search; DROP TABLE barcode; DROP TABLE product; DROP TABLE import;
    DROP TABLE setting; DROP TABLE category; DROP TABLE outlet; DROP TABLE shift; DROP TABLE sale;

    """
}
