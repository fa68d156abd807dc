package dev.atom.vault;

import dev.atom.vault.seal.KeyDerivation;
import dev.atom.vault.store.Bytes;
import java.util.Arrays;
import java.util.Map;

/** A host's key service at work. */
final class ProvidedKek implements Kek {
  private static final int LONGEST = 8_192;
  private static final int LONGEST_ID = 1_000;

  private final KekProvider provider;

  ProvidedKek(KekProvider provider) {
    this.provider = provider;
    if (provider.id().isBlank() || provider.id().length() > LONGEST_ID) {
      throw new IllegalArgumentException(
          "a key provider's id has 1 to "
              + LONGEST_ID
              + " characters, not "
              + provider.id().length());
    }
  }

  @Override
  public Wrap wrap(byte[] root, Bytes vaultId, int generation) {
    byte[] copy = root.clone();
    byte[] wrapped;
    try {
      wrapped = provider.wrap(copy, context(vaultId, generation));
    } catch (RuntimeException e) {
      throw unavailable("wrap", e);
    } finally {
      Arrays.fill(copy, (byte) 0);
    }
    if (wrapped.length > LONGEST) {
      throw new MasterKeyUnusable(
          "the key service returned "
              + wrapped.length
              + " bytes; a wrapped key has at most "
              + LONGEST);
    }
    return new Wrap(
        Wrap.PROVIDER, KeyDerivation.keyset(), provider.id(), Bytes.EMPTY, Bytes.of(wrapped));
  }

  @Override
  public boolean suits(Wrap wrap) {
    return wrap.kind() == Wrap.PROVIDER;
  }

  @Override
  public boolean made(Wrap wrap) {
    return wrap.keyId().equals(provider.id());
  }

  @Override
  public byte[] unwrap(Wrap wrap, Bytes vaultId, int generation) {
    try {
      return provider.unwrap(wrap.wrapped().toArray(), context(vaultId, generation));
    } catch (KekProvider.WrappedByAnother e) {
      throw new WrongMasterKey(
          "the key service says that its key "
              + provider.id()
              + " did not wrap this vault's root key, or the vault's header was changed");
    } catch (RuntimeException e) {
      throw unavailable("unwrap", e);
    }
  }

  @Override
  public String describe() {
    return "the key " + provider.id() + " of a key service";
  }

  private VaultUnavailable unavailable(String what, RuntimeException e) {
    return new VaultUnavailable(
        "the key service can't "
            + what
            + " the vault's root key with "
            + provider.id()
            + "; try again when it answers",
        e);
  }

  private static Map<String, String> context(Bytes vaultId, int generation) {
    return Map.of("atom-vault", vaultId.toHex(), "atom-vault-root", Integer.toString(generation));
  }
}
