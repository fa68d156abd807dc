package dev.atom.vault;

import dev.atom.secret.KeyValidator;
import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import dev.atom.vault.KeyHealth.State;
import dev.atom.vault.VaultCore.Given;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks with their providers whether a vault's keys still work, and remembers it: {@link
 * SecretInfo#health}. The host calls {@link #checkDue} now and then, say every minute.
 *
 * {@snippet file="dev/atom/vault/BackupGuideTest.java" region="checks"}
 *
 * <p>A key that works is checked every day, one that doesn't at a growing distance from an hour to a
 * week, and one of which nothing was found out soon again, from a minute to six hours; a new version
 * at once. What is due is found by going round through the places of all secrets, a bounded number at
 * each call: a place costs a status to open, and the secret itself is opened only if it was never
 * checked, was changed or is due. Secrets of other kinds, those that are deleted or have ended, are
 * never checked but opened when they are passed.
 *
 * <p>Guarantees: a validator that hangs or fails delays others by no more than the timeout; what is
 * kept, logged and told has nothing of the secret, also where a validator repeats it word for word.
 * A check is allowed by the vault's policy and in its audit as {@link AuditAction#CHECK}. Two
 * processes that check at the same time may check a key twice. Thread-safe; calls of {@code checkDue}
 * wait for one another.
 */
public final class KeyChecks {
  private static final Logger LOG = LoggerFactory.getLogger(KeyChecks.class);

  private final VaultCore core;
  private final String actor;
  private final KeyValidator validator;
  private final Duration timeout;
  private final int atOnce;
  private final int looks;
  private final CheckSchedule schedule;
  private final Consumer<KeyChange> listener;
  private final DueKeys due;
  private final ReentrantLock lock = new ReentrantLock();

  KeyChecks(Vault vault, KeyValidator validator, KeyChecksBuilder options) {
    this.core = vault.core();
    this.actor = vault.actor();
    this.validator = validator;
    this.timeout = options.timeout;
    this.atOnce = options.atOnce;
    this.looks = options.looks;
    this.schedule = new CheckSchedule(options.interval, options.random);
    this.listener = options.listener;
    byte[] start = new byte[32];
    options.random.nextBytes(start);
    this.due = new DueKeys(core, options.kinds, Bytes.wrapping(start));
  }

  /**
   * Starts to set up checks, which act as the vault does.
   *
   * @param vault whose keys
   * @param validator asks the providers; see {@link KeyValidator#byProvider}
   * @return the builder
   */
  public static KeyChecksBuilder newBuilder(Vault vault, KeyValidator validator) {
    return new KeyChecksBuilder(vault, validator);
  }

  /**
   * Checks a secret now, of whatever kind it is. Blocks for at most the timeout.
   *
   * @param ref which; the default of a provider means the secret that it stands for
   * @return what was found, as it is kept
   * @throws NoSuchSecret if there is none, or it was deleted
   * @throws SecretExpired if its time is over
   * @throws TamperedRecord if it can't be trusted
   * @throws AccessRefused if the policy says no
   * @throws VaultUnavailable if the store failed, or the thread was interrupted
   */
  public KeyHealth check(SecretRef ref) {
    try (RunningCheck running = start(ref)) {
      return keep(running, running.verdict());
    }
  }

  /**
   * Checks what is due, some at a time.
   *
   * @param limit the most checks, 1 or more; what is due beyond that comes first in the next call
   * @return what was done; {@link KeyCheckReport#round} tells when all secrets had their turn
   * @throws VaultUnavailable if the store failed, or the thread was interrupted; checks that were
   *     done are kept
   */
  public KeyCheckReport checkDue(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("a limit is 1 or more, not " + limit);
    }
    core.requireOpen();
    lock.lock();
    try {
      DueKeys.Found found = due.next(limit, looks);
      List<String> problems = new ArrayList<>(found.problems());
      Map<State, Integer> states = new EnumMap<>(State.class);
      for (int from = 0; from < found.refs().size(); from += atOnce) {
        int to = Math.min(found.refs().size(), from + atOnce);
        together(found.refs().subList(from, to), states, problems);
      }
      return new KeyCheckReport(
          found.looked(),
          states.getOrDefault(State.ACCEPTED, 0),
          states.getOrDefault(State.REJECTED, 0),
          states.getOrDefault(State.UNKNOWN, 0),
          found.round(),
          problems);
    } finally {
      lock.unlock();
    }
  }

  private void together(List<SecretRef> refs, Map<State, Integer> states, List<String> problems) {
    List<RunningCheck> running = new ArrayList<>();
    try {
      for (SecretRef ref : refs) {
        guarded(problems, () -> running.add(start(ref)));
      }
      for (RunningCheck one : running) {
        guarded(
            problems,
            () -> {
              CheckedVerdict verdict = one.verdict();
              keep(one, verdict);
              states.merge(verdict.state(), 1, Integer::sum);
            });
      }
    } finally {
      running.forEach(RunningCheck::close);
    }
  }

  private static void guarded(List<String> problems, Runnable work) {
    try {
      work.run();
    } catch (VaultUnavailable e) {
      throw e;
    } catch (VaultException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
  }

  /** A secret that is to be checked. */
  private record Key(SecretRef ref, Secret secret) {}

  private RunningCheck start(SecretRef ref) {
    core.require(actor, AuditAction.CHECK, ref.tenant(), Optional.of(ref));
    Given<Key> given =
        core.giving
            .given(ref, opened -> new Key(opened.head().ref(), opened.secret()))
            .orElseThrow(() -> new NoSuchSecret("there is no secret to check: " + Words.of(ref)));
    return new RunningCheck(
        validator, given.value().ref(), given.version(), given.value().secret(), timeout);
  }

  /** Writes down what was found, and tells whoever listens if that is news. */
  private KeyHealth keep(RunningCheck check, CheckedVerdict verdict) {
    KeyChange change =
        core.tenants.change(check.ref().tenant(), false, commit -> kept(commit, check, verdict));
    boolean news =
        !change.before().equals(change.health().known())
            && (change.before().isPresent()
                || change.health().known().equals(Optional.of(State.REJECTED)));
    if (news) {
      try {
        listener.accept(change);
      } catch (RuntimeException e) {
        // Without its message, which may hold anything.
        LOG.warn("a listener to checks of keys failed with {}", e.getClass().getName());
      }
    }
    return change.health();
  }

  private KeyChange kept(TenantChange change, RunningCheck check, CheckedVerdict verdict) {
    RowKey key = core.tenants.ids().secret(change.tenant().id, check.ref());
    Optional<KeyHealth> before = core.status.find(change.tenant(), key).health();
    KeyHealth health = health(before, check.version(), verdict);
    Optional<Row> row = change.secret(key);
    long revision = revision(change, check, row);
    if (row.isPresent() && revision >= 0) {
      core.status.put(change, key, status -> status.withHealth(health, revision));
    }
    change.audit(
        AuditEvent.done(core.now(), actor, AuditAction.CHECK, check.ref(), check.version())
            .withDetail(
                (health.state().name().toLowerCase(java.util.Locale.ROOT) + " " + verdict.code())
                    .strip()));
    return new KeyChange(check.ref(), before.flatMap(KeyHealth::known), health);
  }

  /** The revision that was checked; 0 if another version is there now; -1 if it was destroyed. */
  private long revision(TenantChange change, RunningCheck check, Optional<Row> row) {
    if (row.isEmpty()) {
      return -1;
    }
    try (OpenedSecret opened = core.secrets.open(change.tenant(), check.ref(), row.get())) {
      if (opened.head().state() == SecretState.DESTROYED) {
        return -1;
      }
      return opened.head().version() == check.version() ? row.get().revision() : 0;
    }
  }

  private KeyHealth health(Optional<KeyHealth> before, long version, CheckedVerdict verdict) {
    Instant now = Instant.ofEpochMilli(core.now());
    State state = verdict.state();
    Optional<KeyHealth> same = before.filter(one -> one.state() == state);
    int times =
        same.filter(one -> one.version() == version)
            .map(one -> Math.min(one.times(), 1_000_000) + 1)
            .orElse(1);
    Optional<State> known =
        state == State.UNKNOWN ? before.flatMap(KeyHealth::known) : Optional.of(state);
    Instant next = schedule.next(state, times, verdict, now);
    return new KeyHealth(
        state,
        known,
        version,
        now,
        same.map(KeyHealth::since).orElse(now),
        times,
        next,
        verdict.detail());
  }
}
