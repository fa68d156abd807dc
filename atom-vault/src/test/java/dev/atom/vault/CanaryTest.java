package dev.atom.vault;

import static dev.atom.vault.Fixture.KEY;
import static dev.atom.vault.Fixture.OTHER_KEY;
import static dev.atom.vault.Fixture.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.atom.secret.Masked;
import dev.atom.secret.PlaintextAccess;
import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Looks for a secret and for the master key wherever they must not be. */
class CanaryTest {
  private static final String CANARY = "sk-CANARY-7f3e9a1b5d2c8e4f";
  private static final SecretRef ADA = ref("ada", "openai");

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final List<String> texts = new ArrayList<>();
  private Level level;

  @TempDir Path folder;

  @BeforeEach
  void listen() {
    level = root.getLevel();
    root.setLevel(Level.TRACE);
    log.start();
    root.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    root.detachAppender(log);
    root.setLevel(level);
  }

  @Test
  void nothingWrittenLoggedOrThrownHoldsTheSecretOrTheMasterKey() throws IOException {
    Path file = folder.resolve("vault");
    try (Vault vault = Vault.newBuilder(file, KEY).compactFromBytes(1).open();
        Secret secret = Secret.of(CANARY)) {
      for (int i = 0; i < 10; i++) {
        vault.put(ADA, secret, Instant.EPOCH);
      }
      texts.add(vault.list("acme").toString());
      texts.add(vault.masked(ADA).map(Masked::toString).orElse(""));
      texts.add(vault.fingerprint(ADA).orElse(""));
      texts.add(vault + " " + KEY + " " + vault.health() + " " + secret);
      fails(() -> vault.find(ADA));
      fails(() -> Vault.open(file, KEY));
      fails(() -> vault.put(ref("\ud800", "openai"), secret));
    }
    fails(() -> Vault.open(file, OTHER_KEY));
    byte[] whole = Files.readAllBytes(file);
    whole[whole.length - 1] ^= 1;
    Files.write(file, whole);
    try (Vault vault = Vault.open(file, KEY)) {
      fails(() -> vault.find(ADA));
      texts.add(vault.list("acme").toString());
    }
    fails(() -> MasterKey.fromEnvironment("KEY", name -> CANARY));

    assertThat(log.list).isNotEmpty();
    for (ILoggingEvent event : log.list) {
      texts.add(event.getFormattedMessage());
      texts.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path path : files.filter(Files::isRegularFile).toList()) {
        texts.add(new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1));
      }
    }
    assertThat(texts).hasSizeGreaterThan(10).noneMatch(text -> text == null);
    for (String forbidden : forms()) {
      assertThat(texts).noneMatch(text -> text.contains(forbidden));
    }
  }

  @Test
  void namesAreSealedTooAndTheLengthOfAKeyIsHidden() throws IOException {
    Path file = folder.resolve("vault");
    SecretRef ref = ref("some-user-name", "some-provider");
    try (Vault vault = Vault.open(file, KEY)) {
      Fixture.put(vault, ref, "the first one brings the tenant's data key");
      long before = Files.size(file);
      Fixture.put(vault, ref, "short");
      long between = Files.size(file);
      Fixture.put(vault, ref, "twenty characters and more than that");
      assertThat(Files.size(file) - between).isEqualTo(between - before);
    }
    assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
        .doesNotContain("some-user-name", "some-provider", "acme");
  }

  @Test
  void javaSerializationIsRefused() throws IOException {
    try (Vault vault = Vault.open(folder.resolve("vault"), KEY);
        ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
      for (Object object : List.of(vault, KEY)) {
        assertThatThrownBy(() -> out.writeObject(object))
            .isInstanceOf(NotSerializableException.class);
      }
    }
  }

  private void fails(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isNotNull();
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    texts.add(trace.toString());
  }

  private static List<String> forms() {
    List<byte[]> secrets = new ArrayList<>();
    secrets.add(CANARY.getBytes(StandardCharsets.ISO_8859_1));
    try (Secret encoded = KEY.encoded()) {
      byte[] keyset =
          encoded.use(PlaintextAccess.granted(), bytes -> Base64.getDecoder().decode(bytes));
      // The key itself stands near the end of the keyset, before status, id and prefix.
      secrets.add(java.util.Arrays.copyOfRange(keyset, keyset.length - 32, keyset.length - 16));
    }
    List<String> forms = new ArrayList<>();
    for (byte[] secret : secrets) {
      forms.add(new String(secret, StandardCharsets.ISO_8859_1));
      forms.add(HexFormat.of().formatHex(secret));
      forms.add(Base64.getEncoder().withoutPadding().encodeToString(secret).substring(0, 16));
    }
    return forms;
  }
}
