package dev.atom.knowledge.opensearch;

import dev.atom.CallContext;
import dev.atom.http.ConnectionFailed;
import dev.atom.http.HttpCall;
import dev.atom.http.HttpReply;
import dev.atom.http.HttpTimedOut;
import dev.atom.http.ReplyTooLarge;
import dev.atom.http.Timeouts;
import dev.atom.http.Transport;
import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.secret.KeySource;
import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Sends requests to one cluster and tells its answers from failures. */
final class Cluster {
  private static final String PROVIDER = "opensearch";
  private static final String JSON = "application/json";
  private static final String LINES = "application/x-ndjson";
  private static final int LONGEST_REASON = 300;
  private static final Timeouts TIMEOUTS =
      Timeouts.DEFAULT.firstToken(Duration.ofMinutes(1)).whole(Duration.ofMinutes(5));

  private final String address;
  private final Transport transport;
  private final String scheme;
  private final KeySource keys;

  Cluster(URI address, Transport transport, String scheme, KeySource keys) {
    this.address = address.toString().replaceAll("/+$", "");
    this.transport = transport;
    this.scheme = scheme;
    this.keys = keys;
  }

  /** An answer that the caller looks into whatever its status is. */
  record Answer(int status, Json.Obj body) {
    String errorType() {
      return Fields.text(Fields.object(body, "error"), "type");
    }
  }

  Answer get(String path, CallContext context) {
    return send(HttpCall.get(uri(path)), context);
  }

  Answer put(String path, Json.Obj body, CallContext context) {
    return send(HttpCall.put(uri(path), JSON, bytes(body.toString())), context);
  }

  /** Posts, and throws what is no success. */
  Json.Obj post(String path, Json.Obj body, CallContext context) {
    return requireSuccess(send(HttpCall.post(uri(path), JSON, bytes(body.toString())), context));
  }

  Json.Obj postLines(String path, String lines, CallContext context) {
    return requireSuccess(send(HttpCall.post(uri(path), LINES, bytes(lines)), context));
  }

  Json.Obj requireSuccess(Answer answer) {
    int status = answer.status();
    if (status >= 200 && status < 300) {
      return answer.body();
    }
    Json.Obj error = Fields.object(answer.body(), "error");
    boolean retryable = status == 429 || status >= 500;
    throw new ClusterRefused(
        status,
        retryable,
        "the cluster at "
            + address
            + " answered "
            + status
            + " "
            + answer.errorType()
            + ": "
            + shortened(Fields.text(error, "reason"))
            + "; "
            + remedy(status));
  }

  private static String remedy(int status) {
    return switch (status) {
      case 401 -> "give keys(...) the user or token that the cluster knows";
      case 403 -> "give the user the rights to create, read and write the index";
      case 404 -> "the index is gone: open the knowledge base again and ingest";
      case 429 -> "the cluster has too much to do: try again later";
      default -> status >= 500 ? "look after the cluster and try again" : "check its settings";
    };
  }

  static String shortened(String reason) {
    return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON) + "…";
  }

  String address() {
    return address;
  }

  private URI uri(String path) {
    return URI.create(address + path);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Answer send(HttpCall.Builder call, CallContext context) {
    Optional<Secret> key = keys.find(SecretRef.of(context, PROVIDER));
    try {
      key.ifPresent(secret -> call.secretHeader("Authorization", scheme + " ", secret));
      return exchange(call.timeouts(TIMEOUTS).build(), context);
    } finally {
      key.ifPresent(Secret::close);
    }
  }

  private Answer exchange(HttpCall call, CallContext context) {
    HttpReply reply;
    try {
      reply = transport.send(call, context);
    } catch (ConnectionFailed e) {
      throw new ClusterUnreachable(
          "no cluster answers at "
              + address
              + "; check the address (scheme, host, port) and that OpenSearch runs there",
          e);
    } catch (ReplyTooLarge e) {
      throw new ClusterUnreachable(
          "what answers at " + address + " sends too much; check that it is OpenSearch", e);
    } catch (HttpTimedOut e) {
      if (context.deadline().passed()) {
        throw e;
      }
      throw new ClusterUnreachable(
          "the cluster at " + address + " did not answer in time; look after it and try again", e);
    }
    try {
      // Documents come back as they are; what a server says of an error may repeat a key.
      String text = reply.status() < 400 ? reply.text() : call.redact(reply.text());
      return new Answer(reply.status(), Json.parseObject(text));
    } catch (JsonException e) {
      throw new ClusterUnreachable(
          "what answers at "
              + address
              + " (with status "
              + reply.status()
              + ") is no OpenSearch; check the address, a proxy's path included",
          e);
    }
  }
}
