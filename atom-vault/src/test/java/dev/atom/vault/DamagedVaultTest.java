package dev.atom.vault;

import static dev.atom.vault.Fixture.KEY;
import static dev.atom.vault.Fixture.put;
import static dev.atom.vault.Fixture.ref;
import static dev.atom.vault.Fixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.secret.SecretRef;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What someone who can write to the file, but lacks the master key, gets for it. */
class DamagedVaultTest {
  private static final SecretRef REPLACED = ref("ada", "openai");
  private static final SecretRef REVOKED = ref("bob", "openai");
  private static final SecretRef LAST = ref("eve", "openai");

  /** What may be answered: the newest value, or a refusal. */
  private static final Map<SecretRef, Optional<String>> TRUTH =
      Map.of(REPLACED, Optional.of("new"), REVOKED, Optional.empty(), LAST, Optional.of("last"));

  @TempDir Path folder;
  private byte[] whole;
  private final List<Integer> ends = new ArrayList<>();

  @BeforeEach
  void make() throws IOException {
    try (Vault vault = open()) {
      ends.add((int) Files.size(file()));
      put(vault, REPLACED, "old");
      ends.add((int) Files.size(file()));
      put(vault, REVOKED, "revoked");
      ends.add((int) Files.size(file()));
      put(vault, REPLACED, "new");
      ends.add((int) Files.size(file()));
      vault.delete(REVOKED);
      ends.add((int) Files.size(file()));
      put(vault, LAST, "last");
      ends.add((int) Files.size(file()));
    }
    whole = Files.readAllBytes(file());
  }

  @Test
  void everyFlippedBitIsNoticedAndNoneGivesAWrongValue() throws IOException {
    int refusedAtOpening = 0;
    for (int bit = 0; bit < whole.length * 8; bit++) {
      // In place, because to truncate and write again makes some file systems wait for the disk.
      writeByte(bit / 8, whole[bit / 8] ^ 1 << bit % 8);
      try (Vault vault = open()) {
        assertThat(vault.health().sound()).as("bit %d", bit).isFalse();
        answersTruthOrRefuses(vault);
      } catch (VaultCorrupt | UnsupportedFormat e) {
        assertThat(bit / 8).isLessThan(ends.getFirst());
        refusedAtOpening++;
      } finally {
        writeByte(bit / 8, whole[bit / 8]);
      }
    }
    assertThat(refusedAtOpening).isEqualTo(ends.getFirst() * 8);
  }

  @Test
  void aPutAfterTheDamageIsUsableAtOnce() throws IOException {
    byte[] flipped = whole.clone();
    flipped[ends.get(3) - 1] ^= 1;
    Files.write(file(), flipped);
    try (Vault vault = open()) {
      assertThat(text(vault, LAST)).contains("last");
      assertThatThrownBy(() -> vault.find(REPLACED)).isInstanceOf(TamperedRecord.class);
      assertThatThrownBy(() -> vault.find(ref("unknown", "openai")))
          .isInstanceOf(TamperedRecord.class);
      assertThatThrownBy(() -> vault.delete(ref("unknown", "openai")))
          .isInstanceOf(TamperedRecord.class);
      assertThat(vault.list("acme"))
          .filteredOn(VaultEntry.Usable.class::isInstance)
          .extracting(VaultEntry::ref)
          .containsExactly(LAST);
      assertThat(vault.list("acme"))
          .filteredOn(VaultEntry.Unusable.class::isInstance)
          .extracting(entry -> ((VaultEntry.Unusable) entry).reason())
          .containsExactly("tampered_record");
      put(vault, REPLACED, "newer");
      assertThat(text(vault, REPLACED)).contains("newer");
    }
    try (Vault vault = open()) {
      assertThat(text(vault, REPLACED)).contains("newer");
      assertThat(vault.health().sound()).isFalse();
    }
  }

  @Test
  void repairForgetsWhatIsDoubtfulAndKeepsTheRest() throws IOException {
    byte[] flipped = whole.clone();
    flipped[ends.get(3) - 1] ^= 1;
    Files.write(file(), flipped);
    try (Vault vault = open()) {
      assertThat(vault.repair()).containsExactly(REPLACED);
      assertThat(vault.health().sound()).isTrue();
      assertThat(vault.find(REPLACED)).isEmpty();
    }
    try (Vault vault = open()) {
      assertThat(vault.health().sound()).isTrue();
      assertThat(vault.find(REPLACED)).isEmpty();
      assertThat(text(vault, LAST)).contains("last");
      put(vault, REPLACED, "again");
      assertThat(vault.list("acme"))
          .filteredOn(entry -> entry.ref().equals(REPLACED))
          .extracting(VaultEntry::version)
          .allMatch(version -> version > 2);
    }
  }

  @Test
  void anOldFrameCopiedToTheEndIsRefused() throws IOException {
    Files.write(file(), join(whole, part(1, 2)));
    try (Vault vault = open()) {
      assertThat(vault.health().damage()).singleElement().asString().contains("copy of an older");
      answersTruthOrRefuses(vault);
    }
  }

  @Test
  void aFrameTakenOutIsNoticed() throws IOException {
    for (int taken = 0; taken < ends.size() - 2; taken++) {
      Files.write(file(), join(part(-1, taken), part(taken + 1, ends.size() - 1)));
      try (Vault vault = open()) {
        assertThat(vault.health().sound()).isFalse();
        answersTruthOrRefuses(vault);
      }
    }
  }

  @Test
  void swappedFramesAreNoticed() throws IOException {
    Files.write(file(), join(part(-1, 2), part(3, 4), part(2, 3), part(4, 5)));
    try (Vault vault = open()) {
      assertThat(vault.health().sound()).isFalse();
      answersTruthOrRefuses(vault);
    }
  }

  @Test
  void framesOfARestoredCopyThatWentOnDoNotFit() throws IOException {
    Files.write(file(), part(-1, 3));
    try (Vault vault = open()) {
      put(vault, REVOKED, "another history");
      put(vault, LAST, "another history");
    }
    byte[] other = Files.readAllBytes(file());
    byte[] otherLast =
        Arrays.copyOfRange(other, other.length - (ends.get(5) - ends.get(4)), other.length);
    Files.write(file(), join(part(-1, 4), otherLast));
    try (Vault vault = open()) {
      assertThat(vault.health().sound()).isFalse();
    }
  }

  @Test
  void framesOfAnotherVaultWithTheSameKeyDoNotFit() throws IOException {
    Path other = folder.resolve("other");
    int start;
    try (Vault vault = Vault.open(other, KEY)) {
      start = (int) Files.size(other);
      put(vault, REPLACED, "of another vault");
    }
    byte[] foreign = Files.readAllBytes(other);
    Files.write(file(), join(part(-1, 0), Arrays.copyOfRange(foreign, start, foreign.length)));
    try (Vault vault = open()) {
      assertThat(vault.health().sound()).isFalse();
      assertThatThrownBy(() -> vault.find(REPLACED)).isInstanceOf(TamperedRecord.class);
    }
  }

  private void writeByte(int at, int value) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file().toFile(), "rw")) {
      open.seek(at);
      open.write(value);
    }
  }

  private static void answersTruthOrRefuses(Vault vault) {
    TRUTH.forEach(
        (ref, value) -> {
          try {
            assertThat(text(vault, ref)).isEqualTo(value);
          } catch (TamperedRecord refused) {
            assertThat(refused.getMessage()).contains(ref.user().orElseThrow());
          }
        });
    assertThat(vault.list("acme")).isNotNull();
  }

  /** The bytes between the ends of two puts; -1 is the start of the file. */
  private byte[] part(int from, int to) {
    return Arrays.copyOfRange(whole, from < 0 ? 0 : ends.get(from), ends.get(to));
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(joined::writeBytes);
    return joined.toByteArray();
  }

  private Vault open() {
    return Vault.open(file(), KEY);
  }

  private Path file() {
    return folder.resolve("vault");
  }
}
