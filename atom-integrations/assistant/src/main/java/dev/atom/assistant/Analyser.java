package dev.atom.assistant;

/**
 * Finds out what messages say. Its result has two kinds of members: {@code changes}, a list of
 * proposed changes of the document in the form of {@link DeltaForm}, and any others, which rules see
 * under {@code analysis}, such as {@code analysis.intent}.
 *
 * <p>Implementations are thread-safe; analysers of one turn run at the same time.
 */
public interface Analyser {
  /**
   * Returns the name, which tells this analyser from others and its versions apart. A changed
   * prompt or model is a new version: recorded results of the old one are then not reused.
   *
   * @return such as {@code "extraction/1"}
   */
  String name();

  /**
   * Analyses a turn's messages.
   *
   * @param input what was said and what is known
   * @return the result
   * @throws dev.atom.AtomException if there is none; the turn is tried again later
   */
  Analysis analyse(TurnInput input);
}
