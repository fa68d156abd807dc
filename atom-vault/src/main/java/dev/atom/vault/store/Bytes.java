package dev.atom.vault.store;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An immutable run of bytes that is no secret: an id, a salt, a sealed content. Ordered as unsigned
 * bytes, a shorter run before a longer one that begins with it. Thread-safe.
 */
public final class Bytes implements Comparable<Bytes> {
  /** No bytes at all. */
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] content;

  private Bytes(byte[] content) {
    this.content = content;
  }

  /**
   * Returns a copy of an array.
   *
   * @param content the bytes
   * @return the same bytes, immutable
   */
  public static Bytes of(byte... content) {
    return new Bytes(content.clone());
  }

  /**
   * Returns a part of an array, copied.
   *
   * @param content the array
   * @param from the first byte's index
   * @param to the index behind the last byte
   * @return the bytes between
   * @throws IndexOutOfBoundsException if the array has no such part
   */
  public static Bytes of(byte[] content, int from, int to) {
    java.util.Objects.checkFromToIndex(from, to, content.length);
    return new Bytes(Arrays.copyOfRange(content, from, to));
  }

  /**
   * Takes an array as it is. The caller gives it up and never changes it again.
   *
   * @param content the bytes, not copied
   * @return the same bytes
   */
  public static Bytes wrapping(byte[] content) {
    return new Bytes(content);
  }

  /**
   * Returns how many there are.
   *
   * @return 0 or more
   */
  public int length() {
    return content.length;
  }

  /**
   * Returns one byte.
   *
   * @param index from 0
   * @return the byte
   * @throws IndexOutOfBoundsException if there are not so many
   */
  public byte at(int index) {
    return content[index];
  }

  /**
   * Returns a copy.
   *
   * @return a new array
   */
  public byte[] toArray() {
    return content.clone();
  }

  /**
   * Returns a copy of a part.
   *
   * @param from the first byte's index
   * @param to the index behind the last byte
   * @return a new array
   * @throws IndexOutOfBoundsException if there is no such part
   */
  public byte[] toArray(int from, int to) {
    java.util.Objects.checkFromToIndex(from, to, content.length);
    return Arrays.copyOfRange(content, from, to);
  }

  /**
   * Copies all bytes into an array.
   *
   * @param target where to
   * @param at the index of the first
   * @throws IndexOutOfBoundsException if they don't fit
   */
  public void copyTo(byte[] target, int at) {
    System.arraycopy(content, 0, target, at, content.length);
  }

  /**
   * Copies the first bytes into an array.
   *
   * @param target where to
   * @param at the index of the first
   * @param length how many
   * @throws IndexOutOfBoundsException if there are not so many, or they don't fit
   */
  public void copyTo(byte[] target, int at, int length) {
    System.arraycopy(content, 0, target, at, length);
  }

  /**
   * Tells whether these bytes begin with others.
   *
   * @param prefix the others; may be empty
   * @return whether they do
   */
  public boolean startsWith(Bytes prefix) {
    return content.length >= prefix.content.length
        && Arrays.equals(
            content, 0, prefix.content.length, prefix.content, 0, prefix.content.length);
  }

  /**
   * Returns these bytes followed by others.
   *
   * @param next the others
   * @return both
   */
  public Bytes plus(Bytes next) {
    byte[] both = Arrays.copyOf(content, content.length + next.content.length);
    next.copyTo(both, content.length);
    return new Bytes(both);
  }

  /**
   * Returns the bytes as hexadecimal digits, for messages about a row.
   *
   * @return two digits for each byte, in lower case
   */
  public String toHex() {
    return HexFormat.of().formatHex(content);
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(content, other.content);
  }

  /** Takes the same time wherever two runs of one length differ. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && MessageDigest.isEqual(content, that.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  @Override
  public String toString() {
    return "Bytes[" + content.length + "]";
  }
}
