package dev.atom.approval;

import dev.atom.json.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is proposed, under the hash by which a decision names it. Equal values have the same hash:
 * members stand in the order of their names (UTF-16), numbers without trailing zeros. Immutable and
 * thread-safe.
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
    return new Proposal(value, sha256(canonical(value)));
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

  private static String canonical(Json value) {
    return sorted(value).toString();
  }

  private static Json sorted(Json value) {
    return switch (value) {
      case Json.Obj object -> {
        var builder = Json.object();
        Map<String, Json> members = new TreeMap<>(object.members());
        members.forEach((name, member) -> builder.put(name, sorted(member)));
        yield builder.build();
      }
      case Json.Arr array -> Json.array(array.items().stream().map(Proposal::sorted).toList());
      case Json.Num number -> Json.of(plain(number.value()));
      case Json.Str text -> text;
      case Json.Bool truth -> truth;
      case Json.Null nothing -> nothing;
    };
  }

  /** Zero, and numbers whose exponent can't grow any more, are left out of the stripping. */
  private static BigDecimal plain(BigDecimal number) {
    if (number.signum() == 0) {
      return BigDecimal.ZERO;
    }
    boolean strippable = number.scale() > Integer.MIN_VALUE + number.precision();
    return strippable ? number.stripTrailingZeros() : number;
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
