package dev.atom.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.atom.CallContext;
import dev.atom.http.Timeouts;
import dev.atom.model.CallCancelled;
import dev.atom.model.Capability;
import dev.atom.model.CapabilityMissing;
import dev.atom.providers.openai.TestServer;
import dev.atom.secret.KeySource;
import dev.atom.secret.KeyValidator;
import dev.atom.secret.KeyVerdict;
import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every profile with a key check against servers that would like to have the key elsewhere. */
class KeyValidatorTest {
  private static final String KEY = "sk-canary-7Q2wZ9xK4mV8tB3n";
  private static final String HOSTS_OWN = "sk-hosts-own-5J8rT1yP6dL0";
  private static final int MOST = 4 * 1024 * 1024;

  private final TestServer provider = new TestServer();
  private final TestServer elsewhere = new TestServer();

  @AfterEach
  void close() throws Exception {
    provider.close();
    elsewhere.close();
  }

  static List<Arguments> profiles() {
    return checkable().map(row -> Arguments.of(row.getKey(), row.getValue())).toList();
  }

  private static Stream<Map.Entry<String, Profile>> checkable() {
    return AllProfiles.named().entrySet().stream()
        .filter(row -> row.getValue().capabilities().contains(Capability.KEY_CHECK));
  }

  static List<Arguments> redirects() {
    return checkable()
        .flatMap(
            row ->
                Stream.of(301, 302, 303, 307, 308)
                    .map(status -> Arguments.of(row.getKey(), row.getValue(), status)))
        .toList();
  }

  static List<Arguments> hostile() {
    return checkable()
        .flatMap(
            row ->
                Arrays.stream(Hostility.values())
                    .map(hostility -> Arguments.of(row.getKey(), row.getValue(), hostility)))
        .toList();
  }

  /** Answers that try to get the key into a verdict, or the process out of memory. */
  enum Hostility {
    ENDLESS_BODY,
    ENDLESS_REFUSAL,
    UNPACKS_TO_MUCH_MORE,
    NAMES_THE_KEY_IN_MODELS,
    NAMES_THE_KEY_AS_OWNER,
    NAMES_THE_KEY_IN_A_REFUSAL,
    NAMES_THE_KEY_IN_PIECES
  }

  private Provider provider(Profile profile) {
    return Provider.newBuilder(profile.toBuilder().base(provider.base().toString()).build())
        .keys(ref -> Optional.of(Secret.of(HOSTS_OWN)))
        .build();
  }

  private KeyVerdict check(Profile profile) {
    try (Secret secret = Secret.of(KEY)) {
      SecretRef ref = new SecretRef("acme", Optional.of("ada"), profile.id(), "second");
      return provider(profile).keyValidator().check(ref, secret, CallContext.create());
    }
  }

  @Test
  void allProfilesWithACheckAreTried() {
    assertThat(profiles()).hasSize(21);
    assertThat(redirects()).hasSize(105);
    assertThat(hostile()).hasSize(147);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("profiles")
  void givenKeyIsSentOnceInItsHeaderAndNowhereElse(String name, Profile profile) throws Exception {
    provider.answer(200, "application/json", "{\"data\":[{\"id\":\"m\"}]}");
    assertThat(check(profile)).isInstanceOf(KeyVerdict.Accepted.class);
    TestServer.Received received = provider.take();
    assertThat(provider.waiting()).isZero();
    assertThat(received.line()).startsWith("GET /").doesNotContain(KEY);
    assertThat(received.body()).isEmpty();
    assertThat(received.headers())
        .containsEntry(profile.auth().header(), profile.auth().prefix() + KEY);
    assertThat(received.headers().entrySet().stream().filter(e -> e.getValue().contains(KEY)))
        .hasSize(1);
    assertThat(received.toString()).doesNotContain(HOSTS_OWN);
  }

  @ParameterizedTest(name = "{0}, {2}")
  @MethodSource("redirects")
  void redirectIsNotFollowed(String name, Profile profile, int status) throws Exception {
    elsewhere.answer(200, "application/json", "{\"data\":[{\"id\":\"m\"}]}");
    for (String target : List.of(elsewhere.base() + "/models", "/v1/other")) {
      provider.answer(exchange -> exchange.head(status, Map.of("Location", target)));
      KeyVerdict verdict = check(profile);
      assertThat(verdict).isInstanceOf(KeyVerdict.Unknown.class);
      assertThat(verdict.toString()).contains("redirect").doesNotContain(KEY);
      provider.take();
    }
    assertThat(provider.waiting()).isZero();
    assertThat(elsewhere.waiting()).isZero();
  }

  @ParameterizedTest(name = "{0}, {2}")
  @MethodSource("hostile")
  void hostileAnswerGetsNeitherKeyNorMemory(String name, Profile profile, Hostility hostility)
      throws Exception {
    AtomicLong written = new AtomicLong();
    provider.answer(exchange -> answer(hostility, exchange, written));
    KeyVerdict verdict = check(profile);
    assertThat(verdict.toString()).doesNotContain(KEY, KEY.substring(3, 12), KEY.substring(14));
    switch (hostility) {
      case ENDLESS_BODY, UNPACKS_TO_MUCH_MORE ->
          assertThat(verdict).isInstanceOf(KeyVerdict.Unknown.class);
      case ENDLESS_REFUSAL, NAMES_THE_KEY_IN_A_REFUSAL ->
          assertThat(verdict).isInstanceOf(KeyVerdict.Rejected.class);
      case NAMES_THE_KEY_IN_MODELS, NAMES_THE_KEY_AS_OWNER, NAMES_THE_KEY_IN_PIECES ->
          assertThat(verdict).isInstanceOf(KeyVerdict.Accepted.class);
    }
    // What the sockets' buffers hold was written, but never read.
    assertThat(written.get()).isLessThan(4L * MOST);
  }

  private static void answer(Hostility hostility, TestServer.Exchange exchange, AtomicLong written)
      throws IOException {
    Map<String, String> json = Map.of("Content-Type", "application/json");
    switch (hostility) {
      case ENDLESS_BODY -> endless(exchange, 200, written);
      case ENDLESS_REFUSAL -> endless(exchange, 401, written);
      case UNPACKS_TO_MUCH_MORE -> {
        exchange.head(200, Map.of("Content-Type", "application/json", "Content-Encoding", "gzip"));
        exchange.write(packed(16 * MOST));
      }
      case NAMES_THE_KEY_IN_MODELS -> {
        exchange.head(200, json);
        exchange.write(
            "{\"data\":[{\"id\":\"m\"},{\"id\":\"" + KEY + "\"}],\"scopes\":[\"" + KEY + "\"]}");
      }
      case NAMES_THE_KEY_AS_OWNER -> {
        exchange.head(
            200, Map.of("Content-Type", "application/json", "openai-organization", "of " + KEY));
        exchange.write(
            "{\"data\":{\"label\":\"" + KEY + "\"},\"projects\":[{\"name\":\"" + KEY + "\"}]}");
      }
      case NAMES_THE_KEY_IN_A_REFUSAL -> {
        exchange.head(401, Map.of("Content-Type", "application/json", "x-request-id", KEY));
        exchange.write(
            "{\"error\":{\"message\":\"Incorrect key " + KEY + "\",\"code\":\"" + KEY + "\"}}");
      }
      case NAMES_THE_KEY_IN_PIECES -> {
        exchange.head(200, json);
        String first = KEY.substring(0, 14);
        String second = KEY.substring(14);
        exchange.write("{\"data\":[{\"id\":\"" + first + "\"},{\"id\":\"" + second + "\"}]}");
      }
    }
  }

  private static void endless(TestServer.Exchange exchange, int status, AtomicLong written)
      throws IOException {
    exchange.head(status, Map.of("Content-Type", "application/json"));
    byte[] piece = "[".repeat(65536).getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < 65536; i++) {
      exchange.write(piece);
      written.addAndGet(piece.length);
    }
  }

  private static byte[] packed(int length) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write("[".getBytes(StandardCharsets.US_ASCII));
      out.write(" ".repeat(length).getBytes(StandardCharsets.US_ASCII));
      out.write("]".getBytes(StandardCharsets.US_ASCII));
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("profiles")
  void keyOfAnotherProviderIsNotSent(String name, Profile profile) {
    KeyValidator validator = provider(profile).keyValidator();
    SecretRef other = new SecretRef("acme", Optional.empty(), "someone-else", "default");
    try (Secret secret = Secret.of(KEY)) {
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> validator.check(other, secret, CallContext.create()))
          .withMessageContaining("someone-else")
          .withMessageNotContaining(KEY);
    }
    assertThat(provider.waiting()).isZero();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("profiles")
  void keyDoesNotGoOverPlainHttpToAnotherMachine(String name, Profile profile) {
    Provider far =
        Provider.newBuilder(profile.toBuilder().base("http://192.0.2.1/v1").build())
            .keys(KeySource.none())
            .timeouts(Timeouts.DEFAULT.connect(Duration.ofSeconds(1)))
            .build();
    SecretRef ref = new SecretRef("acme", Optional.empty(), profile.id(), "default");
    try (Secret secret = Secret.of(KEY)) {
      assertThat(far.keyValidator().check(ref, secret, CallContext.create()))
          .isInstanceOf(KeyVerdict.Rejected.class)
          .asString()
          .contains("plain http")
          .doesNotContain(KEY);
    }
  }

  @Test
  void secretStaysTheCallersAndNoSourceIsAsked() {
    provider.answer(200, "application/json", "{\"data\":[]}");
    List<SecretRef> asked = new ArrayList<>();
    Provider openAi =
        Provider.of(
            Profiles.openAi().toBuilder().base(provider.base().toString()).build(),
            ref -> {
              asked.add(ref);
              return Optional.empty();
            });
    SecretRef ref = new SecretRef("acme", Optional.empty(), "openai", "default");
    try (Secret secret = Secret.of(KEY)) {
      openAi.keyValidator().check(ref, secret, CallContext.create());
      assertThat(secret.masked().text()).isEqualTo("••••tB3n");
    }
    assertThat(asked).isEmpty();
  }

  @Test
  void waitThatTheProviderAsksForIsTold() {
    provider.answer(
        exchange -> exchange.head(429, Map.of("Retry-After", "7", "Content-Length", "0")));
    KeyVerdict.Unknown later = (KeyVerdict.Unknown) check(Profiles.openAi());
    assertThat(later.retryable()).isTrue();
    assertThat(later.retryAfter()).contains(Duration.ofSeconds(7));
  }

  @Test
  void keyThatFitsNoHeaderIsRejectedUnsent() {
    SecretRef ref = new SecretRef("acme", Optional.of("ada"), "openai", "default");
    try (Secret broken = Secret.of(KEY + "\r\nX-Other: 1")) {
      KeyVerdict verdict =
          provider(Profiles.openAi()).keyValidator().check(ref, broken, CallContext.create());
      assertThat(verdict).isInstanceOf(KeyVerdict.Rejected.class);
      assertThat(verdict.toString()).contains("acme", "ada").doesNotContain(KEY);
    }
    assertThat(provider.waiting()).isZero();
  }

  @Test
  void cancelledCheckSaysNothing() {
    CallContext context = CallContext.create();
    context.cancel();
    SecretRef ref = new SecretRef("acme", Optional.empty(), "openai", "default");
    try (Secret secret = Secret.of(KEY)) {
      assertThatExceptionOfType(CallCancelled.class)
          .isThrownBy(() -> provider(Profiles.openAi()).keyValidator().check(ref, secret, context));
    }
  }

  @Test
  void whoOffersNoCheckHasNoValidator() {
    assertThatExceptionOfType(CapabilityMissing.class)
        .isThrownBy(() -> provider(Profiles.perplexity()).keyValidator());
  }
}
