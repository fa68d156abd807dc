package dev.atom.vault.store;

import java.util.List;
import java.util.Optional;

/**
 * Keeps a vault's rows. Engines: {@link MemoryVaultStore}; a file; SQLite and PostgreSQL (in
 * atom-jdbc). Every engine passes the same contract suite.
 *
 * <p>Guarantees: a {@link #commit} happens whole or not at all, is durable when it returns, and is
 * then seen by every later {@link #get} and {@link #scan} of every process. Two commits that name
 * the same row happen one after the other, so that the second sees the first's revision.
 *
 * <p>Implementations are thread-safe and don't suffer from a caller's interruption: another caller
 * is never harmed by it. Methods block, and throw {@link dev.atom.vault.VaultUnavailable} where the
 * engine fails. After a commit that failed so, nobody knows whether it was written; the vault reads
 * again before it goes on.
 */
public interface VaultStore extends AutoCloseable {
  /**
   * Reads one row.
   *
   * @param key which
   * @return the row; empty if there is none
   */
  Optional<Row> get(RowKey key);

  /**
   * Reads rows of a kind in the order of their ids, as unsigned bytes. Rows that are committed
   * meanwhile may be among them or not.
   *
   * @param kind the kind
   * @param prefix what the ids begin with; may be empty
   * @param after the id behind which to begin; empty for the first
   * @param limit the most rows, 1 or more; an engine may return fewer but not none if there are some
   * @return in order; empty if there are no more
   */
  List<Row> scan(RowKind kind, Bytes prefix, Bytes after, int limit);

  /**
   * Makes all changes or none. Returns when they would survive a loss of power, as far as the engine
   * can tell.
   *
   * @param changes each of another row; 1 to {@value #MOST_CHANGES}
   * @throws dev.atom.vault.VaultConflict if a row has not the revision it should; nothing was changed
   * @throws dev.atom.vault.VaultUnavailable if the engine failed; the outcome is unknown
   */
  void commit(List<Change> changes);

  /** The most changes of one commit. */
  int MOST_CHANGES = 10_000;

  /**
   * Tells whether other processes may commit at the same time.
   *
   * @return false if this object is the only writer
   */
  boolean shared();

  /**
   * Tells what was found on opening.
   *
   * @return the health
   */
  StoreHealth health();

  /** Closes the engine. Closing twice is fine. */
  @Override
  void close();
}
