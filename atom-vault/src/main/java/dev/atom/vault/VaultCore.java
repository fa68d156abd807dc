package dev.atom.vault;

import dev.atom.secret.SecretRef;
import dev.atom.vault.AuditRecord.Outcome;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKind;
import dev.atom.vault.store.VaultStore;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all views of one open vault share. Thread-safe. */
final class VaultCore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(VaultCore.class);
  private static final int PAGE = 500;
  private static final int MOST_TRIES = 200;

  private final VaultStore store;
  private final AccessPolicy policy;
  private final Clock clock;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Queue<AutoCloseable> parts = new ConcurrentLinkedQueue<>();
  final Tenants tenants;
  final StatusRows status;
  final Secrets secrets;
  final Listing listing;
  final AccessLog accesses;
  final Audit audit;
  final Giving giving;

  VaultCore(VaultStore store, Roots roots, VaultBuilder options) {
    this.store = store;
    this.policy = options.policy;
    this.clock = options.clock;
    this.tenants = new Tenants(store, roots, options.bounds());
    this.status = new StatusRows(tenants);
    this.secrets = new Secrets(tenants, status, options.keeping());
    this.listing = new Listing(tenants, secrets, status, options.masks);
    this.accesses = new AccessLog(status, options.accessInterval.toMillis());
    this.audit = new Audit(tenants, accesses::flush);
    this.giving = new Giving(this);
  }

  VaultStore store() {
    return store;
  }

  Roots roots() {
    return tenants.roots();
  }

  long now() {
    return clock.millis();
  }

  /** Does what the policy allows; what it refuses is in the audit when this throws. */
  void require(String actor, AuditAction action, String tenant, Optional<SecretRef> ref) {
    requireOpen();
    boolean allowed = false;
    try {
      allowed = policy.allows(new Access(actor, action, tenant, ref));
    } finally {
      if (!allowed) {
        denied(actor, action, tenant, ref);
      }
    }
    if (!allowed) {
      throw new AccessRefused(
          "'%s' may not %s %s; the vault's policy refuses it"
              .formatted(
                  Words.safe(actor),
                  action.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '),
                  ref.map(Words::of).orElse("tenant '" + Words.safe(tenant) + "'")));
    }
  }

  /** Gives a secret out; uses and failures are noted for the audit. */
  <T> Optional<T> accessed(
      String actor, AuditAction action, SecretRef ref, Supplier<Optional<Given<T>>> giving) {
    require(actor, action, ref.tenant(), Optional.of(ref));
    try {
      Optional<Given<T>> given = giving.get();
      given.ifPresent(found -> note(actor, action, Outcome.DONE, ref, found.version(), ""));
      return given.map(Given::value);
    } catch (VaultException e) {
      note(actor, action, Outcome.FAILED, ref, 0, e.code());
      throw e;
    }
  }

  /**
   * What was given out.
   *
   * @param value the secret, or what came of it
   * @param version of the secret
   */
  record Given<T>(T value, long version) {}

  /** Writes an event into the audit of the vault itself. */
  void auditVault(AuditEvent event) {
    tenants.change(
        "",
        true,
        change -> {
          change.audit(event);
          return true;
        });
  }

  /** Changes what concerns the whole vault in one commit with the entry in its audit about it. */
  <T> T changeVault(Function<TenantChange, T> work) {
    // Its audit is made first: the key for that hangs on a header that the work may change.
    tenants.change("", true, change -> true);
    for (int i = 0; ; i++) {
      try {
        return tenants.change("", false, work);
      } catch (VaultConflict e) {
        // It was about other rows than the vault's own, whose epoch tells nothing of them.
        if (i == MOST_TRIES) {
          throw e;
        }
        Waiting.briefly(i);
      }
    }
  }

  /** The name of a tenant by its row; empty if it was shredded meanwhile. */
  private Optional<String> nameOf(Row row) {
    try {
      return Optional.of(tenants.opened(row.key().id(), row).state().name());
    } catch (TenantShredded e) {
      return Optional.empty();
    }
  }

  /** Every tenant's name, the vault itself left out. */
  void eachTenant(Consumer<String> consumer) {
    Bytes after = Bytes.EMPTY;
    List<Row> page = store.scan(RowKind.TENANT, Bytes.EMPTY, after, PAGE);
    while (!page.isEmpty()) {
      for (Row row : page) {
        nameOf(row).filter(name -> !name.isEmpty()).ifPresent(consumer);
      }
      after = page.getLast().key().id();
      page = store.scan(RowKind.TENANT, Bytes.EMPTY, after, PAGE);
    }
  }

  void requireOpen() {
    if (closed.get()) {
      throw new IllegalStateException("the vault is closed");
    }
  }

  /** Closes something before the vault is closed. */
  void closeFirst(AutoCloseable part) {
    parts.add(part);
  }

  @Override
  public void close() {
    if (closing.compareAndSet(false, true)) {
      parts.forEach(VaultCore::close);
      closed.set(true);
      try {
        accesses.close();
      } finally {
        tenants.forgetAll();
        store.close();
      }
    }
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      LOG.warn("a part of the vault threw {} on closing", e.getClass().getName());
    }
  }

  private void note(
      String actor, AuditAction action, Outcome outcome, SecretRef ref, long version, String why) {
    long now = now();
    accesses.note(
        new AuditEvent(now, now, actor, action, outcome, Optional.of(ref), version, 1, why), ref);
  }

  private void denied(String actor, AuditAction action, String tenant, Optional<SecretRef> ref) {
    long now = now();
    AuditEvent event = new AuditEvent(now, now, actor, action, Outcome.DENIED, ref, 0, 1, "");
    boolean known = tenants.find(tenant).isPresent();
    if (known) {
      status.accessed(tenant, List.of(event));
    } else {
      auditVault(event);
    }
  }
}
