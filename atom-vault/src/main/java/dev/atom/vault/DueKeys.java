package dev.atom.vault;

import dev.atom.secret.SecretRef;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKind;
import dev.atom.vault.store.VaultStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Goes round through the places of all secrets, some at each call, and finds which are due. Opens the
 * statuses, and a secret only if it was never checked, was changed since, or is due. Begins at a
 * random place, so that processes that live short get everywhere. Used by one thread at a time.
 */
final class DueKeys {
  private static final int PAGE = 500;

  private final VaultCore core;
  private final Set<SecretKind> kinds;
  private Bytes after;
  private boolean sinceStart;
  private @org.jspecify.annotations.Nullable Tenant tenant;

  DueKeys(VaultCore core, Set<SecretKind> kinds, Bytes start) {
    this.core = core;
    this.kinds = kinds;
    this.after = start;
  }

  /**
   * What was found.
   *
   * @param refs which are due
   * @param looked how many places were looked at
   * @param round whether the end was come to
   */
  record Found(List<SecretRef> refs, long looked, boolean round, List<String> problems) {}

  Found next(int mostDue, int mostLooks) {
    List<SecretRef> refs = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    Bytes start = after;
    boolean wrapped = false;
    boolean round = false;
    long looked = 0;
    tenant = null;
    while (refs.size() < mostDue && looked < mostLooks) {
      int limit = (int) Math.min(PAGE, mostLooks - looked);
      List<Row> page = core.store().scan(RowKind.SECRET, Bytes.EMPTY, after, limit);
      if (page.isEmpty()) {
        round |= sinceStart || start.length() == 0 || wrapped;
        sinceStart = true;
        after = Bytes.EMPTY;
        if (wrapped || start.length() == 0) {
          break;
        }
        wrapped = true;
        continue;
      }
      Map<Bytes, Row> statuses = statuses(page.getLast().key().id());
      for (Row row : page) {
        if (wrapped && row.key().id().compareTo(start) > 0) {
          return new Found(refs, looked, true, problems);
        }
        looked++;
        after = row.key().id();
        due(row, Optional.ofNullable(statuses.get(after)), problems).ifPresent(refs::add);
        if (refs.size() == mostDue) {
          break;
        }
      }
    }
    return new Found(refs, looked, round, problems);
  }

  /** The statuses behind the cursor, up to an id. */
  private Map<Bytes, Row> statuses(Bytes last) {
    Map<Bytes, Row> found = new HashMap<>();
    VaultStore store = core.store();
    Bytes from = after;
    while (true) {
      List<Row> page = store.scan(RowKind.STATUS, Bytes.EMPTY, from, PAGE);
      for (Row row : page) {
        if (row.key().id().compareTo(last) > 0) {
          return found;
        }
        found.put(row.key().id(), row);
      }
      if (page.isEmpty()) {
        return found;
      }
      from = page.getLast().key().id();
    }
  }

  private Optional<SecretRef> due(Row secret, Optional<Row> status, List<String> problems) {
    try {
      Optional<Tenant> owner = owner(Bytes.of(secret.key().id().toArray(), 0, 16));
      if (owner.isEmpty()) {
        return Optional.empty();
      }
      SecretStatus known =
          status.map(row -> core.status.opened(owner.get(), row)).orElse(SecretStatus.NONE);
      boolean quiet =
          known.looked() == secret.revision()
              && known.health().map(one -> one.next().toEpochMilli() > core.now()).orElse(false);
      return quiet ? Optional.empty() : opened(owner.get(), secret, known);
    } catch (VaultUnavailable e) {
      throw e;
    } catch (VaultException e) {
      problems.add(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** Looks into a secret whether it can be checked and must be. */
  private Optional<SecretRef> opened(Tenant owner, Row secret, SecretStatus known) {
    try (OpenedSecret opened = core.secrets.open(owner, secret)) {
      Head head = opened.head();
      boolean checkable =
          head.state() == SecretState.ACTIVE
              && head.target().isEmpty()
              && opened.hasValue()
              && head.expires() > core.now()
              && kinds.contains(head.kind());
      boolean quiet =
          known
              .health()
              .map(one -> one.version() == head.version() && one.next().toEpochMilli() > core.now())
              .orElse(false);
      return checkable && !quiet ? Optional.of(head.ref()) : Optional.empty();
    }
  }

  /** A secret's tenant; the same one for many secrets in a row. Empty if it is gone meanwhile. */
  private Optional<Tenant> owner(Bytes id) {
    if (tenant == null || !tenant.id.equals(id)) {
      tenant =
          core.store().get(Ids.tenantRow(id)).map(row -> core.tenants.opened(id, row)).orElse(null);
    }
    return Optional.ofNullable(tenant);
  }
}
