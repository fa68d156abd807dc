package dev.atom.vault;

import dev.atom.vault.Part.Entry;
import dev.atom.vault.seal.TinkKeyset;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import dev.atom.vault.store.RowKind;
import dev.atom.vault.store.VaultStore;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Opens every row of tenants and compares them with the manifest and the audit's chain, and counts.
 * Nothing else may change the tenant meanwhile. Used by one thread.
 */
final class TenantCheck {
  private static final int PAGE = 500;
  private static final int MOST_PROBLEMS = 1_000;

  private final List<String> problems = new ArrayList<>();
  long tenants;
  long shredded;
  long secrets;
  long versions;
  long audits;

  /** At most a thousand sentences. */
  List<String> problems() {
    return problems;
  }

  void check(Tenants all, Bytes id) {
    Optional<Row> row = all.store().get(Ids.tenantRow(id));
    if (row.isEmpty()) {
      shredded++;
      withoutRecord(all, id);
      return;
    }
    if (!id.equals(all.ids().vault())) {
      tenants++;
    }
    try {
      Tenant tenant = all.opened(id, row.get());
      if (!all.id(tenant.state().name()).equals(id)) {
        problem("the record " + id.toHex() + " is of another tenant");
        return;
      }
      new One(all, tenant).check();
    } catch (VaultException e) {
      problem("the tenant " + id.toHex() + ": " + e.getMessage());
    }
  }

  private void withoutRecord(Tenants all, Bytes id) {
    for (Row key : all.store().scan(RowKind.DATA_KEY, id, Bytes.EMPTY, PAGE)) {
      try {
        TinkKeyset unused = all.dataKeys().open(key);
        problem("the record of the tenant " + id.toHex() + " is gone, but not its data key");
      } catch (TenantShredded e) {
        // As it should be.
      } catch (GeneralSecurityException | VaultException e) {
        problem("a data key of the tenant " + id.toHex() + " doesn't open");
      }
    }
  }

  private void problem(String sentence) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(sentence);
    }
  }

  /** One tenant. */
  private final class One {
    private final Tenants all;
    private final VaultStore store;
    private final Tenant tenant;
    private final TenantState state;
    private final Secrets opening;
    private long named;
    private long older;
    private long found;

    private One(Tenants all, Tenant tenant) {
      this.all = all;
      this.store = all.store();
      this.tenant = tenant;
      this.state = tenant.state();
      this.opening =
          new Secrets(all, new StatusRows(all), new Secrets.Keeping(1, java.time.Duration.ZERO));
    }

    private void check() {
      if (state.manifest().bits() > 0) {
        List<Row> parts = new ArrayList<>();
        each(RowKind.MANIFEST, parts::add);
        if (!all.manifests().digest(parts).equals(state.manifest().digest())) {
          wrong("the list of its secrets was changed");
        }
      }
      each(RowKind.DATA_KEY, this::dataKey);
      each(RowKind.SECRET, this::secret);
      if (named != state.manifest().count()) {
        wrong("has %d secrets and should have %d".formatted(named, state.manifest().count()));
      }
      each(
          RowKind.VERSION,
          row -> {
            versions++;
            found++;
          });
      if (found != older) {
        wrong("has %d older versions and should have %d".formatted(found, older));
      }
      each(RowKind.STATUS, row -> open("a status", row));
      each(RowKind.AUDIT, row -> audits++);
      Audit.Verification audit = new Audit(all, () -> {}).verify(state.name());
      audit.problems().forEach(problem -> wrong("audit: " + problem));
    }

    private void dataKey(Row row) {
      try {
        TinkKeyset unused = all.dataKeys().open(row);
      } catch (TenantShredded e) {
        // An older generation may have been destroyed.
      } catch (GeneralSecurityException e) {
        wrong("a data key doesn't open");
      }
    }

    private void secret(Row row) {
      secrets++;
      if (!all.manifests().find(tenant, state, row.key()).equals(Entry.of(row))) {
        wrong("the secret " + row.key().id().toHex() + " is not the one that its list names");
        return;
      }
      named++;
      Head head;
      try (OpenedSecret opened = opening.open(tenant, row)) {
        head = opened.head();
      }
      if (!all.ids().secret(tenant.id, head.ref()).equals(row.key())) {
        wrong("the secret " + row.key().id().toHex() + " is in the place of another");
        return;
      }
      for (Head.Older one : head.older()) {
        older++;
        version(row.key(), one);
      }
    }

    private void version(RowKey secret, Head.Older one) {
      Optional<Row> row =
          store
              .get(Ids.version(secret, one.version()))
              .filter(is -> is.revision() == one.revision());
      if (row.isEmpty()) {
        wrong("version " + one.version() + " of " + secret.id().toHex() + " is gone");
      } else {
        open("version " + one.version() + " of " + secret.id().toHex(), row.get());
      }
    }

    private void open(String what, Row row) {
      try {
        byte[] plain = all.seal().open(all.key(tenant, RowSeal.generation(row)), row);
        java.util.Arrays.fill(plain, (byte) 0);
      } catch (GeneralSecurityException e) {
        wrong(what + " doesn't open");
      }
    }

    private void wrong(String how) {
      problem("the tenant '%s': %s".formatted(Words.safe(state.name()), how));
    }

    private void each(RowKind kind, Consumer<Row> consumer) {
      Bytes after = Bytes.EMPTY;
      List<Row> page = store.scan(kind, tenant.id, after, PAGE);
      while (!page.isEmpty()) {
        for (Row row : page) {
          try {
            consumer.accept(row);
          } catch (VaultException e) {
            wrong(String.valueOf(e.getMessage()));
          }
        }
        after = page.getLast().key().id();
        page = store.scan(kind, tenant.id, after, PAGE);
      }
    }
  }
}
