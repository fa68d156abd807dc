package dev.atom.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.secret.Masked;
import dev.atom.secret.PlaintextAccess;
import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/vault.md shows. */
class VaultGuideTest {
  @TempDir Path folder;

  @Test
  void firstSuccess() {
    String shown;
    int length;
    // @start region="first"
    Path file = folder.resolve("keys.vault");
    MasterKey masterKey = MasterKey.loadOrGenerate(folder.resolve("elsewhere/master.key"), file);
    SecretRef key = new SecretRef("acme", Optional.of("ada"), "openai", SecretRef.DEFAULT_NAME);
    try (Vault vault = Vault.open(file, masterKey);
        Secret pasted = Secret.of("sk-ada-0123456789")) {
      vault.put(key, pasted);
      shown = vault.masked(key).map(Masked::text).orElse("none"); // ••••6789
      length = vault.use(key, PlaintextAccess.granted(), plain -> plain.length).orElseThrow();
    }
    // @end
    assertThat(shown).isEqualTo("••••6789");
    assertThat(length).isEqualTo(17);
  }
}
