package dev.atom.vault;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

/** An immutable run of bytes that is no secret: an id, a salt or a ciphertext. */
final class Bytes {
  private final byte[] content;

  private Bytes(byte[] content) {
    this.content = content;
  }

  static Bytes of(byte[] content) {
    return new Bytes(content.clone());
  }

  static Bytes zero(int length) {
    return new Bytes(new byte[length]);
  }

  static Bytes random(SecureRandom random, int length) {
    byte[] content = new byte[length];
    random.nextBytes(content);
    return new Bytes(content);
  }

  int length() {
    return content.length;
  }

  byte[] toArray() {
    return content.clone();
  }

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
