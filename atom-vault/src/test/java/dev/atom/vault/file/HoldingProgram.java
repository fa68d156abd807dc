package dev.atom.vault.file;

import dev.atom.vault.VaultException;
import java.io.IOException;
import java.nio.file.Path;

/** Opens a store, says what came of it, and holds it until its input ends. */
final class HoldingProgram {
  private HoldingProgram() {}

  public static void main(String[] arguments) throws IOException {
    try (FileVaultStore store = FileVaultStore.open(Path.of(arguments[0]))) {
      System.out.println(store.health().damage().isEmpty() ? "open" : "damaged");
      System.out.flush();
      while (System.in.read() >= 0) {
        // Nothing is said to this program; it waits for the end.
      }
    } catch (VaultException e) {
      System.out.println(e.code());
    }
  }
}
