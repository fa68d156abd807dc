package dev.atom.vault;

import dev.atom.vault.Part.Entry;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import dev.atom.vault.store.RowKind;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Looks at every row of a vault while it is in use. Used by one thread. */
final class Verifier {
  private static final int PAGE = 500;
  private static final int MOST_PROBLEMS = 1_000;
  private static final int MOST_TRIES = 20;

  private final Tenants tenants;
  private final Secrets secrets;
  private final Audit audit;
  private final List<String> problems = new ArrayList<>();
  private long tenantCount;
  private long secretCount;
  private long versionCount;
  private long auditCount;

  Verifier(VaultCore core) {
    this.tenants = core.tenants;
    this.secrets = core.secrets;
    this.audit = core.audit;
  }

  VaultReport all() {
    pages(RowKind.TENANT, Bytes.EMPTY, this::tenant);
    ownersOf(RowKind.DATA_KEY);
    ownersOf(RowKind.SECRET);
    return report();
  }

  /** One tenant only. */
  VaultReport of(String name) {
    tenants
        .store()
        .get(Ids.tenantRow(tenants.id(name)))
        .ifPresentOrElse(this::tenant, () -> tenants.find(name));
    return report();
  }

  private VaultReport report() {
    return new VaultReport(tenantCount, secretCount, versionCount, auditCount, problems);
  }

  private void tenant(Row row) {
    Bytes id = row.key().id();
    for (int tries = 1; ; tries++) {
      Optional<Row> now = tries == 1 ? Optional.of(row) : tenants.store().get(row.key());
      if (now.isEmpty()) {
        return;
      }
      Look look = new Look();
      long epoch = now.get().revision();
      look.at(id, now.get());
      boolean quiet = tenants.store().get(row.key()).map(Row::revision).orElse(0L) == epoch;
      if (look.wrong.isEmpty() || quiet || tries == MOST_TRIES) {
        take(look);
        return;
      }
    }
  }

  private void take(Look look) {
    tenantCount += look.isTenant ? 1 : 0;
    secretCount += look.secretCount;
    versionCount += look.versionCount;
    auditCount += look.auditCount;
    look.wrong.forEach(this::problem);
  }

  private void problem(String what) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(what);
    }
  }

  /** One look at all of a tenant's rows. */
  private final class Look {
    private final List<String> wrong = new ArrayList<>();
    private final Set<RowKey> named = new HashSet<>();
    private boolean isTenant;
    private long secretCount;
    private long versionCount;
    private long auditCount;

    void at(Bytes id, Row row) {
      Tenant tenant;
      try {
        tenant = tenants.opened(id, row);
      } catch (TamperedRecord | UnsupportedFormat | TenantShredded e) {
        wrong.add("tenant " + id.toHex() + ": " + e.getMessage());
        return;
      }
      isTenant = !tenant.state().name().isEmpty();
      if (!tenants.id(tenant.state().name()).equals(id)) {
        wrong.add("tenant " + id.toHex() + " stands in the place of another one");
        return;
      }
      manifest(tenant);
      Set<Long> seen = new HashSet<>();
      pages(RowKind.SECRET, id, secret -> secret(tenant, secret, seen));
      pages(RowKind.VERSION, id, version -> version(tenant, version));
      for (long one : ids(tenant)) {
        if (!seen.contains(one)) {
          wrong.add(in(tenant) + "a secret's record was removed");
        }
      }
      Audit.Verification chain = audit.verify(tenant, tenant.state());
      auditCount += chain.entries();
      chain.problems().forEach(problem -> wrong.add(in(tenant) + "audit: " + problem));
    }

    private void manifest(Tenant tenant) {
      TenantState state = tenant.state();
      List<Row> parts = new ArrayList<>();
      pages(RowKind.MANIFEST, tenant.id, parts::add);
      if (state.manifest().bits() > 0
          && !tenants.manifests().digest(parts).equals(state.manifest().digest())) {
        wrong.add(in(tenant) + "a part of what it has was changed or put back");
      }
    }

    private List<Long> ids(Tenant tenant) {
      try {
        return tenants.manifests().ids(tenant, tenant.state());
      } catch (TamperedRecord e) {
        wrong.add(in(tenant) + e.getMessage());
        return List.of();
      }
    }

    private void secret(Tenant tenant, Row row, Set<Long> seen) {
      seen.add(Ids.shortId(row.key()));
      try {
        Entry entry = tenants.manifests().find(tenant, tenant.state(), row.key());
        if (!entry.equals(Entry.of(row))) {
          wrong.add(
              in(tenant)
                  + "row "
                  + row.key().id().toHex()
                  + " has revision "
                  + row.revision()
                  + " and not "
                  + entry.revision()
                  + ", or was changed");
          return;
        }
        try (OpenedSecret opened = secrets.open(tenant, row)) {
          secretCount++;
          older(tenant, row, opened.head());
        }
      } catch (TamperedRecord | UnsupportedFormat | TenantShredded e) {
        wrong.add(in(tenant) + e.getMessage());
      }
    }

    private void older(Tenant tenant, Row row, Head head) {
      if (!tenants.ids().secret(tenant.id, head.ref()).equals(row.key())) {
        wrong.add(in(tenant) + Words.of(head.ref()) + " stands in the place of another one");
      }
      for (Head.Older older : head.older()) {
        named.add(Ids.version(row.key(), older.version()));
        try {
          secrets.version(tenant, row.key(), head.ref(), older).close();
          versionCount++;
        } catch (TamperedRecord | UnsupportedFormat | VaultConflict | TenantShredded e) {
          wrong.add(in(tenant) + e.getMessage());
        }
      }
    }

    private void version(Tenant tenant, Row row) {
      if (!named.contains(row.key())) {
        wrong.add(in(tenant) + "an older version that is not kept any more was put back");
      }
    }

    private String in(Tenant tenant) {
      String name = tenant.state().name();
      return name.isEmpty() ? "the vault itself: " : "tenant '" + Words.safe(name) + "': ";
    }
  }

  /** Rows whose tenant has no record. */
  private void ownersOf(RowKind kind) {
    Set<Bytes> reported = new HashSet<>();
    pages(
        kind,
        Bytes.EMPTY,
        row -> {
          Bytes id = Bytes.of(row.key().id().toArray(), 0, 16);
          boolean orphan =
              !reported.contains(id)
                  && tenants.store().get(Ids.tenantRow(id)).isEmpty()
                  && !shredded(id);
          if (orphan && tenants.store().get(row.key()).isPresent()) {
            reported.add(id);
            problem("tenant " + id.toHex() + " has rows, but its record was removed");
          }
        });
  }

  private boolean shredded(Bytes id) {
    List<Row> keys = tenants.store().scan(RowKind.DATA_KEY, id, Bytes.EMPTY, 1_000);
    return !keys.isEmpty() && keys.stream().allMatch(this::shredded);
  }

  private boolean shredded(Row dataKey) {
    try {
      return tenants.dataKeys().open(dataKey) == null;
    } catch (TenantShredded e) {
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private void pages(RowKind kind, Bytes prefix, Consumer<Row> consumer) {
    Bytes after = Bytes.EMPTY;
    List<Row> page = tenants.store().scan(kind, prefix, after, PAGE);
    while (!page.isEmpty()) {
      page.forEach(consumer);
      after = page.getLast().key().id();
      page = tenants.store().scan(kind, prefix, after, PAGE);
    }
  }
}
