package dev.atom.benchmarks.vault;

import dev.atom.jdbc.vault.JdbcVaultStore;
import dev.atom.secret.PlaintextAccess;
import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import dev.atom.vault.MasterKey;
import dev.atom.vault.Vault;
import dev.atom.vault.file.FileVaultStore;
import dev.atom.vault.store.VaultStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * 100,000 tenants with ten secrets each: how long a vault takes to open, what it holds in memory, and
 * what a secret costs. Arguments: an engine (file, sqlite), a folder, and how many tenants; what is in
 * the folder already is used again.
 */
public final class MillionSecrets {
  private static final int EACH = 10;
  private static final int THREADS = 16;

  private MillionSecrets() {}

  /**
   * Fills the store if it is empty, and measures.
   *
   * @param arguments engine, folder, tenants
   * @throws IOException if there is no room
   * @throws InterruptedException if stopped
   */
  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) throws IOException, InterruptedException {
    String engine = arguments[0];
    Path folder = Path.of(arguments[1]);
    int tenants = Integer.parseInt(arguments[2]);
    Path keyFile = folder.resolve("master.key");
    Path file = folder.resolve(engine);
    if (!Files.exists(keyFile)) {
      Files.createDirectories(folder);
      try (MasterKey key = MasterKey.generate()) {
        key.save(keyFile);
      }
      long begun = System.nanoTime();
      fill(engine, file, keyFile, tenants);
      System.out.printf("%s: filled in %.0f s%n", engine, seconds(begun));
    }
    try (MasterKey key = MasterKey.load(keyFile)) {
      for (int i = 0; i < 3; i++) {
        long begun = System.nanoTime();
        try (Vault vault = Vault.open(open(engine, file), key)) {
          use(vault, 77);
          System.out.printf("%s: opened, first secret out, in %.3f s%n", engine, seconds(begun));
          if (i == 2) {
            gets(engine, vault, tenants);
          }
        }
      }
    }
  }

  private static void fill(String engine, Path file, Path keyFile, int tenants)
      throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    try (MasterKey key = MasterKey.load(keyFile);
        Vault vault = Vault.open(open(engine, file), key);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      for (int t = 0; t < THREADS; t++) {
        threads.execute(
            () -> {
              for (int i = next.getAndIncrement(); i < tenants; i = next.getAndIncrement()) {
                for (int secret = 0; secret < EACH; secret++) {
                  try (Secret value = Secret.of("sk-0123456789-" + i + "-" + secret)) {
                    vault.put(ref(i, secret), value);
                  }
                }
              }
            });
      }
      threads.shutdown();
      threads.awaitTermination(5, TimeUnit.HOURS);
    }
  }

  @SuppressWarnings("SystemOut")
  private static void gets(String engine, Vault vault, int tenants) {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    System.out.printf(
        "%s: %.1f MB in the heap%n", engine, (runtime.totalMemory() - runtime.freeMemory()) / 1e6);
    Random random = new Random(5);
    int rounds = 200_000;
    for (int round = 0; round < 3; round++) {
      long begun = System.nanoTime();
      for (int i = 0; i < rounds; i++) {
        use(vault, random.nextInt(tenants));
      }
      System.out.printf(
          "%s: %.2f us a secret of a random tenant%n", engine, 1e6 * seconds(begun) / rounds);
    }
    long begun = System.nanoTime();
    for (int i = 0; i < rounds; i++) {
      use(vault, random.nextInt(500));
    }
    System.out.printf(
        "%s: %.2f us a secret of one of 500 tenants%n", engine, 1e6 * seconds(begun) / rounds);
    System.gc();
    System.out.printf(
        "%s: %.1f MB in the heap afterwards%n",
        engine, (runtime.totalMemory() - runtime.freeMemory()) / 1e6);
  }

  private static void use(Vault vault, int tenant) {
    vault
        .use(ref(tenant, tenant % EACH), PlaintextAccess.granted(), Arrays::hashCode)
        .orElseThrow();
  }

  private static SecretRef ref(int tenant, int secret) {
    return new SecretRef("tenant " + tenant, Optional.of("user"), "openai", "key " + secret);
  }

  private static VaultStore open(String engine, Path file) {
    return switch (engine) {
      case "file" -> FileVaultStore.open(file);
      case "sqlite" -> JdbcVaultStore.sqlite(file);
      default -> throw new IllegalArgumentException("file or sqlite, not " + engine);
    };
  }

  private static double seconds(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }
}
