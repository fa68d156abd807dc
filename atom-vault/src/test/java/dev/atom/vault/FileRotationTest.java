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

  /** Each call that fails is one sync to the disk more; the memory's test tries them all. */
  @Override
  protected int step() {
    return Integer.getInteger("atom.kills", 0) >= 200 ? 1 : 23;
  }

  @Override
  protected int largeStep() {
    return step() * super.largeStep();
  }
}
