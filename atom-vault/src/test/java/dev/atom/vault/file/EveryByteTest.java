package dev.atom.vault.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.vault.UnsupportedFormat;
import dev.atom.vault.VaultCorrupt;
import dev.atom.vault.VaultException;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Change;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import dev.atom.vault.store.StoreHealth;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A small log and its index, cut at every byte and with every bit turned over. */
class EveryByteTest {
  private static final Path FILE = Path.of("/vault/vault.atom");
  private static final Path INDEX = Path.of("/vault/vault.atom.index");

  private final List<Model> models = new ArrayList<>(List.of(new Model()));
  private final List<Integer> ends = new ArrayList<>();
  private final Map<RowKey, List<Row>> everWritten = new TreeMap<>();
  private FaultyDisk made = new FaultyDisk();

  @BeforeEach
  void make() {
    Random random = new Random(5);
    for (int i = 0; i < 10; i++) {
      List<Change> changes = models.getLast().next(random);
      for (Change change : changes) {
        if (change instanceof Change.Put put) {
          everWritten.computeIfAbsent(put.key(), key -> new ArrayList<>()).add(put.row());
        }
      }
      models.add(models.getLast().with(changes));
      try (FileVaultStore store = open(made, 6)) {
        store.commit(changes);
      }
      ends.add(made.bytes(FILE).length);
    }
    assertThat(made.list(INDEX)).hasSizeGreaterThan(1);
  }

  @Test
  void aLogCutAnywhereHasEveryWholeCommitAndTellsOfTheRest() {
    byte[] log = made.bytes(FILE);
    for (int length = LogHeader.LENGTH; length <= log.length; length++) {
      int whole = 0;
      while (whole < ends.size() && ends.get(whole) <= length) {
        whole++;
      }
      int boundary = whole == 0 ? LogHeader.LENGTH : ends.get(whole - 1);
      int last = length;
      while (last > boundary && log[last - 1] == 0) {
        last--;
      }
      for (FaultyDisk disk : withAndWithoutIndex(Arrays.copyOf(log, length))) {
        try (FileVaultStore store = open(disk, 100)) {
          assertThat(Model.read(store)).as("cut at " + length).isEqualTo(models.get(whole).rows());
          assertThat(store.health()).isEqualTo(new StoreHealth(last - boundary, List.of()));
        }
        worksOn(disk);
      }
    }
  }

  @Test
  void aLogCutInItsHeaderIsRefusedAndStaysAsItIs() {
    byte[] log = made.bytes(FILE);
    for (int length = 0; length < LogHeader.LENGTH; length++) {
      byte[] cut = Arrays.copyOf(log, length);
      FaultyDisk disk = new FaultyDisk().with(FILE, cut);
      assertThatThrownBy(() -> open(disk, 100)).isInstanceOf(VaultCorrupt.class);
      assertThat(disk.bytes(FILE)).isEqualTo(cut);
      assertThat(disk.steps()).isZero();
    }
  }

  @Test
  void aForeignFileIsRefusedAndStaysAsItIs() {
    byte[] foreign =
        "%PDF-1.7 and more than sixty-four bytes of something quite different from us"
            .getBytes(StandardCharsets.US_ASCII);
    FaultyDisk disk = new FaultyDisk().with(FILE, foreign);
    assertThatThrownBy(() -> open(disk, 100)).isInstanceOf(VaultCorrupt.class);
    assertThat(disk.bytes(FILE)).isEqualTo(foreign);
    assertThat(disk.steps()).isZero();
  }

  @Test
  void anUnknownFormatIsRefusedByName() {
    for (int format : List.of(0, 1, 3, 255)) {
      byte[] log = made.bytes(FILE);
      log[7] = (byte) format;
      FaultyDisk disk = new FaultyDisk().with(FILE, log);
      assertThatThrownBy(() -> open(disk, 100))
          .isInstanceOf(UnsupportedFormat.class)
          .hasMessageContaining("format " + format);
      assertThat(disk.bytes(FILE)).isEqualTo(log);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void noBitOfTheLogCanTurnWithoutBeingTold(boolean withIndex) {
    byte[] log = made.bytes(FILE);
    for (int bit = 0; bit < 8 * log.length; bit++) {
      byte[] turned = log.clone();
      turned[bit / 8] ^= (byte) (1 << bit % 8);
      FaultyDisk disk = withAndWithoutIndex(turned).get(withIndex ? 0 : 1);
      try (FileVaultStore store = open(disk, 100)) {
        Map<RowKey, Row> rows = Model.read(store);
        boolean same = rows.equals(models.getLast().rows());
        if (!same) {
          assertThat(store.health()).as("bit " + bit).isNotEqualTo(StoreHealth.SOUND);
        }
        requireOnlyTrueRows(rows, bit);
        // Only one commit's rows are missing or older.
        assertThat(rows.values().stream().filter(this::newest).count())
            .isGreaterThanOrEqualTo(models.getLast().rows().size() - 3L);
      } catch (VaultException e) {
        assertThat(bit / 8).isLessThan(LogHeader.LENGTH);
        continue;
      }
      if (bit % 8 == bit / 8 % 8) {
        worksOn(disk);
      }
    }
    System.out.printf("%d bits of a log turned, index: %s%n", 8 * log.length, withIndex);
  }

  @Test
  void noBitOfTheIndexMatters() {
    for (Path file : made.list(INDEX)) {
      byte[] bytes = made.bytes(file);
      for (int bit = 0; bit < 8 * bytes.length; bit++) {
        byte[] turned = bytes.clone();
        turned[bit / 8] ^= (byte) (1 << bit % 8);
        FaultyDisk disk = copy(made.bytes(FILE)).with(file, turned);
        try (FileVaultStore store = open(disk, 100)) {
          assertThat(Model.read(store)).isEqualTo(models.getLast().rows());
          assertThat(store.health()).isEqualTo(StoreHealth.SOUND);
        }
      }
      System.out.printf("%d bits of %s turned%n", 8 * bytes.length, file);
    }
  }

  @Test
  void anIndexCutAnywhereIsMadeAnew() {
    for (Path file : made.list(INDEX)) {
      byte[] bytes = made.bytes(file);
      for (int length = 0; length < bytes.length; length += 1 + length / 200) {
        FaultyDisk disk = copy(made.bytes(FILE)).with(file, Arrays.copyOf(bytes, length));
        try (FileVaultStore store = open(disk, 100)) {
          assertThat(Model.read(store)).isEqualTo(models.getLast().rows());
        }
      }
    }
  }

  @Test
  void rowsBehindALargeHoleAreThere() {
    byte[] log = made.bytes(FILE);
    Arrays.fill(log, ends.get(2) + 3, ends.get(5) - 3, (byte) 0x55);
    for (FaultyDisk disk : withAndWithoutIndex(log)) {
      try (FileVaultStore store = open(disk, 100)) {
        Map<RowKey, Row> rows = Model.read(store);
        requireOnlyTrueRows(rows, 0);
        assertThat(store.health().damage()).isNotEmpty();
        assertThat(store.health().droppedBytes()).isZero();
        store.compact();
        assertThat(store.health()).isEqualTo(StoreHealth.SOUND);
        assertThat(Model.read(store)).isEqualTo(rows);
      }
      try (FileVaultStore store = open(disk, 100)) {
        assertThat(store.health()).isEqualTo(StoreHealth.SOUND);
      }
    }
  }

  @Test
  void aRowThatCantBeReadCountsAsAbsentAndMayBeWrittenAgain() {
    byte[] log = made.bytes(FILE);
    Row victim = models.getLast().rows().values().iterator().next();
    int at =
        new String(log, StandardCharsets.ISO_8859_1)
            .lastIndexOf(new String(victim.content().toArray(), StandardCharsets.ISO_8859_1));
    log[at] ^= 1;
    for (FaultyDisk disk : withAndWithoutIndex(log)) {
      try (FileVaultStore store = open(disk, 100)) {
        assertThat(store.get(victim.key())).isEmpty();
        assertThat(store.health().damage()).hasSize(1);
        Row again = new Row(victim.key(), victim.revision() + 5, victim.content());
        store.commit(List.of(new Change.Put(again, 0)));
        assertThat(store.get(victim.key())).contains(again);
      }
    }
  }

  private void requireOnlyTrueRows(Map<RowKey, Row> rows, int bit) {
    rows.forEach((key, row) -> assertThat(everWritten.get(key)).as("bit " + bit).contains(row));
  }

  private boolean newest(Row row) {
    return row.equals(models.getLast().rows().get(row.key()));
  }

  /** Whatever was found: rows are written and found after the next opening. */
  private static void worksOn(FaultyDisk disk) {
    Map<RowKey, Row> before;
    Row added = new Row(Model.key(99), 1, Bytes.of((byte) 7, (byte) 8));
    try (FileVaultStore store = open(disk, 100)) {
      before = Model.read(store);
      store.commit(List.of(new Change.Put(added, 0)));
    }
    for (int round = 0; round < 2; round++) {
      try (FileVaultStore store = open(disk, 100)) {
        Map<RowKey, Row> after = Model.read(store);
        assertThat(after.remove(added.key())).isEqualTo(added);
        assertThat(after).isEqualTo(before);
        assertThat(store.health().droppedBytes()).isZero();
      }
    }
  }

  private List<FaultyDisk> withAndWithoutIndex(byte[] log) {
    return List.of(copy(log), new FaultyDisk().with(FILE, log));
  }

  private FaultyDisk copy(byte[] log) {
    FaultyDisk disk = new FaultyDisk().with(FILE, log);
    made.list(INDEX).forEach(file -> disk.with(file, made.bytes(file)));
    return disk;
  }

  private static FileVaultStore open(FaultyDisk disk, int rowsInMemory) {
    return FileVaultStore.newBuilder(FILE)
        .disk(disk)
        .random(new Random(disk.steps()))
        .maintenance(Runnable::run)
        .rowsInMemory(rowsInMemory)
        .ahead(700)
        .open();
  }
}
