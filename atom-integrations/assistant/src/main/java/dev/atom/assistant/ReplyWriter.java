package dev.atom.assistant;

import dev.atom.operation.Passage;
import java.util.List;

/**
 * Drafts the reply of a turn. Its result has a member {@code text}; no member or a blank one means
 * that there is nothing to say. Whether the draft is sent is decided elsewhere.
 *
 * <p>Implementations are thread-safe.
 */
public interface ReplyWriter {
  /**
   * Returns the name, which tells this writer's versions apart; see {@link Analyser#name}.
   *
   * @return such as {@code "reply/1"}
   */
  String name();

  /**
   * Drafts a reply.
   *
   * @param input what was said; the document is the one after the turn's merge and rules
   * @param grounds what the reply may rest on
   * @return the result
   * @throws dev.atom.AtomException if there is none; the turn is tried again later
   */
  Analysis write(TurnInput input, Grounds grounds);

  /**
   * What a reply may rest on.
   *
   * @param passages what was found in the knowledge base, the best first; copied
   * @param instructions what the rules demand of the reply; copied
   */
  record Grounds(List<Passage> passages, List<String> instructions) {
    /** Copies the lists. */
    public Grounds {
      passages = List.copyOf(passages);
      instructions = List.copyOf(instructions);
    }
  }
}
