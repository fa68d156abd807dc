package dev.atom.mock;

import dev.atom.json.Json;
import dev.atom.secret.PlaintextAccess;
import dev.atom.secret.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Takes every credential out of what is recorded of one exchange: those that stand where credentials
 * stand (headers, query), those that the recording program names, and both wherever else they turn
 * up: in paths, other headers and bodies, plain, escaped as JSON or for an address, or in base64.
 */
final class Redaction {
  static final String MARK = "<redacted>";

  /** Shorter values are words rather than credentials. */
  private static final int SHORTEST = 8;

  private static final Set<String> HEADERS =
      Set.of(
          "authorization",
          "proxy-authorization",
          "authentication",
          "api-key",
          "apikey",
          "cookie",
          "set-cookie",
          "openai-organization",
          "openai-project",
          "anthropic-organization-id",
          "x-goog-user-project",
          "x-auth-token",
          "x-amz-security-token");

  private static final Pattern QUERY =
      Pattern.compile(
          "([?&](?:key|api[_-]?key|access_token|token|auth|sig|signature|client_secret)=)[^&#]*",
          Pattern.CASE_INSENSITIVE);

  /** Escapes that JSON allows for plain characters; undone they mean the same. */
  private static final Pattern NEEDLESS_ESCAPE = Pattern.compile("\\\\u00([2-7][0-9a-fA-F])|\\\\/");

  private final Set<String> forms = new LinkedHashSet<>();

  private Redaction() {}

  static Redaction of(Collection<Secret> known, ReceivedRequest request) {
    Redaction redaction = new Redaction();
    for (Secret secret : known) {
      redaction.add(
          secret.use(
              PlaintextAccess.granted(), bytes -> new String(bytes, StandardCharsets.UTF_8)));
    }
    redaction.learn(request.headers());
    QUERY
        .matcher(request.path())
        .results()
        .forEach(found -> redaction.learn(found.group().split("=", 2)[1]));
    return redaction;
  }

  /** Remembers the values of headers that hold credentials. */
  void learn(Map<String, List<String>> headers) {
    headers.forEach(
        (name, values) -> {
          if (holdsCredential(name)) {
            values.forEach(value -> learnHeader(name, value));
          }
        });
  }

  private void learnHeader(String name, String value) {
    // What follows the cookie itself are its attributes.
    String credentials = name.equalsIgnoreCase("set-cookie") ? value.split(";", 2)[0] : value;
    learn(credentials);
    for (String word : credentials.split("[ ;,]+", -1)) {
      learn(word);
      int equals = word.indexOf('=');
      if (equals > 0) {
        learn(word.substring(equals + 1));
      }
      learnBasic(word);
    }
  }

  private void learnBasic(String word) {
    try {
      String decoded = new String(Base64.getDecoder().decode(word), StandardCharsets.UTF_8);
      int colon = decoded.indexOf(':');
      if (colon >= 0) {
        learn(decoded.substring(colon + 1));
      }
    } catch (IllegalArgumentException e) {
      // Not base64, hence no user and password in it.
      return;
    }
  }

  private void learn(String value) {
    if (value.length() >= SHORTEST && !value.equals(MARK)) {
      add(value);
    }
  }

  private void add(String secret) {
    String quoted = Json.of(secret).toString();
    forms.add(secret);
    forms.add(quoted.substring(1, quoted.length() - 1));
    forms.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
    forms.add(Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)));
  }

  static boolean holdsCredential(String header) {
    String name = header.toLowerCase(Locale.ROOT);
    return HEADERS.contains(name)
        || name.endsWith("-api-key")
        || name.endsWith("-apikey")
        || name.endsWith("-secret")
        || name.endsWith("-access-token");
  }

  static String path(String path) {
    return QUERY.matcher(path).replaceAll("$1" + MARK);
  }

  Map<String, List<String>> headers(Map<String, List<String>> headers) {
    Map<String, List<String>> redacted = new LinkedHashMap<>();
    headers.forEach(
        (name, values) ->
            redacted.put(
                name, values.stream().map(v -> holdsCredential(name) ? MARK : plain(v)).toList()));
    return redacted;
  }

  String redactedPath(String path) {
    return plain(path(path));
  }

  Json json(Json json) {
    return switch (json) {
      case Json.Obj object -> {
        Map<String, Json> members = new LinkedHashMap<>();
        object.members().forEach((name, value) -> members.put(plain(name), json(value)));
        yield new Json.Obj(members);
      }
      case Json.Arr array -> Json.array(array.items().stream().map(this::json).toList());
      case Json.Str text -> Json.of(plain(text.value()));
      case Json.Num number -> number;
      case Json.Bool bool -> bool;
      case Json.Null none -> none;
    };
  }

  /** Latin-1 maps bytes to characters and back one by one, so that any body passes unharmed. */
  byte[] bytes(byte[] body) {
    String text = new String(body, StandardCharsets.ISO_8859_1);
    String redacted = text;
    for (String form : longestFirst()) {
      byte[] utf8 = form.getBytes(StandardCharsets.UTF_8);
      redacted = redacted.replace(new String(utf8, StandardCharsets.ISO_8859_1), MARK);
    }
    return unescaped(redacted).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Undoes needless escapes only where a secret hides behind them; else keeps every byte. */
  private String unescaped(String text) {
    String undone = NEEDLESS_ESCAPE.matcher(text).replaceAll(Redaction::undo);
    String redacted = plain(undone);
    return redacted.equals(undone) ? text : redacted;
  }

  private static String undo(MatchResult escape) {
    if (escape.group(1) == null) {
      return "/";
    }
    char plain = (char) Integer.parseInt(escape.group(1), 16);
    boolean needed = plain == '"' || plain == '\\' || plain == 0x7f;
    return java.util.regex.Matcher.quoteReplacement(
        needed ? escape.group() : String.valueOf(plain));
  }

  private String plain(String text) {
    String redacted = text;
    for (String form : longestFirst()) {
      redacted = redacted.replace(form, MARK);
    }
    return redacted;
  }

  /** A secret that another one begins with must not go first: the other's rest would stay. */
  private List<String> longestFirst() {
    List<String> sorted = new ArrayList<>(forms);
    sorted.sort((a, b) -> Integer.compare(b.length(), a.length()));
    return sorted;
  }
}
