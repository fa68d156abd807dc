package dev.atom.vault;

import static dev.atom.vault.Fixture.KEY;
import static dev.atom.vault.Fixture.put;
import static dev.atom.vault.Fixture.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.secret.SecretRef;
import dev.atom.vault.store.MemoryVaultStore;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What somebody may do to a backup who has no key. */
class BackupAttackTest {
  private static final Map<String, Integer> TRIED = new HashMap<>();
  private static Vault vault;
  private static byte[] backup;
  private static byte[] later;

  @BeforeAll
  static void make() {
    vault = Vault.open(new MemoryVaultStore(), KEY);
    put(vault, ref("ada", "openai"), "one");
    put(vault, ref("ada", "openai"), "two");
    put(vault, new SecretRef("globex", Optional.empty(), "p", "n"), "three");
    backup = BackupContract.backup(vault);
    put(vault, ref("ada", "openai"), "four");
    later = BackupContract.backup(vault);
    assertThat(Backup.openedBy(KEY).verify(BackupContract.in(later)).sound()).isTrue();
  }

  @AfterAll
  static void close() {
    vault.close();
    assertThat(TRIED.values().stream().mapToInt(Integer::intValue).sum()).isGreaterThan(50_000);
  }

  @Test
  void everyCutIsFoundOut() {
    for (int length = 0; length < backup.length; length++) {
      refused("cuts", Arrays.copyOf(backup, length), BackupDamaged.class);
      MemoryVaultStore store = new MemoryVaultStore();
      byte[] cut = Arrays.copyOf(backup, length);
      assertThatThrownBy(() -> Backup.openedBy(KEY).restore(BackupContract.in(cut), store))
          .isInstanceOf(BackupDamaged.class);
      assertThat(BackupContract.rows(store)).isEmpty();
    }
    refused("additions", Arrays.copyOf(backup, backup.length + 1), BackupDamaged.class);
  }

  @Test
  void everyBitIsGuarded() {
    for (int bit = 0; bit < backup.length * 8; bit++) {
      byte[] changed = backup.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      // The 8th byte is the format.
      refused("bits", changed, bit / 8 == 7 ? UnsupportedFormat.class : BackupDamaged.class);
    }
  }

  @Test
  void everyBitIsGuardedAgainstWhoRepairsTheChecksums() {
    StreamFrames frames = StreamFrames.of(backup);
    for (int i = 0; i < frames.pieces().size(); i++) {
      StreamFrames.Piece piece = frames.pieces().get(i);
      for (int bit = 0; bit < (piece.body().length + 1) * 8; bit++) {
        byte[] body = piece.body().clone();
        int type = piece.type();
        if (bit < 8) {
          type ^= 1 << bit;
        } else {
          body[bit / 8 - 1] ^= (byte) (1 << bit % 8);
        }
        List<StreamFrames.Piece> changed = new ArrayList<>(frames.pieces());
        changed.set(i, new StreamFrames.Piece(type, body));
        byte[] stream = frames.with(changed).toByteArray();
        if (i == 0) {
          // In the header it may look like another key or a later version, never like a backup.
          refused("forged bits", stream, VaultException.class);
        } else {
          refused("forged bits", stream, BackupDamaged.class);
        }
      }
    }
  }

  @Test
  void everyOtherOrderOfThePartsIsRefused() {
    for (byte[] stream : StreamFrames.of(backup).rearranged()) {
      if (!Arrays.equals(stream, backup)) {
        refused("rearranged", stream, BackupDamaged.class);
      }
    }
  }

  @Test
  void partsOfTwoBackupsDoNotMix() {
    StreamFrames one = StreamFrames.of(backup);
    StreamFrames two = StreamFrames.of(later);
    for (byte[] stream : one.mixedWith(two)) {
      refused("mixed", stream, BackupDamaged.class);
    }
    for (byte[] stream : two.mixedWith(one)) {
      refused("mixed", stream, BackupDamaged.class);
    }
  }

  @Test
  void noLengthIsBelieved() {
    List<Integer> starts = new ArrayList<>();
    int at = 24;
    for (StreamFrames.Piece piece : StreamFrames.of(backup).pieces()) {
      starts.add(at);
      at += 9 + piece.body().length;
    }
    for (int start : starts) {
      for (int length :
          new int[] {
            -1,
            Integer.MIN_VALUE,
            Integer.MAX_VALUE,
            FrameReader.LONGEST + 1,
            FrameReader.LONGEST,
            backup.length,
            0
          }) {
        byte[] changed = backup.clone();
        ByteBuffer.wrap(changed).putInt(start + 1, length);
        StreamFrames.Watched in = new StreamFrames.Watched(changed);
        refused("lengths", in, BackupDamaged.class);
        assertThat(in.most).isLessThanOrEqualTo(1 << 16);
      }
    }
  }

  @Test
  void otherFilesAreNoBackups() {
    refused(
        "others",
        "PK\003\004 something else entirely".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
        BackupDamaged.class);
    refused("others", new byte[0], BackupDamaged.class);
  }

  @Test
  void readsTheBackupOfFormatOne() throws Exception {
    try (InputStream key = BackupAttackTest.class.getResourceAsStream("backup-1.key");
        InputStream in = BackupAttackTest.class.getResourceAsStream("backup-1.atombackup");
        MasterKey master =
            MasterKey.fromEnvironment(
                "KEY", name -> new String(read(key), java.nio.charset.StandardCharsets.US_ASCII))) {
      MemoryVaultStore store = new MemoryVaultStore();
      BackupReport report = Backup.openedBy(master).restore(in, store);
      assertThat(report.problems()).isEmpty();
      assertThat(report.tenants()).isEqualTo(3);
      assertThat(report.secrets()).isEqualTo(206);
      try (Vault restored = Vault.open(store, master)) {
        assertThat(Fixture.text(restored, ref("ada", "openai"))).contains("three");
      }
    }
  }

  static byte[] read(InputStream in) {
    try {
      return in.readAllBytes();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void refused(String what, byte[] stream, Class<? extends VaultException> with) {
    refused(what, BackupContract.in(stream), with);
  }

  private static void refused(
      String what, InputStream stream, Class<? extends VaultException> with) {
    TRIED.merge(what, 1, Integer::sum);
    assertThatThrownBy(() -> Backup.openedBy(KEY).verify(stream)).isInstanceOf(with);
  }
}
