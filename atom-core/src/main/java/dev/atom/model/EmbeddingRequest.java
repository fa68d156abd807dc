package dev.atom.model;

import dev.atom.json.Json;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Texts to be embedded.
 *
 * @param texts at least one, none blank; copied
 * @param purpose what the vectors are for; providers that make no difference ignore it
 * @param dimensions how long the vectors are to be; empty for the model's default
 * @param extra members that go into the provider's request as they are
 */
public record EmbeddingRequest(
    List<String> texts, Optional<Purpose> purpose, Optional<Integer> dimensions, Json.Obj extra) {
  /** What vectors are for. */
  public enum Purpose {
    /** The text is a question that looks for documents. */
    QUERY,
    /** The text is a document that is looked for. */
    DOCUMENT,
    /** Texts are compared with each other. */
    SIMILARITY,
    /** Texts are sorted into classes. */
    CLASSIFICATION,
    /** Texts are put into groups. */
    CLUSTERING
  }

  /** Copies the texts; refuses none, a blank one and dimensions below 1. */
  public EmbeddingRequest {
    texts = List.copyOf(texts);
    Objects.requireNonNull(purpose, "purpose");
    Objects.requireNonNull(extra, "extra");
    if (texts.isEmpty()) {
      throw new IllegalArgumentException("texts is empty; give at least one text to embed");
    }
    for (int i = 0; i < texts.size(); i++) {
      if (texts.get(i).isBlank()) {
        throw new IllegalArgumentException("text " + i + " is blank; leave it out");
      }
    }
    if (dimensions.isPresent() && dimensions.get() < 1) {
      throw new IllegalArgumentException("dimensions is " + dimensions.get() + "; use 1 or more");
    }
  }

  /**
   * Returns a request with nothing but texts.
   *
   * @param texts at least one, none blank
   * @return the request
   */
  public static EmbeddingRequest of(String... texts) {
    return new EmbeddingRequest(List.of(texts), Optional.empty(), Optional.empty(), Json.Obj.EMPTY);
  }

  /**
   * Returns this request for a purpose.
   *
   * @param purpose what the vectors are for
   * @return a new request
   */
  public EmbeddingRequest purpose(Purpose purpose) {
    return new EmbeddingRequest(texts, Optional.of(purpose), dimensions, extra);
  }

  /**
   * Returns this request for vectors of a length.
   *
   * @param dimensions 1 or more
   * @return a new request
   */
  public EmbeddingRequest dimensions(int dimensions) {
    return new EmbeddingRequest(texts, purpose, Optional.of(dimensions), extra);
  }

  /**
   * Returns the number of texts only: they may be confidential.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "EmbeddingRequest[" + texts.size() + " texts]";
  }
}
