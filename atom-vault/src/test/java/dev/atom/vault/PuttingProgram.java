package dev.atom.vault;

import static dev.atom.vault.Fixture.put;
import static dev.atom.vault.Fixture.ref;

import java.nio.file.Path;

/** Puts secrets until it is killed and prints the number of each one that was acknowledged. */
final class PuttingProgram {
  private PuttingProgram() {}

  public static void main(String[] arguments) {
    Vault vault =
        Vault.newBuilder(Path.of(arguments[0]), MasterKey.load(Path.of(arguments[1])))
            .compactFromBytes(10_000)
            .open();
    for (int i = Integer.parseInt(arguments[2]); ; i++) {
      put(vault, ref("user" + i % 7, "openai"), "value " + i);
      System.out.println(i);
      System.out.flush();
    }
  }
}
