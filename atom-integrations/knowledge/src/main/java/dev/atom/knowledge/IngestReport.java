package dev.atom.knowledge;

import java.util.List;
import java.util.stream.Stream;

/**
 * What became of every document of a batch. Immutable.
 *
 * @param outcomes one per document, in the order they were met; removed ones last
 */
public record IngestReport(List<SourceOutcome> outcomes) {
  /** Copies the list. */
  public IngestReport {
    outcomes = List.copyOf(outcomes);
  }

  /**
   * Returns the new documents.
   *
   * @return their ids
   */
  public List<String> added() {
    return sources(SourceOutcome.Added.class);
  }

  /**
   * Returns the documents that replaced an earlier version.
   *
   * @return their ids
   */
  public List<String> updated() {
    return sources(SourceOutcome.Updated.class);
  }

  /**
   * Returns the documents that were known as they are.
   *
   * @return their ids
   */
  public List<String> unchanged() {
    return sources(SourceOutcome.Unchanged.class);
  }

  /**
   * Returns the documents that vanished.
   *
   * @return their ids
   */
  public List<String> removed() {
    return sources(SourceOutcome.Removed.class);
  }

  /**
   * Returns the documents that could not be taken in.
   *
   * @return their ids and why
   */
  public List<SourceOutcome.Refused> refused() {
    return only(SourceOutcome.Refused.class).toList();
  }

  private List<String> sources(Class<? extends SourceOutcome> kind) {
    return only(kind).map(SourceOutcome::source).toList();
  }

  private <T extends SourceOutcome> Stream<T> only(Class<T> kind) {
    return outcomes.stream().filter(kind::isInstance).map(kind::cast);
  }
}
