package dev.atom.model;

import dev.atom.json.Json;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Pictures that a model made.
 *
 * @param model the model that painted
 * @param images at least one; copied
 * @param usage what it took
 * @param warnings what was not honoured
 * @param raw the reply as the provider sent it, without the pictures
 */
public record Images(
    ModelRef model, List<Image> images, Usage usage, List<Warning> warnings, Json raw) {
  /** Copies the lists; refuses no picture. */
  public Images {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(usage, "usage");
    Objects.requireNonNull(raw, "raw");
    images = List.copyOf(images);
    warnings = List.copyOf(warnings);
    if (images.isEmpty()) {
      throw new IllegalArgumentException("images is empty; a reply without a picture is a failure");
    }
  }

  /**
   * A picture.
   *
   * @param media its bytes, or where the provider keeps it for a while
   * @param revisedPrompt the description that the provider made of the one given, where it tells
   */
  public record Image(Media media, Optional<String> revisedPrompt) {
    /** Refuses null. */
    public Image {
      Objects.requireNonNull(media, "media");
      Objects.requireNonNull(revisedPrompt, "revisedPrompt");
    }

    /**
     * Returns the picture's kind and size.
     *
     * @return a short description
     */
    @Override
    public String toString() {
      return "Image[" + media + "]";
    }
  }

  /**
   * Returns the first picture, mostly the only one.
   *
   * @return its bytes, or where the provider keeps it
   */
  public Media first() {
    return images.get(0).media();
  }
}
