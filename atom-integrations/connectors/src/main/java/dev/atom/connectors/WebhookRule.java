package dev.atom.connectors;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a service signs its requests, as its connector's file says it. */
record WebhookRule(
    Kind kind,
    Hash hash,
    String header,
    Optional<String> separator,
    String prefix,
    Encoding encoding,
    SecretForm secretForm,
    List<Part> signed,
    Optional<Time> time,
    Optional<Origin> event,
    Optional<Origin> id) {

  /** How the proof is made. */
  enum Kind {
    HMAC,
    EQUALS
  }

  /** The hash of an HMAC. */
  enum Hash {
    SHA256("HmacSHA256"),
    SHA1("HmacSHA1");

    final String algorithm;

    Hash(String algorithm) {
      this.algorithm = algorithm;
    }
  }

  /** How bytes stand in a header. */
  enum Encoding {
    HEX,
    BASE64,
    TEXT
  }

  /** How a key is made of the secret. */
  enum SecretForm {
    UTF8,
    BASE64,
    WHSEC
  }

  /** A piece of what is signed. */
  sealed interface Part {
    /** These characters. */
    record Literal(String text) implements Part {}

    /** A header's value. */
    record Header(String name) implements Part {}

    /** Something of the request itself. */
    enum Whole implements Part {
      BODY,
      URL,
      METHOD,
      TIME,
      SORTED_FORM
    }
  }

  /** Where the time stands, in a header or in one part of it, and how far off it may be. */
  record Time(String header, Optional<String> part, Unit unit, Duration window) {}

  /** How a time is written. */
  enum Unit {
    EPOCH_SECONDS,
    EPOCH_MILLIS,
    DATE
  }

  /** A header, or a place in the body. */
  record Origin(boolean header, String place) {}

  private static final Pattern VARIABLE = Pattern.compile("\\{([A-Za-z]+)(?::([A-Za-z0-9-]+))?}");

  static WebhookRule read(FileNode webhook) {
    webhook.only("verify", "event", "id");
    FileNode node = webhook.node("verify");
    Kind kind =
        node.choice("kind", Map.of("hmac", Kind.HMAC, "equals", Kind.EQUALS))
            .orElseThrow(() -> node.fault("kind", "missing"));
    return switch (kind) {
      case HMAC -> hmac(webhook, node);
      case EQUALS -> equality(webhook, node);
    };
  }

  private static WebhookRule hmac(FileNode webhook, FileNode node) {
    node.only(
        "kind", "hash", "header", "list", "prefix", "encoding", "key", "signed", "time", "window");
    Optional<Time> time = time(node);
    return new WebhookRule(
        Kind.HMAC,
        node.choice("hash", Map.of("sha256", Hash.SHA256, "sha1", Hash.SHA1))
            .orElseThrow(() -> node.fault("hash", "missing")),
        ConnectorReader.headerName(node, "header"),
        node.optionalNode("list").map(list -> list.only("separator").text("separator")),
        node.optionalText("prefix").orElse(""),
        node.choice("encoding", Map.of("hex", Encoding.HEX, "base64", Encoding.BASE64))
            .orElseThrow(() -> node.fault("encoding", "missing")),
        node.choice(
                "key",
                Map.of(
                    "utf8", SecretForm.UTF8,
                    "base64", SecretForm.BASE64,
                    "whsec", SecretForm.WHSEC))
            .orElse(SecretForm.UTF8),
        parts(node, time.isPresent()),
        time,
        origin(webhook, "event"),
        origin(webhook, "id"));
  }

  private static WebhookRule equality(FileNode webhook, FileNode node) {
    node.only("kind", "header", "prefix", "encoding");
    return new WebhookRule(
        Kind.EQUALS,
        Hash.SHA256,
        ConnectorReader.headerName(node, "header"),
        Optional.empty(),
        node.optionalText("prefix").orElse(""),
        node.choice("encoding", Map.of("base64", Encoding.BASE64)).orElse(Encoding.TEXT),
        SecretForm.UTF8,
        List.of(),
        Optional.empty(),
        origin(webhook, "event"),
        origin(webhook, "id"));
  }

  private static Optional<Time> time(FileNode node) {
    Optional<FileNode> place = node.optionalNode("time");
    Optional<Integer> window = node.number("window", 1, 3600);
    if (place.isPresent() != window.isPresent()) {
      throw node.fault("\"time\" and \"window\", in seconds, go together");
    }
    return place.map(
        time ->
            new Time(
                ConnectorReader.headerName(time.only("header", "part", "unit"), "header"),
                time.optionalText("part"),
                time.choice(
                        "unit",
                        Map.of(
                            "epochSeconds", Unit.EPOCH_SECONDS,
                            "epochMillis", Unit.EPOCH_MILLIS,
                            "date", Unit.DATE))
                    .orElseThrow(() -> time.fault("unit", "missing")),
                Duration.ofSeconds(window.orElseThrow())));
  }

  private static List<Part> parts(FileNode node, boolean timed) {
    List<Part> parts = node.texts("signed").stream().map(text -> part(node, text)).toList();
    if (!parts.contains(Part.Whole.BODY) && !parts.contains(Part.Whole.SORTED_FORM)) {
      throw node.fault("signed", "neither {body} nor {sortedForm}: it would not protect the body");
    }
    if (parts.contains(Part.Whole.TIME) != timed) {
      throw node.fault(
          "signed", "{time} and \"time\" go together: only a signed time proves anything");
    }
    return parts;
  }

  private static Part part(FileNode node, String text) {
    Matcher variable = VARIABLE.matcher(text);
    if (!variable.matches()) {
      if (text.indexOf('{') >= 0) {
        throw node.fault("signed", "a variable must stand alone: \"" + text + "\"");
      }
      return new Part.Literal(text);
    }
    boolean named = variable.group(2) != null;
    return switch (variable.group(1) + (named ? ":" : "")) {
      case "body" -> Part.Whole.BODY;
      case "url" -> Part.Whole.URL;
      case "method" -> Part.Whole.METHOD;
      case "time" -> Part.Whole.TIME;
      case "sortedForm" -> Part.Whole.SORTED_FORM;
      case "header:" -> new Part.Header(variable.group(2));
      default -> throw node.fault("signed", "unknown variable \"" + text + "\"");
    };
  }

  private static Optional<Origin> origin(FileNode node, String name) {
    return node.optionalText(name)
        .map(
            place -> {
              if (place.startsWith("/")) {
                return new Origin(false, place);
              }
              return new Origin(true, ConnectorReader.headerName(node, name));
            });
  }
}
