package dev.atom.vault;

import java.io.IOException;
import java.nio.file.Path;

/** Opens a vault, says what came of it, and holds it until its input ends. */
final class OpeningProgram {
  private OpeningProgram() {}

  public static void main(String[] arguments) throws IOException {
    try (Vault vault = Vault.open(Path.of(arguments[0]), MasterKey.load(Path.of(arguments[1])))) {
      System.out.println(vault.health().sound() ? "open" : "damaged");
      System.out.flush();
      while (System.in.read() >= 0) {
        // Nothing is said to this program; it waits for the end.
      }
    } catch (VaultException e) {
      System.out.println(e.code());
    }
  }
}
