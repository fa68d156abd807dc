package dev.atom.vault;

import static dev.atom.vault.Fixture.KEY;
import static dev.atom.vault.Fixture.OTHER_KEY;
import static dev.atom.vault.Fixture.put;
import static dev.atom.vault.Fixture.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.secret.SecretRef;
import dev.atom.vault.store.MemoryVaultStore;
import java.io.ByteArrayOutputStream;
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

/** What somebody may do to an export who has no key. */
class TransferAttackTest {
  private static final Map<String, Integer> TRIED = new HashMap<>();
  private static final RecoveryKey recipient = RecoveryKey.generate();
  private static Vault vault;
  private static byte[] export;
  private static byte[] later;

  @BeforeAll
  static void make() {
    vault = Vault.open(new MemoryVaultStore(), KEY);
    put(vault, ref("ada", "openai"), "one");
    put(vault, ref("ada", "openai"), "two");
    put(vault, new SecretRef("globex", Optional.empty(), "p", "n"), "three");
    export = made(recipient.recipient());
    later = made(recipient.recipient());
    assertThat(dry(BackupContract.in(later), recipient).added()).isEqualTo(2);
  }

  private static byte[] made(String to) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Transfer.of(vault).exportTo(out, ExportSelection.everything().withOlderVersions(), to);
    return out.toByteArray();
  }

  private static ImportReport dry(InputStream in, RecoveryKey key) {
    try (Vault empty = Vault.open(new MemoryVaultStore(), KEY)) {
      return Transfer.of(empty).importFrom(in, key, ImportOptions.standard().dry());
    }
  }

  @AfterAll
  static void close() {
    vault.close();

    TRIED.forEach((what, count) -> assertThat(count).as(what).isPositive());
  }

  @Test
  void everyCutIsFoundOut() {
    for (int length = 0; length < export.length; length++) {
      refused("cuts", Arrays.copyOf(export, length), BackupDamaged.class);
      byte[] cut = Arrays.copyOf(export, length);
      try (Vault into = Vault.open(new MemoryVaultStore(), KEY)) {
        assertThatThrownBy(
                () ->
                    Transfer.of(into)
                        .importFrom(BackupContract.in(cut), recipient, ImportOptions.standard()))
            .isInstanceOf(BackupDamaged.class);
        // What came before the cut is whole.
        assertThat(into.admin().verify().sound()).isTrue();
        Fixture.text(into, ref("ada", "openai"))
            .ifPresent(text -> assertThat(text).isEqualTo("two"));
      }
    }
    refused("additions", Arrays.copyOf(export, export.length + 1), BackupDamaged.class);
  }

  @Test
  void everyBitIsGuarded() {
    for (int bit = 0; bit < export.length * 8; bit++) {
      byte[] changed = export.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      // The 8th byte is the format.
      refused("bits", changed, bit / 8 == 7 ? UnsupportedFormat.class : BackupDamaged.class);
    }
  }

  @Test
  void everyBitIsGuardedAgainstWhoRepairsTheChecksums() {
    StreamFrames frames = StreamFrames.of(export);
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
          // In the header it may look like another key or a later version, never like a export.
          refused("forged bits", stream, VaultException.class);
        } else {
          refused("forged bits", stream, BackupDamaged.class);
        }
      }
    }
  }

  @Test
  void everyOtherOrderOfThePartsIsRefused() {
    for (byte[] stream : StreamFrames.of(export).rearranged()) {
      if (!Arrays.equals(stream, export)) {
        refused("rearranged", stream, BackupDamaged.class);
      }
    }
  }

  @Test
  void partsOfTwoExportsDoNotMix() {
    StreamFrames one = StreamFrames.of(export);
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
    for (StreamFrames.Piece piece : StreamFrames.of(export).pieces()) {
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
            export.length,
            0
          }) {
        byte[] changed = export.clone();
        ByteBuffer.wrap(changed).putInt(start + 1, length);
        StreamFrames.Watched in = new StreamFrames.Watched(changed);
        refused("lengths", in, BackupDamaged.class);
        assertThat(in.most).isLessThanOrEqualTo(1 << 16);
      }
    }
  }

  @Test
  void otherFilesAreNoExports() {
    refused(
        "others",
        "PK\003\004 something else entirely".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
        BackupDamaged.class);
    refused("others", new byte[0], BackupDamaged.class);
  }

  @Test
  void wrongKeyIsToldFromDamage() {
    byte[] ofMaster;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Transfer.of(vault).exportTo(out, ExportSelection.everything(), KEY);
    ofMaster = out.toByteArray();
    try (RecoveryKey wrong = RecoveryKey.generate();
        Vault into = Vault.open(new MemoryVaultStore(), KEY)) {
      ImportOptions options = ImportOptions.standard();
      Transfer transfer = Transfer.of(into);
      assertThatThrownBy(() -> transfer.importFrom(BackupContract.in(export), wrong, options))
          .isInstanceOf(WrongMasterKey.class);
      assertThatThrownBy(() -> transfer.importFrom(BackupContract.in(export), KEY, options))
          .isInstanceOf(WrongMasterKey.class);
      assertThatThrownBy(() -> transfer.importFrom(BackupContract.in(ofMaster), wrong, options))
          .isInstanceOf(WrongMasterKey.class);
      assertThatThrownBy(() -> transfer.importFrom(BackupContract.in(ofMaster), OTHER_KEY, options))
          .isInstanceOf(WrongMasterKey.class);
      assertThat(transfer.importFrom(BackupContract.in(ofMaster), KEY, options).added())
          .isEqualTo(2);
    }
  }

  @Test
  void readsTheExportOfFormatOne() throws Exception {
    try (InputStream key = TransferAttackTest.class.getResourceAsStream("backup-1.key");
        InputStream in = TransferAttackTest.class.getResourceAsStream("export-1.atomexport");
        MasterKey master =
            MasterKey.fromEnvironment(
                "KEY",
                name ->
                    new String(
                        BackupAttackTest.read(key), java.nio.charset.StandardCharsets.US_ASCII));
        Vault into = Vault.open(new MemoryVaultStore(), KEY)) {
      ImportReport report = Transfer.of(into).importFrom(in, master, ImportOptions.standard());
      assertThat(report).isEqualTo(new ImportReport(203, 0, 0, 0, 0, 206, List.of()));
      assertThat(Fixture.text(into, ref("ada", "openai"))).contains("three");
    }
  }

  private static void refused(String what, byte[] stream, Class<? extends VaultException> with) {
    refused(what, BackupContract.in(stream), with);
  }

  private static void refused(
      String what, InputStream stream, Class<? extends VaultException> with) {
    TRIED.merge(what, 1, Integer::sum);
    assertThatThrownBy(() -> dry(stream, recipient)).isInstanceOf(with);
  }
}
