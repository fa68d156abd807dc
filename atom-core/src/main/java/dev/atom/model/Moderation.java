package dev.atom.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A judgement of one input.
 *
 * @param flagged whether the provider finds it harmful as a whole
 * @param categories every kind of harm that was looked for, in the provider's order
 */
public record Moderation(boolean flagged, List<Category> categories) {
  /** Copies the categories. */
  public Moderation {
    categories = List.copyOf(categories);
  }

  /**
   * A kind of harm.
   *
   * @param name the provider's name of it, such as {@code "violence"} or {@code
   *     "self-harm/intent"}
   * @param flagged whether the provider finds this harm
   * @param score how sure the model is, 0 to 1; not to be compared across models
   * @param appliedTo what was judged for it, such as {@code "text"} and {@code "image"}; empty where
   *     the provider does not tell
   */
  public record Category(String name, boolean flagged, double score, Set<String> appliedTo) {
    /** Copies the set. */
    public Category {
      Objects.requireNonNull(name, "name");
      appliedTo = Set.copyOf(appliedTo);
    }
  }

  /**
   * Returns the kinds of harm that were found.
   *
   * @return the flagged categories
   */
  public List<Category> harms() {
    return categories.stream().filter(Category::flagged).toList();
  }

  /**
   * Returns a category.
   *
   * @param name the provider's name of it
   * @return empty if this model does not look for it
   */
  public Optional<Category> category(String name) {
    return categories.stream().filter(category -> category.name().equals(name)).findFirst();
  }
}
