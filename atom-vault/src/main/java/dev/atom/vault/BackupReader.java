package dev.atom.vault;

import dev.atom.vault.seal.FieldReader;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKind;
import dev.atom.vault.store.VaultStore;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;

/**
 * Reads a backup from its begin to its end and hands on only what is proven to be of it and in its
 * place. Used by one thread.
 */
final class BackupReader {
  private final FrameReader in;
  private final Bytes id;
  private final Row header;
  private final Instant taken;
  private final Roots roots;

  /** What is done with a backup's parts, in their order. */
  interface Parts {
    void begin(Bytes tenant);

    void rows(List<Row> rows);

    /**
     * What came of the tenant since its begin counts for nothing.
     *
     * @param audit false if the entries of its audit still count
     */
    void again(boolean audit);

    /** The tenant's part is whole. */
    void whole();
  }

  /**
   * Opens a backup.
   *
   * @param store where the rows go or a fresh one; asked for nothing here
   * @throws WrongMasterKey if the key is another one
   */
  BackupReader(InputStream from, VaultStore store, Kek kek, SecureRandom random) {
    this.in = new FrameReader(from, "backup");
    this.id = in.start(BackupFormat.MAGIC, BackupFormat.FORMAT);
    FrameReader.Frame first = in.next();
    if (first.type() != BackupFormat.HEADER) {
      throw in.damaged("is not the first one of a backup");
    }
    try {
      FieldReader fields = new FieldReader(first.body());
      this.taken = Instant.ofEpochMilli(fields.i64());
      this.header = BackupFormat.row(fields);
      if (!header.key().equals(Header.KEY)) {
        throw in.damaged("doesn't begin with a header");
      }
      this.roots = Roots.of(store, kek, random, header);
    } catch (FieldReader.Malformed | VaultCorrupt e) {
      throw in.damaged("has no header that can be read");
    }
    opened(first);
  }

  String id() {
    return id.toHex();
  }

  Instant taken() {
    return taken;
  }

  Row header() {
    return header;
  }

  Roots roots() {
    return roots;
  }

  /** Reads all that is left. */
  void read(Parts parts) {
    boolean begun = false;
    long tenants = 0;
    long rows = 0;
    long ofTenant = 0;
    long ofAudit = 0;
    Bytes tenant = Bytes.EMPTY;
    while (true) {
      FrameReader.Frame frame = in.next();
      byte[] body = opened(frame);
      switch (frame.type()) {
        case BackupFormat.TENANT -> {
          if (begun) {
            parts.whole();
          }
          begun = true;
          tenants++;
          rows += ofTenant + ofAudit;
          ofTenant = 0;
          ofAudit = 0;
          tenant = Bytes.wrapping(body);
          parts.begin(tenant);
        }
        case BackupFormat.ROWS -> {
          List<Row> some = rows(body, tenant);
          long audits = some.stream().filter(row -> row.key().kind() == RowKind.AUDIT).count();
          ofAudit += audits;
          ofTenant += some.size() - audits;
          parts.rows(some);
        }
        case BackupFormat.AGAIN -> {
          boolean audit = body.length == 1 && body[0] == BackupFormat.ALL;
          ofTenant = 0;
          ofAudit = audit ? 0 : ofAudit;
          parts.again(audit);
        }
        case BackupFormat.END -> {
          if (begun) {
            parts.whole();
          }
          requireCounts(body, tenants, rows + ofTenant + ofAudit);
          in.end();
          return;
        }
        default -> throw in.damaged("is of type " + frame.type() + ", which has no meaning");
      }
    }
  }

  private byte[] opened(FrameReader.Frame frame) {
    return BackupFormat.opened(roots.functions().backups(), id, frame)
        .orElseThrow(() -> in.damaged("was not written for this place of this backup"));
  }

  private List<Row> rows(byte[] body, Bytes tenant) {
    try {
      List<Row> rows = BackupFormat.rows(body);
      for (Row row : rows) {
        if (tenant.length() == 0
            || !row.key().id().startsWith(tenant)
            || !BackupFormat.KINDS.contains(row.key().kind())) {
          throw in.damaged("has rows of another tenant");
        }
      }
      return rows;
    } catch (FieldReader.Malformed e) {
      throw in.damaged("has a row that can't be read");
    }
  }

  private void requireCounts(byte[] body, long tenants, long rows) {
    try {
      FieldReader fields = new FieldReader(body);
      boolean same = fields.i64() == tenants && fields.i64() == rows;
      fields.end();
      if (!same) {
        throw in.damaged("counts other parts than came");
      }
    } catch (FieldReader.Malformed e) {
      throw in.damaged("has no counts that can be read");
    }
  }

  /** Removes rows whose ids begin so. */
  static void clear(VaultStore store, Bytes prefix, boolean audit) {
    for (RowKind kind : BackupFormat.KINDS) {
      if (kind == RowKind.AUDIT && !audit) {
        continue;
      }
      List<Row> page = store.scan(kind, prefix, Bytes.EMPTY, 500);
      while (!page.isEmpty()) {
        store.commit(
            BackupRestore.withoutHeader(page.stream().map(BackupRestore::removed).toList()));
        page = store.scan(kind, prefix, Bytes.EMPTY, 500);
      }
    }
  }
}
