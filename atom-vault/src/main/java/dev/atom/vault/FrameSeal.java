package dev.atom.vault;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;

/** Seals rows into frames of one generation of one vault's log, each bound to the frame before. */
final class FrameSeal {
  private final TinkKeyset logKey;
  private final Bytes vaultId;
  private final long generation;
  private long nextSequence = 1;
  private Bytes previous = Bytes.zero(Frame.TAG_LENGTH);

  FrameSeal(TinkKeyset logKey, VaultHeader header) {
    this(logKey, header.vaultId(), header.generation());
  }

  private FrameSeal(TinkKeyset logKey, Bytes vaultId, long generation) {
    this.logKey = logKey;
    this.vaultId = vaultId;
    this.generation = generation;
  }

  /** A seal that goes on from here without moving this one, for a write that may fail. */
  FrameSeal copy() {
    FrameSeal copy = new FrameSeal(logKey, vaultId, generation);
    copy.nextSequence = nextSequence;
    copy.previous = previous;
    return copy;
  }

  byte[] seal(VaultRow row) {
    byte[] sealed = logKey.seal(VaultRow.toByteArray(row), associatedData(nextSequence, previous));
    if (sealed.length > Frame.MAX_LENGTH) {
      throw new IllegalArgumentException("the secret and its ids are too long for a vault");
    }
    byte[] frame = Frame.around(sealed, nextSequence, previous);
    passed(nextSequence, sealed);
    return frame;
  }

  /** Opens a frame of this log; empty if it was not sealed for its place. */
  Optional<VaultRow> open(Frame frame, byte[] sealed) {
    try {
      byte[] row = logKey.open(sealed, associatedData(frame.sequence(), frame.previous()));
      return Optional.of(VaultRow.parse(row));
    } catch (GeneralSecurityException | FieldReader.Malformed e) {
      return Optional.empty();
    }
  }

  /** Tells whether a frame comes right after the last one that passed. */
  boolean isNext(Frame frame) {
    return frame.sequence() == nextSequence && frame.previous().equals(previous);
  }

  boolean isPast(Frame frame) {
    return frame.sequence() < nextSequence;
  }

  void passed(long sequence, byte[] sealed) {
    nextSequence = sequence + 1;
    previous =
        Bytes.of(Arrays.copyOfRange(sealed, sealed.length - Frame.TAG_LENGTH, sealed.length));
  }

  /** Leaves a gap in the sequence, so that damaged frames can't be put back in front of new ones. */
  void skip(int frames) {
    nextSequence += frames;
  }

  private byte[] associatedData(long sequence, Bytes before) {
    return new FieldWriter()
        .text("atom-vault/frame/1")
        .fixed(vaultId)
        .i64(generation)
        .i64(sequence)
        .fixed(before)
        .toByteArray();
  }
}
