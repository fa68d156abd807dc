package dev.atom.vault;

import static dev.atom.vault.Fixture.KEY;
import static dev.atom.vault.Fixture.put;
import static dev.atom.vault.Fixture.ref;
import static dev.atom.vault.Fixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.secret.KeyValidator;
import dev.atom.secret.KeyVerdict;
import dev.atom.secret.SecretRef;
import dev.atom.vault.store.MemoryVaultStore;
import dev.atom.vault.store.VaultStore;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the guide for operators shows. */
class BackupGuideTest {
  private static final SecretRef ADA = ref("ada", "openai");

  @Test
  void backsUpChecksAndRestores(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("vault.atombackup");
    MasterKey masterKey = KEY;
    VaultStore empty = new MemoryVaultStore();
    try (Vault vault = Vault.open(new MemoryVaultStore(), KEY)) {
      put(vault, ADA, "value");
      // @start region="backup"
      try (OutputStream out = Files.newOutputStream(file)) {
        vault.admin().backup(out);
      }
      Backup backup = Backup.openedBy(masterKey);
      try (InputStream in = Files.newInputStream(file)) {
        assertThat(backup.verify(in).sound()).isTrue();
      }
      try (InputStream in = Files.newInputStream(file)) {
        BackupReport report = backup.restore(in, empty);
        assertThat(report.problems()).isEmpty();
      }
      Vault restored = Vault.open(empty, masterKey);
      // @end
      assertThat(text(restored, ADA)).contains("value");
      restored.close();
    }
  }

  @Test
  void movesSecrets(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("acme.atomexport");
    try (Vault staging = Vault.open(new MemoryVaultStore(), KEY);
        Vault production = Vault.open(new MemoryVaultStore(), KEY);
        RecoveryKey key = RecoveryKey.generate()) {
      put(staging, ADA, "value");
      String recipient = key.recipient();
      // @start region="transfer"
      try (OutputStream out = Files.newOutputStream(file)) {
        Transfer.of(staging).exportTo(out, ExportSelection.of("acme"), recipient);
      }
      ImportOptions options = ImportOptions.standard().onConflict(ImportOptions.Conflict.SKIP);
      try (InputStream in = Files.newInputStream(file)) {
        Transfer.of(production).importFrom(in, key, options.dry());
      }
      try (InputStream in = Files.newInputStream(file)) {
        ImportReport report = Transfer.of(production).importFrom(in, key, options);
        assertThat(report.added()).isEqualTo(1);
      }
      // @end
      assertThat(text(production, ADA)).contains("value");
    }
  }

  @Test
  void checksKeys() {
    KeyValidator openAi = (ref, secret, context) -> new KeyVerdict.Rejected("key_rejected", "no");
    List<SecretRef> told = new ArrayList<>();
    try (Vault vault = Vault.open(new MemoryVaultStore(), KEY)) {
      put(vault, ADA, "value");
      // @start region="checks"
      KeyChecks checks =
          KeyChecks.newBuilder(vault, KeyValidator.byProvider(Map.of("openai", openAi)))
              .listener(change -> told.add(change.ref()))
              .build();
      // Every minute, by the host's own scheduler:
      KeyCheckReport report = checks.checkDue(100);
      // @end
      assertThat(report.rejected()).isEqualTo(1);
      assertThat(told).containsExactly(ADA);
    }
  }
}
