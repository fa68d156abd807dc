package dev.atom.vault;

import static dev.atom.vault.Fixture.KEY;
import static dev.atom.vault.Fixture.OTHER_KEY;
import static dev.atom.vault.Fixture.put;
import static dev.atom.vault.Fixture.ref;
import static dev.atom.vault.Fixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.secret.SecretRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultFileTest {
  private static final SecretRef ADA = ref("ada", "openai");
  private static final SecretRef BOB = ref("bob", "openai");

  @TempDir Path folder;

  @Test
  void onlyTheOwnerMayReadWhatIsMade() throws IOException {
    Path file = folder.resolve("a/b/vault");
    try (Vault vault = Vault.newBuilder(file, KEY).compactFromBytes(1).open()) {
      for (int i = 0; i < 10; i++) {
        put(vault, ADA, "key " + i);
      }
      assertThat(mode(folder.resolve("a"))).isEqualTo("rwx------");
      assertThat(mode(folder.resolve("a/b"))).isEqualTo("rwx------");
      try (Stream<Path> made = Files.list(folder.resolve("a/b"))) {
        assertThat(made.toList())
            .hasSize(2)
            .allSatisfy(path -> assertThat(mode(path)).isEqualTo("rw-------"));
      }
    }
  }

  @Test
  void aWrongMasterKeyIsToldFromDamageAndChangesNothing() throws IOException {
    byte[] before = made();
    assertThatThrownBy(() -> Vault.open(file(), OTHER_KEY)).isInstanceOf(WrongMasterKey.class);
    assertThat(Files.readAllBytes(file())).isEqualTo(before);
    try (Vault vault = open()) {
      assertThat(text(vault, ADA)).contains("first");
    }
  }

  @Test
  void aForeignEmptyOrCutFileIsRefusedAndNotChanged() throws IOException {
    byte[] vault = made();
    byte[] newer = vault.clone();
    newer[7] = 2;
    for (byte[] content :
        List.of(new byte[0], new byte[5000], Arrays.copyOf(vault, 40), "hello".getBytes())) {
      Files.write(file(), content);
      assertThatThrownBy(this::open).isInstanceOf(VaultCorrupt.class);
      assertThat(Files.readAllBytes(file())).isEqualTo(content);
    }
    Files.write(file(), newer);
    assertThatThrownBy(this::open)
        .isInstanceOf(UnsupportedFormat.class)
        .hasMessageContaining("format is 2");
  }

  @Test
  void aHostileIterationCountIsRefusedBeforeItIsUsed() throws IOException {
    VaultHeader header = VaultHeader.create(KEY, new java.security.SecureRandom());
    KeyDerivation costly = new KeyDerivation(1, Integer.MAX_VALUE, Bytes.zero(32));
    Files.write(
        file(),
        new VaultHeader(header.vaultId(), 1, costly, header.check(), header.logKey())
            .toByteArray());
    assertThatThrownBy(this::open)
        .isInstanceOf(VaultCorrupt.class)
        .hasMessageContaining("key derivation");
  }

  @Test
  void aHeaderChangedWithItsChecksumIsRefused() throws IOException {
    VaultHeader header = VaultHeader.create(KEY, new java.security.SecureRandom());
    VaultHeader changed =
        new VaultHeader(Bytes.zero(16), 1, header.derivation(), header.check(), header.logKey());
    Files.write(file(), changed.toByteArray());
    assertThatThrownBy(this::open)
        .isInstanceOf(VaultCorrupt.class)
        .hasMessageContaining("master key is right");
  }

  @Test
  void cutAnywhereItHasTheLastPutThatWasWhole() throws IOException {
    int header;
    try (Vault vault = open()) {
      header = (int) Files.size(file());
    }
    long[] ends = new long[3];
    try (Vault vault = open()) {
      for (int i = 0; i < ends.length; i++) {
        put(vault, ADA, "value " + i);
        ends[i] = Files.size(file());
      }
    }
    byte[] whole = Files.readAllBytes(file());
    for (int length = 0; length <= whole.length; length++) {
      Files.write(file(), Arrays.copyOf(whole, length));
      if (length < header) {
        assertThatThrownBy(this::open).isInstanceOf(VaultCorrupt.class);
        continue;
      }
      long at = length;
      long puts = Arrays.stream(ends).filter(end -> end <= at).count();
      try (Vault vault = open()) {
        assertThat(vault.health().sound()).isTrue();
        assertThat(text(vault, ADA).orElse("value -1")).isEqualTo("value " + (puts - 1));
        long wholeUpTo = Files.size(file());
        assertThat(vault.health().droppedBytes()).isEqualTo(length - wholeUpTo);
      }
      if (length % 97 == 0) {
        goesOnAfterwards();
      }
    }
  }

  @Test
  void zeroesAfterTheLastFrameAreDropped() throws IOException {
    byte[] whole = made();
    Files.write(file(), Arrays.copyOf(whole, whole.length + 500));
    try (Vault vault = open()) {
      assertThat(vault.health()).isEqualTo(new VaultHealth(500, List.of()));
      assertThat(text(vault, ADA)).contains("first");
    }
  }

  @Test
  void aPutWhoseLaterPagesALossOfPowerLeftEmptyIsDropped() throws IOException {
    byte[] before = made();
    try (Vault vault = open()) {
      put(vault, ADA, "x".repeat(20_000));
    }
    byte[] whole = Files.readAllBytes(file());
    for (int page = (before.length / 4096 + 1) * 4096; page < whole.length; page += 4096) {
      byte[] torn = whole.clone();
      Arrays.fill(torn, page, torn.length, (byte) 0);
      Files.write(file(), torn);
      try (Vault vault = open()) {
        assertThat(vault.health())
            .isEqualTo(new VaultHealth(whole.length - before.length, List.of()));
        assertThat(text(vault, ADA)).contains("first");
      }
      goesOnAfterwards();
    }
  }

  @Test
  void compactsAndKeepsEverything() throws IOException {
    try (Vault vault = Vault.newBuilder(file(), KEY).compactFromBytes(4000).open()) {
      put(vault, BOB, "kept");
      put(vault, ref("eve", "openai"), "gone");
      vault.delete(ref("eve", "openai"));
      for (int i = 0; i < 200; i++) {
        put(vault, ADA, "key " + i);
        assertThat(Files.size(file())).isLessThan(8000);
      }
      assertThat(text(vault, ADA)).contains("key 199");
    }
    try (Vault vault = open()) {
      assertThat(vault.health()).isEqualTo(new VaultHealth(0, List.of()));
      assertThat(text(vault, ADA)).contains("key 199");
      assertThat(text(vault, BOB)).contains("kept");
      assertThat(vault.find(ref("eve", "openai"))).isEmpty();
      assertThat(vault.list("acme"))
          .extracting(VaultEntry::version)
          .containsExactlyInAnyOrder(200L, 1L);
    }
  }

  @Test
  void aLeftOverTemporaryFileIsRemoved() throws IOException {
    made();
    Path temporary = folder.resolve("vault.tmp");
    Files.writeString(temporary, "half a compaction");
    try (Vault vault = open()) {
      assertThat(temporary).doesNotExist();
      assertThat(text(vault, ADA)).contains("first");
    }
  }

  @Test
  void anInterruptedCallerDoesNotShutTheVault() {
    try (Vault vault = Vault.newBuilder(file(), KEY).compactFromBytes(1).open()) {
      Thread.currentThread().interrupt();
      for (int i = 0; i < 8; i++) {
        put(vault, ADA, "key " + i);
      }
      assertThat(Thread.interrupted()).isTrue();
      assertThat(text(vault, ADA)).contains("key 7");
    } finally {
      Thread.interrupted();
    }
  }

  private void goesOnAfterwards() {
    try (Vault vault = open()) {
      put(vault, BOB, "after the cut");
    }
    try (Vault vault = open()) {
      assertThat(text(vault, BOB)).contains("after the cut");
      assertThat(vault.health().sound()).isTrue();
    }
  }

  private byte[] made() throws IOException {
    try (Vault vault = open()) {
      put(vault, ADA, "first");
    }
    return Files.readAllBytes(file());
  }

  private Vault open() {
    return Vault.open(file(), KEY);
  }

  private Path file() {
    return folder.resolve("vault");
  }

  private static String mode(Path path) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
