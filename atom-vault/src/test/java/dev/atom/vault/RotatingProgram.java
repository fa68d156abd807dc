package dev.atom.vault;

import dev.atom.vault.file.FileVaultStore;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Changes keys to and fro and shreds, until it is killed, and puts secrets all the while. Says each
 * put when it is acknowledged.
 */
final class RotatingProgram {
  static final int TENANTS = 3;

  private final Vault vault;
  private final List<MasterKey> keys;
  private final PrintStream out;
  private int number;

  private RotatingProgram(Vault vault, List<MasterKey> keys, int number, PrintStream out) {
    this.vault = vault;
    this.keys = keys;
    this.number = number;
    this.out = out;
  }

  /** Takes the vault's file, the files of two master keys, and the last number that was put. */
  public static void main(String[] arguments) {
    Path file = Path.of(arguments[0]);
    List<MasterKey> keys =
        List.of(MasterKey.load(Path.of(arguments[1])), MasterKey.load(Path.of(arguments[2])));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Vault vault = open(file, keys);
    new RotatingProgram(vault, keys, Integer.parseInt(arguments[3]), out).run();
  }

  /** Opens a vault with whichever key does. */
  static Vault open(Path file, List<MasterKey> keys) {
    try {
      return Vault.open(FileVaultStore.open(file), keys.getFirst());
    } catch (WrongMasterKey e) {
      return Vault.open(FileVaultStore.open(file), keys.getLast());
    }
  }

  private void run() {
    vault.rotation().unfinished().ifPresent(MasterKeyRotation::run);
    for (int round = 0; ; round++) {
      MasterKeyRotation rotation =
          vault.rotation().masterKey(keys.get(round % 2)).recovery("ab".repeat(32));
      put();
      rotation.begin();
      boolean more = true;
      while (more) {
        put();
        more = rotation.rewrap(1);
      }
      rotation.finish();
      DataKeyRotation dataKey = vault.rotation().dataKey("t" + round % TENANTS);
      dataKey.begin();
      more = true;
      while (more) {
        put();
        more = dataKey.reseal(1);
      }
      dataKey.finish();
      Fixture.put(vault, RotationContract.ref("gone", "u"), "to be shredded");
      vault.rotation().shred("gone");
      out.println("shredded " + round);
    }
  }

  private void put() {
    number++;
    Fixture.put(vault, RotationContract.ref("t" + number % TENANTS, "u"), String.valueOf(number));
    out.println("put " + number);
  }
}
