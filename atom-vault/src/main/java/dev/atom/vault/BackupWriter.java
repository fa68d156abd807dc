package dev.atom.vault;

import dev.atom.vault.seal.FieldWriter;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKind;
import dev.atom.vault.store.VaultStore;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Copies all rows of a vault that goes on working. A tenant's rows are one state of it: its own row
 * is read before and after, and if a commit came between, the copy is thrown away and made again.
 * After some tries this process's own writers of the tenant wait for the copy; those of other
 * processes can't be made to, so that after many tries it gives up. Entries of the audit, which only
 * become more, are not copied again.
 *
 * <p>The header is the one at the begin. A data key that was wrapped by a newer root key meanwhile is
 * wrapped for the backup by the newest that this header has. Used by one thread.
 */
final class BackupWriter {
  static final int FREE_TRIES = 3;
  static final int HELD_TRIES = 50;

  private static final int PAGE = 500;
  private static final int ID = 16;

  private final Tenants tenants;
  private final VaultStore store;
  private final FrameWriter out;
  private final Bytes id;
  private Roots.Opened roots;
  private FieldWriter rows = new FieldWriter(BackupFormat.FRAME);
  private final Map<RowKind, Long> counts = new EnumMap<>(RowKind.class);
  private final Map<RowKind, Long> attempt = new EnumMap<>(RowKind.class);
  private Bytes audited = Bytes.EMPTY;
  private History history = History.NONE;
  private long begun;
  private long named;
  private long shredded;

  BackupWriter(Tenants tenants, OutputStream out) {
    this.tenants = tenants;
    this.store = tenants.store();
    this.out = new FrameWriter(out);
    byte[] fresh = new byte[FrameWriter.ID_LENGTH];
    tenants.roots().random().nextBytes(fresh);
    this.id = Bytes.wrapping(fresh);
    this.roots = tenants.roots().opened();
  }

  String id() {
    return id.toHex();
  }

  BackupReport write() {
    long now = tenants.now();
    Row header = header();
    out.start(BackupFormat.MAGIC, BackupFormat.FORMAT, id);
    FieldWriter first = new FieldWriter(1024).i64(now);
    BackupFormat.write(first, header);
    frame(BackupFormat.HEADER, first.toByteArray());
    Bytes last = Bytes.EMPTY;
    List<Row> page = store.scan(RowKind.DATA_KEY, Bytes.EMPTY, Bytes.EMPTY, PAGE);
    while (!page.isEmpty()) {
      for (Row row : page) {
        Bytes tenant = Bytes.of(row.key().id().toArray(), 0, ID);
        if (!tenant.equals(last)) {
          tenant(tenant);
          last = tenant;
        }
      }
      page = store.scan(RowKind.DATA_KEY, Bytes.EMPTY, page.getLast().key().id(), PAGE);
    }
    frame(
        BackupFormat.END,
        new FieldWriter()
            .i64(begun)
            .i64(counts.values().stream().mapToLong(Long::longValue).sum())
            .toByteArray());
    out.flush();
    return new BackupReport(
        id(),
        Instant.ofEpochMilli(now),
        named,
        shredded,
        counts.getOrDefault(RowKind.SECRET, 0L),
        counts.getOrDefault(RowKind.VERSION, 0L),
        counts.getOrDefault(RowKind.AUDIT, 0L),
        List.of());
  }

  /** The header's row together with the root keys that it wraps. */
  private Row header() {
    while (true) {
      Row row =
          store
              .get(Header.KEY)
              .orElseThrow(() -> new VaultCorrupt("the vault's header is gone; restore it"));
      tenants.roots().reload();
      roots = tenants.roots().opened();
      if (roots.revision() == row.revision()) {
        return row;
      }
    }
  }

  private void tenant(Bytes tenant) {
    begun++;
    audited = Bytes.EMPTY;
    history = history(tenant, store.get(Ids.tenantRow(tenant)));
    attempt.clear();
    frame(BackupFormat.TENANT, tenant.toArray());
    for (int i = 0; i < FREE_TRIES; i++) {
      if (copied(tenant)) {
        return;
      }
    }
    tenants.holding(nameOf(tenant), () -> held(tenant));
  }

  /** Copies while this process changes nothing of the tenant. */
  private boolean held(Bytes tenant) {
    for (int i = 0; i < HELD_TRIES; i++) {
      if (copied(tenant)) {
        return true;
      }
    }
    throw new VaultConflict(
        "a tenant (row %s) is changed by other processes faster than it can be copied; try the"
                .formatted(tenant.toHex())
            + " backup again when they are quieter");
  }

  private String nameOf(Bytes tenant) {
    try {
      return store
          .get(Ids.tenantRow(tenant))
          .map(row -> tenants.opened(tenant, row).state().name())
          .orElse("");
    } catch (VaultException e) {
      return "";
    }
  }

  /** One try; false if the tenant changed meanwhile. */
  private boolean copied(Bytes tenant) {
    Optional<Row> before = store.get(Ids.tenantRow(tenant));
    for (RowKind kind : BackupFormat.KINDS) {
      if (kind == RowKind.DATA_KEY || (before.isPresent() && kind != RowKind.TENANT)) {
        copy(kind, tenant);
      }
    }
    before.ifPresent(this::add);
    Optional<Row> after = store.get(Ids.tenantRow(tenant));
    flushRows();
    if (!before.equals(after)) {
      again(tenant, after);
      return false;
    }
    attempt.forEach((kind, some) -> counts.merge(kind, some, Long::sum));
    if (before.isEmpty()) {
      shredded++;
    } else if (!tenant.equals(tenants.ids().vault())) {
      named++;
    }
    return true;
  }

  private void again(Bytes tenant, Optional<Row> row) {
    History now = history(tenant, row);
    boolean all = row.isEmpty() || !now.equals(history);
    long entries = attempt.getOrDefault(RowKind.AUDIT, 0L);
    attempt.clear();
    if (all) {
      history = now;
      audited = Bytes.EMPTY;
    } else {
      attempt.put(RowKind.AUDIT, entries);
    }
    frame(BackupFormat.AGAIN, new byte[] {(byte) (all ? BackupFormat.ALL : 0)});
  }

  /**
   * Where a tenant's audit begins.
   *
   * @param created when the tenant was made, which may be again after it was shredded
   * @param forgotten up to which entry its audit was dropped
   */
  private record History(long created, long forgotten) {
    static final History NONE = new History(0, 0);
  }

  private History history(Bytes tenant, Optional<Row> row) {
    try {
      return row.map(found -> tenants.opened(tenant, found).state())
          .map(state -> new History(state.created(), state.dropped().number()))
          .orElse(History.NONE);
    } catch (VaultException e) {
      // It is copied as it is; who reads the backup is told.
      return History.NONE;
    }
  }

  private void copy(RowKind kind, Bytes tenant) {
    Bytes from = kind == RowKind.AUDIT ? audited : Bytes.EMPTY;
    List<Row> page = store.scan(kind, tenant, from, PAGE);
    while (!page.isEmpty()) {
      for (Row row : page) {
        add(kind == RowKind.DATA_KEY ? openable(row) : row);
      }
      from = page.getLast().key().id();
      page = store.scan(kind, tenant, from, PAGE);
    }
    if (kind == RowKind.AUDIT) {
      audited = from;
    }
  }

  private void add(Row row) {
    BackupFormat.write(rows, row);
    attempt.merge(row.key().kind(), 1L, Long::sum);
    if (rows.length() >= BackupFormat.FRAME) {
      flushRows();
    }
  }

  private void flushRows() {
    if (rows.length() > 0) {
      frame(BackupFormat.ROWS, rows.toByteArray());
      rows = new FieldWriter(BackupFormat.FRAME);
    }
  }

  /** A data key's row as one that the backup's header opens. */
  private Row openable(Row row) {
    byte[] keyset = new byte[0];
    try {
      DataKeys.Content content = DataKeys.Content.parse(row);
      if (roots.header().root(content.root()).isPresent()) {
        return row;
      }
      keyset = tenants.dataKeys().content(row);
      int root = roots.header().newest().generation();
      byte[] data =
          tenants.roots().associatedData(row.key().id(), row.revision(), root, content.state());
      Bytes wrapped = roots.newest().wrap(keyset, data);
      return new Row(
          row.key(),
          row.revision(),
          new DataKeys.Content(root, content.state(), wrapped).toBytes());
    } catch (GeneralSecurityException e) {
      // It doesn't open in the vault either; who reads the backup is told.
      return row;
    } finally {
      Arrays.fill(keyset, (byte) 0);
    }
  }

  private void frame(int type, byte[] body) {
    out.frame(type, BackupFormat.sealed(roots.functions().backups(), id, out.number(), type, body));
  }
}
