package dev.atom.blob;

import dev.atom.json.Json;
import dev.atom.store.Subject;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What refers to a blob: put it into an event, and the content into {@link Blobs} before. Immutable
 * and thread-safe.
 *
 * @param owner the subject whose it is, and with which it goes
 * @param sha256 the SHA-256 of the content, 64 lower-case hexadecimal digits
 * @param size the content's length in bytes, 0 or more
 */
public record Blob(Subject owner, String sha256, long size) {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  /** Refuses what is no digest: it would become a path. */
  public Blob {
    Objects.requireNonNull(owner, "owner");
    if (!HEX.matcher(sha256).matches() || size < 0) {
      throw new IllegalArgumentException(
          "a blob has a SHA-256 in 64 lower-case hexadecimal digits and 0 or more bytes, not \""
              + sha256
              + "\" and "
              + size);
    }
  }

  /**
   * Returns the reference as it is kept in an event of the owner: the owner is not repeated.
   *
   * @return {@code {"sha256": ..., "size": ...}}
   */
  public Json.Obj toJson() {
    return Json.object().put("sha256", sha256).put("size", Json.of(size)).build();
  }

  /**
   * Reads a reference from an event.
   *
   * @param owner the event's subject
   * @param json as {@link #toJson} made it
   * @return the reference
   * @throws IllegalArgumentException if it is none
   */
  public static Blob of(Subject owner, Json.Obj json) {
    return new Blob(owner, json.text("sha256").orElse(""), size(json));
  }

  /**
   * Checks a content while it is read, as every engine must that can't trust what it reads from.
   *
   * @param content the bytes as they are kept; closed with the stream that is returned
   * @return the same bytes; a read at their end throws an {@link java.io.IOException} if they are
   *     not those that this refers to
   */
  public InputStream checked(InputStream content) {
    return CheckedContent.of(content, this);
  }

  private static long size(Json.Obj json) {
    return json.get("size")
        .filter(value -> value instanceof Json.Num)
        .map(value -> ((Json.Num) value).value())
        .filter(value -> value.scale() <= 0 && value.precision() <= 18)
        .map(BigDecimal::longValueExact)
        .orElse(-1L);
  }
}
