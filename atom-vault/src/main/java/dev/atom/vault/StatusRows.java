package dev.atom.vault;

import dev.atom.vault.AuditRecord.Outcome;
import dev.atom.vault.seal.FieldReader;
import dev.atom.vault.store.Change;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The rows that say how secrets fare. Thread-safe. */
final class StatusRows {
  private final Tenants tenants;

  StatusRows(Tenants tenants) {
    this.tenants = tenants;
  }

  /** Writes uses of a tenant's secrets into its audit, and when each was used last. */
  void accessed(String tenant, List<AuditEvent> events) {
    tenants.change(
        tenant,
        false,
        change -> {
          Map<RowKey, SecretStatus> used = new LinkedHashMap<>();
          for (AuditEvent event : events) {
            change.audit(event);
            boolean use = event.action() == AuditAction.USE || event.action() == AuditAction.READ;
            if (use && event.outcome() == Outcome.DONE) {
              RowKey key = tenants.key(change.tenant(), event.ref().orElseThrow());
              used.merge(
                  key,
                  SecretStatus.NONE.used(event.at(), event.times()),
                  (a, b) -> a.used(b.lastUsed(), b.uses()));
            }
          }
          used.forEach(
              (key, more) -> put(change, key, status -> status.used(more.lastUsed(), more.uses())));
          return true;
        });
  }

  /** Changes a secret's status as part of a change. */
  void put(TenantChange change, RowKey secret, UnaryOperator<SecretStatus> function) {
    Optional<Row> row = tenants.store().get(Ids.status(secret));
    SecretStatus status =
        row.map(found -> opened(change.tenant(), found)).orElse(SecretStatus.NONE);
    change.put(
        Ids.status(secret),
        row.map(Row::revision).orElse(0L),
        function.apply(status).toByteArray());
  }

  /** Removes a secret's status as part of a change. */
  void remove(TenantChange change, RowKey secret) {
    tenants
        .store()
        .get(Ids.status(secret))
        .ifPresent(row -> change.add(new Change.Delete(row.key(), row.revision())));
  }

  SecretStatus find(Tenant tenant, RowKey secret) {
    return tenants
        .store()
        .get(Ids.status(secret))
        .map(row -> opened(tenant, row))
        .orElse(SecretStatus.NONE);
  }

  /** A status that can't be opened is none: it is never worth more than the secret. */
  SecretStatus opened(Tenant tenant, Row row) {
    try {
      return SecretStatus.parse(
          tenants.seal().open(tenants.key(tenant, RowSeal.generation(row)), row));
    } catch (GeneralSecurityException | FieldReader.Malformed e) {
      return SecretStatus.NONE;
    }
  }
}
