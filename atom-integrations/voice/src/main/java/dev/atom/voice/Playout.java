package dev.atom.voice;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The pieces of a reply in the order they are played, and what was heard of them at any instant.
 *
 * <p>Time is the time of sound: how much was played, without the gaps between pieces, as a player or
 * a telephone line reports it. Thread-safe.
 */
public final class Playout {
  private final List<SpokenChunk> chunks = new ArrayList<>();
  private Duration duration = Duration.ZERO;

  private Playout() {}

  /**
   * Returns a playout without pieces.
   *
   * @return a new playout
   */
  public static Playout create() {
    return new Playout();
  }

  /**
   * Adds the piece that is played next.
   *
   * @param chunk the piece
   */
  public synchronized void add(SpokenChunk chunk) {
    chunks.add(Objects.requireNonNull(chunk, "chunk"));
    duration = duration.plus(chunk.duration());
  }

  /**
   * Returns how long all pieces sound.
   *
   * @return the sum, zero without pieces
   */
  public synchronized Duration duration() {
    return duration;
  }

  /**
   * Tells what was heard after a time: the pieces that were over and of the current one what {@link
   * SpokenChunk#heardAfter} tells.
   *
   * @param played how much sound was played, from the start of the first piece; negative counts as
   *     zero
   * @return all pieces, in two parts
   */
  public synchronized HeardText heardAfter(Duration played) {
    StringBuilder text = new StringBuilder();
    int heard = 0;
    boolean hearing = true;
    Duration left = played;
    for (SpokenChunk chunk : chunks) {
      if (hearing) {
        int end = left.isNegative() ? 0 : chunk.heardEnd(left);
        heard = text.length() + end;
        left = left.minus(chunk.duration());
        hearing = end == chunk.text().length();
      }
      text.append(chunk.text());
    }
    return new HeardText(text.substring(0, heard), text.substring(heard));
  }

  /**
   * Returns the number of pieces and their time.
   *
   * @return a short description
   */
  @Override
  public synchronized String toString() {
    return "Playout[" + chunks.size() + " chunks, " + duration + "]";
  }
}
