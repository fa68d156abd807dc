package dev.atom.rules.index;

/** What a cover leaves to be tested, for the tests of other packages. */
public final class CoverView {
  private CoverView() {}

  /** Whether the condition, or a part of it, is tested beside what is indexed. */
  public static boolean tests(Cover<?> cover) {
    return !cover.isExact()
        || cover.conjunctions().stream().anyMatch(one -> !one.residuals().isEmpty());
  }

  /** Whether the condition is tested where a field is a text. */
  public static boolean doubtsTexts(Cover<?> cover) {
    return cover.conjunctions().stream().anyMatch(one -> !one.doubts().isEmpty());
  }

  /** Whether a table of parts of texts answers. */
  public static boolean asksForParts(Cover<?> cover) {
    return cover.conjunctions().stream().anyMatch(one -> !one.parts().isEmpty());
  }

  /** Whether nothing is indexed. */
  public static boolean isOpen(Cover<?> cover) {
    return cover.conjunctions().stream()
        .anyMatch(one -> one.fields().isEmpty() && one.parts().isEmpty());
  }
}
