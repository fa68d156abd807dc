package dev.atom.providers.wire;

import dev.atom.AtomException;
import dev.atom.CallContext;
import dev.atom.http.ConnectionFailed;
import dev.atom.http.HttpCall;
import dev.atom.http.HttpCancelled;
import dev.atom.http.HttpException;
import dev.atom.http.HttpHeaders;
import dev.atom.http.HttpReply;
import dev.atom.http.HttpTimedOut;
import dev.atom.http.ReplyTooLarge;
import dev.atom.http.RetryHints;
import dev.atom.http.SecretExposed;
import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.model.CallCancelled;
import dev.atom.model.CallTimedOut;
import dev.atom.model.Failure;
import dev.atom.model.KeyRejected;
import dev.atom.model.MalformedReply;
import dev.atom.model.ModelException;
import dev.atom.model.ModelRef;
import dev.atom.model.TruncatedStream;
import dev.atom.model.Unreachable;
import dev.atom.model.Usage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Makes the exceptions of one call. Every text of the provider is redacted on its way in. */
public final class Failures {
  private static final int LONGEST_MESSAGE = 1000;
  private static final List<String> REQUEST_IDS =
      List.of(
          "x-request-id",
          "request-id",
          "apim-request-id",
          "x-ds-trace-id",
          "dg-request-id",
          "x-goog-request-id");

  /** Deepgram tells there, and at times nowhere else, why it refuses a WebSocket. */
  private static final String ERROR_HEADER = "dg-error";

  private final ModelRef asked;
  private final ErrorReader errors;
  private final Clock clock;
  private final UnaryOperator<String> redaction;
  private final Supplier<Usage> used;

  Failures(ModelRef asked, ErrorReader errors, Clock clock) {
    this(asked, errors, clock, text -> text, () -> Usage.UNKNOWN);
  }

  private Failures(
      ModelRef asked,
      ErrorReader errors,
      Clock clock,
      UnaryOperator<String> redaction,
      Supplier<Usage> used) {
    this.asked = asked;
    this.errors = errors;
    this.clock = clock;
    this.redaction = redaction;
    this.used = used;
  }

  /** Returns these failures with what the provider will have told of the usage by then. */
  Failures using(Supplier<Usage> told) {
    return new Failures(asked, errors, clock, redaction, told);
  }

  private Failure.Builder failure() {
    return Failure.at(asked).usage(used.get());
  }

  /** Returns these failures with the redaction of a call, whose key must stay open. */
  Failures at(HttpCall call) {
    return new Failures(asked, errors, clock, call::redact, used);
  }

  Instant now() {
    return clock.instant();
  }

  /** Returns the provider's id of a request; each provider has its own header for it. */
  Optional<String> requestId(HttpReply reply) {
    return requestId(reply.headers());
  }

  /** Returns the provider's id of a request; each provider has its own header for it. */
  Optional<String> requestId(HttpHeaders headers) {
    for (String header : REQUEST_IDS) {
      Optional<String> id = headers.first(header);
      if (id.isPresent()) {
        return id;
      }
    }
    return Optional.empty();
  }

  KeyRejected noKey(CallContext context) {
    return new KeyRejected(
        failure().message("the key source has no key for " + owner(context)).build());
  }

  KeyRejected brokenKey(CallContext context) {
    String why = " holds a line end, space or other character that no header can; store it again";
    return new KeyRejected(failure().message("the key for " + owner(context) + why).build());
  }

  KeyRejected unusableKey(CallContext context, AtomException cause) {
    String message = "the key for " + owner(context) + " could not be opened: " + cause.code();
    return new KeyRejected(failure().message(message).cause(cause).build());
  }

  private static String owner(CallContext context) {
    String user = context.user().map(id -> ", user \"" + id + "\"").orElse("");
    return "tenant \"" + context.tenant() + "\"" + user;
  }

  /** Maps what the transport met before or in a whole reply. */
  ModelException ofTransport(HttpException e) {
    Failure.Builder failure = failure().message(message(e)).cause(e);
    return switch (e) {
      case ConnectionFailed broken -> new Unreachable(failure.build());
      case HttpTimedOut late -> new CallTimedOut(failure.build());
      case HttpCancelled cancelled -> new CallCancelled(failure.build());
      case ReplyTooLarge large -> new MalformedReply(failure.build());
      case SecretExposed exposed -> new KeyRejected(failure.build());
    };
  }

  /** Maps what the transport met in a stream that had begun. */
  ModelException inStream(HttpException e) {
    return e instanceof ConnectionFailed
        ? new TruncatedStream(failure().message(message(e)).cause(e).build())
        : ofTransport(e);
  }

  /** Maps a reply whose status says that it failed. */
  ModelException ofReply(HttpReply reply) {
    ProviderError error =
        json(reply)
            .flatMap(errors::error)
            .or(() -> reply.headers().first(ERROR_HEADER).map(ProviderError::of))
            .orElseGet(() -> ProviderError.of(unreadable(reply)));
    return ofError(error, Optional.of(reply));
  }

  private static String unreadable(HttpReply reply) {
    if (reply.status() < 400) {
      return "the server redirects, which is not followed; set the base address it points to";
    }
    boolean plain = reply.headers().first("content-type").orElse("").startsWith("text/plain");
    String text = plain ? reply.text().strip() : "";
    return text.isEmpty() ? "the error has no readable description" : text;
  }

  /** Maps an error that the provider describes, in a reply or inside a stream. */
  ModelException ofError(ProviderError error, Optional<HttpReply> reply) {
    int status = reply.map(HttpReply::status).filter(s -> s >= 300).orElse(0);
    Failure.Builder failure = failure().message(clean(error.message()));
    if (status > 0) {
      failure.status(status);
    }
    error.anyCode().map(this::clean).ifPresent(failure::providerCode);
    reply
        .flatMap(this::requestId)
        .or(error::requestId)
        .map(this::clean)
        .ifPresent(failure::requestId);
    reply.ifPresent(r -> failure.rateLimits(RateLimits.of(r.headers(), now())));
    wait(error, reply).ifPresent(failure::retryAfter);
    return ProviderError.exception(error.kind(status), failure.build());
  }

  private Optional<Duration> wait(ProviderError error, Optional<HttpReply> reply) {
    return reply
        .flatMap(r -> RetryHints.of(r.headers(), clock.instant()))
        .or(error::retryAfter)
        .or(() -> RetryHints.inText(error.message()));
  }

  /** Reads a reply's JSON object and throws if it is an error after all. */
  Json.Obj parse(HttpReply reply) {
    if (parseAny(reply) instanceof Json.Obj object) {
      return object;
    }
    throw notJson(reply, "JSON object");
  }

  /** Reads a reply's JSON of any kind and throws if it is an error after all. */
  Json parseAny(HttpReply reply) {
    Optional<Json> json = json(reply);
    json.flatMap(errors::error)
        .ifPresent(
            error -> {
              throw ofError(error, Optional.of(reply));
            });
    return json.orElseThrow(() -> notJson(reply, "JSON"));
  }

  /** Maps a reply with a good status whose kind was not expected: an error, or nothing known. */
  ModelException unexpected(HttpReply reply, String why) {
    return json(reply)
        .flatMap(errors::error)
        .map(error -> ofError(error, Optional.of(reply)))
        .orElseGet(() -> malformed(clean(why), reply, Optional.empty()));
  }

  private MalformedReply notJson(HttpReply reply, String wanted) {
    String type = reply.headers().first("content-type").orElse("unknown");
    String why = "the reply is no " + wanted + " but of type " + clean(type);
    return malformed(why, reply, Optional.empty());
  }

  private static Optional<Json> json(HttpReply reply) {
    try {
      return Optional.of(reply.read(Json::parse));
    } catch (JsonException e) {
      // The cause stays behind: a parser's message may quote the text.
      return lenient(reply);
    }
  }

  /** A broken character somewhere is no reason to lose a reply that is paid for. */
  private static Optional<Json> lenient(HttpReply reply) {
    String text = reply.text();
    if (text.indexOf('\uFFFD') < 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.parse(text));
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  MalformedReply malformed(String why, HttpReply reply, Optional<RuntimeException> cause) {
    Failure.Builder failure = failure().message(why).status(reply.status());
    requestId(reply).map(this::clean).ifPresent(failure::requestId);
    cause.ifPresent(e -> failure.message(why + " (" + e.getClass().getSimpleName() + ")"));
    return new MalformedReply(failure.build());
  }

  /** Maps an error that stands in a file of results, with the status that its request had. */
  public ModelException ofLine(ProviderError error, int status, Optional<String> requestId) {
    Failure.Builder failure = failure().message(clean(error.message()));
    if (status > 0) {
      failure.status(status);
    }
    error.anyCode().map(this::clean).ifPresent(failure::providerCode);
    requestId.or(error::requestId).map(this::clean).ifPresent(failure::requestId);
    error.retryAfter().ifPresent(failure::retryAfter);
    return ProviderError.exception(error.kind(status), failure.build());
  }

  /** Returns what to say of a request that its owner stopped. */
  public CallCancelled stopped(String message) {
    return new CallCancelled(failure().message(clean(message)).build());
  }

  /** Returns what to say of a reply inside a file that has not the expected form. */
  public MalformedReply senselessLine(RuntimeException cause) {
    String why = "the result has not the expected form (" + cause.getClass().getSimpleName() + ")";
    return new MalformedReply(failure().message(why).build());
  }

  /** Returns what to say of a stream that ended with nothing in it. */
  public MalformedReply empty() {
    return new MalformedReply(failure().message("the reply is empty").build());
  }

  /** Returns what to say of an event or a line that is no JSON. */
  public MalformedReply garbled() {
    return new MalformedReply(
        failure().message("an event of the stream is not what was expected").build());
  }

  /** Returns what to say of a stream that ends too early. */
  public TruncatedStream truncated() {
    return new TruncatedStream(
        failure().message("the stream ended before the reply was whole").build());
  }

  CallTimedOut endless(Duration patience) {
    return new CallTimedOut(
        failure().message("the session did not come to its end within " + patience).build());
  }

  /** Names the cause only: its message may quote the provider, and that is not redacted. */
  MalformedReply senseless(RuntimeException cause) {
    String kind = cause.getClass().getSimpleName();
    String why = "an event of the stream has not the expected form (" + kind + ")";
    return new MalformedReply(failure().message(why).build());
  }

  private static String message(HttpException e) {
    return String.valueOf(e.getMessage());
  }

  /** Takes what is or looks like a key out of a text of the provider, and shortens it. */
  String clean(String text) {
    String redacted;
    try {
      redacted = redaction.apply(text);
    } catch (IllegalStateException e) {
      // Another thread closed the stream and with it the key: then nothing can be compared with it.
      redacted = "[hidden, the call was closed]";
    }
    return redacted.length() <= LONGEST_MESSAGE
        ? redacted
        : redacted.substring(0, LONGEST_MESSAGE) + "…";
  }
}
