package dev.atom.vault;

import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * A change of all tenants' data keys, the vault's own included, tenant after tenant while they are in
 * use. A tenant whose key was made at or after the given time keeps it, and only what an earlier
 * change has left is done: so the same rotation, begun again with the same time after a crash, goes on
 * where it was, whether or not it is told the place. A tenant that fails doesn't stop the others.
 *
 * <p>Used by one thread; several processes may do the same change at once.
 */
public final class DataKeysRotation {
  private static final int PAGE = 500;
  private static final int MOST = 1_000;

  private final VaultCore core;
  private final String actor;
  private final long madeBefore;
  private Bytes after = Bytes.EMPTY;
  private boolean done;
  private long tenants;
  private long rotated;
  private long resealed;
  private long dropped;
  private final List<DataKeyReport> left = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  DataKeysRotation(VaultCore core, String actor, Instant madeBefore) {
    this.core = core;
    this.actor = actor;
    this.madeBefore = madeBefore.toEpochMilli();
  }

  /**
   * Begins behind some tenants, to be quicker after a crash.
   *
   * @param next what {@link DataKeysReport#next} said
   * @return this
   * @throws IllegalArgumentException if it didn't
   */
  public DataKeysRotation from(String next) {
    this.after = Bytes.wrapping(HexFormat.of().parseHex(next));
    return this;
  }

  /**
   * Looks at all tenants and tells what would be done. Changes nothing.
   *
   * @return the plan
   */
  public DataKeysPlan plan() {
    core.requireOpen();
    Plan plan = new Plan();
    Bytes from = Bytes.EMPTY;
    List<Row> page = core.store().scan(RowKind.TENANT, Bytes.EMPTY, from, PAGE);
    while (!page.isEmpty()) {
      page.forEach(row -> withName(row, plan.problems, plan));
      from = page.getLast().key().id();
      page = core.store().scan(RowKind.TENANT, Bytes.EMPTY, from, PAGE);
    }
    return plan.made();
  }

  /**
   * Does some more tenants.
   *
   * @param most how many, 1 or more
   * @return whether there may be more
   * @throws VaultException if something can't be written; call it again
   */
  public boolean run(int most) {
    core.requireOpen();
    List<Row> page = core.store().scan(RowKind.TENANT, Bytes.EMPTY, after, most);
    for (Row row : page) {
      withName(row, problems, this::rotate);
      tenants++;
      after = row.key().id();
    }
    done = page.isEmpty();
    return !done;
  }

  /**
   * Does all tenants.
   *
   * @return what was done
   * @throws VaultException if something can't be written; call it again
   */
  public DataKeysReport run() {
    boolean more = true;
    while (more) {
      more = run(PAGE);
    }
    return report();
  }

  /**
   * Tells what was done so far.
   *
   * @return the report
   */
  public DataKeysReport report() {
    return new DataKeysReport(
        tenants,
        rotated,
        resealed,
        dropped,
        left,
        problems,
        done ? Optional.empty() : Optional.of(after.toHex()));
  }

  private void rotate(String name) {
    DataKeyRotation one = of(name);
    one.begin();
    Optional<Tenant> found = core.tenants.find(name);
    if (found.isEmpty() || !one.unfinished(found.get())) {
      return;
    }
    DataKeyReport report = one.resume();
    rotated += report.rotated() ? 1 : 0;
    resealed += report.resealed();
    dropped += report.dropped().size();
    if (left.size() < MOST && !report.left().isEmpty()) {
      left.add(report);
    }
  }

  private DataKeyRotation of(String name) {
    return new DataKeyRotation(core, actor, name, OptionalLong.of(madeBefore));
  }

  private void withName(Row row, List<String> failed, Consumer<String> consumer) {
    try {
      consumer.accept(core.tenants.opened(row.key().id(), row).state().name());
    } catch (TamperedRecord | UnsupportedFormat e) {
      if (failed.size() < MOST) {
        failed.add("tenant " + row.key().id().toHex() + ": " + e.getMessage());
      }
    } catch (TenantShredded | NoSuchSecret e) {
      // Shredded meanwhile: there is nothing to do any more.
      return;
    }
  }

  /** A plan in the making. */
  private final class Plan implements Consumer<String> {
    private final List<String> recommended = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private long tenants;
    private long due;
    private long unfinished;
    private long keys;
    private long rows;

    @Override
    public void accept(String name) {
      DataKeyPlan plan = of(name).plan();
      tenants++;
      keys += 1 + plan.retired().size();
      unfinished += plan.retired().isEmpty() ? 0 : 1;
      if (plan.made().toEpochMilli() < madeBefore) {
        due++;
        rows += plan.toReseal();
      }
      if (plan.recommended() && recommended.size() < MOST) {
        recommended.add(name);
      }
    }

    DataKeysPlan made() {
      return new DataKeysPlan(tenants, due, unfinished, keys, rows, recommended, problems);
    }
  }
}
