package dev.atom.vault;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads the frames of a log into an index and finds out what is wrong with them.
 *
 * <p>A last frame whose start is whole and whose end is missing, or zeroes up to the end of the file,
 * was cut off by a crash before it was acknowledged: it is dropped. Anything else that is not the next frame is damage: it may have held
 * a newer version of any secret, so everything before it becomes doubtful.
 */
final class LogReader {
  private final byte[] log;
  private final FrameSeal seal;
  private final VaultIndex index;
  private final List<String> damage = new ArrayList<>();
  private int position;
  private boolean afterDamage;
  private int frames;

  LogReader(byte[] log, int start, FrameSeal seal, VaultIndex index) {
    this.log = log;
    this.position = start;
    this.seal = seal;
    this.index = index;
  }

  /** Reads all frames; returns the position after the last whole one. */
  int read() {
    while (position < log.length && !tornAt(position)) {
      if (!takeFrame(position)) {
        int next = nextFrame(position + 1);
        damaged("bytes " + position + " to " + next + " are damaged");
        position = next;
      }
    }
    if (afterDamage) {
      seal.skip(1);
    }
    return position;
  }

  List<String> damage() {
    return List.copyOf(damage);
  }

  int frames() {
    return frames;
  }

  /** Tells whether a crash can have left the rest: too short for a frame, or never written. */
  private boolean tornAt(int at) {
    if (log.length - at < Frame.START) {
      return true;
    }
    Frame frame = Frame.parse(log, at);
    if (frame == null) {
      return zeroesFrom(at);
    }
    int end = at + Frame.START + frame.length();
    // The file may have grown before its pages were written; no seal ends in zeroes.
    return seal.isNext(frame) && (end > log.length || zeroesFrom(end - Frame.TAG_LENGTH));
  }

  private boolean zeroesFrom(int at) {
    for (int i = at; i < log.length; i++) {
      if (log[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private boolean takeFrame(int at) {
    Frame frame = Frame.parse(log, at);
    Optional<VaultRow> row = frame == null ? Optional.empty() : rowOf(frame, at);
    if (frame == null || row.isEmpty()) {
      return false;
    }
    int end = at + Frame.START + frame.length();
    if (seal.isPast(frame)) {
      damaged("the frame at byte " + at + " is a copy of an older one");
      position = end;
      return true;
    }
    if (!afterDamage && !seal.isNext(frame)) {
      damaged("frames are missing before byte " + at);
    }
    afterDamage = false;
    index.apply(row.get());
    seal.passed(frame.sequence(), Arrays.copyOfRange(log, end - frame.length(), end));
    frames++;
    position = end;
    return true;
  }

  private Optional<VaultRow> rowOf(Frame frame, int at) {
    int from = at + Frame.START;
    if (frame.length() > log.length - from
        || Frame.crc(log, from, frame.length()) != frame.checksum()) {
      return Optional.empty();
    }
    return seal.open(frame, Arrays.copyOfRange(log, from, from + frame.length()));
  }

  /** Looks for the next whole frame byte by byte; the checksum of the start makes it cheap. */
  private int nextFrame(int from) {
    for (int at = from; at <= log.length - Frame.START; at++) {
      Frame frame = Frame.parse(log, at);
      if (frame != null && rowOf(frame, at).isPresent()) {
        return at;
      }
    }
    return log.length;
  }

  private void damaged(String what) {
    damage.add(what);
    index.doubtEverythingSoFar();
    afterDamage = true;
  }
}
