package dev.atom.providers;

import dev.atom.AtomException;
import dev.atom.CallContext;
import dev.atom.http.ConnectionFailed;
import dev.atom.http.HttpCall;
import dev.atom.http.HttpCancelled;
import dev.atom.http.HttpException;
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
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Makes the exceptions of one call. Every text of the provider is redacted on its way in. */
final class Failures {
  private static final int LONGEST_MESSAGE = 1000;

  private final ModelRef asked;
  private final Dialect dialect;
  private final Clock clock;
  private final UnaryOperator<String> redaction;

  Failures(ModelRef asked, Dialect dialect, Clock clock) {
    this(asked, dialect, clock, text -> text);
  }

  private Failures(ModelRef asked, Dialect dialect, Clock clock, UnaryOperator<String> redaction) {
    this.asked = asked;
    this.dialect = dialect;
    this.clock = clock;
    this.redaction = redaction;
  }

  /** Returns these failures with the redaction of a call, whose key must stay open. */
  Failures at(HttpCall call) {
    return new Failures(asked, dialect, clock, call::redact);
  }

  ModelRef asked() {
    return asked;
  }

  KeyRejected noKey(CallContext context) {
    return new KeyRejected(
        Failure.at(asked).message("the key source has no key for " + owner(context)).build());
  }

  KeyRejected brokenKey(CallContext context) {
    String why = " holds a line end, space or other character that no header can; store it again";
    return new KeyRejected(
        Failure.at(asked).message("the key for " + owner(context) + why).build());
  }

  KeyRejected unusableKey(CallContext context, AtomException cause) {
    String message = "the key for " + owner(context) + " could not be opened: " + cause.code();
    return new KeyRejected(Failure.at(asked).message(message).cause(cause).build());
  }

  private static String owner(CallContext context) {
    String user = context.user().map(id -> ", user \"" + id + "\"").orElse("");
    return "tenant \"" + context.tenant() + "\"" + user;
  }

  /** Maps what the transport met before or in a whole reply. */
  ModelException ofTransport(HttpException e) {
    Failure.Builder failure = Failure.at(asked).message(message(e)).cause(e);
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
        ? new TruncatedStream(Failure.at(asked).message(message(e)).cause(e).build())
        : ofTransport(e);
  }

  /** Maps a reply whose status says that it failed. */
  ModelException ofReply(HttpReply reply) {
    ProviderError error =
        json(reply)
            .flatMap(dialect::error)
            .orElseGet(
                () -> new ProviderError(unreadable(reply), Optional.empty(), Optional.empty()));
    return ofError(error, Optional.of(reply));
  }

  private static String unreadable(HttpReply reply) {
    return reply.status() < 400
        ? "the server redirects, which is not followed; set the base address it points to"
        : "the error has no readable description";
  }

  /** Maps an error that the provider describes, in a reply or inside a stream. */
  ModelException ofError(ProviderError error, Optional<HttpReply> reply) {
    int status = reply.map(HttpReply::status).filter(s -> s >= 300).orElse(0);
    Failure.Builder failure = Failure.at(asked).message(clean(error.message()));
    if (status > 0) {
      failure.status(status);
    }
    error.anyCode().map(this::clean).ifPresent(failure::providerCode);
    reply.flatMap(dialect::requestId).map(this::clean).ifPresent(failure::requestId);
    wait(error, reply).ifPresent(failure::retryAfter);
    return ProviderError.exception(error.kind(status), failure.build());
  }

  private Optional<Duration> wait(ProviderError error, Optional<HttpReply> reply) {
    return reply
        .flatMap(r -> RetryHints.of(r.headers(), clock.instant()))
        .or(() -> RetryHints.inText(error.message()));
  }

  /** Reads a reply's JSON object and throws if it is an error after all. */
  Json.Obj parse(HttpReply reply) {
    Optional<Json> json = json(reply);
    json.flatMap(dialect::error)
        .ifPresent(
            error -> {
              throw ofError(error, Optional.of(reply));
            });
    if (json.isPresent() && json.get() instanceof Json.Obj object) {
      return object;
    }
    String type = reply.headers().first("content-type").orElse("unknown");
    throw malformed("the reply is no JSON object but of type " + clean(type), reply, null);
  }

  private static Optional<Json> json(HttpReply reply) {
    try {
      return Optional.of(Json.parse(reply.text()));
    } catch (JsonException e) {
      // The cause stays behind: a parser's message may quote the text.
      return Optional.empty();
    }
  }

  MalformedReply malformed(
      String why, HttpReply reply, @org.jspecify.annotations.Nullable RuntimeException cause) {
    Failure.Builder failure = Failure.at(asked).message(why).status(reply.status());
    dialect.requestId(reply).map(this::clean).ifPresent(failure::requestId);
    if (cause != null) {
      failure.message(why + " (" + cause.getClass().getSimpleName() + ")");
    }
    return new MalformedReply(failure.build());
  }

  MalformedReply garbled() {
    return new MalformedReply(
        Failure.at(asked).message("an event of the stream is not what was expected").build());
  }

  TruncatedStream truncated() {
    return new TruncatedStream(
        Failure.at(asked).message("the stream ended before the reply was whole").build());
  }

  MalformedReply senseless(RuntimeException cause) {
    return new MalformedReply(
        Failure.at(asked)
            .message("an event of the stream has not the expected form")
            .cause(cause)
            .build());
  }

  private static String message(HttpException e) {
    return String.valueOf(e.getMessage());
  }

  private String clean(String text) {
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
