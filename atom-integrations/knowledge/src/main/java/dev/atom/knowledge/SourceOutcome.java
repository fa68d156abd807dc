package dev.atom.knowledge;

/** What became of one document when it was taken in. */
public sealed interface SourceOutcome {
  /**
   * Returns the document's id.
   *
   * @return as in {@link SourceDocument#id()}
   */
  String source();

  /**
   * It is new.
   *
   * @param source the document's id
   * @param passages how many passages it has
   */
  record Added(String source, int passages) implements SourceOutcome {}

  /**
   * It differs from what was known and has replaced that.
   *
   * @param source the document's id
   * @param passages how many passages it has now
   */
  record Updated(String source, int passages) implements SourceOutcome {}

  /**
   * It is what was known; nothing was done.
   *
   * @param source the document's id
   */
  record Unchanged(String source) implements SourceOutcome {}

  /**
   * It is gone from the folder, and so from the knowledge base.
   *
   * @param source the document's id
   */
  record Removed(String source) implements SourceOutcome {}

  /**
   * It could not be taken in. If an earlier version was known, that is still searched.
   *
   * @param source the document's id
   * @param reason why, for people
   */
  record Refused(String source, String reason) implements SourceOutcome {}
}
