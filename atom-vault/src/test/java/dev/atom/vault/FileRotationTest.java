package dev.atom.vault;

import dev.atom.vault.file.FileVaultStore;
import dev.atom.vault.store.VaultStore;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.io.TempDir;

class FileRotationTest extends RotationContract {
  @TempDir Path folder;
  private int places;

  @Override
  protected Supplier<VaultStore> newPlace() {
    Path file = folder.resolve("vault-" + places++);
    return () -> FileVaultStore.open(file);
  }

  /** A case costs many syncs to the disk: all of them in the torture profile and in memory. */
  @Override
  protected int step() {
    return all() ? 1 : 40;
  }

  @Override
  protected int first() {
    return all() ? 0 : 13;
  }

  @Override
  protected int largeStep() {
    return step() * super.largeStep();
  }

  private static boolean all() {
    return Integer.getInteger("atom.kills", 0) >= 200;
  }
}
