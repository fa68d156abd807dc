package dev.atom.speech;

import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import dev.atom.model.Warning;
import java.util.List;
import java.util.Objects;

/** Sound that a model spoke, as the provider wrote it down. Immutable and thread-safe. */
public final class SpokenAudio {
  private final ModelRef model;
  private final String mediaType;
  private final byte[] bytes;
  private final Usage usage;
  private final List<Warning> warnings;

  private SpokenAudio(
      ModelRef model, String mediaType, byte[] bytes, Usage usage, List<Warning> warnings) {
    this.model = Objects.requireNonNull(model, "model");
    this.mediaType = Objects.requireNonNull(mediaType, "mediaType");
    this.bytes = bytes;
    this.usage = Objects.requireNonNull(usage, "usage");
    this.warnings = List.copyOf(warnings);
  }

  /**
   * Returns sound.
   *
   * @param model the model that spoke
   * @param mediaType what the provider says the bytes are, such as {@code "audio/mpeg"}
   * @param bytes the sound; copied
   * @param usage what it took
   * @param warnings what was not honoured
   * @return the sound
   */
  public static SpokenAudio of(
      ModelRef model, String mediaType, byte[] bytes, Usage usage, List<Warning> warnings) {
    return new SpokenAudio(model, mediaType, bytes.clone(), usage, warnings);
  }

  /**
   * Returns the model that spoke.
   *
   * @return provider and name
   */
  public ModelRef model() {
    return model;
  }

  /**
   * Returns what the provider says the bytes are.
   *
   * @return a media type
   */
  public String mediaType() {
    return mediaType;
  }

  /**
   * Returns the sound.
   *
   * @return a copy
   */
  public byte[] bytes() {
    return bytes.clone();
  }

  /**
   * Returns what it took.
   *
   * @return the usage
   */
  public Usage usage() {
    return usage;
  }

  /**
   * Returns what was not honoured.
   *
   * @return often empty
   */
  public List<Warning> warnings() {
    return warnings;
  }

  @Override
  public String toString() {
    return "SpokenAudio[" + mediaType + ", " + bytes.length + " bytes]";
  }
}
