package dev.atom.vault;

import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKind;
import dev.atom.vault.store.VaultStore;
import java.security.GeneralSecurityException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many of a tenant's rows each of its data keys has sealed, by kind. Counts what rows say of
 * themselves, so what somebody planted counts too.
 *
 * @param rows by generation
 */
record KeyCount(Map<Integer, Map<RowKind, Long>> rows) {
  private static final int PAGE = 500;
  private static final List<RowKind> SEALED =
      List.of(
          RowKind.TENANT,
          RowKind.SECRET,
          RowKind.VERSION,
          RowKind.STATUS,
          RowKind.MANIFEST,
          RowKind.LEASE,
          RowKind.AUDIT);

  static KeyCount of(VaultStore store, Bytes tenant) {
    Map<Integer, Map<RowKind, Long>> rows = new TreeMap<>();
    for (RowKind kind : SEALED) {
      Bytes after = Bytes.EMPTY;
      List<Row> page = store.scan(kind, tenant, after, PAGE);
      while (!page.isEmpty()) {
        page.forEach(row -> count(rows, row));
        after = page.getLast().key().id();
        page = store.scan(kind, tenant, after, PAGE);
      }
    }
    return new KeyCount(rows);
  }

  /** Why a data key stays. */
  DataKeyReport.Left left(int generation) {
    long audit = of(generation, RowKind.AUDIT);
    long leases = of(generation, RowKind.LEASE);
    return new DataKeyReport.Left(generation, audit, leases, all(generation) - audit - leases);
  }

  /** How many rows a change of the data key seals anew. */
  long toReseal() {
    return rows.keySet().stream()
        .mapToLong(generation -> left(generation).rows() - of(generation, RowKind.TENANT))
        .sum();
  }

  long all(int generation) {
    return rows.getOrDefault(generation, Map.of()).values().stream().mapToLong(n -> n).sum();
  }

  private long of(int generation, RowKind kind) {
    return rows.getOrDefault(generation, Map.of()).getOrDefault(kind, 0L);
  }

  private static void count(Map<Integer, Map<RowKind, Long>> rows, Row row) {
    try {
      rows.computeIfAbsent(RowSeal.generation(row), any -> new EnumMap<>(RowKind.class))
          .merge(row.key().kind(), 1L, Long::sum);
    } catch (GeneralSecurityException | UnsupportedFormat e) {
      // No data key of this vault has sealed it.
      return;
    }
  }
}
