package dev.atom.vault;

import dev.atom.vault.seal.TinkKeyset;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.MemoryVaultStore;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKind;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A tenant whose data key is not in memory: what the vault does, and the parsing of its keyset. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DataKeyMiss {
  private final MemoryVaultStore store = new MemoryVaultStore();
  private final byte[] place = new byte[80];
  private Vault vault;
  private Row row;
  private TinkKeyset master;
  private Bytes wrapped;

  /**
   * Makes a vault with one tenant, and a keyset of the same sort for the floor.
   *
   * @throws GeneralSecurityException if the runtime lacks something
   */
  @Setup
  public void prepare() throws GeneralSecurityException {
    SecureRandom random = new SecureRandom();
    vault = Vault.open(store, MasterKey.generate());
    try (dev.atom.secret.Secret secret = dev.atom.secret.Secret.of("sk-0123456789")) {
      vault.put(
          new dev.atom.secret.SecretRef("acme", java.util.Optional.empty(), "openai", "default"),
          secret);
    }
    row = store.scan(RowKind.DATA_KEY, Bytes.EMPTY, Bytes.EMPTY, 1).getFirst();
    master = TinkKeyset.of(TinkKeyset.generate(random));
    wrapped = master.wrap(TinkKeyset.generate(random), place);
  }

  /**
   * The floor: Tink opens and parses an encrypted keyset and makes its primitive.
   *
   * @return the key
   * @throws GeneralSecurityException if it doesn't open
   */
  @Benchmark
  public Object parseKeyset() throws GeneralSecurityException {
    return master.unwrap(wrapped, place);
  }

  /**
   * The vault: the row is read, checked, unwrapped and parsed.
   *
   * @return the key
   * @throws GeneralSecurityException if it doesn't open
   */
  @Benchmark
  public Object openDataKey() throws GeneralSecurityException {
    return vault.core().tenants.dataKeys().open(row);
  }

  /**
   * The whole of it: a tenant that this process has never seen, its record and its data key read and
   * opened.
   *
   * @return the tenant
   */
  @Benchmark
  public Object loadTenant() {
    vault.core().tenants.forgetAll();
    return vault.core().tenants.find("acme");
  }
}
