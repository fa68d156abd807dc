package dev.atom.router.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names that are nearly right, and those that look like secrets. */
final class Names {
  private static final Pattern SECRET_NAME =
      Pattern.compile(
          "(.*api|.*access|.*secret|.*private|.*auth|.*subscription|.*license|)keys?"
              + "|.*secret|.*password|.*passwd|.*passphrase|.*credentials?|.*authorization"
              + "|(.*access|.*auth|.*bearer|.*api|.*refresh|.*id|)token|bearer");
  private static final Pattern SECRET_VALUE =
      Pattern.compile(
          "(?i)(sk|pk|gsk|xai|pplx|key|bearer|token|ghp|aiza|eyj)[-_ A-Za-z0-9].{12,}"
              + "|(?=.*[0-9])(?=.*[A-Za-z])[A-Za-z0-9+=_-]{32,}");
  private static final int LONGEST_SHOWN = 60;

  private Names() {}

  /** Whether a member of this name would hold a key or another secret. */
  static boolean secret(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    return SECRET_NAME.matcher(plain).matches();
  }

  /** A text as errors may show it; what may be a key is not. */
  static String shown(String text) {
    return text.length() > LONGEST_SHOWN || SECRET_VALUE.matcher(text).matches()
        ? "a text of " + text.length() + " characters"
        : "\"" + text + "\"";
  }

  /** The known name that differs least, if it does not differ much. */
  static Optional<String> nearest(String name, Collection<String> known) {
    int most = Math.max(1, name.length() / 3);
    return known.stream()
        .filter(candidate -> distance(name, candidate) <= most)
        .min(Comparator.comparingInt(candidate -> distance(name, candidate)));
  }

  /** How many characters must be put in, left out or changed (Levenshtein), whatever their case. */
  private static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT).replace('-', '_');
    String b = other.toLowerCase(Locale.ROOT);
    if (a.length() > LONGEST_SHOWN) {
      return a.length();
    }
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
