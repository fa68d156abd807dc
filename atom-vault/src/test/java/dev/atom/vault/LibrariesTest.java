package dev.atom.vault;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Registry;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.atom.AtomException;
import dev.atom.vault.seal.TinkKeyset;
import dev.atom.vault.store.Bytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What the vault needs from libraries and does to them, each in a fresh Java process. */
class LibrariesTest {
  private static final List<Path> WITHOUT_PROTOBUF =
      List.of(
          Fixture.origin(Vault.class),
          Fixture.origin(LibrariesTest.class),
          Fixture.origin(AtomException.class),
          Fixture.origin(Aead.class),
          Fixture.origin(LoggerFactory.class),
          Fixture.origin(org.jspecify.annotations.NullMarked.class));

  @TempDir Path folder;

  @Test
  void keysetsAreTinksOwnAndReadBothWays() throws Exception {
    assertThat(Fixture.run(WithTink.class, List.of())).isEqualTo("same");
  }

  @Test
  void needsNoGsonRegistersNothingAndPrintsNoWarning() throws Exception {
    Path protobuf = Fixture.origin(com.google.protobuf.ByteString.class);
    List<Path> path = new java.util.ArrayList<>(WITHOUT_PROTOBUF);
    path.add(protobuf);
    assertThat(Fixture.run(Plain.class, path, folder.resolve("vault").toString()))
        .doesNotContain("WARNING")
        .contains("value, nothing registered");
  }

  @Test
  void saysWhatToDoIfProtobufIsMissingOrTooOld() throws Exception {
    assertThat(Fixture.run(Plain.class, WITHOUT_PROTOBUF, folder.resolve("vault").toString()))
        .contains("IncompatibleLibrary")
        .contains("needs com.google.protobuf:protobuf-java 4.33.6 or later and found none");
  }

  /** Puts and finds a secret, then looks whether Tink's registry has been touched. */
  static final class Plain {
    private Plain() {}

    public static void main(String[] arguments) {
      try (Vault vault = Vault.open(Path.of(arguments[0]), MasterKey.generate())) {
        Fixture.put(vault, Fixture.ref("ada", "openai"), "value");
        System.out.print(Fixture.text(vault, Fixture.ref("ada", "openai")).orElseThrow());
        System.out.print(
            Registry.keyTemplates().isEmpty() ? ", nothing registered" : ", registered");
      }
    }
  }

  /** Reads the vault's keysets with Tink and Tink's with the vault's code. */
  static final class WithTink {
    private WithTink() {}

    public static void main(String[] arguments) throws GeneralSecurityException {
      AeadConfig.register();
      byte[] data = "data".getBytes(StandardCharsets.UTF_8);
      byte[] context = "context".getBytes(StandardCharsets.UTF_8);
      byte[] ours = TinkKeyset.generate(new SecureRandom());
      KeysetHandle read = TinkProtoKeysetFormat.parseKeyset(ours, InsecureSecretKeyAccess.get());
      Aead theirs = read.getPrimitive(RegistryConfiguration.get(), Aead.class);
      TinkKeyset keyset = TinkKeyset.of(ours);
      check(data, theirs.decrypt(keyset.seal(data, context), context));
      check(data, keyset.open(theirs.encrypt(data, context), context));

      KeysetHandle generated = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
      byte[] wrapped = TinkProtoKeysetFormat.serializeEncryptedKeyset(generated, theirs, context);
      TinkKeyset unwrapped = keyset.unwrap(Bytes.of(wrapped), context);
      Aead direct = generated.getPrimitive(RegistryConfiguration.get(), Aead.class);
      check(data, unwrapped.open(direct.encrypt(data, context), context));

      KeysetHandle back =
          TinkProtoKeysetFormat.parseEncryptedKeyset(
              keyset.wrap(ours, context).toArray(), theirs, context);
      check(ours, TinkProtoKeysetFormat.serializeKeyset(back, InsecureSecretKeyAccess.get()));
      System.out.print("same");
    }

    private static void check(byte[] expected, byte[] actual) {
      if (!java.util.Arrays.equals(expected, actual)) {
        throw new AssertionError("the bytes differ");
      }
    }
  }
}
