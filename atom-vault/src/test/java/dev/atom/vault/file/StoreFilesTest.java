package dev.atom.vault.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.vault.VaultLocked;
import dev.atom.vault.VaultUnavailable;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Change;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import dev.atom.vault.store.RowKind;
import dev.atom.vault.store.StoreHealth;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store on a real file system. */
class StoreFilesTest {
  private static final String CANARY = "canary-8d1f-to-be-gone";

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("deep/folders/vault.atom");
  }

  @Test
  void everythingIsForItsOwnerOnly() throws IOException {
    try (FileVaultStore store = small()) {
      fill(store, 40);
      store.compact();
      fill(store, 60);
      store.copyTo(folder.resolve("copies/vault.copy"));
      int files = 0;
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.filter(path -> !path.equals(folder)).toList()) {
          String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
          assertThat(mode)
              .as(path.toString())
              .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
          files++;
        }
      }
      assertThat(files).isGreaterThan(7);
    }
  }

  @Test
  void aSecondStoreInThisProcessIsRefusedByWhateverName() throws IOException {
    try (FileVaultStore store = FileVaultStore.open(file)) {
      Path link = Files.createSymbolicLink(folder.resolve("link"), file);
      Path folderLink = Files.createSymbolicLink(folder.resolve("deep2"), folder.resolve("deep"));
      for (Path name : List.of(file, link, folderLink.resolve("folders/vault.atom"))) {
        assertThatThrownBy(() -> FileVaultStore.open(name)).isInstanceOf(VaultLocked.class);
      }
      fill(store, 3);
    }
    FileVaultStore.open(file).close();
  }

  @Test
  void theLockIsFreeAgainAfterAnOpeningThatFailed() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "no vault at all");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> FileVaultStore.open(file))
          .isInstanceOf(dev.atom.vault.VaultCorrupt.class);
    }
    assertThat(file).hasContent("no vault at all");
  }

  @Test
  void aTemporaryFileLeftBehindIsRemoved() throws IOException {
    FileVaultStore.open(file).close();
    Path left = file.resolveSibling("vault.atom.tmp");
    Files.writeString(left, CANARY);
    Path segment = file.resolveSibling("vault.atom.index/77.segment");
    Files.writeString(segment, CANARY);
    FileVaultStore.open(file).close();
    assertThat(left).doesNotExist();
    assertThat(segment).doesNotExist();
  }

  @Test
  void deletedAndOverwrittenContentIsGoneFromTheFileAfterRewriting() throws IOException {
    try (FileVaultStore store = FileVaultStore.open(file)) {
      store.commit(List.of(put(1, 1, 0, CANARY), put(2, 1, 0, CANARY), put(3, 1, 0, "kept")));
      store.commit(List.of(new Change.Delete(key(1), 1), put(2, 2, 1, "other")));
      assertThat(text(file)).contains(CANARY);
      store.compact();
      assertThat(text(file)).doesNotContain(CANARY).contains("kept").contains("other");
      assertThat(store.get(key(1))).isEmpty();
      assertThat(store.get(key(2)).orElseThrow().revision()).isEqualTo(2);
    }
    assertThat(text(file)).doesNotContain(CANARY);
    try (FileVaultStore store = FileVaultStore.open(file)) {
      assertThat(Model.read(store)).hasSize(2);
      assertThat(store.health()).isEqualTo(StoreHealth.SOUND);
    }
  }

  @Test
  void aLogThatIsMostlyOutOfDateIsRewrittenByItself() throws IOException {
    try (FileVaultStore store =
        FileVaultStore.newBuilder(file)
            .rowsInMemory(16)
            .compactFrom(10_000)
            .maintenance(Runnable::run)
            .open()) {
      for (int i = 1; i <= 500; i++) {
        store.commit(List.of(put(1, i, i - 1, "x".repeat(100))));
      }
    }
    assertThat(Files.size(file)).isLessThan(20_000);
  }

  @Test
  void othersReadAndCommitWhileTheLogIsRewritten() throws Exception {
    try (FileVaultStore store = small();
        ExecutorService threads = Executors.newFixedThreadPool(3)) {
      fill(store, 200);
      Future<Boolean> writer =
          threads.submit(
              () -> {
                for (int i = 1; i <= 300; i++) {
                  store.commit(List.of(put(1_000, i, i - 1, "" + i), put(2_000 + i, 1, 0, "")));
                }
                return true;
              });
      Future<Boolean> reader =
          threads.submit(
              () -> {
                Random random = new Random(1);
                while (!writer.isDone()) {
                  int number = random.nextInt(200);
                  assertThat(store.get(key(number))).contains(row(number, 1, "row " + number));
                  assertThat(store.scan(RowKind.SECRET, Bytes.EMPTY, Bytes.EMPTY, 200))
                      .hasSize(200);
                }
                return true;
              });
      int rewritten = 0;
      while (!writer.isDone() || rewritten == 0) {
        store.compact();
        rewritten++;
      }
      assertThat(writer.get()).isTrue();
      assertThat(reader.get()).isTrue();
      assertThat(Model.read(store)).hasSize(501);
      assertThat(store.health()).isEqualTo(StoreHealth.SOUND);
    }
    try (FileVaultStore store = small()) {
      assertThat(Model.read(store)).hasSize(501);
      assertThat(store.get(key(1_000)).orElseThrow().revision()).isEqualTo(300);
    }
  }

  @Test
  void aCopyHasWholeCommitsOfOneMoment() throws Exception {
    try (FileVaultStore store = small();
        ExecutorService threads = Executors.newFixedThreadPool(1)) {
      Future<Boolean> writer =
          threads.submit(
              () -> {
                for (int i = 1; i <= 200; i++) {
                  store.commit(List.of(put(1, i, i - 1, ""), put(1_000 + i, 1, 0, "")));
                }
                return true;
              });
      int copies = 0;
      while (!writer.isDone() || copies == 0) {
        Path copy = folder.resolve("copy" + copies++);
        store.copyTo(copy);
        try (FileVaultStore copied = FileVaultStore.open(copy)) {
          Map<RowKey, Row> rows = Model.read(copied);
          long revision = rows.containsKey(key(1)) ? rows.get(key(1)).revision() : 0;
          assertThat(rows).hasSize((int) revision + (revision > 0 ? 1 : 0));
          assertThat(copied.health()).isEqualTo(StoreHealth.SOUND);
        }
      }
      assertThat(writer.get()).isTrue();
      assertThatThrownBy(() -> store.copyTo(folder.resolve("copy0")))
          .isInstanceOf(VaultUnavailable.class)
          .hasMessageContaining("exists");
    }
  }

  @Test
  void withoutItsIndexOrWithAnOlderOneEverythingIsThere() throws IOException {
    Path index = file.resolveSibling("vault.atom.index");
    try (FileVaultStore store = small()) {
      fill(store, 100);
    }
    Map<Path, byte[]> old = Map.copyOf(read(index));
    assertThat(old).hasSizeGreaterThan(1);
    try (FileVaultStore store = small()) {
      for (int i = 0; i < 100; i++) {
        store.commit(List.of(put(i, 2, 1, "newer")));
      }
    }
    delete(index);
    requireNewer();
    delete(index);
    for (Map.Entry<Path, byte[]> each : old.entrySet()) {
      Files.write(each.getKey(), each.getValue());
    }
    requireNewer();
  }

  @Test
  void interruptedReadersAndWritersHarmNobody() throws Exception {
    try (FileVaultStore store = small();
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      fill(store, 20);
      List<Future<?>> all =
          Stream.of(1, 2, 3, 4)
              .<Future<?>>map(
                  thread ->
                      threads.submit(
                          () -> {
                            for (int i = 1; i <= 50; i++) {
                              Thread.currentThread().interrupt();
                              assertThat(store.get(key(3))).isPresent();
                              store.commit(List.of(put(100 + thread, i, i - 1, "")));
                            }
                            Thread.interrupted();
                          }))
              .toList();
      for (Future<?> each : all) {
        each.get();
      }
      Thread.currentThread().interrupt();
      store.compact();
      assertThat(Thread.interrupted()).isTrue();
      assertThat(Model.read(store)).hasSize(24);
    }
  }

  @Test
  void aClosedStoreSaysSo() {
    FileVaultStore store = small();
    fill(store, 20);
    store.close();
    assertThatThrownBy(() -> store.get(key(1))).isInstanceOf(VaultUnavailable.class);
    assertThatThrownBy(() -> store.commit(List.of(put(1, 2, 1, ""))))
        .isInstanceOf(VaultUnavailable.class);
    assertThatThrownBy(store::compact).isInstanceOf(VaultUnavailable.class);
  }

  private void requireNewer() {
    try (FileVaultStore store = small()) {
      assertThat(Model.read(store).values()).hasSize(100).allMatch(row -> row.revision() == 2);
      assertThat(store.health()).isEqualTo(StoreHealth.SOUND);
    }
  }

  private static Map<Path, byte[]> read(Path directory) throws IOException {
    Map<Path, byte[]> all = new java.util.TreeMap<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path each : files.toList()) {
        all.put(each, Files.readAllBytes(each));
      }
    }
    return all;
  }

  private static void delete(Path directory) throws IOException {
    for (Path each : read(directory).keySet()) {
      Files.delete(each);
    }
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  private FileVaultStore small() {
    return FileVaultStore.newBuilder(file).rowsInMemory(16).compactFrom(10_000).open();
  }

  private static void fill(FileVaultStore store, int rows) {
    for (int i = 0; i < rows; i++) {
      if (store.get(key(i)).isEmpty()) {
        store.commit(List.of(put(i, 1, 0, "row " + i)));
      }
    }
  }

  private static Change.Put put(int number, long revision, long expected, String text) {
    return new Change.Put(row(number, revision, text), expected);
  }

  private static Row row(int number, long revision, String text) {
    return new Row(key(number), revision, Bytes.of(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static RowKey key(int number) {
    byte[] id = new byte[32];
    java.nio.ByteBuffer.wrap(id).putInt(number);
    return new RowKey(RowKind.SECRET, Bytes.of(id));
  }
}
