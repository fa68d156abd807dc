package dev.atom.http;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A form with fields and files, as <a href="https://www.rfc-editor.org/rfc/rfc7578">RFC 7578</a>
 * says. Immutable and thread-safe.
 */
public final class MultipartBody {
  private final String boundary;
  private final List<byte[]> pieces;

  private MultipartBody(String boundary, List<byte[]> pieces) {
    this.boundary = boundary;
    this.pieces = pieces;
  }

  /**
   * Returns a builder with a boundary that nobody can foresee.
   *
   * @return a new builder
   */
  public static Builder newBuilder() {
    return newBuilder(Random.SECURE);
  }

  /**
   * Returns a builder whose boundary comes from a source of chance.
   *
   * @param random makes the boundary
   * @return a new builder
   */
  public static Builder newBuilder(RandomGenerator random) {
    StringBuilder boundary = new StringBuilder("atom-");
    for (int i = 0; i < 2; i++) {
      boundary.append("%016x".formatted(random.nextLong()));
    }
    return new Builder(boundary.toString());
  }

  /** Only who makes forms pays for its start. */
  private static final class Random {
    private static final SecureRandom SECURE = new SecureRandom();
  }

  /**
   * Returns the media type with the boundary.
   *
   * @return the value for the header Content-Type
   */
  public String contentType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  List<byte[]> pieces() {
    return pieces;
  }

  /** The size only: fields and files may be confidential. */
  @Override
  public String toString() {
    return "MultipartBody[" + pieces.stream().mapToLong(piece -> piece.length).sum() + " bytes]";
  }

  /** Builds a {@link MultipartBody}. The parts keep their order. Not thread-safe. */
  public static final class Builder {
    private final String boundary;
    private final List<byte[]> pieces = new ArrayList<>();

    private Builder(String boundary) {
      this.boundary = boundary;
    }

    /**
     * Adds a field.
     *
     * @param name the field's name
     * @param value its text, sent as UTF-8
     * @return this builder
     */
    public Builder text(String name, String value) {
      head("name=\"" + escaped(name) + "\"\r\n\r\n");
      pieces.add(value.getBytes(StandardCharsets.UTF_8));
      return this;
    }

    /**
     * Adds a file.
     *
     * @param name the field's name
     * @param fileName the file's name without folders; many servers tell the format by its ending
     * @param mediaType the file's media type, such as {@code "audio/wav"}
     * @param content the file; copied
     * @return this builder
     */
    public Builder file(String name, String fileName, String mediaType, byte[] content) {
      if (mediaType.isBlank() || mediaType.chars().anyMatch(c -> c < ' ' || c > '~')) {
        throw new IllegalArgumentException(
            "the media type of file \"" + escaped(fileName) + "\" is blank or no visible ASCII");
      }
      String names = "name=\"" + escaped(name) + "\"; filename=\"" + escaped(fileName) + "\"";
      head(names + "\r\nContent-Type: " + mediaType + "\r\n\r\n");
      pieces.add(content.clone());
      return this;
    }

    private void head(String rest) {
      String end = pieces.isEmpty() ? "--" : "\r\n--";
      String head = end + boundary + "\r\nContent-Disposition: form-data; " + rest;
      pieces.add(head.getBytes(StandardCharsets.UTF_8));
    }

    /** As browsers do, so that no name can add a header or a part. */
    private static String escaped(String name) {
      return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
    }

    /**
     * Returns the form.
     *
     * @return the value
     * @throws IllegalStateException if it has no part
     */
    public MultipartBody build() {
      if (pieces.isEmpty()) {
        throw new IllegalStateException("the form is empty; add a text or a file");
      }
      List<byte[]> whole = new ArrayList<>(pieces);
      whole.add(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
      return new MultipartBody(boundary, List.copyOf(whole));
    }
  }
}
