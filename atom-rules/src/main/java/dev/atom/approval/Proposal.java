package dev.atom.approval;

import dev.atom.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What is proposed, under the hash by which a decision names it. Equal values have the same hash, see
 * {@link Json#toCanonicalString}. Immutable and thread-safe.
 */
public final class Proposal {
  private final Json value;
  private final String hash;

  private Proposal(Json value, String hash) {
    this.value = value;
    this.hash = hash;
  }

  /**
   * Returns a value as a proposal.
   *
   * @param value what is proposed
   * @return the proposal
   */
  public static Proposal of(Json value) {
    return new Proposal(value, sha256(value.toCanonicalString()));
  }

  /**
   * Returns what is proposed.
   *
   * @return the value
   */
  public Json value() {
    return value;
  }

  /**
   * Returns what a decision must name.
   *
   * @return the SHA-256 of the canonical JSON text in UTF-8, 64 hexadecimal digits
   */
  public String hash() {
    return hash;
  }

  static String sha256(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Proposal that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return hash.hashCode();
  }

  /**
   * Returns the beginning of the hash: the value may be confidential.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "Proposal[" + hash.substring(0, 12) + "]";
  }
}
