package dev.atom.model;

import java.net.URI;
import java.util.Arrays;
import java.util.Objects;

/** Content other than text: inline bytes, or where a provider finds it. Immutable. */
public sealed interface Media {
  /** Bytes that travel in the request. */
  final class Inline implements Media {
    private final String type;
    private final byte[] bytes;

    private Inline(String type, byte[] bytes) {
      this.type = Objects.requireNonNull(type, "type");
      this.bytes = bytes;
    }

    /**
     * Returns the media type.
     *
     * @return such as {@code "image/png"}
     */
    public String type() {
      return type;
    }

    /**
     * Returns a copy of the bytes.
     *
     * @return the content
     */
    public byte[] bytes() {
      return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Inline that
          && type.equals(that.type)
          && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return 31 * type.hashCode() + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return "Inline[" + type + ", " + bytes.length + " bytes]";
    }
  }

  /**
   * An address that the provider fetches.
   *
   * @param uri an http or https address
   */
  record Remote(URI uri) implements Media {
    /**
     * Returns the host only: an address may carry a signature.
     *
     * @return a short description
     */
    @Override
    public String toString() {
      return "Remote[" + uri.getHost() + "]";
    }
  }

  /**
   * A file that was uploaded to the provider before.
   *
   * @param id the provider's id of the file
   */
  record Uploaded(String id) implements Media {}

  /**
   * Returns inline content.
   *
   * @param type the media type, such as {@code "image/png"}
   * @param bytes the content; copied
   * @return the media
   */
  static Media inline(String type, byte[] bytes) {
    return new Inline(type, bytes.clone());
  }

  /**
   * Returns content at an address that the provider fetches.
   *
   * @param uri an http or https address
   * @return the media
   */
  static Media remote(URI uri) {
    return new Remote(uri);
  }
}
