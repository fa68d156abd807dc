package dev.atom.vault.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log's frames in order and tells what a crash cut off from what is damaged.
 *
 * <p>The frames that were written together, before anybody heard of one of them, have the same
 * {@code durable} number, below all of theirs. As soon as a frame says that commits up to a number
 * were on the disk, whatever of these can't be read is damage. What is left is the last group: if a
 * sector of what can't be read in it is zeroes, or the file ends there, a crash cut it off; otherwise
 * it was all there once, and is damage too.
 */
final class LogScan {
  /** Takes what is found. */
  interface Found {
    void row(Frame frame, long offset) throws IOException;

    void damage(long offset, long length);
  }

  private static final int SECTOR = 512;

  /** A frame, whole or with a broken content, or a part of the log that is no frame. */
  private record Piece(long offset, long length, @Nullable Frame frame, boolean whole) {}

  private final LogWindow log;
  private final Found found;
  private final List<Piece> group = new ArrayList<>();
  private long durable;
  private long sequence;
  private int index;
  private int count;
  private long at;
  private boolean endsInDamage;
  private long droppedBytes;

  /**
   * Prepares to read.
   *
   * @param durable up to which commit everything was on the disk for sure
   * @param sequence the commit before the first to read; 0 at the start of a log
   * @param from where to begin
   */
  LogScan(LogWindow log, Found found, long durable, long sequence, long from) {
    this.log = log;
    this.found = found;
    this.durable = durable;
    this.sequence = sequence;
    this.at = from;
  }

  void run() throws IOException {
    long contentEnd = log.contentEnd(at);
    while (at < contentEnd) {
      Frame frame = next(at);
      if (frame == null) {
        skip(contentEnd);
      } else {
        take(frame);
      }
    }
    if (sequence < durable || (sequence == durable && !commitComplete())) {
      noteHole(false);
      giveAll(group.size());
    } else {
      giveLastGroup(contentEnd);
    }
  }

  /** Where to write next. */
  long end() {
    return at;
  }

  /** The last commit's number. If what it was can't be read, a number is left out. */
  long sequence() {
    return endsInDamage ? Math.max(sequence, durable) + 1 : sequence;
  }

  /** How many bytes of a commit behind {@link #end} a crash left. */
  long droppedBytes() {
    return droppedBytes;
  }

  /** The frame at an offset if it can come after those before. */
  private @Nullable Frame next(long offset) throws IOException {
    Frame frame = log.frame(offset);
    if (frame == null || frame.durable() >= frame.sequence()) {
      return null;
    }
    boolean sameCommit = frame.sequence() == sequence && count > 0 && frame.index() > index;
    return frame.sequence() > sequence || sameCommit ? frame : null;
  }

  private void skip(long contentEnd) throws IOException {
    long to = at + 1;
    while (to < contentEnd && (log.at(to) != FrameCodec.FIRST_BYTE || next(to) == null)) {
      to++;
    }
    group.add(new Piece(at, to - at, null, false));
    at = to;
  }

  private void take(Frame frame) throws IOException {
    boolean follows =
        frame.sequence() == sequence
            ? frame.index() == index + 1
            : frame.sequence() == sequence + 1 && frame.index() == 0 && commitComplete();
    noteHole(follows);
    if (frame.durable() > durable) {
      durable = frame.durable();
      // What can't be read between two groups was in the second if the first is complete.
      boolean inNewGroup = commitComplete() && sequence >= durable && endsBroken();
      giveAll(inNewGroup ? group.size() - 1 : group.size());
    }
    group.add(new Piece(at, frame.length(), frame, log.whole(frame, at)));
    sequence = frame.sequence();
    index = frame.index();
    count = frame.count();
    at += frame.length();
    if (sequence <= durable) {
      giveAll(group.size());
    }
  }

  private void noteHole(boolean follows) {
    if (!follows && !endsBroken()) {
      group.add(new Piece(at, 0, null, false));
    }
  }

  private boolean endsBroken() {
    return !group.isEmpty() && group.getLast().frame() == null;
  }

  private boolean commitComplete() {
    return count == 0 || index == count - 1;
  }

  /** Gives the first pieces away; whatever of them can't be read is damage. */
  private void giveAll(int pieces) throws IOException {
    List<Piece> given = group.subList(0, pieces);
    for (Piece piece : given) {
      Frame frame = piece.frame();
      if (frame != null) {
        found.row(frame, piece.offset());
      }
      if (!piece.whole()) {
        found.damage(piece.offset(), piece.length());
      }
      endsInDamage = frame == null;
    }
    given.clear();
  }

  private void giveLastGroup(long contentEnd) throws IOException {
    int whole = 0;
    for (int i = 0; i < group.size(); i++) {
      Piece piece = group.get(i);
      Frame frame = piece.frame();
      if (frame == null || !piece.whole()) {
        if (cutOff(piece, contentEnd)) {
          drop(whole, contentEnd);
        } else {
          giveAll(group.size());
        }
        return;
      }
      if (frame.last()) {
        whole = i + 1;
      }
    }
    if (whole < group.size()) {
      drop(whole, contentEnd);
    } else {
      giveAll(whole);
    }
  }

  private void drop(int whole, long contentEnd) throws IOException {
    at = group.get(whole).offset();
    droppedBytes = Math.max(0, contentEnd - at);
    Frame last = whole == 0 ? null : group.get(whole - 1).frame();
    sequence = last == null ? durable : last.sequence();
    giveAll(whole);
    group.clear();
  }

  /** Whether a crash explains what can't be read: a sector was never written, or the end. */
  private boolean cutOff(Piece piece, long contentEnd) throws IOException {
    long end = piece.offset() + piece.length();
    boolean headMissing = piece.frame() == null && piece.length() < Frame.LONGEST_HEAD;
    if (end > contentEnd || (end == contentEnd && headMissing)) {
      return true;
    }
    long from = piece.offset();
    while (from < end) {
      long to = Math.min(end, (from / SECTOR + 1) * SECTOR);
      if (zeroes(from, to)) {
        return true;
      }
      from = to;
    }
    return false;
  }

  private boolean zeroes(long from, long to) throws IOException {
    for (long offset = from; offset < to; offset++) {
      if (log.at(offset) != 0) {
        return false;
      }
    }
    return true;
  }
}
