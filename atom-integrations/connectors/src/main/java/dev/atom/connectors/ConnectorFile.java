package dev.atom.connectors;

import dev.atom.json.JsonSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A connector's file after it was read and checked. */
record ConnectorFile(
    String id,
    String title,
    Map<String, Setting> settings,
    Auth auth,
    Template baseUrl,
    Map<String, Template> headers,
    List<String> allowedHosts,
    List<ErrorRule> errors,
    List<WaitRule> waits,
    Map<String, Action> actions,
    Optional<WebhookRule> webhook) {

  /** A value that the host sets for a connection, such as a shop's name. */
  record Setting(Optional<Pattern> pattern, Set<String> choices, Optional<String> fallback) {}

  /** Where the key goes. */
  sealed interface Auth {
    /** No key at all. */
    record None() implements Auth {}

    /** The key ends a header's value. */
    record Header(String name, String prefix) implements Auth {}

    /** HTTP basic authentication; the key stands in one of the two. */
    record Basic(Template user, Template password) implements Auth {}
  }

  /** Something the service can do. */
  record Action(
      String id,
      String description,
      Access access,
      String method,
      Template path,
      JsonSchema params,
      Map<String, Placement> put,
      BodyKind body,
      Set<Integer> ok,
      Optional<String> pick,
      Optional<Placement> idempotencyKey,
      Optional<String> check) {}

  /** Whether an action changes something. */
  enum Access {
    READ,
    WRITE
  }

  /** How a body is written. */
  enum BodyKind {
    NONE,
    JSON,
    FORM
  }

  /** Where an argument goes. */
  sealed interface Placement {
    /** Into the path, as one segment or, raw, with its slashes. */
    record Path(boolean raw) implements Placement {}

    /** Into the query. */
    record Query(String name) implements Placement {}

    /** Into a header. */
    record Header(String name) implements Placement {}

    /** Into the body, by the steps of a JSON Pointer. */
    record Body(List<String> steps) implements Placement {}
  }
}
