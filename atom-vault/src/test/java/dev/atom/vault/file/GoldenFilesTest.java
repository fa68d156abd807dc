package dev.atom.vault.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Change;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import dev.atom.vault.store.RowKind;
import dev.atom.vault.store.StoreHealth;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Format 2 stays as it is: its files are read, and the same commits write the same bytes. */
class GoldenFilesTest {
  private static final Path FOLDER = Path.of("/golden");
  private static final List<String> FILES =
      List.of(
          "plain.atom",
          "plain.atom.index/catalog",
          "plain.atom.index/1.segment",
          "plain.atom.index/2.segment",
          "rewritten.atom",
          "rewritten.atom.index/catalog",
          "rewritten.atom.index/3.segment",
          "rewritten.atom.index/4.segment");

  @Test
  void theFilesAreReadWithTheirIndexAndWithout() throws IOException {
    for (String name : List.of("plain.atom", "rewritten.atom")) {
      FaultyDisk disk = new FaultyDisk();
      FaultyDisk logAlone = new FaultyDisk().with(FOLDER.resolve(name), golden(name));
      for (String file : FILES) {
        disk.with(FOLDER.resolve(file), golden(file));
      }
      for (FaultyDisk each : List.of(disk, logAlone)) {
        try (FileVaultStore store = open(each, name)) {
          assertThat(Model.read(store)).isEqualTo(rows(name.startsWith("rewritten")));
          assertThat(store.health()).isEqualTo(StoreHealth.SOUND);
        }
        // With its index nothing is written but the log's length.
        assertThat(each.steps() == 1).as(name).isEqualTo(each == disk);
      }
    }
  }

  @Test
  void theSameCommitsWriteTheSameBytes() throws IOException {
    FaultyDisk disk = write();
    for (String file : FILES) {
      assertThat(disk.bytes(FOLDER.resolve(file))).as(file).isEqualTo(golden(file));
    }
    List<Path> all = new ArrayList<>(disk.list(FOLDER));
    all.addAll(disk.list(FOLDER.resolve("plain.atom.index")));
    all.addAll(disk.list(FOLDER.resolve("rewritten.atom.index")));
    assertThat(all)
        .containsExactlyInAnyOrderElementsOf(FILES.stream().map(FOLDER::resolve).toList());
  }

  /**
   * Writes the files into a folder, when a new format is released.
   *
   * @param arguments the folder
   */
  public static void main(String[] arguments) throws IOException {
    FaultyDisk disk = write();
    for (String file : FILES) {
      Path target = Path.of(arguments[0]).resolve(file);
      Files.createDirectories(target.getParent());
      Files.write(target, disk.bytes(FOLDER.resolve(file)));
    }
  }

  private static FaultyDisk write() {
    FaultyDisk disk = new FaultyDisk();
    try (FileVaultStore store = open(disk, "plain.atom")) {
      commits().forEach(store::commit);
    }
    try (FileVaultStore store = open(disk, "rewritten.atom")) {
      commits().forEach(store::commit);
      store.compact();
      store.commit(afterwards());
    }
    return disk;
  }

  private static List<List<Change>> commits() {
    List<List<Change>> commits = new ArrayList<>();
    commits.add(
        List.of(
            put(RowKind.HEADER, "", 1, 0, "header"),
            put(RowKind.DATA_KEY, "tenant-one......0001", 1, 0, "key"),
            put(RowKind.TENANT, "tenant-one......", 1, 0, "tenant")));
    commits.add(
        List.of(
            put(RowKind.SECRET, "tenant-one......secret-one......", 1, 0, "first"),
            put(RowKind.AUDIT, "tenant-one......00000001", 1, 0, ""),
            put(RowKind.TENANT, "tenant-one......", 2, 1, "tenant 2")));
    commits.add(
        List.of(
            put(RowKind.SECRET, "tenant-one......secret-one......", 2, 1, "second"),
            put(RowKind.VERSION, "tenant-one......secret-one......00000001", 1, 0, "first"),
            new Change.Require(key(RowKind.HEADER, ""), 1)));
    commits.add(
        List.of(
            put(RowKind.STATUS, "tenant-one......secret-one......", Long.MAX_VALUE, 0, "used"),
            put(RowKind.LEASE, "tenant-one......secret-one......", 1, 0, "leased"),
            put(RowKind.MANIFEST, "tenant-one......0000", 7, 0, "manifest")));
    commits.add(
        List.of(new Change.Delete(key(RowKind.LEASE, "tenant-one......secret-one......"), 1)));
    return commits;
  }

  private static List<Change> afterwards() {
    return List.of(put(RowKind.AUDIT, "tenant-one......00000002", 1, 0, "after"));
  }

  private static Map<RowKey, Row> rows(boolean rewritten) {
    Model model = new Model();
    for (List<Change> changes : commits()) {
      model = model.with(changes);
    }
    return new TreeMap<>((rewritten ? model.with(afterwards()) : model).rows());
  }

  private static Change put(RowKind kind, String id, long revision, long expected, String text) {
    Bytes content = Bytes.of(text.getBytes(StandardCharsets.US_ASCII));
    return new Change.Put(new Row(key(kind, id), revision, content), expected);
  }

  private static RowKey key(RowKind kind, String id) {
    return new RowKey(kind, Bytes.of(id.getBytes(StandardCharsets.US_ASCII)));
  }

  private static byte[] golden(String file) throws IOException {
    try (InputStream in = GoldenFilesTest.class.getResourceAsStream("format-2/" + file)) {
      return Objects.requireNonNull(in, file).readAllBytes();
    }
  }

  private static FileVaultStore open(FaultyDisk disk, String name) {
    return FileVaultStore.newBuilder(FOLDER.resolve(name))
        .disk(disk)
        .random(new Counting())
        .maintenance(Runnable::run)
        .compactFrom(Long.MAX_VALUE)
        .rowsInMemory(7)
        .open();
  }

  /** The ids of logs: 1, 2, 3 and so on in every byte. */
  private static final class Counting implements RandomGenerator {
    private byte drawn;

    @Override
    public long nextLong() {
      throw new IllegalStateException("only ids are drawn");
    }

    @Override
    public void nextBytes(byte[] bytes) {
      java.util.Arrays.fill(bytes, ++drawn);
    }
  }
}
