package dev.atom.vault;

import dev.atom.vault.store.Change;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A change of one tenant's data key, while the tenant is in use by this and other processes. All that
 * is written after {@link #begin} is sealed by the new key; what is there is sealed anew, some rows a
 * commit; old keys are deleted when a count of all rows finds nothing of theirs.
 *
 * {@snippet file="dev/atom/vault/DataKeyRotationTest.java" region="rotate"}
 *
 * <p>Entries of the audit are never sealed anew, so that their chain and anchors hold: as long as they
 * are kept, their key stays, retired. Every step may fail or be killed at any point and is done again,
 * here or in another process. Used by one thread; several processes may work on the same tenant.
 */
public final class DataKeyRotation {
  /** How many rows are sealed anew in one commit, unless said otherwise. */
  public static final int BATCH = 100;

  private static final int MOST_PROBLEMS = 1_000;

  private final VaultCore core;
  private final String actor;
  private final String tenant;
  private final OptionalLong madeBefore;
  private final Resealing resealing;
  private boolean rotated;

  /** A change of the key if it was made before some time; at any rate if that is empty. */
  DataKeyRotation(VaultCore core, String actor, String tenant, OptionalLong madeBefore) {
    this.core = core;
    this.actor = actor;
    this.tenant = tenant;
    this.madeBefore = madeBefore;
    this.resealing = new Resealing(core, tenant);
  }

  /**
   * Tells how the key stands and what would be done. Changes nothing.
   *
   * @return the plan
   * @throws NoSuchSecret if there is no such tenant
   */
  public DataKeyPlan plan() {
    core.requireOpen();
    Tenant found =
        core.tenants
            .find(tenant)
            .orElseThrow(
                () ->
                    new NoSuchSecret(
                        "there is no tenant '" + Words.safe(tenant) + "' in the vault"));
    core.tenants.refresh(found);
    TenantState state = found.state();
    KeyCount count = KeyCount.of(core.store(), found.id);
    return new DataKeyPlan(
        tenant,
        state.generation(),
        Instant.ofEpochMilli(state.key().made()),
        state.key().seals(),
        old(found, state.generation()).stream().map(row -> Ids.number(row.key())).toList(),
        count.toReseal());
  }

  /**
   * Makes a new key and uses it from now on. Called twice it makes two.
   *
   * @return the generation of the key in use
   * @throws NoSuchSecret if there is no such tenant
   * @throws VaultException if it can't be written; whether it was, {@link #plan} says
   */
  public int begin() {
    core.requireOpen();
    return core.tenants.change(
        tenant,
        false,
        change -> {
          TenantState state = change.state();
          rotated = madeBefore.isEmpty() || state.key().made() < madeBefore.getAsLong();
          if (!rotated) {
            return state.generation();
          }
          List<Row> keys = core.tenants.shredded().keys(change.tenant().id);
          RowKey active = Ids.dataKey(change.tenant().id, state.generation());
          int next = Ids.number(keys.getLast().key()) + 1;
          change.newDataKey(next, keys.stream().filter(row -> row.key().equals(active)).toList());
          audit(change, "data key " + next + " is in use");
          return next;
        });
  }

  /**
   * Seals some more rows anew, in one commit.
   *
   * @param most how many rows are looked at, 1 to 1,000
   * @return whether there may be more
   * @throws VaultException if it can't be written; call it again
   */
  public boolean reseal(int most) {
    core.requireOpen();
    if (most < 1 || most > 1_000) {
      throw new IllegalArgumentException("1 to 1000 rows are looked at in a commit, not " + most);
    }
    return resealing.step(most);
  }

  /**
   * Deletes the older keys that nothing refers to any more.
   *
   * @return what was done, and what is left
   * @throws VaultException if it can't be written; call it again
   */
  public DataKeyReport finish() {
    core.requireOpen();
    Optional<Tenant> found = core.tenants.find(tenant);
    if (found.isEmpty()) {
      return report(0, List.of(), List.of());
    }
    core.tenants.refresh(found.get());
    int active = found.get().state().generation();
    List<Row> old = old(found.get(), active);
    List<Integer> dropped = new ArrayList<>();
    List<DataKeyReport.Left> left = new ArrayList<>();
    if (!old.isEmpty()) {
      KeyCount count = KeyCount.of(core.store(), found.get().id);
      for (Row row : old) {
        int generation = Ids.number(row.key());
        if (count.all(generation) > 0) {
          left.add(count.left(generation));
        } else if (drop(row.key(), generation)) {
          dropped.add(generation);
          found.get().keys.remove(generation);
        }
      }
    }
    return report(active, dropped, left);
  }

  /**
   * Does it all: a new key, all rows, the old keys.
   *
   * @return what was done, and what is left
   * @throws NoSuchSecret if there is no such tenant
   * @throws VaultException if something can't be written; {@link #resume} goes on
   */
  public DataKeyReport run() {
    begin();
    return resume();
  }

  /**
   * Does the rest of what was begun, by this process or another: all rows, the old keys.
   *
   * @return what was done, and what is left
   * @throws NoSuchSecret if there is no such tenant
   * @throws VaultException if something can't be written; call it again
   */
  public DataKeyReport resume() {
    resealing.restart();
    boolean more = true;
    while (more) {
      more = reseal(BATCH);
    }
    return finish();
  }

  /** Whether there are older keys, so that something may be left to do. */
  boolean unfinished(Tenant found) {
    return !old(found, found.state().generation()).isEmpty();
  }

  private DataKeyReport report(
      int generation, List<Integer> dropped, List<DataKeyReport.Left> left) {
    List<String> problems =
        resealing.problems().entrySet().stream()
            .limit(MOST_PROBLEMS)
            .map(problem -> "row " + problem.getKey() + " stays: " + problem.getValue())
            .toList();
    return new DataKeyReport(
        tenant, generation, rotated, resealing.resealed(), dropped, left, problems);
  }

  /** Deletes a key; no row of it can come into being meanwhile, since only the newest key seals. */
  private boolean drop(RowKey key, int generation) {
    return core.tenants.change(
        tenant,
        false,
        change -> {
          Optional<Row> row = core.store().get(key);
          if (row.isEmpty() || generation == change.state().generation()) {
            return false;
          }
          change.add(new Change.Delete(key, row.get().revision()));
          audit(change, "data key " + generation + " is deleted");
          return true;
        });
  }

  /** The keys that are neither in use nor destroyed. */
  private List<Row> old(Tenant found, int active) {
    return core.tenants.shredded().keys(found.id).stream()
        .filter(row -> Ids.number(row.key()) != active && !destroyed(row))
        .toList();
  }

  private static boolean destroyed(Row row) {
    try {
      return DataKeys.Content.parse(row).state() == DataKeys.SHREDDED;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private void audit(TenantChange change, String detail) {
    change.audit(AuditEvent.ofTenant(core.now(), actor, AuditAction.ROTATE_DATA_KEY, detail));
  }
}
