package dev.atom.vault;

import dev.atom.secret.SecretRef;
import dev.atom.vault.AuditRecord.Outcome;
import dev.atom.vault.refresh.GrantChange;
import dev.atom.vault.refresh.GrantRecord;
import dev.atom.vault.refresh.Lease;
import dev.atom.vault.refresh.Marks;
import dev.atom.vault.seal.FieldReader;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;

/** A change of a grant and its lease as part of a change of its tenant. Used by one thread. */
final class RowsChange implements GrantChange, AutoCloseable {
  private final VaultCore core;
  private final TenantChange change;
  private final SecretRef ref;
  private final RowKey key;
  private final Optional<Row> row;
  private final Optional<OpenedSecret> opened;
  private final Optional<GrantRecord> record;
  private Optional<Lease> lease = Optional.empty();

  RowsChange(VaultCore core, TenantChange change, SecretRef ref) {
    this.core = core;
    this.change = change;
    this.ref = ref;
    this.key = core.tenants.ids().secret(change.tenant().id, ref);
    this.row = change.secret(key);
    this.opened = row.map(found -> core.secrets.open(change.tenant(), ref, found));
    this.record =
        opened
            .filter(found -> found.head().state() != SecretState.DESTROYED)
            .flatMap(VaultGrantRows::parsed);
  }

  @Override
  public Optional<GrantRecord> current(boolean deletedToo) {
    boolean wanted =
        opened.isPresent() && (deletedToo || opened.get().head().state() == SecretState.ACTIVE);
    return wanted ? record : Optional.empty();
  }

  @Override
  public Lease lease() {
    if (lease.isEmpty()) {
      lease = Optional.of(readLease());
    }
    return lease.get();
  }

  private Lease readLease() {
    Optional<Row> found = core.store().get(Ids.lease(key));
    if (found.isEmpty()) {
      return Lease.none();
    }
    Row sealed = found.get();
    try {
      int generation = RowSeal.generation(sealed);
      byte[] plain =
          core.tenants.seal().open(core.tenants.key(change.tenant(), generation), sealed);
      return Lease.parse(plain, sealed.revision());
    } catch (GeneralSecurityException | FieldReader.Malformed | UnsupportedFormat e) {
      return Lease.unreadable(sealed.revision());
    }
  }

  @Override
  public void mark(Marks marks) {
    write(head(), record.orElseThrow().toByteArray(marks));
  }

  @Override
  public long replace(GrantRecord next) {
    Head old = head();
    long now = core.now();
    Head head =
        new Head(
            ref,
            SecretKind.OAUTH_GRANT,
            old.state(),
            old.version() + 1,
            now,
            Head.NEVER,
            now,
            Head.NO_FINGERPRINT,
            Optional.empty(),
            old.labels(),
            old.older());
    write(head, next.toByteArray());
    return head.version();
  }

  @Override
  public long write(Lease next) {
    long fence = lease().fence();
    change.put(Ids.lease(key), fence, next.toByteArray());
    return fence + 1;
  }

  @Override
  public void audit(String actor, Outcome outcome, long version, String detail) {
    long now = core.now();
    change.audit(
        new AuditEvent(
            now, now, actor, AuditAction.REFRESH, outcome, Optional.of(ref), version, 1, detail));
  }

  @Override
  public void close() {
    record.ifPresent(GrantRecord::close);
    opened.ifPresent(OpenedSecret::close);
  }

  private Head head() {
    return opened.orElseThrow().head();
  }

  private void write(Head head, byte[] plain) {
    try {
      core.secrets.write(change, key, row, head, plain);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }
}
