package dev.atom.http;

import dev.atom.secret.PlaintextAccess;
import dev.atom.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Takes out of texts what may be a secret. */
final class Redaction {
  static final String HIDDEN = "[hidden]";

  /** Stands for what is hidden while the text is searched; no key holds it, as none is such a text. */
  private static final String GONE = "\uE000";

  /** Short enough to catch a fragment, long enough to spare words. */
  private static final int FRAGMENT = 6;

  private static final Set<String> HARMLESS =
      Set.of(
          "accept",
          "accept-encoding",
          "content-encoding",
          "content-length",
          "content-type",
          "date",
          "retry-after",
          "retry-after-ms",
          "transfer-encoding",
          "user-agent",
          "x-ms-retry-after-ms",
          "x-request-id");

  /** What the vendors' keys look like, whole or masked, and what follows words that announce one. */
  private static final List<Pattern> KEY_LIKE =
      List.of(
          Pattern.compile("(?i)(?<=\\b(?:bearer|basic|token) )(?=\\S*[0-9])[\"']?[^\\s\"',;]{6,}"),
          Pattern.compile("(?i)(?<=\\bapi[ _-]?key provided: )\\S*[^\\s.,;]"),
          Pattern.compile("(?i)(?<=\\b(?:api[_-]?key|key|access_token)=)[^\\s&\"']+"),
          Pattern.compile("\\b(?:sk|pk|rk|gsk|xai|pplx|dg|sess)[-_][A-Za-z0-9_*.•…-]*[A-Za-z0-9*]"),
          Pattern.compile("\\bAIza[A-Za-z0-9_*-]{6,}"),
          // Begins only where a word does, and never goes back: a server's text may be very long.
          Pattern.compile(
              "(?<![A-Za-z0-9_-])[A-Za-z0-9_-]*+(?:(?:\\*{3,}+|•{3,}+)[A-Za-z0-9_-]*+)++"));

  private Redaction() {}

  static String header(String name, String value) {
    String lower = name.toLowerCase(Locale.ROOT);
    return HARMLESS.contains(lower) || lower.startsWith("x-ratelimit-") ? value : HIDDEN;
  }

  /** Hides what looks like a key, and every word that holds a fragment of one of the secrets. */
  static String text(String text, List<Secret> secrets) {
    String redacted = text;
    for (Secret secret : secrets) {
      String before = redacted;
      redacted = secret.use(PlaintextAccess.granted(), plain -> without(before, plain));
    }
    for (Pattern pattern : KEY_LIKE) {
      redacted = pattern.matcher(redacted).replaceAll(HIDDEN);
    }
    return redacted;
  }

  private static String without(String text, byte[] plain) {
    String key = new String(plain, StandardCharsets.UTF_8);
    // What is hidden must not be found again: a key may well hold a piece of the word for it.
    String clean = text.replace(key, GONE);
    for (int i = 0; i + FRAGMENT <= key.length(); i++) {
      String fragment = key.substring(i, i + FRAGMENT);
      for (int at = clean.indexOf(fragment); at >= 0; at = clean.indexOf(fragment)) {
        int start = at;
        int end = at + FRAGMENT;
        while (start > 0 && !separates(clean.charAt(start - 1))) {
          start--;
        }
        while (end < clean.length() && !separates(clean.charAt(end))) {
          end++;
        }
        clean = clean.substring(0, start) + GONE + clean.substring(end);
      }
    }
    return clean.replace(GONE, HIDDEN);
  }

  private static boolean separates(char c) {
    return Character.isWhitespace(c)
        || c == GONE.charAt(0)
        || c == '"'
        || c == '\''
        || c == '['
        || c == ']';
  }
}
