package dev.atom.vault;

import dev.atom.secret.SecretRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Drops what was kept long enough, in small commits. Used by one thread. */
final class Sweep {
  private final VaultCore core;
  private final String actor;
  private final Retention retention;
  private final Instant now;
  private long tenants;
  private long destroyed;
  private long forgotten;

  Sweep(VaultCore core, String actor, Retention retention) {
    this.core = core;
    this.actor = actor;
    this.retention = retention;
    this.now = Instant.ofEpochMilli(core.now());
  }

  Retention.Swept tenant(String name) {
    tenants++;
    retention.deleted().ifPresent(time -> destroyDeleted(name, time));
    retention
        .audit()
        .ifPresent(time -> forgotten += core.audit.forget(actor, name, now.minus(time)));
    return swept();
  }

  Retention.Swept swept() {
    return new Retention.Swept(tenants, destroyed, forgotten);
  }

  private void destroyDeleted(String name, Duration time) {
    long before = now.minus(time).toEpochMilli();
    List<SecretRef> due = new ArrayList<>();
    Optional<Tenant> tenant = core.tenants.find(name);
    tenant.ifPresent(
        found ->
            core.listing.each(
                found,
                (row, opened) -> {
                  Head head = opened.head();
                  if (head.state() == SecretState.DELETED && head.changed() <= before) {
                    due.add(head.ref());
                  }
                },
                unusable -> {
                  // What can't be trusted is not destroyed either.
                }));
    due.forEach(ref -> destroyed += core.secrets.destroy(actor, ref) ? 1 : 0);
  }
}
