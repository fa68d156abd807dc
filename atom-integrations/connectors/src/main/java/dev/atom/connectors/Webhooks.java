package dev.atom.connectors;

import dev.atom.connectors.ConnectorException.InvalidConnector;
import dev.atom.connectors.WebhookOutcome.Reason;
import dev.atom.connectors.WebhookOutcome.Refused;
import dev.atom.connectors.WebhookOutcome.Verified;
import dev.atom.connectors.WebhookRule.Origin;
import dev.atom.connectors.WebhookRule.Time;
import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.secret.PlaintextAccess;
import dev.atom.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells a service's requests from forged ones.
 *
 * {@snippet file="dev/atom/connectors/ConnectorsGuideTest.java" region="webhook"}
 *
 * <p>Guarantees: without a secret every request is refused; signatures are compared in constant time
 * and over the bytes as they came; where the service signs a time, a request that is off by more than
 * the scheme's window is refused. Not guaranteed: that a request comes once; drop those whose event
 * id was seen.
 *
 * <p>Immutable and thread-safe.
 */
public final class Webhooks {
  private final WebhookRule rule;
  private final Clock clock;

  Webhooks(WebhookRule rule, Clock clock) {
    this.rule = rule;
    this.clock = clock;
  }

  /**
   * Reads a scheme.
   *
   * @param description the member {@code webhook} of a connector's file
   * @param clock what time stamps are compared with
   * @return what verifies requests of that scheme
   * @throws InvalidConnector if it has a fault; names the place
   */
  public static Webhooks of(Json.Obj description, Clock clock) {
    return new Webhooks(WebhookRule.read(FileNode.root("webhook", description)), clock);
  }

  /**
   * Verifies a request.
   *
   * @param request the request as it came
   * @param secret the secret that the service signs with; stays the caller's to close
   * @return whether the service sent it
   */
  public WebhookOutcome verify(WebhookRequest request, Optional<Secret> secret) {
    if (secret.isEmpty()) {
      return new Refused(Reason.NO_SECRET);
    }
    Optional<Reason> wrong =
        secret
            .get()
            .use(
                PlaintextAccess.granted(),
                plain ->
                    switch (rule.kind()) {
                      case HMAC -> signed(request, plain);
                      case EQUALS -> equal(request, plain);
                    });
    return wrong.isPresent() ? new Refused(wrong.get()) : verified(request);
  }

  private Optional<Reason> equal(WebhookRequest request, byte[] plain) {
    List<String> shown = request.headers().all(rule.header());
    if (shown.size() != 1) {
      return Optional.of(Reason.NO_SIGNATURE);
    }
    return matches(shown.get(0), plain) ? Optional.empty() : Optional.of(Reason.WRONG_SIGNATURE);
  }

  private Optional<Reason> signed(WebhookRequest request, byte[] plain) {
    List<String> shown = request.headers().all(rule.header());
    if (shown.size() != 1) {
      return Optional.of(Reason.NO_SIGNATURE);
    }
    Optional<String> time = rule.time().flatMap(t -> timeText(request, t));
    Optional<Instant> instant = rule.time().flatMap(t -> time.flatMap(text -> instant(text, t)));
    Optional<byte[]> message = SignedText.of(rule.signed(), request, time);
    if (message.isEmpty() || instant.isPresent() != rule.time().isPresent()) {
      return Optional.of(Reason.NO_SIGNED_HEADER);
    }
    Optional<byte[]> key = key(plain);
    if (key.isEmpty()) {
      return Optional.of(Reason.UNUSABLE_SECRET);
    }
    byte[] expected = SignedText.hmac(rule.hash(), key.get(), message.get());
    Arrays.fill(key.get(), (byte) 0);
    if (!anyMatches(shown.get(0), expected)) {
      return Optional.of(Reason.WRONG_SIGNATURE);
    }
    return instant.isPresent() && outside(instant.get())
        ? Optional.of(Reason.OUTSIDE_WINDOW)
        : Optional.empty();
  }

  /** One of several is enough: services sign with the old and the new secret while it changes. */
  private boolean anyMatches(String shown, byte[] expected) {
    if (rule.separator().isEmpty()) {
      return matches(shown, expected);
    }
    boolean found = false;
    for (String one : shown.split(Pattern.quote(rule.separator().get()), -1)) {
      found |= matches(one.strip(), expected);
    }
    return found;
  }

  private boolean matches(String shown, byte[] expected) {
    if (!shown.startsWith(rule.prefix())) {
      return false;
    }
    String text = shown.substring(rule.prefix().length());
    try {
      byte[] given =
          switch (rule.encoding()) {
            case HEX -> HexFormat.of().parseHex(text);
            case BASE64 -> Base64.getDecoder().decode(text);
            case TEXT -> text.getBytes(StandardCharsets.UTF_8);
          };
      return MessageDigest.isEqual(given, expected);
    } catch (IllegalArgumentException e) {
      // Not of this encoding, so no signature of this scheme.
      return false;
    }
  }

  private Optional<byte[]> key(byte[] plain) {
    try {
      return switch (rule.secretForm()) {
        case UTF8 -> Optional.of(plain.clone());
        case BASE64 -> Optional.of(Base64.getDecoder().decode(plain)).filter(k -> k.length > 0);
        case WHSEC -> {
          String text = new String(plain, StandardCharsets.US_ASCII);
          String key = text.startsWith("whsec_") ? text.substring("whsec_".length()) : text;
          yield Optional.of(Base64.getDecoder().decode(key)).filter(k -> k.length > 0);
        }
      };
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> timeText(WebhookRequest request, Time time) {
    List<String> values = request.headers().all(time.header());
    if (values.size() != 1 || time.part().isEmpty()) {
      return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }
    String start = time.part().get() + "=";
    List<String> found =
        Arrays.stream(values.get(0).split(",", -1))
            .map(String::strip)
            .filter(piece -> piece.startsWith(start))
            .toList();
    return found.size() == 1
        ? Optional.of(found.get(0).substring(start.length()))
        : Optional.empty();
  }

  private static Optional<Instant> instant(String text, Time time) {
    boolean number = text.matches("[0-9]{1,15}");
    try {
      return switch (time.unit()) {
        case EPOCH_SECONDS ->
            number ? Optional.of(Instant.ofEpochSecond(Long.parseLong(text))) : Optional.empty();
        case EPOCH_MILLIS ->
            number ? Optional.of(Instant.ofEpochMilli(Long.parseLong(text))) : Optional.empty();
        case DATE -> Optional.of(OffsetDateTime.parse(text).toInstant());
      };
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private boolean outside(Instant sent) {
    Duration off = Duration.between(sent, clock.instant()).abs();
    return off.compareTo(rule.time().orElseThrow().window()) > 0;
  }

  private Verified verified(WebhookRequest request) {
    return new Verified(
        rule.id().flatMap(origin -> value(request, origin)),
        rule.event().flatMap(origin -> value(request, origin)));
  }

  private static Optional<String> value(WebhookRequest request, Origin origin) {
    if (origin.header()) {
      return request.headers().first(origin.place());
    }
    try {
      return Json.parse(new String(request.body(), StandardCharsets.UTF_8))
          .at(origin.place())
          .map(found -> found instanceof Json.Str text ? text.value() : found.toString());
    } catch (JsonException e) {
      // The service sends forms, too.
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "Webhooks[" + rule.kind() + ", " + rule.header() + "]";
  }
}
