package dev.atom.benchmarks;

import java.security.GeneralSecurityException;
import java.util.Arrays;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Opens a sealed key of 51 bytes. The bare side has the sealed bytes and the key at hand. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class VaultFind {
  private final VaultKeys keys = new VaultKeys();
  private final AesGcm aes = new AesGcm();
  private final byte[] place = keys.place();
  private byte[] sealed = new byte[0];

  /**
   * Puts the key into the vault, and checks that both sides open the same.
   *
   * @throws GeneralSecurityException if the JDK has no AES-GCM
   */
  @Setup
  public void prepare() throws GeneralSecurityException {
    sealed = aes.seal(keys.plain(), place);
    keys.put();
    int expected = Arrays.hashCode(keys.plain());
    if (bareOpen() != expected || find() != expected) {
      throw new IllegalStateException("the opened keys are not the key that was sealed");
    }
  }

  /** Deletes the vault. */
  @TearDown
  public void close() {
    keys.close();
  }

  /**
   * The floor: one AES-256-GCM open by the JDK.
   *
   * @return the hash of the plain bytes
   * @throws GeneralSecurityException if it does not open
   */
  @Benchmark
  public int bareOpen() throws GeneralSecurityException {
    return Arrays.hashCode(aes.open(sealed, place));
  }

  /**
   * The vault: looks the row up, checks trust and expiry, opens, wipes.
   *
   * @return the hash of the plain bytes
   */
  @Benchmark
  public int find() {
    return keys.find();
  }
}
