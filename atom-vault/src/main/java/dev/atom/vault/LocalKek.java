package dev.atom.vault;

import dev.atom.vault.seal.KeyDerivation;
import dev.atom.vault.seal.TinkKeyset;
import dev.atom.vault.store.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A {@link MasterKey} at work. What a passphrase became is remembered, so that the master key itself
 * may be closed once the vault is open.
 */
final class LocalKek implements Kek {
  private static final byte[] CHECK = "atom-vault/check/2".getBytes(StandardCharsets.US_ASCII);

  private final MasterKey key;
  private final KeyDerivation fresh;
  private final Map<KeyDerivation, TinkKeyset> keysets = new ConcurrentHashMap<>();

  LocalKek(MasterKey key, SecureRandom random) {
    this.key = key;
    this.fresh = key.newDerivation(random);
  }

  @Override
  public Wrap wrap(byte[] root, Bytes vaultId, int generation) {
    // A wrap beside one that opened before shares its salt: another process has only that key
    // ready.
    KeyDerivation derivation = keysets.isEmpty() ? fresh : keysets.keySet().iterator().next();
    TinkKeyset master = keyset(derivation);
    Bytes wrapped = master.wrap(root, Wrap.associatedData(vaultId, generation, derivation));
    return new Wrap(Wrap.LOCAL, derivation, "", Bytes.of(master.seal(CHECK, CHECK)), wrapped);
  }

  @Override
  public boolean suits(Wrap wrap) {
    return wrap.kind() == Wrap.LOCAL && wrap.derivation().kind() == fresh.kind();
  }

  @Override
  public boolean made(Wrap wrap) {
    TinkKeyset known = keysets.get(wrap.derivation());
    TinkKeyset master = known == null ? key.keyset(wrap.derivation()) : known;
    try {
      master.open(wrap.check().toArray(), CHECK);
    } catch (GeneralSecurityException e) {
      return false;
    }
    keysets.put(wrap.derivation(), master);
    return true;
  }

  @Override
  public byte[] unwrap(Wrap wrap, Bytes vaultId, int generation) throws GeneralSecurityException {
    return keyset(wrap.derivation())
        .unwrapped(wrap.wrapped(), Wrap.associatedData(vaultId, generation, wrap.derivation()));
  }

  @Override
  public String describe() {
    return fresh.kind() == KeyDerivation.KEYSET ? "a master key" : "a passphrase";
  }

  private TinkKeyset keyset(KeyDerivation derivation) {
    return keysets.computeIfAbsent(derivation, key::keyset);
  }
}
