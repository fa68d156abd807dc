package dev.atom.vault;

import dev.atom.secret.SecretRef;
import dev.atom.vault.seal.FieldWriter;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts exported secrets into a vault. What follows one another for one tenant and came in one part is
 * one commit, so that a secret comes in with all its versions and its audit, or not at all. Used by
 * one thread.
 */
final class SecretImport {
  private static final int MOST_PROBLEMS = 1_000;

  private final VaultCore core;
  private final String actor;
  private final ImportOptions options;
  private final String origin;
  private final List<Incoming> batch = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
  private long versions;

  /**
   * Starts an import.
   *
   * @param origin the export's id, for the audit
   */
  SecretImport(VaultCore core, String actor, ImportOptions options, String origin) {
    this.core = core;
    this.actor = actor;
    this.options = options;
    this.origin = origin;
  }

  private enum Outcome {
    ADDED,
    REPLACED,
    UNCHANGED,
    SKIPPED,
    LEFT_OUT
  }

  /** A secret under its new name. */
  private record Incoming(SecretRef ref, Optional<String> target, Exported secret) {}

  /** What one commit did. */
  private record Done(List<Outcome> outcomes, long versions) {}

  void page(List<Exported> secrets) {
    for (Exported secret : secrets) {
      Optional<SecretRef> ref = options.mapping().apply(secret.ref());
      if (ref.isEmpty()) {
        counts.merge(Outcome.LEFT_OUT, 1L, Long::sum);
        continue;
      }
      PutCheck.requireNames(ref.get());
      core.require(actor, AuditAction.IMPORT, ref.get().tenant(), ref);
      Optional<String> target = target(secret, ref.get());
      if (secret.target().isPresent() && target.isEmpty()) {
        counts.merge(Outcome.LEFT_OUT, 1L, Long::sum);
        problem(Words.of(ref.get()) + " would stand for a secret that gets another place");
        continue;
      }
      add(new Incoming(ref.get(), target, secret));
    }
    commit();
  }

  ImportReport report() {
    return new ImportReport(
        count(Outcome.ADDED),
        count(Outcome.REPLACED),
        count(Outcome.UNCHANGED),
        count(Outcome.SKIPPED),
        count(Outcome.LEFT_OUT),
        versions,
        problems);
  }

  private void add(Incoming incoming) {
    boolean apart =
        !batch.isEmpty()
            && (!batch.getFirst().ref().tenant().equals(incoming.ref().tenant())
                || batch.stream().anyMatch(one -> one.ref().equals(incoming.ref())));
    if (apart) {
      commit();
    }
    batch.add(incoming);
  }

  private void commit() {
    if (batch.isEmpty()) {
      return;
    }
    List<Incoming> some = List.copyOf(batch);
    batch.clear();
    String tenant = some.getFirst().ref().tenant();
    Done done =
        options.dryRun()
            ? tried(some)
            : core.tenants.change(tenant, true, change -> imported(change, some));
    done.outcomes().forEach(outcome -> counts.merge(outcome, 1L, Long::sum));
    versions += done.versions();
  }

  private Done tried(List<Incoming> some) {
    List<Outcome> outcomes = new ArrayList<>();
    long written = 0;
    for (Incoming one : some) {
      try (Secrets.Current current = new Secrets.Current(core.secrets.find(one.ref()))) {
        Outcome outcome = outcome(one, current);
        outcomes.add(outcome);
        written += values(one, outcome).size();
      } catch (VersionTaken e) {
        outcomes.add(Outcome.SKIPPED);
        problem(String.valueOf(e.getMessage()));
      }
    }
    return new Done(outcomes, written);
  }

  private Done imported(TenantChange change, List<Incoming> some) {
    List<Outcome> outcomes = new ArrayList<>();
    long written = 0;
    for (Incoming one : some) {
      RowKey key = core.tenants.ids().secret(change.tenant().id, one.ref());
      Optional<Row> row = change.secret(key);
      Optional<OpenedSecret> opened =
          row.map(found -> core.secrets.open(change.tenant(), one.ref(), found));
      try (Secrets.Current current = new Secrets.Current(opened)) {
        Outcome outcome = outcome(one, current);
        outcomes.add(outcome);
        List<Exported.Value> values = values(one, outcome);
        written += values.size();
        if (!values.isEmpty()) {
          write(change, key, row, current, one, values);
        }
      }
    }
    return new Done(outcomes, written);
  }

  private Outcome outcome(Incoming one, Secrets.Current current) {
    if (current.state() == SecretState.DESTROYED) {
      return Outcome.ADDED;
    }
    if (same(one, current.head())) {
      return Outcome.UNCHANGED;
    }
    return switch (options.conflict()) {
      case SKIP -> Outcome.SKIPPED;
      case REPLACE -> Outcome.REPLACED;
      case FAIL ->
          throw new VersionTaken(
              "%s is there already, and not the same; skip or replace such secrets, or map it to another name"
                  .formatted(Words.of(one.ref())));
    };
  }

  private boolean same(Incoming one, Head head) {
    return head.state() == SecretState.ACTIVE
        && head.kind() == one.secret().kind()
        && head.target().equals(one.target())
        && head.labels().equals(one.secret().labels())
        && head.expires() == one.secret().newest().expires()
        && head.fingerprint().equals(fingerprint(one, one.secret().newest()));
  }

  /** What is written: where a secret is replaced, its own older versions stay and no other come. */
  private List<Exported.Value> values(Incoming one, Outcome outcome) {
    List<Exported.Value> values = one.secret().values();
    return switch (outcome) {
      case ADDED ->
          values.subList(Math.max(0, values.size() - core.secrets.versions()), values.size());
      case REPLACED -> List.of(one.secret().newest());
      case UNCHANGED, SKIPPED, LEFT_OUT -> List.of();
    };
  }

  private void write(
      TenantChange change,
      RowKey key,
      Optional<Row> row,
      Secrets.Current current,
      Incoming one,
      List<Exported.Value> values) {
    long now = core.now();
    List<Head.Older> older =
        new ArrayList<>(core.secrets.keepOld(change, key, current, PutOptions.standard(), now));
    long version = current.version();
    for (Exported.Value value : values.subList(0, values.size() - 1)) {
      Head head = head(one, value, ++version, now, List.of());
      writeVersion(change, Ids.version(key, version), head, value.plain());
      older.add(
          new Head.Older(version, value.stored(), value.expires(), now, 1, head.fingerprint()));
    }
    Head head = head(one, values.getLast(), ++version, now, older);
    core.secrets.write(change, key, row, head, values.getLast().plain());
    change.audit(
        AuditEvent.done(now, actor, AuditAction.IMPORT, one.ref(), version).withDetail(origin));
  }

  private Head head(
      Incoming one, Exported.Value value, long version, long now, List<Head.Older> older) {
    return new Head(
        one.ref(),
        one.secret().kind(),
        SecretState.ACTIVE,
        version,
        value.stored(),
        value.expires(),
        now,
        fingerprint(one, value),
        one.target(),
        PutOptions.checked(one.secret().labels()),
        older);
  }

  private dev.atom.vault.store.Bytes fingerprint(Incoming one, Exported.Value value) {
    return one.target().isPresent()
        ? Head.NO_FINGERPRINT
        : core.secrets.fingerprint(one.ref(), value.plain());
  }

  private static void writeVersion(TenantChange change, RowKey key, Head head, byte[] plain) {
    FieldWriter all = OpenedSecret.write(head, plain);
    byte[] bytes = all.toByteArray();
    all.wipe();
    try {
      change.put(key, 0, bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /** The new name of what a secret stands for, if that stays beside it. */
  private Optional<String> target(Exported secret, SecretRef ref) {
    return secret
        .target()
        .flatMap(
            name ->
                options
                    .mapping()
                    .apply(
                        new SecretRef(
                            secret.ref().tenant(),
                            secret.ref().user(),
                            secret.ref().provider(),
                            name)))
        .filter(
            to ->
                to.tenant().equals(ref.tenant())
                    && to.user().equals(ref.user())
                    && to.provider().equals(ref.provider())
                    && !to.name().equals(ref.name()))
        .map(SecretRef::name);
  }

  private long count(Outcome outcome) {
    return counts.getOrDefault(outcome, 0L);
  }

  private void problem(String sentence) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(sentence);
    }
  }
}
