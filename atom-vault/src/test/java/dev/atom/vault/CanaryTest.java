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
import dev.atom.secret.PlaintextAccess;
import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.MemoryVaultStore;
import dev.atom.vault.store.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Looks for secrets, master keys and names wherever they must not be. */
class CanaryTest {
  private static final String CANARY = "sk-CANARY-7f3e9a1b5d2c8e4f";
  private static final SecretRef ADA = ref("ada", "openai");

  private final MemoryVaultStore store = new MemoryVaultStore();
  private final Attacker attacker = new Attacker(store);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final List<String> texts = new ArrayList<>();
  private Level level;

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
  void nothingStoredLoggedSaidOrThrownHoldsASecretOrAMasterKey() {
    try (RecoveryKey recovery = RecoveryKey.generate();
        Vault vault =
            Vault.newBuilder(store, KEY)
                .recovery(recovery.recipient())
                .policy(access -> !access.actor().equals("eve"))
                .open();
        Secret secret = Secret.of(CANARY)) {
      everyOperation(vault, secret);
      everyRefusal(vault, secret);
      texts.add(vault + " " + KEY + " " + recovery + " " + secret + " " + vault.audit());
      texts.add(
          vault.admin().health()
              + " "
              + vault.admin().verify()
              + " "
              + vault.core().roots().opened().header());
    }
    everyDamage();
    log.list.forEach(
        event -> {
          texts.add(event.getFormattedMessage());
          texts.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
        });
    for (Row row : attacker.rows().values()) {
      texts.add(new String(row.content().toArray(), StandardCharsets.ISO_8859_1));
      texts.add(row.toString() + row.key());
    }
    assertThat(texts).hasSizeGreaterThan(100);
    for (String forbidden : forms()) {
      assertThat(texts).noneMatch(text -> text != null && text.contains(forbidden));
    }
  }

  @Test
  void namesAreSealedTooAndTheLengthOfAKeyIsHidden() {
    SecretRef ref =
        new SecretRef("some-tenant", Optional.of("some-user"), "some-provider", "some-name");
    try (Vault vault = Vault.open(store, KEY)) {
      vault.put(ref, Secret.of("short"), PutOptions.standard().labelled(Map.of("team", "x-ray")));
      int before = size();
      vault.destroy(ref);
      vault.put(ref, Secret.of("five!"), PutOptions.standard().labelled(Map.of("team", "x-ray")));
      int five = row(ref, vault).content().length();
      vault.destroy(ref);
      vault.put(
          ref,
          Secret.of("forty characters and more, up to sixty...."),
          PutOptions.standard().labelled(Map.of("team", "x-ray")));
      assertThat(row(ref, vault).content().length()).isEqualTo(five);
      assertThat(before).isPositive();
    }
    for (Row row : attacker.rows().values()) {
      assertThat(new String(row.content().toArray(), StandardCharsets.ISO_8859_1))
          .doesNotContain("some-", "x-ray", "host");
      assertThat(row.key().id().length()).isLessThanOrEqualTo(40);
    }
  }

  @Test
  void javaSerializationIsRefused() throws IOException {
    try (Vault vault = Vault.open(store, KEY);
        RecoveryKey recovery = RecoveryKey.generate();
        Secret secret = Secret.of(CANARY);
        ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
      for (Object object :
          List.of(vault, KEY, recovery, secret, vault.audit(), vault.admin(), vault.as("eve"))) {
        assertThatThrownBy(() -> out.writeObject(object))
            .isInstanceOf(NotSerializableException.class);
      }
    }
  }

  private void everyOperation(Vault vault, Secret secret) {
    vault.put(ADA, secret);
    vault.put(ADA, secret, PutOptions.standard().until(Instant.MAX).graceOf(Duration.ofDays(1)));
    vault.find(ADA).ifPresent(Secret::close);
    vault.findPrevious(ADA).ifPresent(Secret::close);
    vault.read(ADA).ifPresent(Secret::close);
    texts.add("" + vault.use(ADA, PlaintextAccess.granted(), plain -> plain.length));
    texts.add(vault.list("acme").toString());
    texts.add("" + vault.masked(ADA) + vault.fingerprint(ADA) + vault.info(ADA));
    texts.add(vault.search("acme", "openai", secret).toString());
    vault.rollBack(ADA, 1);
    vault.label(ADA, Map.of("a", "b"));
    vault.delete(ADA);
    vault.restore(ADA);
    vault.flush();
    texts.add(vault.audit().read("acme", 0, 1_000).toString());
    texts.add("" + vault.audit().anchor("acme") + vault.audit().verify("acme"));
  }

  private void everyRefusal(Vault vault, Secret secret) {
    fails(() -> vault.as("eve").find(ADA));
    fails(() -> vault.as("eve").put(ADA, secret));
    fails(() -> vault.put(ref("\ud800", "openai"), secret));
    fails(() -> vault.put(ADA, secret, PutOptions.standard().replacing(1)));
    fails(() -> vault.rollBack(ADA, 77));
    fails(() -> vault.put(ADA, Secret.of("••••" + CANARY)));
    fails(() -> vault.put(ADA, Secret.of(CANARY.repeat(5_000))));
    fails(() -> vault.use(ADA, PlaintextAccess.granted(), plain -> failing()));
    vault.put(ref("old", "openai"), secret, Instant.EPOCH);
    fails(() -> vault.find(ref("old", "openai")));
    fails(() -> Vault.open(store, OTHER_KEY));
    fails(() -> Vault.newBuilder(store, OTHER_KEY).recovery(CANARY));
    fails(() -> MasterKey.fromEnvironment("KEY", name -> CANARY));
    fails(() -> RecoveryKey.parse(secret));
  }

  private static int failing() {
    throw new IllegalStateException("the host's own");
  }

  /** Opens the vault with each row damaged. */
  private void everyDamage() {
    Map<dev.atom.vault.store.RowKey, Row> before = attacker.rows();
    for (Row row : before.values()) {
      byte[] content = row.content().toArray();
      for (int at : new int[] {0, 2, 3, 4, 9, content.length / 2, content.length - 1}) {
        content[Math.min(at, content.length - 1)] ^= 1;
        attacker.write(new Row(row.key(), row.revision(), Bytes.of(content)));
        Throwable thrown = catchThrowable(this::useAll);
        texts.add(thrown == null ? "" : trace(thrown));
      }
      attacker.restore(before);
    }
  }

  private void useAll() {
    try (Vault vault = Vault.newBuilder(store, KEY).clock(Clock.systemUTC()).open()) {
      texts.add(vault.list("acme").toString());
      texts.add(vault.admin().verify().toString());
      vault.find(ADA).ifPresent(Secret::close);
    }
  }

  private Row row(SecretRef ref, Vault vault) {
    Tenants tenants = vault.core().tenants;
    Tenant tenant = tenants.find(ref.tenant()).orElseThrow();
    return store.get(tenants.ids().secret(tenant.id, ref)).orElseThrow();
  }

  private int size() {
    return attacker.rows().values().stream().mapToInt(row -> row.content().length()).sum();
  }

  private void fails(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isNotNull();
    texts.add(trace(thrown));
  }

  private static String trace(Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }

  private static List<String> forms() {
    List<byte[]> secrets = new ArrayList<>();
    secrets.add(CANARY.getBytes(StandardCharsets.ISO_8859_1));
    try (Secret encoded = KEY.encoded()) {
      byte[] keyset =
          encoded.use(PlaintextAccess.granted(), bytes -> Base64.getDecoder().decode(bytes));
      // The key itself stands near the end of the keyset, before status, id and prefix.
      secrets.add(Arrays.copyOfRange(keyset, keyset.length - 32, keyset.length - 16));
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
