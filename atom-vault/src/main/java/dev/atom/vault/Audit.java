package dev.atom.vault;

import dev.atom.vault.TamperedRecord.How;
import dev.atom.vault.TenantState.Link;
import dev.atom.vault.seal.FieldReader;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Change;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKind;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A vault's audit, tenant by tenant: who did what to which secret, and when. Each entry is sealed and
 * bound to all before it, and the end of the chain stands in the tenant's record, so that an entry
 * that is changed, removed, moved or put back is found by {@link #verify}. That the whole tenant was
 * put back to an older state is found with an {@link Anchor} that is kept elsewhere.
 *
 * <p>Changes and refused attempts are in the audit when the call returns. Uses of secrets are counted
 * together for a few seconds first, see {@link VaultBuilder#accessInterval}. Thread-safe.
 */
public final class Audit {
  private static final int PAGE = 500;

  private final Tenants tenants;
  private final Runnable flush;

  Audit(Tenants tenants, Runnable flush) {
    this.tenants = tenants;
    this.flush = flush;
  }

  /**
   * The newest point of a tenant's history, to be kept outside the vault.
   *
   * @param tenant whose; empty for the vault's own history
   * @param number of the newest entry of the audit
   * @param chain what all entries up to it come to, 64 hexadecimal digits; no secret
   */
  public record Anchor(String tenant, long number, String chain) {}

  /**
   * What {@link #verify} found.
   *
   * @param tenant whose
   * @param entries how many entries are whole
   * @param first the number of the first entry that is kept
   * @param problems one sentence for each thing that is wrong; empty if all is well
   */
  public record Verification(String tenant, long entries, long first, List<String> problems) {
    /** Copies the list. */
    public Verification {
      problems = List.copyOf(problems);
    }

    /**
     * Tells whether all is well.
     *
     * @return true if there is no problem
     */
    public boolean sound() {
      return problems.isEmpty();
    }
  }

  /**
   * Reads a tenant's entries in their order.
   *
   * @param tenant whose; empty for what concerns the whole vault
   * @param after the number behind which to begin; 0 for the first
   * @param limit the most, 1 or more
   * @return the entries; empty if there are no more
   * @throws TamperedRecord if one doesn't open
   */
  public List<AuditRecord> read(String tenant, long after, int limit) {
    flush.run();
    Optional<Tenant> found = tenants.find(tenant);
    if (found.isEmpty()) {
      return List.of();
    }
    Bytes from = Ids.audit(found.get().id, after).id();
    return tenants.store().scan(RowKind.AUDIT, found.get().id, from, limit).stream()
        .map(row -> opened(found.get(), row))
        .toList();
  }

  /**
   * Reads all of a tenant's entries of a time that match, the oldest first.
   *
   * @param tenant whose; empty for what concerns the whole vault
   * @param query which
   * @param consumer is given each; may stop by throwing
   */
  public void query(String tenant, AuditQuery query, Consumer<AuditRecord> consumer) {
    long after = 0;
    List<AuditRecord> page = read(tenant, after, PAGE);
    while (!page.isEmpty()) {
      page.stream().filter(query::matches).forEach(consumer);
      after = page.getLast().number();
      page = read(tenant, after, PAGE);
    }
  }

  /**
   * Writes a tenant's entries that match, one JSON object a line, the oldest first.
   *
   * @param tenant whose; empty for what concerns the whole vault
   * @param query which
   * @param to where to
   * @return how many were written
   * @throws IOException if they can't be written
   */
  public long export(String tenant, AuditQuery query, Appendable to) throws IOException {
    long written = 0;
    long after = 0;
    List<AuditRecord> page = read(tenant, after, PAGE);
    while (!page.isEmpty()) {
      for (AuditRecord record : page) {
        if (query.matches(record)) {
          to.append(record.toJson().toString()).append('\n');
          written++;
        }
      }
      after = page.getLast().number();
      page = read(tenant, after, PAGE);
    }
    return written;
  }

  /**
   * Checks a tenant's whole chain.
   *
   * @param tenant whose; empty for what concerns the whole vault
   * @return what is wrong
   */
  public Verification verify(String tenant) {
    flush.run();
    for (int tries = 0; ; tries++) {
      Optional<Tenant> found = tenants.find(tenant);
      if (found.isEmpty()) {
        return new Verification(tenant, 0, 1, List.of());
      }
      tenants.refresh(found.get());
      TenantState state = found.get().state();
      Verification verification = verify(found.get(), state);
      tenants.refresh(found.get());
      boolean quiet = found.get().state().epoch() == state.epoch();
      if (verification.sound() || quiet || tries == 10) {
        return verification;
      }
    }
  }

  /**
   * Returns the newest point of a tenant's history. Keep it where whoever writes to the store can't:
   * in another system, in a log, on paper.
   *
   * @param tenant whose; empty for the vault's own history
   * @return the anchor; number 0 if there is no history
   */
  public Anchor anchor(String tenant) {
    flush.run();
    Optional<Tenant> found = tenants.find(tenant);
    found.ifPresent(tenants::refresh);
    return found
        .map(
            one ->
                new Anchor(
                    tenant, one.state().audit().number(), one.state().audit().chain().toHex()))
        .orElse(new Anchor(tenant, 0, TenantState.ZERO.toHex()));
  }

  /**
   * Refuses a tenant whose history doesn't contain an anchor: one that was put back to a state before
   * it, or replaced.
   *
   * @param anchor what {@link #anchor} returned once
   * @throws RolledBack if the history ends before it or went another way
   */
  public void require(Anchor anchor) {
    Optional<Tenant> found = tenants.find(anchor.tenant());
    found.ifPresent(tenants::refresh);
    if (anchor.number() > 0 && !holds(found, anchor)) {
      throw new RolledBack(
          "the history of '%s' doesn't contain the anchor at entry %d; somebody put an older state back, or replaced it"
              .formatted(Words.safe(anchor.tenant()), anchor.number()));
    }
  }

  /**
   * Drops a tenant's oldest entries, in small commits. What is left can still be verified, and an
   * entry says what was dropped.
   *
   * @param actor who drops them
   * @param tenant whose
   * @param before entries older than this are dropped; the newest entry always stays
   * @return how many were dropped
   */
  long forget(String actor, String tenant, Instant before) {
    long dropped = 0;
    while (true) {
      long some = tenants.change(tenant, false, change -> forgetSome(change, before));
      dropped += some;
      if (some < PAGE) {
        break;
      }
    }
    if (dropped > 0) {
      long all = dropped;
      tenants.change(
          tenant,
          false,
          change -> {
            change.audit(
                AuditEvent.ofTenant(
                    tenants.now(), actor, AuditAction.FORGET, all + " entries before " + before));
            return true;
          });
    }
    return dropped;
  }

  private long forgetSome(TenantChange change, Instant before) {
    TenantState state = change.state();
    Bytes chain = state.dropped().chain();
    long number = state.dropped().number();
    Bytes from = Ids.audit(change.tenant().id, number).id();
    long dropped = 0;
    for (Row row : tenants.store().scan(RowKind.AUDIT, change.tenant().id, from, PAGE)) {
      AuditRecord record = opened(change.tenant(), row);
      boolean old = record.at().isBefore(before) && record.number() < state.audit().number();
      if (!old || record.number() != number + 1) {
        break;
      }
      chain = AuditEvent.chain(chain, row);
      number = record.number();
      change.add(new Change.Delete(row.key(), row.revision()));
      dropped++;
    }
    if (dropped > 0) {
      change.state(state.withDropped(new Link(number, chain)));
    }
    return dropped;
  }

  private boolean holds(Optional<Tenant> found, Anchor anchor) {
    if (found.isEmpty() || found.get().state().audit().number() < anchor.number()) {
      return false;
    }
    TenantState state = found.get().state();
    Bytes chain = state.dropped().chain();
    long number = state.dropped().number();
    if (anchor.number() <= number) {
      // Dropped on purpose since then; only its end can be compared.
      return anchor.number() < number || chain.toHex().equals(anchor.chain());
    }
    while (number < anchor.number()) {
      List<Row> page = page(found.get(), number);
      for (Row row : page) {
        if (number < anchor.number()) {
          chain = AuditEvent.chain(chain, row);
          number = numberOf(row);
        }
      }
      if (page.isEmpty()) {
        return false;
      }
    }
    return chain.toHex().equals(anchor.chain());
  }

  /** Checks the chain up to what a state says. */
  Verification verify(Tenant tenant, TenantState state) {
    List<String> problems = new ArrayList<>();
    Bytes chain = state.dropped().chain();
    long number = state.dropped().number();
    long whole = 0;
    List<Row> page = page(tenant, number);
    while (!page.isEmpty() && problems.size() < PAGE) {
      for (Row row : page) {
        long found = numberOf(row);
        if (found > state.audit().number()) {
          break;
        }
        if (found != number + 1) {
          problems.add("entries " + (number + 1) + " to " + (found - 1) + " are missing");
        }
        try {
          opened(tenant, row);
          whole++;
        } catch (TamperedRecord | UnsupportedFormat e) {
          problems.add("entry " + found + " doesn't open: it was changed");
        }
        chain = AuditEvent.chain(chain, row);
        number = found;
      }
      page = number >= state.audit().number() ? List.of() : page(tenant, number);
    }
    if (number < state.audit().number()) {
      problems.add("entries " + (number + 1) + " to " + state.audit().number() + " are missing");
    } else if (problems.isEmpty() && !chain.equals(state.audit().chain())) {
      problems.add("the chain doesn't end as the tenant's record says; an entry was exchanged");
    }
    return new Verification(state.name(), whole, state.dropped().number() + 1, problems);
  }

  private List<Row> page(Tenant tenant, long after) {
    return tenants.store().scan(RowKind.AUDIT, tenant.id, Ids.audit(tenant.id, after).id(), PAGE);
  }

  private AuditRecord opened(Tenant tenant, Row row) {
    try {
      byte[] plain = tenants.seal().open(tenants.key(tenant, RowSeal.generation(row)), row);
      return AuditEvent.parse(plain, numberOf(row));
    } catch (GeneralSecurityException | FieldReader.Malformed e) {
      throw new TamperedRecord(
          How.CHANGED,
          "entry "
              + numberOf(row)
              + " of the audit of '"
              + Words.safe(tenant.state().name())
              + "' can't be trusted: it was changed");
    }
  }

  private static long numberOf(Row row) {
    byte[] id = row.key().id().toArray();
    return java.nio.ByteBuffer.wrap(id, id.length - 8, 8).getLong();
  }
}
