package dev.atom.model;

import dev.atom.json.Json;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Pictures that are to be made. Size, format, background and quality are in the provider's words:
 * no two providers mean the same by them. Immutable and thread-safe.
 */
public final class ImageRequest {
  private final String prompt;
  private final int count;
  private final Optional<String> size;
  private final Optional<String> format;
  private final Optional<String> background;
  private final Optional<String> quality;
  private final List<Media> images;
  private final Optional<Media> mask;
  private final Json.Obj extra;

  private ImageRequest(Builder builder) {
    prompt = builder.prompt;
    count = builder.count;
    size = builder.size;
    format = builder.format;
    background = builder.background;
    quality = builder.quality;
    images = builder.images;
    mask = builder.mask;
    extra = builder.extra;
  }

  /**
   * Returns a request for one picture, everything else left to the provider.
   *
   * @param prompt what it is to show, not blank
   * @return the request
   */
  public static ImageRequest of(String prompt) {
    return newBuilder(prompt).build();
  }

  /**
   * Returns a builder.
   *
   * @param prompt what the pictures are to show, not blank
   * @return a new builder
   */
  public static Builder newBuilder(String prompt) {
    return new Builder(prompt);
  }

  /**
   * Returns what the pictures are to show.
   *
   * @return not blank
   */
  public String prompt() {
    return prompt;
  }

  /**
   * Returns how many pictures are wanted.
   *
   * @return 1 or more
   */
  public int count() {
    return count;
  }

  /**
   * Returns the size or the aspect.
   *
   * @return such as {@code "1024x1536"} or {@code "16:9"}; empty for the provider's default
   */
  public Optional<String> size() {
    return size;
  }

  /**
   * Returns how the picture is to be written down.
   *
   * @return such as {@code "png"}; empty for the provider's default
   */
  public Optional<String> format() {
    return format;
  }

  /**
   * Returns what stands behind the motive.
   *
   * @return such as {@code "transparent"}; empty for the provider's default
   */
  public Optional<String> background() {
    return background;
  }

  /**
   * Returns how much care is to be taken.
   *
   * @return such as {@code "high"}; empty for the provider's default
   */
  public Optional<String> quality() {
    return quality;
  }

  /**
   * Returns the pictures to start from.
   *
   * @return empty to start from the description alone
   */
  public List<Media> images() {
    return images;
  }

  /**
   * Returns where the first picture may be changed.
   *
   * @return a picture of the same size, transparent where it may; empty for everywhere
   */
  public Optional<Media> mask() {
    return mask;
  }

  /**
   * Returns members that go into the provider's request as they are.
   *
   * @return often empty
   */
  public Json.Obj extra() {
    return extra;
  }

  /**
   * Returns sizes only: the description may be confidential.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "ImageRequest[" + count + " wanted, " + images.size() + " given]";
  }

  /**
   * Builds an {@link ImageRequest}. By default one picture is asked from the description alone. Not
   * thread-safe.
   */
  public static final class Builder {
    private final String prompt;
    private int count = 1;
    private Optional<String> size = Optional.empty();
    private Optional<String> format = Optional.empty();
    private Optional<String> background = Optional.empty();
    private Optional<String> quality = Optional.empty();
    private List<Media> images = List.of();
    private Optional<Media> mask = Optional.empty();
    private Json.Obj extra = Json.Obj.EMPTY;

    private Builder(String prompt) {
      if (prompt.isBlank()) {
        throw new IllegalArgumentException("prompt is blank; say what the picture is to show");
      }
      this.prompt = prompt;
    }

    /**
     * Sets how many pictures are wanted.
     *
     * @param pictures 1 or more
     * @return this builder
     */
    public Builder count(int pictures) {
      if (pictures < 1) {
        throw new IllegalArgumentException("count is " + pictures + "; use 1 or more");
      }
      count = pictures;
      return this;
    }

    /**
     * Sets the size or the aspect.
     *
     * @param size such as {@code "1024x1536"} or {@code "16:9"}
     * @return this builder
     */
    public Builder size(String size) {
      this.size = Optional.of(size);
      return this;
    }

    /**
     * Sets how the picture is to be written down.
     *
     * @param format such as {@code "png"} or {@code "webp"}
     * @return this builder
     */
    public Builder format(String format) {
      this.format = Optional.of(format);
      return this;
    }

    /**
     * Sets what stands behind the motive.
     *
     * @param background such as {@code "transparent"}
     * @return this builder
     */
    public Builder background(String background) {
      this.background = Optional.of(background);
      return this;
    }

    /**
     * Sets how much care is to be taken.
     *
     * @param quality such as {@code "low"} or {@code "high"}
     * @return this builder
     */
    public Builder quality(String quality) {
      this.quality = Optional.of(quality);
      return this;
    }

    /**
     * Sets the pictures to start from.
     *
     * @param images in the order in which the description speaks of them; copied
     * @return this builder
     */
    public Builder images(List<Media> images) {
      this.images = List.copyOf(images);
      return this;
    }

    /**
     * Sets where the first picture may be changed.
     *
     * @param mask a picture of the same size, transparent where it may
     * @return this builder
     */
    public Builder mask(Media mask) {
      this.mask = Optional.of(mask);
      return this;
    }

    /**
     * Sets members that go into the provider's request as they are.
     *
     * @param members the members
     * @return this builder
     */
    public Builder extra(Json.Obj members) {
      extra = Objects.requireNonNull(members, "members");
      return this;
    }

    /**
     * Returns the request.
     *
     * @return the value
     * @throws IllegalStateException if there is a mask but no picture for it
     */
    public ImageRequest build() {
      if (mask.isPresent() && images.isEmpty()) {
        throw new IllegalStateException("a mask needs the picture it belongs to; set images");
      }
      return new ImageRequest(this);
    }
  }
}
