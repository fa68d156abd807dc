package dev.atom.personal;

import dev.atom.secret.Secret;
import dev.atom.store.Append;
import dev.atom.store.Store;
import dev.atom.store.Subject;
import dev.atom.store.UniqueKey;
import dev.atom.store.UniqueKeyTaken;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;

/**
 * Persons' keys in a {@link Store}, each sealed with a master key. Use a store of its own that is not
 * part of the data's backups: a key that a backup still holds erases nothing there. What a database
 * frees it may keep on its disk for a while; SQLite overwrites it at once under {@code PRAGMA
 * secure_delete}.
 *
 * <p>Thread-safe; several processes may share the store.
 */
public final class StorePersonKeys implements PersonKeys {
  private static final String SPACE = "person-key";

  private final Store store;
  private final Secret master;
  private final SecureRandom random;

  private StorePersonKeys(Store store, Secret master, SecureRandom random) {
    this.store = Objects.requireNonNull(store, "store");
    this.master = Objects.requireNonNull(master, "master");
    this.random = Objects.requireNonNull(random, "random");
  }

  /**
   * Returns the keys in a store.
   *
   * @param store keeps them; stays the caller's to close
   * @param master 32 random bytes that seal them; stays the caller's to close
   * @param random where keys and nonces come from
   * @return the keys
   */
  public static StorePersonKeys in(Store store, Secret master, SecureRandom random) {
    return new StorePersonKeys(store, master, random);
  }

  @Override
  public Secret obtain(String tenant, String person) {
    Optional<Secret> known = find(tenant, person);
    if (known.isPresent()) {
      return known.get();
    }
    byte[] fresh = new byte[Sealing.KEY_BYTES];
    random.nextBytes(fresh);
    try {
      byte[] sealed = Sealing.seal(master, random, fresh, context(tenant, person));
      Append append =
          Append.to(subject(tenant))
              .unique(key(tenant, person), Base64.getEncoder().encodeToString(sealed))
              .build();
      store.append(append);
      return Secret.of(fresh);
    } catch (UniqueKeyTaken another) {
      return open(tenant, person, another.holder());
    } finally {
      Arrays.fill(fresh, (byte) 0);
    }
  }

  @Override
  public Optional<Secret> find(String tenant, String person) {
    return store.find(key(tenant, person)).map(text -> open(tenant, person, text));
  }

  @Override
  public void drop(String tenant, String person) {
    store.append(Append.to(subject(tenant)).free(key(tenant, person)).build());
  }

  private Secret open(String tenant, String person, String sealed) {
    byte[] bytes = Base64.getDecoder().decode(sealed);
    byte[] key = Sealing.open(master, bytes, context(tenant, person));
    try {
      return Secret.of(key);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private static Subject subject(String tenant) {
    return new Subject(tenant, "person-keys", "all");
  }

  private static UniqueKey key(String tenant, String person) {
    return new UniqueKey(tenant, SPACE, person);
  }

  private static byte[] context(String tenant, String person) {
    return Sealing.context("atom person key", tenant, person);
  }
}
