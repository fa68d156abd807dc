package dev.atom.vault.refresh;

import dev.atom.vault.grant.ConsentReason;
import dev.atom.vault.grant.GrantState;
import dev.atom.vault.seal.FieldReader;
import dev.atom.vault.seal.FieldWriter;
import java.util.Optional;

/**
 * How a grant's refreshes have gone. No secret.
 *
 * <p>As bytes: state (1: active, 2: needs consent), reason (0: none, 1: refused, 2: answer lost, 3: no
 * refresh token), refreshes (8), begun (8), ended (8), uncertain (1), failures (4), retry at (8), last
 * error (length of 4, text).
 *
 * @param reason why consent is needed; empty if it isn't
 * @param refreshes how often the grant was refreshed since its owner's consent
 * @param begun the fence of the newest attempt; written before the provider is called
 * @param ended the same once its end is known; else 0, as after a crash
 * @param uncertain whether an answer is missing, so that the refresh token may be spent
 * @param failures one after the other
 * @param retryAt not before, in milliseconds since 1970; 0 if at once
 * @param error the code of the last failure; empty if none
 */
public record Marks(
    Optional<ConsentReason> reason,
    long refreshes,
    long begun,
    long ended,
    boolean uncertain,
    int failures,
    long retryAt,
    String error) {
  private static final int ACTIVE = 1;
  private static final int NEEDS_CONSENT = 2;

  /** Those of a grant that was never refreshed. */
  static Marks fresh() {
    return new Marks(Optional.empty(), 0, 0, 0, false, 0, 0, "");
  }

  GrantState state() {
    return reason.isEmpty() ? GrantState.ACTIVE : GrantState.NEEDS_CONSENT;
  }

  /** Whether the refresh token may be spent: an answer was lost, or whoever called died. */
  boolean maybeSpent() {
    return uncertain || begun != ended;
  }

  Marks begin(long fence) {
    // No fence of before may look like this one's end: a lease's row may have begun anew.
    return new Marks(reason, refreshes, fence, 0, maybeSpent(), failures, retryAt, error);
  }

  /** The attempt that began last brought new tokens. */
  Marks refreshed() {
    return new Marks(Optional.empty(), refreshes + 1, begun, begun, false, 0, 0, "");
  }

  /** The attempt that began last failed and can be repeated. */
  Marks failed(boolean lost, long newRetryAt, String code) {
    int more = failures == Integer.MAX_VALUE ? failures : failures + 1;
    return new Marks(reason, refreshes, begun, begun, uncertain || lost, more, newRetryAt, code);
  }

  /** The attempt that began last was never made. */
  Marks notMade() {
    return new Marks(reason, refreshes, begun, begun, uncertain, failures, retryAt, error);
  }

  /** Only the owner's consent helps. */
  Marks needsConsent(ConsentReason why, String code) {
    return new Marks(Optional.of(why), refreshes, begun, begun, uncertain, failures, 0, code);
  }

  void write(FieldWriter to) {
    to.u8(reason.isEmpty() ? ACTIVE : NEEDS_CONSENT);
    to.u8(reason.map(Marks::number).orElse(0));
    to.i64(refreshes).i64(begun).i64(ended).u8(uncertain ? 1 : 0);
    to.u32(failures).i64(retryAt).text(error);
  }

  static Marks read(FieldReader from) throws FieldReader.Malformed {
    int state = from.u8();
    Optional<ConsentReason> reason = reason(from.u8());
    if (state != (reason.isEmpty() ? ACTIVE : NEEDS_CONSENT)) {
      throw new FieldReader.Malformed("a grant's state and reason contradict each other");
    }
    return new Marks(
        reason,
        from.i64(),
        from.i64(),
        from.i64(),
        from.u8() != 0,
        from.u32(),
        from.i64(),
        from.text());
  }

  private static int number(ConsentReason reason) {
    return switch (reason) {
      case REFUSED -> 1;
      case ANSWER_LOST -> 2;
      case NO_REFRESH_TOKEN -> 3;
    };
  }

  private static Optional<ConsentReason> reason(int number) throws FieldReader.Malformed {
    return switch (number) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(ConsentReason.REFUSED);
      case 2 -> Optional.of(ConsentReason.ANSWER_LOST);
      case 3 -> Optional.of(ConsentReason.NO_REFRESH_TOKEN);
      default -> throw new FieldReader.Malformed("a grant has an unknown reason");
    };
  }
}
