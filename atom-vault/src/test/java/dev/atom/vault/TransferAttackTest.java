package dev.atom.vault;

import static dev.atom.vault.Fixture.KEY;
import static dev.atom.vault.Fixture.OTHER_KEY;
import static dev.atom.vault.Fixture.put;
import static dev.atom.vault.Fixture.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.secret.SecretRef;
import dev.atom.vault.seal.FieldWriter;
import dev.atom.vault.seal.TinkKeyset;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.MemoryVaultStore;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What somebody may do to an export who has no key. */
class TransferAttackTest {
  private static final Map<String, Integer> TRIED = new HashMap<>();
  private static final RecoveryKey recipient = RecoveryKey.generate();
  private static Vault vault;
  private static Vault empty;
  private static byte[] export;
  private static byte[] later;
  private static byte[] forRecipient;

  @BeforeAll
  static void make() {
    empty = Vault.open(new MemoryVaultStore(), KEY);
    vault = Vault.open(new MemoryVaultStore(), KEY);
    put(vault, ref("ada", "openai"), "one");
    put(vault, ref("ada", "openai"), "two");
    put(vault, new SecretRef("globex", Optional.empty(), "p", "n"), "three");
    ExportSelection all = ExportSelection.everything().withOlderVersions();
    export = made(out -> Transfer.of(vault).exportTo(out, all, KEY));
    later = made(out -> Transfer.of(vault).exportTo(out, all, KEY));
    forRecipient = made(out -> Transfer.of(vault).exportTo(out, all, recipient.recipient()));
    assertThat(dry(BackupContract.in(later)).added()).isEqualTo(2);
    assertThat(forRecipient(forRecipient).added()).isEqualTo(2);
  }

  private static byte[] made(Consumer<OutputStream> writing) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writing.accept(out);
    return out.toByteArray();
  }

  private static ImportReport dry(InputStream in) {
    return Transfer.of(empty).importFrom(in, KEY, ImportOptions.standard().dry());
  }

  private static ImportReport forRecipient(byte[] stream) {
    return Transfer.of(empty)
        .importFrom(BackupContract.in(stream), recipient, ImportOptions.standard().dry());
  }

  @AfterAll
  static void close() {
    vault.close();
    empty.close();
    recipient.close();
    assertThat(TRIED.values().stream().mapToInt(Integer::intValue).sum()).isGreaterThan(18_000);
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
                        .importFrom(BackupContract.in(cut), KEY, ImportOptions.standard()))
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
  void everyBitOfARecipientsPartIsGuarded() {
    StreamFrames frames = StreamFrames.of(forRecipient);
    StreamFrames.Piece first = frames.pieces().getFirst();
    for (int bit = 0; bit < first.body().length * 8; bit++) {
      byte[] changed = forRecipient.clone();
      changed[24 + 5 + bit / 8] ^= (byte) (1 << bit % 8);
      byte[] body = first.body().clone();
      body[bit / 8] ^= (byte) (1 << bit % 8);
      List<StreamFrames.Piece> repaired = new ArrayList<>(frames.pieces());
      repaired.set(0, new StreamFrames.Piece(first.type(), body));
      TRIED.merge("bits for a recipient", 2, Integer::sum);
      assertThatThrownBy(() -> forRecipient(changed)).isInstanceOf(BackupDamaged.class);
      assertThatThrownBy(() -> forRecipient(frames.with(repaired).toByteArray()))
          .isInstanceOf(VaultException.class);
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
    try (RecoveryKey wrong = RecoveryKey.generate();
        Vault into = Vault.open(new MemoryVaultStore(), KEY)) {
      ImportOptions options = ImportOptions.standard();
      Transfer transfer = Transfer.of(into);
      assertThatThrownBy(() -> transfer.importFrom(BackupContract.in(forRecipient), wrong, options))
          .isInstanceOf(WrongMasterKey.class);
      assertThatThrownBy(() -> transfer.importFrom(BackupContract.in(forRecipient), KEY, options))
          .isInstanceOf(WrongMasterKey.class);
      assertThatThrownBy(() -> transfer.importFrom(BackupContract.in(export), wrong, options))
          .isInstanceOf(WrongMasterKey.class);
      assertThatThrownBy(() -> transfer.importFrom(BackupContract.in(export), OTHER_KEY, options))
          .isInstanceOf(WrongMasterKey.class);
      assertThat(transfer.importFrom(BackupContract.in(export), KEY, options).added()).isEqualTo(2);
    }
  }

  @Test
  void whatNoVaultHasIsRefusedWhoeverSealedIt() throws Exception {
    SecretRef ada = ref("ada", "openai");
    SecretRef endless = new SecretRef("t".repeat(5_000), Optional.empty(), "p", "n");
    Exported.Value value = new Exported.Value(1, 2, new byte[10]);
    Exported.Value large = new Exported.Value(1, 2, new byte[OpenedSecret.LONGEST + 1]);
    Map<String, String> label = Map.of("name", "x".repeat(2_000));
    for (Exported odd :
        List.of(
            new Exported(ada, SecretKind.OTHER, Optional.empty(), Map.of(), List.of(large)),
            new Exported(ada, SecretKind.OTHER, Optional.empty(), label, List.of(value)),
            new Exported(ada, SecretKind.OTHER, Optional.empty(), Map.of(), List.of()),
            new Exported(endless, SecretKind.OTHER, Optional.empty(), Map.of(), List.of(value)))) {
      byte[] stream = crafted(odd);
      assertThatThrownBy(() -> forRecipient(stream)).isInstanceOf(BackupDamaged.class);
    }
    byte[] fine =
        crafted(new Exported(ada, SecretKind.OTHER, Optional.empty(), Map.of(), List.of(value)));
    assertThat(forRecipient(fine).added()).isEqualTo(1);
  }

  /** An export that somebody made who knows the format and the recipient. */
  private static byte[] crafted(Exported secret) throws GeneralSecurityException {
    Bytes id = Bytes.of(new byte[FrameWriter.ID_LENGTH]);
    byte[] keyset = TinkKeyset.generate(new SecureRandom());
    FieldWriter head = new FieldWriter().i64(0);
    RecoveryKey.wrapFor(
            VaultBuilder.recipient(recipient.recipient()), keyset, id, ExportFormat.GENERATION)
        .write(head);
    byte[] digest = ExportFormat.digest(head.toByteArray());
    TinkKeyset key = TinkKeyset.of(keyset);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    FrameWriter frames = new FrameWriter(out);
    frames.start(ExportFormat.MAGIC, ExportFormat.FORMAT, id);
    frames.frame(ExportFormat.HEADER, head.toByteArray());
    byte[] place = ExportFormat.associatedData(id, 1, ExportFormat.SECRETS, digest);
    frames.frame(ExportFormat.SECRETS, ExportFormat.sealed(key, List.of(secret), place));
    byte[] counts = new FieldWriter().i64(1).i64(secret.values().size()).toByteArray();
    byte[] end = ExportFormat.associatedData(id, 2, ExportFormat.END, digest);
    frames.frame(ExportFormat.END, key.seal(counts, end));
    return out.toByteArray();
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
    assertThatThrownBy(() -> dry(stream)).isInstanceOf(with);
  }
}
