package dev.atom.vault;

import dev.atom.secret.Secret;
import dev.atom.vault.seal.FieldReader;
import dev.atom.vault.seal.FieldWriter;
import java.util.Arrays;
import java.util.function.Function;

/**
 * A secret's row or an older version's, opened: the head and the plain bytes, which {@link #close}
 * overwrites.
 */
final class OpenedSecret implements AutoCloseable {
  /** The longest secret, in bytes. */
  static final int LONGEST = 64 * 1024;

  private static final int PADDED_TO = 64;

  private final Head head;
  private final byte[] plain;

  private OpenedSecret(Head head, byte[] plain) {
    this.head = head;
    this.plain = plain;
  }

  Head head() {
    return head;
  }

  boolean hasValue() {
    return plain.length > 0;
  }

  /** A copy for the caller, who closes it. */
  Secret secret() {
    return Secret.of(plain);
  }

  /** Lends the bytes; the function must not keep or change them. */
  <R> R with(Function<byte[], R> function) {
    return function.apply(plain);
  }

  @Override
  public void close() {
    Arrays.fill(plain, (byte) 0);
  }

  /** What is sealed: the head, then the length, the secret, and zeroes to hide the length. */
  static FieldWriter write(Head head, byte[] plain) {
    FieldWriter start = new FieldWriter(256);
    head.write(start);
    FieldWriter all = new FieldWriter(start.length() + plain.length + PADDED_TO + 8);
    all.sized(start.toByteArray());
    int padded = (4 + plain.length + PADDED_TO - 1) / PADDED_TO * PADDED_TO;
    return all.sized(plain).raw(new byte[padded - 4 - plain.length]);
  }

  /** Reads what {@link #write} wrote and overwrites it. */
  static OpenedSecret read(byte[] opened) throws FieldReader.Malformed {
    try {
      FieldReader from = new FieldReader(opened);
      FieldReader start = new FieldReader(from.sizedArray());
      Head head = Head.read(start);
      start.end();
      return new OpenedSecret(head, from.sizedArray());
    } finally {
      Arrays.fill(opened, (byte) 0);
    }
  }
}
