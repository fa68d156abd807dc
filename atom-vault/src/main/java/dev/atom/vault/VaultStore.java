package dev.atom.vault;

import dev.atom.secret.SecretRef;
import dev.atom.vault.VaultRow.DataKeyRow;
import dev.atom.vault.VaultRow.SecretRow;
import java.util.List;
import java.util.Optional;

/**
 * Where a vault's rows are. The vault calls {@link #commit}, {@link #repair} and {@link #close} from
 * one thread at a time, the rest from any.
 */
interface VaultStore extends AutoCloseable {
  /** The vault's id, part of everything that is sealed. */
  Bytes vaultId();

  /** The newest row of a secret, the note of its deletion included. */
  Optional<Held> newest(SecretRef ref);

  /** The newest rows of a tenant's secrets, the notes of deletions included, in any order. */
  List<Held> ofTenant(String tenant);

  Optional<DataKeyRow> dataKey(Bytes id);

  /** The data key of a tenant with the highest generation. */
  Optional<DataKeyRow> newestDataKey(String tenant);

  /** Keeps all rows or none, and returns when they would survive a loss of power. */
  void commit(List<VaultRow> rows);

  /** What was found wrong and is not repaired. */
  VaultHealth health();

  /**
   * Forgets what is doubtful and ends the damage. Called as {@link #commit}.
   *
   * @param now the time, in milliseconds since 1970
   * @return what was forgotten
   */
  List<SecretRef> repair(long now);

  @Override
  void close();

  /**
   * A row and whether it can be believed.
   *
   * @param row the newest row that could be read
   * @param doubtful whether a later one may have been lost
   */
  record Held(SecretRow row, boolean doubtful) {}
}
