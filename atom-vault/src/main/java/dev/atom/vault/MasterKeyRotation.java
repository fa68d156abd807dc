package dev.atom.vault;

import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Change;
import java.util.List;
import java.util.Optional;

/**
 * A change of the master key, while the vault is in use by this and other processes. A new root key is
 * made under the new master key, every data key is wrapped again, and when none hangs on the old root
 * key any more that one is dropped, and with it the old master key. No secret is sealed anew, so it
 * takes as long as there are tenants, not secrets.
 *
 * {@snippet file="dev/atom/vault/MasterKeyRotationTest.java" region="rotate"}
 *
 * <p>Every step may fail or be killed at any point, and is done again: in this process, or in another
 * one that opened the vault with the old master key, the new one or the recovery key. From {@link
 * #begin} to {@link #finish} the vault opens with both master keys, unless {@link #oldKeyLeaked}.
 * Processes that were opened with the old one go on; restart them with the new one before {@link
 * #finish}. Those that have met the new root key by then go on even after it.
 *
 * <p>Guarantees: at every point in time each data key opens with a root key that the header has; the
 * old root key is dropped only after each data key was seen to open with the new one. Not protected
 * from: whoever has the old master key and an old copy of the store. If that may be so, follow with a
 * change of the data keys, and renew the secrets themselves.
 *
 * <p>Used by one thread; several processes may do the same change at once.
 */
public final class MasterKeyRotation {
  /** How many data keys are wrapped again in one commit, unless said otherwise. */
  public static final int BATCH = 100;

  private final VaultCore core;
  private final String actor;
  private final Optional<Kek> kek;
  private final int from;
  private final Rewrapping rewrapping;
  private Optional<Bytes> recipient = Optional.empty();
  private boolean leaked;

  /** A change to a new master key; to none, if one is only brought to its end. */
  MasterKeyRotation(VaultCore core, String actor, Optional<Kek> kek) {
    this.core = core;
    this.actor = actor;
    this.kek = kek;
    core.roots().reload();
    this.from = core.roots().opened().generation();
    this.rewrapping = new Rewrapping(core.tenants);
  }

  /**
   * Sets another recovery recipient, or the first. Without this the vault keeps what it has.
   *
   * @param recoveryRecipient what {@link RecoveryKey#recipient} returned
   * @return this
   */
  public MasterKeyRotation recovery(String recoveryRecipient) {
    this.recipient = Optional.of(VaultBuilder.recipient(recoveryRecipient));
    return this;
  }

  /**
   * Takes the recovery recipient away.
   *
   * @return this
   */
  public MasterKeyRotation withoutRecovery() {
    this.recipient = Optional.of(Bytes.EMPTY);
    return this;
  }

  /**
   * Shuts the old master key out from {@link #begin} on. Processes that were opened with it go on with
   * the tenants whose data keys they have open, and else get {@link WrongMasterKey}: restart them with
   * the new one.
   *
   * @return this
   */
  public MasterKeyRotation oldKeyLeaked() {
    this.leaked = true;
    return this;
  }

  /**
   * Tells what would be done. Changes nothing.
   *
   * @return the plan
   */
  public MasterKeyPlan plan() {
    core.requireOpen();
    core.roots().reload();
    Header header = core.roots().opened().header();
    boolean underWay = RootChange.underWay(header);
    Rewrapping.Count count = rewrapping.count();
    Bytes to = recipient.orElse(header.recipient());
    return new MasterKeyPlan(
        underWay,
        header.newest().generation(),
        count.keys(),
        underWay ? count.left() : count.keys(),
        to.length() == 0 ? Optional.empty() : Optional.of(to.toHex()),
        !leaked);
  }

  /**
   * Makes the new root key. Does nothing if this change was begun already, here or elsewhere.
   *
   * @throws IllegalStateException if a change to another master key is under way, or came first
   * @throws VaultException if it can't be written; begin again
   */
  public void begin() {
    core.requireOpen();
    if (kek.isEmpty()) {
      return;
    }
    core.roots().adopt(kek.get());
    core.roots().reload();
    RootChange change = new RootChange(core.roots(), kek.get(), recipient, leaked);
    core.changeVault(
        vault -> {
          Roots.Opened now = core.roots().opened();
          boolean begun = RootChange.underWay(now.header()) || now.generation() != from;
          if (begun && !change.isOf(now.header())) {
            throw new IllegalStateException(
                "a change to another master key is under way or came first; finish that one, then"
                    + " begin this one");
          }
          if (!begun) {
            vault.add(new Change.Put(change.begun(now), now.revision()));
            audit(vault, "begun with root key " + (now.generation() + 1) + shutOut());
          } else if (leaked && change.opensForOthers(now)) {
            vault.add(new Change.Put(change.shutOut(now), now.revision()));
            audit(vault, "the old master key is refused from now on");
          }
          return true;
        });
    core.roots().reload();
  }

  /**
   * Wraps some more data keys with the new root key, in one commit.
   *
   * @param most how many at most, 1 to 5,000
   * @return whether there may be more
   * @throws VaultException if it can't be written; call it again
   */
  public boolean rewrap(int most) {
    core.requireOpen();
    if (most < 1 || most > 5_000) {
      throw new IllegalArgumentException("1 to 5000 data keys go into a commit, not " + most);
    }
    core.roots().reload();
    return rewrapping.step(most);
  }

  /**
   * Drops the old root key and the old master key, if no data key hangs on them any more.
   *
   * @return what was done; not finished if it was not begun, or if something is left, which {@link
   *     #rewrap} may cure
   * @throws VaultException if it can't be written; call it again
   */
  public MasterKeyReport finish() {
    core.requireOpen();
    core.roots().reload();
    Header header = core.roots().opened().header();
    int newest = header.newest().generation();
    Rewrapping.Count count = rewrapping.count();
    boolean begun =
        kek.isEmpty() || new RootChange(core.roots(), kek.get(), recipient, leaked).isOf(header);
    boolean finished = begun && count.left() == 0;
    if (finished) {
      core.changeVault(vault -> finish(vault, newest, count));
      core.roots().reload();
      core.roots().drop();
    } else {
      rewrapping.restart();
    }
    return new MasterKeyReport(
        finished, newest, rewrapping.rewrapped(), count.left(), count.problems());
  }

  /**
   * Does it all.
   *
   * @return what was done
   * @throws IllegalStateException if a change to another master key is under way, or came first
   * @throws VaultException if something can't be written; run it again
   */
  public MasterKeyReport run() {
    begin();
    rewrapAll();
    MasterKeyReport report = finish();
    if (!report.finished()) {
      rewrapAll();
      report = finish();
    }
    return report;
  }

  /**
   * Only wraps the root key there is with the new master key, in one commit: for a passphrase that is
   * changed in time, or a key that moves from a file into a key service. The old master key opens the
   * store no more, but whoever had it and a copy of the store has the root key, which stays the same:
   * this protects from nothing that leaked. Processes that have the vault open go on.
   *
   * @throws IllegalStateException if a change is under way
   * @throws VaultException if it can't be written; call it again
   */
  public void wrapOnly() {
    core.requireOpen();
    Kek to = kek.orElseThrow(() -> new IllegalStateException("there is no new master key"));
    core.roots().adopt(to);
    core.roots().reload();
    RootChange change = new RootChange(core.roots(), to, recipient, leaked);
    core.changeVault(
        vault -> {
          Roots.Opened now = core.roots().opened();
          if (RootChange.underWay(now.header())) {
            throw new IllegalStateException(
                "a change of the master key is under way; finish it first");
          }
          vault.add(new Change.Put(change.wrappedAgain(now), now.revision()));
          audit(vault, "root key " + now.generation() + " is wrapped by another master key");
          return true;
        });
    core.roots().reload();
    core.roots().drop();
  }

  private boolean finish(TenantChange vault, int newest, Rewrapping.Count count) {
    Roots.Opened now = core.roots().opened();
    if (now.generation() != newest || !RootChange.underWay(now.header())) {
      // Another process has finished it.
      return false;
    }
    vault.add(new Change.Put(RootChange.finished(now), now.revision()));
    List<Integer> dropped =
        now.header().roots().stream()
            .map(Header.Root::generation)
            .filter(generation -> generation != newest)
            .toList();
    audit(
        vault,
        "finished: root key "
            + newest
            + " wraps "
            + count.keys()
            + " data keys, root keys "
            + dropped
            + " are dropped");
    return true;
  }

  private void rewrapAll() {
    boolean more = true;
    while (more) {
      more = rewrap(BATCH);
    }
  }

  private String shutOut() {
    return leaked ? "; the old master key is refused from now on" : "";
  }

  private void audit(TenantChange vault, String detail) {
    vault.audit(AuditEvent.ofTenant(core.now(), actor, AuditAction.ROTATE_MASTER_KEY, detail));
  }
}
