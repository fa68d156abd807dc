package dev.atom.vault;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.atom.secret.PlaintextAccess;
import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import dev.atom.vault.store.MemoryVaultStore;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * Reads a secret from its input, does everything with it that a vault can do, closes the vault and
 * dumps its heap, garbage included.
 */
final class HeapDumpProgram {
  private HeapDumpProgram() {}

  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) throws IOException {
    byte[] plain = new byte[26];
    // Without the buffers of System.in, which would keep a copy.
    try (FileInputStream in = new FileInputStream(FileDescriptor.in)) {
      if (in.read(plain) != plain.length) {
        throw new IOException("no secret on the input");
      }
    }
    SecretRef ref = Fixture.ref("ada", "openai");
    MemoryVaultStore store = new MemoryVaultStore();
    try (MasterKey key = MasterKey.generate();
        Vault vault = Vault.open(store, key)) {
      try (Secret secret = Secret.of(plain)) {
        Arrays.fill(plain, (byte) 0);
        vault.put(ref, secret);
        vault.put(ref, secret, PutOptions.standard().labelled(Map.of("a", "b")));
        vault.search("acme", "openai", secret);
      }
      for (int i = 0; i < 50; i++) {
        vault.find(ref).orElseThrow().close();
        vault.findPrevious(ref).orElseThrow().close();
        vault.read(ref).orElseThrow().close();
        vault.use(ref, PlaintextAccess.granted(), bytes -> bytes.length);
        vault.list("acme");
        vault.masked(ref);
        vault.rollBack(ref, vault.info(ref).orElseThrow().older().getFirst().version());
        vault.delete(ref);
        vault.restore(ref);
        vault.label(ref, Map.of("i", "" + i));
      }
      vault.admin().verify();
      if (arguments[1].equals("leaky")) {
        Leak.kept = vault.use(ref, PlaintextAccess.granted(), byte[]::clone).orElseThrow();
      }
    }
    HotSpotDiagnosticMXBean machine =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    machine.dumpHeap(Path.of(arguments[0]).toString(), false);
    System.out.println("dumped");
  }

  /** What a careless host does, to show that the test would see it. */
  private static final class Leak {
    private static byte[] kept = new byte[0];
  }
}
