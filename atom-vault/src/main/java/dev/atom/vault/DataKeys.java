package dev.atom.vault;

import dev.atom.vault.VaultRow.DataKeyRow;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Opens the tenants' data keys and keeps those used last. Thread-safe.
 *
 * <p>Plain secrets are kept nowhere: to open one costs less than to look after a copy.
 */
final class DataKeys {
  private final VaultStore store;
  private final TinkKeyset master;
  private final RecordSeal recordSeal;
  private final SecureRandom random;
  private final Map<Bytes, TinkKeyset> open;

  DataKeys(
      VaultStore store, TinkKeyset master, RecordSeal seal, SecureRandom random, int capacity) {
    this.store = store;
    this.master = master;
    this.recordSeal = seal;
    this.random = random;
    this.open =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Bytes, TinkKeyset> eldest) {
            return size() > capacity;
          }
        };
  }

  /**
   * Opens the data key of a row.
   *
   * @throws GeneralSecurityException if there is none or it was not made for that tenant
   */
  TinkKeyset open(String tenant, Bytes id) throws GeneralSecurityException {
    DataKeyRow row =
        store
            .dataKey(id)
            .orElseThrow(() -> new GeneralSecurityException("the tenant's data key is missing"));
    if (!row.tenant().equals(tenant)) {
      throw new GeneralSecurityException("the data key is another tenant's");
    }
    synchronized (open) {
      TinkKeyset cached = open.get(id);
      if (cached != null) {
        return cached;
      }
    }
    TinkKeyset keyset = master.unwrap(row.wrapped(), recordSeal.associatedData(row));
    synchronized (open) {
      open.put(id, keyset);
    }
    return keyset;
  }

  /** Returns the tenant's newest data key, or a new row for one that is to be committed. */
  DataKeyRow forSealing(String tenant) {
    return store.newestDataKey(tenant).orElseGet(() -> generate(tenant));
  }

  boolean isNew(DataKeyRow row) {
    return store.dataKey(row.id()).isEmpty();
  }

  /** Opens a row that may not be committed yet, so it is not remembered. */
  Optional<TinkKeyset> unwrap(DataKeyRow row) {
    try {
      return Optional.of(master.unwrap(row.wrapped(), recordSeal.associatedData(row)));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  int size() {
    synchronized (open) {
      return open.size();
    }
  }

  void clear() {
    synchronized (open) {
      open.clear();
    }
  }

  private DataKeyRow generate(String tenant) {
    Bytes id = Bytes.random(random, VaultRow.ID_LENGTH);
    DataKeyRow place = new DataKeyRow(tenant, id, 1, Bytes.zero(0));
    byte[] keyset = TinkKeyset.generate(random);
    try {
      Bytes wrapped = master.wrap(keyset, recordSeal.associatedData(place));
      return new DataKeyRow(tenant, id, 1, wrapped);
    } finally {
      Arrays.fill(keyset, (byte) 0);
    }
  }
}
