package dev.atom.vault;

import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Change;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import dev.atom.vault.store.RowKind;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Seals a tenant's rows anew with the data key in use, some rows a commit. What doesn't open stays as
 * it is and is named. The audit is never sealed anew: its chain is over the sealed bytes. Used by one
 * thread.
 */
final class Resealing {
  private static final List<RowKind> ORDER =
      List.of(RowKind.VERSION, RowKind.SECRET, RowKind.STATUS, RowKind.MANIFEST);
  private static final int SECRET_ID = 32;

  private final Tenants tenants;
  private final Secrets secrets;
  private final String name;
  private final Map<RowKey, String> problems = new LinkedHashMap<>();
  private int kind;
  private Bytes after = Bytes.EMPTY;
  private long resealed;

  Resealing(VaultCore core, String name) {
    this.tenants = core.tenants;
    this.secrets = core.secrets;
    this.name = name;
  }

  long resealed() {
    return resealed;
  }

  /** What could not be sealed anew, and why. */
  Map<RowKey, String> problems() {
    return problems;
  }

  void restart() {
    kind = 0;
    after = Bytes.EMPTY;
    problems.clear();
  }

  /**
   * Looks at some more rows and seals those of older data keys anew, in one commit.
   *
   * @return whether there may be more
   */
  boolean step(int most) {
    if (kind == ORDER.size()) {
      return false;
    }
    Page page = tenants.change(name, false, change -> page(change, most));
    problems.putAll(page.problems);
    resealed += page.resealed;
    if (page.last.isEmpty()) {
      kind++;
      after = Bytes.EMPTY;
    } else {
      after = page.last.get();
    }
    return kind < ORDER.size();
  }

  /** Some rows, in one try of a commit. */
  private static final class Page {
    private final Map<RowKey, String> problems = new LinkedHashMap<>();
    private Optional<Bytes> last = Optional.empty();
    private long resealed;
  }

  private Page page(TenantChange change, int most) {
    Page page = new Page();
    RowKind of = ORDER.get(kind);
    List<Row> rows = tenants.store().scan(of, change.tenant().id, after, most);
    if (!rows.isEmpty()) {
      page.last = Optional.of(rows.getLast().key().id());
    }
    List<Row> old =
        rows.stream().filter(row -> isOld(row, change.state().generation(), page)).toList();
    switch (of) {
      case VERSION -> versions(change, old, page);
      case SECRET -> old.forEach(row -> secret(change, row.key(), List.of(), page));
      case STATUS -> old.forEach(row -> status(change, row, page));
      case MANIFEST -> parts(change, old, page);
      case HEADER, DATA_KEY, TENANT, AUDIT, LEASE ->
          throw new IllegalStateException("rows of kind " + of + " are not sealed anew");
    }
    return page;
  }

  private static boolean isOld(Row row, int generation, Page page) {
    try {
      return RowSeal.generation(row) != generation;
    } catch (GeneralSecurityException | UnsupportedFormat e) {
      page.problems.put(row.key(), "it is no row of this vault");
      return false;
    }
  }

  private void versions(TenantChange change, List<Row> old, Page page) {
    Map<RowKey, List<Row>> bySecret = new LinkedHashMap<>();
    for (Row row : old) {
      RowKey secret = new RowKey(RowKind.SECRET, Bytes.of(row.key().id().toArray(), 0, SECRET_ID));
      bySecret.computeIfAbsent(secret, any -> new ArrayList<>()).add(row);
    }
    bySecret.forEach((secret, rows) -> secret(change, secret, rows, page));
  }

  /** Seals a secret's row anew, and with it some of its older versions. */
  private void secret(TenantChange change, RowKey key, List<Row> versions, Page page) {
    try {
      Optional<Row> row = change.secret(key);
      if (row.isEmpty()) {
        versions.forEach(version -> page.problems.put(version.key(), "its secret is not there"));
        return;
      }
      try (OpenedSecret opened = secrets.open(change.tenant(), row.get())) {
        List<Head.Older> older = new ArrayList<>(opened.head().older());
        int done = 0;
        for (Row version : versions) {
          done += version(change, key, version, older, page) ? 1 : 0;
        }
        if (done > 0 || versions.isEmpty()) {
          Head head = opened.head().withOlder(older, opened.head().changed());
          opened.with(
              plain -> {
                secrets.write(change, key, row, head, plain);
                return true;
              });
          page.resealed += done + 1;
        }
      }
    } catch (TamperedRecord | UnsupportedFormat e) {
      page.problems.put(key, "it doesn't open: " + e.getMessage());
      versions.forEach(version -> page.problems.put(version.key(), "its secret doesn't open"));
    }
  }

  private boolean version(
      TenantChange change, RowKey secret, Row row, List<Head.Older> older, Page page) {
    for (int i = 0; i < older.size(); i++) {
      Head.Older one = older.get(i);
      boolean same =
          Ids.version(secret, one.version()).equals(row.key()) && one.revision() == row.revision();
      if (same) {
        boolean done = row(change, row, page);
        if (done) {
          older.set(i, one.withRevision(row.revision() + 1));
        }
        return done;
      }
    }
    page.problems.put(row.key(), "its secret doesn't name it");
    return false;
  }

  /** Seals a row that the manifest doesn't name anew. */
  private boolean row(TenantChange change, Row row, Page page) {
    byte[] plain = new byte[0];
    try {
      plain = tenants.seal().open(tenants.key(change.tenant(), RowSeal.generation(row)), row);
      change.put(row.key(), row.revision(), plain);
      return true;
    } catch (GeneralSecurityException | UnsupportedFormat e) {
      page.problems.put(row.key(), "it doesn't open: it was changed");
      return false;
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  /** A status that doesn't open counts as none, so it may go. */
  private void status(TenantChange change, Row row, Page page) {
    if (!row(change, row, page)) {
      page.problems.remove(row.key());
      change.add(new Change.Delete(row.key(), row.revision()));
    }
    page.resealed++;
  }

  private void parts(TenantChange change, List<Row> old, Page page) {
    TenantState state = change.state();
    List<Manifests.Held> held = new ArrayList<>();
    for (Row row : old) {
      boolean inUse =
          state.manifest().bits() > 0 && Ids.number(row.key()) < 1 << state.manifest().bits();
      if (!inUse) {
        page.problems.put(row.key(), "the tenant's record doesn't name it");
        continue;
      }
      try {
        held.add(tenants.manifests().opened(change.tenant(), row));
      } catch (TamperedRecord | UnsupportedFormat e) {
        page.problems.put(row.key(), "it doesn't open: " + e.getMessage());
      }
    }
    if (!held.isEmpty()) {
      change.state(tenants.manifests().resealed(change, state, held));
      page.resealed += held.size();
    }
  }
}
