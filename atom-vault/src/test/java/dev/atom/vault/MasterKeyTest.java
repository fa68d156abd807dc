package dev.atom.vault;

import static dev.atom.vault.Fixture.put;
import static dev.atom.vault.Fixture.ref;
import static dev.atom.vault.Fixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import dev.atom.vault.seal.KeyDerivation;
import dev.atom.vault.seal.TinkKeyset;
import dev.atom.vault.store.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterKeyTest {
  private static final SecretRef ADA = ref("ada", "openai");

  @TempDir Path folder;

  @Test
  void opensFromTheFileItWasSavedTo() throws IOException {
    Path file = folder.resolve("keys/master.key");
    try (MasterKey key = MasterKey.generate()) {
      key.save(file);
      use(key);
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertOpens(MasterKey.load(file));
  }

  @Test
  void neverOverwritesAKeyFile() {
    Path file = folder.resolve("master.key");
    MasterKey.generate().save(file);
    assertThatThrownBy(() -> MasterKey.generate().save(file)).isInstanceOf(MasterKeyUnusable.class);
    MasterKey.load(file);
  }

  @Test
  void refusesAKeyFileThatOthersMayRead() throws IOException {
    Path file = folder.resolve("master.key");
    MasterKey.generate().save(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> MasterKey.load(file))
        .isInstanceOf(MasterKeyUnusable.class)
        .hasMessageContaining("chmod 600");
  }

  @Test
  void refusesMissingAndMalformedKeyFiles() throws IOException {
    Path file = folder.resolve("master.key");
    assertThatThrownBy(() -> MasterKey.load(file))
        .isInstanceOf(MasterKeyUnusable.class)
        .hasMessageContaining("restore");
    MasterKey.generate().save(file);
    byte[] saved = Files.readAllBytes(file);
    for (int length = 0; length < saved.length; length++) {
      Files.write(file, java.util.Arrays.copyOf(saved, length));
      assertThatThrownBy(() -> MasterKey.load(file)).isInstanceOf(MasterKeyUnusable.class);
    }
  }

  @Test
  void neverMakesAFreshKeyForAVaultThatIsThere() throws IOException {
    Path keyFile = folder.resolve("master.key");
    Path vault = folder.resolve("vault");
    use(MasterKey.loadOrGenerate(keyFile, vault));
    assertOpens(MasterKey.loadOrGenerate(keyFile, vault));
    Files.delete(keyFile);
    assertThatThrownBy(() -> MasterKey.loadOrGenerate(keyFile, vault))
        .isInstanceOf(MasterKeyUnusable.class);
    assertThat(keyFile).doesNotExist();
  }

  @Test
  void opensFromAVariable() {
    MasterKey key = MasterKey.generate();
    use(key);
    String variable;
    try (Secret encoded = key.encoded()) {
      variable = text(encoded);
    }
    assertOpens(MasterKey.fromEnvironment("ATOM_KEY", Map.of("ATOM_KEY", variable + "\n")::get));
    assertThatThrownBy(() -> MasterKey.fromEnvironment("ATOM_KEY", name -> null))
        .isInstanceOf(MasterKeyUnusable.class)
        .hasMessageContaining("ATOM_KEY");
    for (String wrong : new String[] {"*not base64*", "AAAA", variable.substring(4)}) {
      assertThatThrownBy(() -> MasterKey.fromEnvironment("ATOM_KEY", name -> wrong))
          .isInstanceOf(MasterKeyUnusable.class)
          .hasMessageNotContaining(wrong)
          .hasNoCause();
    }
  }

  @Test
  void opensWithTheSamePassphraseWhateverItsIterationsNow() {
    use(passphrase("correct horse €", MasterKey.MIN_ITERATIONS));
    assertOpens(passphrase("correct horse €", MasterKey.MIN_ITERATIONS + 1));
    assertThatThrownBy(() -> Vault.open(vault(), passphrase("correct horse", 100_000)))
        .isInstanceOf(WrongMasterKey.class);
    assertThatThrownBy(() -> Vault.open(vault(), Fixture.KEY))
        .isInstanceOf(WrongMasterKey.class)
        .hasMessageContaining("passphrase");
  }

  @Test
  void refusesAPassphraseForAVaultMadeWithAKey() {
    use(Fixture.KEY);
    assertThatThrownBy(() -> Vault.open(vault(), passphrase("x", 100_000)))
        .isInstanceOf(WrongMasterKey.class)
        .hasMessageContaining("give the master key");
  }

  @Test
  void hashesAsTheStandardSays() throws Exception {
    // RFC 7914, section 11: the first half of PBKDF2-HMAC-SHA256("Password", "NaCl", 80000, 64).
    byte[] expected =
        java.util.HexFormat.of()
            .parseHex("4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56");
    try (Secret password = Secret.of("Password")) {
      TinkKeyset derived =
          new MasterKey(password, 80_000)
              .keyset(new KeyDerivation(1, 80_000, Bytes.of("NaCl".getBytes())));
      TinkKeyset same = TinkKeyset.of(TinkKeyset.serialize(expected, 1));
      assertThat(same.open(derived.seal(new byte[] {1}, new byte[0]), new byte[0]))
          .containsExactly(1);
    }
  }

  @Test
  void refusesTooFewIterationsAndToSaveAPassphrase() {
    assertThatThrownBy(() -> passphrase("x", 1000)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> passphrase("x", 100_000).save(folder.resolve("k")))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> passphrase("x", 100_000).encoded())
        .isInstanceOf(IllegalStateException.class);
  }

  private static MasterKey passphrase(String text, int iterations) {
    try (Secret secret = Secret.of(text)) {
      return MasterKey.fromPassphrase(secret, iterations);
    }
  }

  private void use(MasterKey key) {
    try (Vault vault = Vault.open(vault(), key)) {
      put(vault, ADA, "value");
    }
  }

  private void assertOpens(MasterKey key) {
    try (Vault vault = Vault.open(vault(), key)) {
      assertThat(text(vault, ADA)).contains("value");
    }
  }

  private Path vault() {
    return folder.resolve("vault");
  }
}
