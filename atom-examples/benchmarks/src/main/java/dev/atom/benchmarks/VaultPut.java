package dev.atom.benchmarks;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Seals a key of 51 bytes and returns when it would survive a loss of power. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class VaultPut {
  private final VaultKeys keys = new VaultKeys();
  private final AesGcm aes = new AesGcm();
  private final byte[] plain = keys.plain();
  private final byte[] place = keys.place();
  private final RandomAccessFile log = keys.folder().file("bare.log");

  /**
   * Deletes both.
   *
   * @throws IOException if the file can't be closed
   */
  @TearDown
  public void close() throws IOException {
    log.close();
    keys.close();
  }

  /**
   * The floor: one AES-256-GCM seal by the JDK, appended to a file and synced.
   *
   * @return how long the file is
   * @throws GeneralSecurityException if the JDK has no AES-GCM
   * @throws IOException if the file can't be written
   */
  @Benchmark
  public long bareSealAndSync() throws GeneralSecurityException, IOException {
    log.write(aes.seal(plain, place));
    log.getFD().sync();
    return log.getFilePointer();
  }

  /**
   * The vault: seals the row and its frame, appends, syncs, remembers.
   *
   * @return the version
   */
  @Benchmark
  public long put() {
    return keys.put();
  }
}
