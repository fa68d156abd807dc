package dev.atom.mock.blob;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atom.blob.Blob;
import dev.atom.blob.BlobException;
import dev.atom.blob.BlobMissing;
import dev.atom.blob.Blobs;
import dev.atom.mock.VirtualClock;
import dev.atom.store.Subject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Blobs} must do, as tests; an engine's test class extends it and says how to open
 * the engine.
 */
public abstract class BlobsContract {
  private static final Subject CASE = new Subject("acme", "case", "4711");

  private final VirtualClock clock = VirtualClock.at("2026-03-01T12:00:00Z");
  private @Nullable Blobs blobs;

  /** For subclasses; the test framework makes the instances, one per test. */
  protected BlobsContract() {}

  /**
   * Opens a new, empty engine.
   *
   * @param clock what it takes the time from
   * @return the engine, closed by the suite
   */
  protected abstract Blobs open(Clock clock);

  /** Opens the test's engine. */
  @BeforeEach
  final void openBlobs() {
    blobs = open(clock);
  }

  /** Closes the test's engine. */
  @AfterEach
  final void closeBlobs() {
    blobs().close();
  }

  private Blobs blobs() {
    return Objects.requireNonNull(blobs, "opened before each test");
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  final void contentOfAnyLengthComesBackAsItWasPut() {
    for (int length : new int[] {0, 1, 65_535, 65_536, 65_537, 1_048_576, 3_000_001}) {
      Blob blob = blobs().put(CASE, bytes(length));
      assertEquals(CASE, blob.owner());
      assertArrayEquals(bytes(length), blobs().read(blob), () -> length + " bytes");
      Blob read = Blob.of(CASE, blob.toJson());
      assertArrayEquals(bytes(length), blobs().read(read), () -> length + " bytes by reference");
    }
  }

  @Test
  final void contentIsReadInPiecesOfAnyLength() throws IOException {
    byte[] put = bytes(200_000);
    Blob blob = blobs().put(CASE, put);
    try (InputStream content = blobs().open(blob)) {
      assertEquals(put[0] & 0xff, content.read());
      assertArrayEquals(Arrays.copyOfRange(put, 1, 70_001), content.readNBytes(70_000));
      content.skipNBytes(9_999);
      assertArrayEquals(Arrays.copyOfRange(put, 80_000, put.length), content.readAllBytes());
      assertEquals(-1, content.read());
      assertEquals(-1, content.read());
    }
  }

  @Test
  final void brokenSourceLeavesNothing() {
    InputStream broken =
        new SequenceInputStream(
            new ByteArrayInputStream(bytes(100_000)),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("the line went dead");
              }

              @Override
              public int read(byte[] into, int from, int length) throws IOException {
                return read();
              }
            });
    assertThrows(BlobException.class, () -> blobs().put(CASE, broken));
    assertEquals(List.of(), blobs().list(CASE));
  }

  @Test
  final void whatIsNotThereIsMissing() {
    Blob never = new Blob(CASE, "0".repeat(64), 3);
    assertThrows(BlobMissing.class, () -> blobs().open(never));
    blobs().delete(never);
    assertFalse(blobs().deleteIfPutBefore(never, clock.instant().plusSeconds(9)));
    assertEquals(List.of(), blobs().list(CASE));
  }

  @Test
  final void ownersShareNothing() {
    Subject other = new Subject("other", "case", "4711");
    Blob mine = blobs().put(CASE, text("same"));
    Blob theirs = blobs().put(other, text("same"));
    assertThrows(
        BlobMissing.class,
        () -> blobs().open(new Blob(new Subject("acme", "case", "4712"), mine.sha256(), 4)));
    blobs().delete(mine);
    assertThrows(BlobMissing.class, () -> blobs().open(mine));
    assertArrayEquals(text("same"), blobs().read(theirs));
    assertEquals(List.of(theirs), blobs().list(other));
  }

  @Test
  final void allOfAnOwnerAreListedAndDeletedTogether() {
    Set<Blob> put = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      put.add(blobs().put(CASE, text("content " + i)));
    }
    Blob other = blobs().put(new Subject("acme", "case", "1"), text("other"));
    assertEquals(put, new HashSet<>(blobs().list(CASE)));
    List<Blob> all = new ArrayList<>();
    blobs().forEach(all::add);
    assertEquals(21, all.size());
    assertEquals(21, new HashSet<>(all).size());
    blobs().deleteAll(CASE);
    assertEquals(List.of(), blobs().list(CASE));
    assertArrayEquals(text("other"), blobs().read(other));
  }

  @Test
  final void deletedContentCanBePutAgain() {
    Blob first = blobs().put(CASE, text("again"));
    blobs().delete(first);
    Blob second = blobs().put(CASE, text("again"));
    assertArrayEquals(text("again"), blobs().read(second));
  }

  @Test
  final void onlyWhatWasPutLongAgoIsSwept() {
    Blob blob = blobs().put(CASE, text("old"));
    assertFalse(blobs().deleteIfPutBefore(blob, clock.instant()));
    clock.advance(Duration.ofDays(2));
    Blob again = blobs().put(CASE, text("old"));
    assertFalse(blobs().deleteIfPutBefore(again, clock.instant().minus(Duration.ofDays(1))));
    assertArrayEquals(text("old"), blobs().read(again));
    clock.advance(Duration.ofDays(2));
    assertTrue(blobs().deleteIfPutBefore(again, clock.instant().minus(Duration.ofDays(1))));
    assertThrows(BlobMissing.class, () -> blobs().open(again));
  }

  @Test
  final void namesOfAnyFormAreOwners() {
    List<Subject> odd =
        List.of(
            new Subject("../..", "..", "."),
            new Subject("a/b", "c\\d", "e'f\"g"),
            new Subject("A", "B", "C"),
            new Subject("a", "b", "c"),
            new Subject("\uD83D\uDE80".repeat(100), "\u00e9".repeat(200), "x".repeat(200)),
            new Subject("%", "_", "*?"));
    for (Subject owner : odd) {
      Blob blob = blobs().put(owner, text(owner.toString()));
      assertArrayEquals(text(owner.toString()), blobs().read(blob));
    }
    List<Subject> found = new ArrayList<>();
    blobs().forEach(blob -> found.add(blob.owner()));
    assertEquals(new HashSet<>(odd), new HashSet<>(found));
    assertEquals(odd.size(), found.size());
  }

  @Test
  final void manyThreadsPutTheSameAndDifferentContents() throws Exception {
    List<Callable<Blob>> work = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      byte[] content = bytes(10_000 + i % 8);
      work.add(() -> blobs().put(CASE, content));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<Blob> done : threads.invokeAll(work)) {
        Blob blob = done.get();
        assertTrue(blobs().read(blob).length >= 10_000);
      }
    }
  }
}
