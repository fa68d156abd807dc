package dev.atom.model;

import dev.atom.json.Json;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What is to be judged.
 *
 * @param inputs at least one; each is judged on its own
 * @param extra members that go into the provider's request as they are
 */
public record ModerationRequest(List<Input> inputs, Json.Obj extra) {
  /** Copies the inputs; refuses none. */
  public ModerationRequest {
    inputs = List.copyOf(inputs);
    Objects.requireNonNull(extra, "extra");
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("inputs is empty; give at least one input to judge");
    }
  }

  /**
   * Returns a request for texts, each judged on its own.
   *
   * @param texts at least one, none blank
   * @return the request
   */
  public static ModerationRequest of(String... texts) {
    return new ModerationRequest(
        Stream.of(texts).map(text -> Input.of(Part.text(text))).toList(), Json.Obj.EMPTY);
  }

  /**
   * Returns a request for one input of texts and pictures that are judged together.
   *
   * @param parts texts and images
   * @return the request
   */
  public static ModerationRequest of(Part... parts) {
    return new ModerationRequest(List.of(Input.of(parts)), Json.Obj.EMPTY);
  }

  /**
   * Texts and pictures that belong together, such as a message with its attachments.
   *
   * @param parts at least one; {@link Part.Text} that is not blank or {@link Part.Image}
   */
  public record Input(List<Part> parts) {
    /** Copies the parts; refuses none, a blank text and parts of another kind. */
    public Input {
      parts = List.copyOf(parts);
      if (parts.isEmpty()) {
        throw new IllegalArgumentException("an input has no parts; leave it out");
      }
      for (Part part : parts) {
        boolean judged =
            part instanceof Part.Image || (part instanceof Part.Text t && !t.text().isBlank());
        if (!judged) {
          throw new IllegalArgumentException(
              part + " can't be judged; give texts that are not blank, and images");
        }
      }
    }

    /**
     * Returns an input.
     *
     * @param parts texts and images
     * @return the input
     */
    public static Input of(Part... parts) {
      return new Input(List.of(parts));
    }

    /**
     * Returns the number of parts only: they may be confidential.
     *
     * @return a short description
     */
    @Override
    public String toString() {
      return "Input[" + parts.size() + " parts]";
    }
  }

  /**
   * Returns the number of inputs only: they may be confidential.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "ModerationRequest[" + inputs.size() + " inputs]";
  }
}
