package dev.atom.vault;

import dev.atom.secret.PlaintextAccess;
import dev.atom.secret.Secret;
import dev.atom.vault.store.MemoryVaultStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the streams that later versions must still read. Run by hand, once for each new format. */
final class GoldenStreams {
  private GoldenStreams() {}

  /** Takes the folder to write into. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    try (MasterKey key = MasterKey.generate();
        Secret encoded = key.encoded();
        Vault vault = Vault.open(new MemoryVaultStore(), key)) {
      BackupContract.fill(vault);
      try (OutputStream out = Files.newOutputStream(folder.resolve("backup-1.atombackup"))) {
        vault.admin().backup(out);
      }
      try (OutputStream out = Files.newOutputStream(folder.resolve("export-1.atomexport"))) {
        ExportSelection all = ExportSelection.everything().withOlderVersions();
        Transfer.of(vault).exportTo(out, all, key);
      }
      Files.write(
          folder.resolve("backup-1.key"), encoded.use(PlaintextAccess.granted(), byte[]::clone));
    }
  }
}
