package dev.atom.connectors;

import dev.atom.connectors.ConnectorException.Failure;
import dev.atom.connectors.ConnectorException.OutcomeUnknown;
import dev.atom.connectors.ConnectorFile.Action;
import dev.atom.http.ConnectionFailed;
import dev.atom.http.HttpCancelled;
import dev.atom.http.HttpException;
import dev.atom.http.HttpReply;
import dev.atom.http.HttpTimedOut;
import dev.atom.http.ReplyTooLarge;
import dev.atom.http.RetryHints;
import dev.atom.http.SecretExposed;
import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.operation.Effect;
import dev.atom.operation.Operation;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes a result or an exception of what came back from one call. */
final class ReplyJudge {
  private static final int LONGEST_MESSAGE = 500;

  private final ConnectorFile file;
  private final Action action;
  private final String operation;
  private final Effect effect;
  private final Clock clock;
  private final UnaryOperator<String> redaction;

  ReplyJudge(
      ConnectorFile file,
      Action action,
      Operation described,
      Clock clock,
      UnaryOperator<String> redaction) {
    this.file = file;
    this.action = action;
    this.operation = described.name();
    this.effect = described.effect();
    this.clock = clock;
    this.redaction = redaction;
  }

  Json result(HttpReply reply) {
    Optional<Json> body = json(reply);
    for (ErrorRule rule : file.errors()) {
      if (rule.matches(reply, body)) {
        throw refused(reply, body, rule.verdict(), Optional.of(rule));
      }
    }
    boolean accepted =
        action.ok().isEmpty()
            ? reply.status() >= 200 && reply.status() < 300
            : action.ok().contains(reply.status());
    if (!accepted) {
      throw refused(reply, body, Verdict.of(reply.status()), Optional.empty());
    }
    if (body.isEmpty() && !reply.text().isBlank()) {
      throw unreadable(reply, "the reply is no JSON");
    }
    Json whole = body.orElse(Json.NULL);
    if (action.pick().isEmpty()) {
      return whole;
    }
    return whole
        .at(action.pick().get())
        .orElseThrow(() -> unreadable(reply, "the reply has nothing at " + action.pick().get()));
  }

  /** A server that stumbles over a write may have done it first. */
  private ConnectorException refused(
      HttpReply reply, Optional<Json> body, Verdict verdict, Optional<ErrorRule> rule) {
    Failure failure = failure(reply, body, verdict, rule);
    boolean accepted = rule.isEmpty() && reply.status() < 300;
    boolean maybeDone = verdict == Verdict.TRANSIENT || accepted;
    return maybeDone && !repeatable() ? unknown(failure) : verdict.exception(failure);
  }

  private Failure failure(
      HttpReply reply, Optional<Json> body, Verdict verdict, Optional<ErrorRule> rule) {
    Optional<String> code = rule.flatMap(r -> r.code(body)).map(this::clean);
    Optional<String> said = rule.flatMap(r -> r.message(body)).map(this::clean);
    StringBuilder message =
        new StringBuilder(operation).append(" failed with status ").append(reply.status());
    code.ifPresent(c -> message.append(", ").append(c));
    said.filter(s -> !s.equals(code.orElse(""))).ifPresent(s -> message.append(": ").append(s));
    if (reply.status() >= 300 && reply.status() < 400) {
      message.append(": the service redirects, which is not followed");
    }
    return new Failure(
        message.toString(),
        reply.status(),
        code,
        wait(reply, body, verdict),
        Optional.empty(),
        null);
  }

  /** Many services tell on every reply when their count starts anew; it matters only at its end. */
  private Optional<Duration> wait(HttpReply reply, Optional<Json> body, Verdict verdict) {
    Instant now = clock.instant();
    Optional<Duration> hint = RetryHints.of(reply.headers(), now);
    if (hint.isPresent() || verdict != Verdict.RATE_LIMITED) {
      return hint;
    }
    return file.waits().stream().flatMap(rule -> rule.of(reply, body, now).stream()).findFirst();
  }

  /** The reply says yes, but not what: a write is done or not, nobody knows. */
  private ConnectorException unreadable(HttpReply reply, String why) {
    Failure failure =
        new Failure(
            operation + ": " + why + ", though its status is " + reply.status(),
            reply.status(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            null);
    return effect == Effect.READ ? Verdict.PERMANENT.exception(failure) : unknown(failure);
  }

  /** Judges what the transport met; a write that may have left is never called merely transient. */
  RuntimeException ofTransport(HttpException e) {
    if (effect == Effect.READ && e instanceof HttpCancelled) {
      return e;
    }
    Failure failure = Failure.of(operation + ": " + clean(String.valueOf(e.getMessage())), e);
    if (!repeatable() && !neverLeft(e)) {
      return unknown(failure);
    }
    return switch (e) {
      case ConnectionFailed broken -> Verdict.TRANSIENT.exception(failure);
      case HttpTimedOut late -> Verdict.TRANSIENT.exception(failure);
      case HttpCancelled cancelled -> e;
      case ReplyTooLarge large -> Verdict.PERMANENT.exception(failure);
      case SecretExposed exposed -> Verdict.PERMANENT.exception(failure);
    };
  }

  private static boolean neverLeft(HttpException e) {
    @Nullable Throwable cause = e.getCause();
    return e instanceof SecretExposed
        || (e instanceof HttpTimedOut late && late.phase() == HttpTimedOut.Phase.CONNECT)
        || cause instanceof ConnectException
        || cause instanceof UnknownHostException
        || cause instanceof NoRouteToHostException;
  }

  private OutcomeUnknown unknown(Failure failure) {
    Optional<String> check = action.check().map(id -> ActionReader.operationName(file.id(), id));
    String todo =
        check
            .map(name -> "; ask " + name + " before repeating")
            .orElse("; do not repeat it blindly");
    return new OutcomeUnknown(
        new Failure(
            failure.message() + "; whether it was done is unknown" + todo,
            failure.status(),
            failure.serviceCode(),
            failure.retryAfter(),
            check,
            failure.cause()));
  }

  private boolean repeatable() {
    return effect == Effect.READ || effect == Effect.KEYED;
  }

  private static Optional<Json> json(HttpReply reply) {
    try {
      return Optional.of(Json.parse(reply.text()));
    } catch (JsonException e) {
      // The parser's message may quote the text.
      return Optional.empty();
    }
  }

  private String clean(String text) {
    String redacted = redaction.apply(text);
    return redacted.length() <= LONGEST_MESSAGE
        ? redacted
        : redacted.substring(0, LONGEST_MESSAGE) + "…";
  }
}
