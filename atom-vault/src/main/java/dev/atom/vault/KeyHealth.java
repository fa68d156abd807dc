package dev.atom.vault;

import dev.atom.vault.seal.FieldReader;
import dev.atom.vault.seal.FieldWriter;
import java.time.Instant;
import java.util.Optional;

/**
 * What the newest check of a secret with its provider found.
 *
 * @param state what came of it
 * @param known what the provider said last of this or an earlier version, {@link State#ACCEPTED} or
 *     {@link State#REJECTED}; empty if it never said anything
 * @param version the version that was checked
 * @param checked when
 * @param since since when the state has been this one
 * @param times how many checks in a row found this state of this version; 1 or more
 * @param next when the next check is due
 * @param detail the code and the provider's reason in a few words, at most 250 characters; nothing of
 *     the secret; may be empty
 */
public record KeyHealth(
    State state,
    Optional<State> known,
    long version,
    Instant checked,
    Instant since,
    int times,
    Instant next,
    String detail) {
  /** Whether a secret works. */
  public enum State {
    /** The provider lets it in. */
    ACCEPTED(1),
    /** The provider does not let it in. */
    REJECTED(2),
    /** The provider could not be asked. */
    UNKNOWN(3);

    private final int number;

    State(int number) {
      this.number = number;
    }
  }

  void write(FieldWriter to) {
    to.u8(state.number).u8(known.map(one -> one.number).orElse(0));
    to.i64(version).i64(checked.toEpochMilli());
    to.i64(since.toEpochMilli()).u32(times).i64(next.toEpochMilli()).text(detail);
  }

  static KeyHealth read(FieldReader from) throws FieldReader.Malformed {
    State state =
        state(from.u8()).orElseThrow(() -> new FieldReader.Malformed("a check has no state"));
    return new KeyHealth(
        state,
        state(from.u8()),
        from.i64(),
        Instant.ofEpochMilli(from.i64()),
        Instant.ofEpochMilli(from.i64()),
        from.u32(),
        Instant.ofEpochMilli(from.i64()),
        from.text());
  }

  private static Optional<State> state(int number) throws FieldReader.Malformed {
    if (number > State.values().length) {
      throw new FieldReader.Malformed("a check's state is out of range");
    }
    return number == 0 ? Optional.empty() : Optional.of(State.values()[number - 1]);
  }
}
