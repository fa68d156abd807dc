package dev.atom.vault;

import dev.atom.vault.seal.FieldReader;
import dev.atom.vault.seal.FieldWriter;
import java.time.Instant;

/**
 * What the newest check of a secret with its provider found.
 *
 * @param state whether it works
 * @param version the version that was checked
 * @param checked when
 * @param since since when the state has been this one
 * @param failures how many checks in a row found nothing out; 0 after one that did
 * @param next when the next check is due
 * @param detail the provider's reason in a few words, no secret; may be empty
 */
public record KeyHealth(
    State state,
    long version,
    Instant checked,
    Instant since,
    int failures,
    Instant next,
    String detail) {
  /** Whether a secret works. */
  public enum State {
    /** The provider lets it in. */
    ACCEPTED,
    /** The provider does not let it in. */
    REJECTED,
    /** The provider could not be asked. */
    UNKNOWN
  }

  void write(FieldWriter to) {
    to.u8(state.ordinal() + 1).i64(version).i64(checked.toEpochMilli());
    to.i64(since.toEpochMilli()).u32(failures).i64(next.toEpochMilli()).text(detail);
  }

  static KeyHealth read(FieldReader from) throws FieldReader.Malformed {
    int state = from.u8();
    if (state < 1 || state > State.values().length) {
      throw new FieldReader.Malformed("a check's state is out of range");
    }
    return new KeyHealth(
        State.values()[state - 1],
        from.i64(),
        Instant.ofEpochMilli(from.i64()),
        Instant.ofEpochMilli(from.i64()),
        from.u32(),
        Instant.ofEpochMilli(from.i64()),
        from.text());
  }
}
