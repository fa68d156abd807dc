package dev.atom.vault;

import dev.atom.secret.KeyVerdict;
import dev.atom.secret.PlaintextAccess;
import dev.atom.secret.Secret;
import dev.atom.vault.KeyHealth.State;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A verdict as it may be kept: in a few words, and without what repeats a part of the secret, whatever
 * the validator promised.
 *
 * @param state what was found
 * @param code which sort of failure; empty if accepted
 * @param detail the code and a reason
 * @param retryable whether a look later may help
 * @param retryAfter how long the provider asks to wait; zero if it doesn't
 */
record CheckedVerdict(
    State state, String code, String detail, boolean retryable, Duration retryAfter) {
  private static final int PIECE = 6;
  private static final int LONGEST_CODE = 40;
  private static final int LONGEST_WHY = 200;

  static CheckedVerdict of(KeyVerdict verdict, Secret secret) {
    return switch (verdict) {
      case KeyVerdict.Accepted accepted ->
          new CheckedVerdict(State.ACCEPTED, "", "", true, Duration.ZERO);
      case KeyVerdict.Rejected rejected ->
          of(State.REJECTED, rejected.code(), rejected.why(), secret);
      case KeyVerdict.Unknown unknown ->
          of(State.UNKNOWN, unknown.code(), unknown.why(), secret)
              .asking(unknown.retryable(), unknown.retryAfter().orElse(Duration.ZERO));
    };
  }

  /** What is said when the validator gave no verdict. */
  static CheckedVerdict failed(String code, String why, boolean retryable) {
    return new CheckedVerdict(State.UNKNOWN, code, code + ": " + why, retryable, Duration.ZERO);
  }

  static boolean safeCode(String code) {
    return code.length() <= LONGEST_CODE && code.matches("[a-z][a-z_]*");
  }

  private CheckedVerdict asking(boolean again, Duration after) {
    return new CheckedVerdict(state, code, detail, again, after);
  }

  private static CheckedVerdict of(State state, String code, String why, Secret secret) {
    String safeCode = safeCode(code) && !repeats(code, secret) ? code : "other";
    // Before it is cut, so that no piece of the secret is left at the end.
    String safeWhy =
        repeats(why, secret) ? "(the reason repeats a part of the secret)" : Words.safe(why);
    String cut = safeWhy.substring(0, Math.min(LONGEST_WHY, safeWhy.length()));
    boolean half = !cut.isEmpty() && Character.isHighSurrogate(cut.charAt(cut.length() - 1));
    String whole = half ? cut.substring(0, cut.length() - 1) : cut;
    String detail = whole.isBlank() ? safeCode : safeCode + ": " + whole;
    return new CheckedVerdict(state, safeCode, detail, true, Duration.ZERO);
  }

  /** Whether a text has any 6 bytes of a secret, or all of a shorter one. */
  private static boolean repeats(String text, Secret secret) {
    byte[] said = text.getBytes(StandardCharsets.UTF_8);
    return secret.use(PlaintextAccess.granted(), plain -> shares(said, plain));
  }

  private static boolean shares(byte[] said, byte[] plain) {
    int piece = Math.min(PIECE, plain.length);
    for (int i = 0; piece > 0 && i + piece <= plain.length; i++) {
      for (int j = 0; j + piece <= said.length; j++) {
        if (java.util.Arrays.equals(plain, i, i + piece, said, j, j + piece)) {
          return true;
        }
      }
    }
    return false;
  }
}
