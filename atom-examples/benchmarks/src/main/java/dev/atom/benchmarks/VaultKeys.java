package dev.atom.benchmarks;

import dev.atom.secret.PlaintextAccess;
import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import dev.atom.vault.MasterKey;
import dev.atom.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** What both benchmarks of the vault start from: a vault in a file, and a key of 51 bytes. */
final class VaultKeys implements AutoCloseable {
  static final SecretRef REF =
      new SecretRef("acme", Optional.of("ada"), "openai", SecretRef.DEFAULT_NAME);

  private final TemporaryFolder folder = TemporaryFolder.make();
  private final Vault vault;
  private final byte[] plain =
      "sk-0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKL".getBytes(StandardCharsets.US_ASCII);
  private final byte[] place = "acme/ada/openai/default".getBytes(StandardCharsets.US_ASCII);

  VaultKeys() {
    try (MasterKey master = MasterKey.generate()) {
      vault = Vault.open(folder.path().resolve("keys.vault"), master);
    }
  }

  TemporaryFolder folder() {
    return folder;
  }

  /** The key in plain. */
  byte[] plain() {
    return plain.clone();
  }

  /** What a bare seal is bound to. */
  byte[] place() {
    return place.clone();
  }

  long put() {
    try (Secret secret = Secret.of(plain)) {
      return vault.put(REF, secret);
    }
  }

  /** Finds the key and sums its bytes up, so that it was surely opened. */
  int find() {
    try (Secret found = vault.find(REF).orElseThrow()) {
      return found.use(PlaintextAccess.granted(), Arrays::hashCode);
    }
  }

  @Override
  public void close() {
    vault.close();
    folder.close();
  }
}
