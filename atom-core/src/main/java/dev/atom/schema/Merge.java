package dev.atom.schema;

import dev.atom.conversation.Message;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Decides what proposed deltas do to a document: finds the evidence, normalises the value by the
 * field's type, and compares ranks of {@link Source}. A pure function of what it is given.
 *
 * <p>Immutable and thread-safe.
 */
public final class Merge {
  private final Schema schema;

  private Merge(Schema schema) {
    this.schema = schema;
  }

  /**
   * Returns the merge under a schema.
   *
   * @param schema what documents may hold
   * @return the merge
   */
  public static Merge under(Schema schema) {
    return new Merge(schema);
  }

  /**
   * Merges deltas into a document, in their order.
   *
   * @param document the document before
   * @param deltas what is proposed
   * @param proposal who proposes, and the messages that evidence may quote
   * @return the document afterwards, and what became of each delta; never throws for a bad delta
   * @throws IllegalArgumentException if the document is of another schema
   */
  public MergeOutcome apply(Document document, List<Delta> deltas, Proposal proposal) {
    if (!document.schema().equals(schema.id())) {
      throw new IllegalArgumentException(
          "the document is of schema \""
              + document.schema()
              + "\", the merge of \""
              + schema.id()
              + "\"");
    }
    return new MergeRun(schema, document, proposal).apply(deltas);
  }

  /**
   * Who proposes deltas.
   *
   * @param source where the values come from; empty for an analysis of messages, whose values are
   *     stated or implied by the customer and need evidence
   * @param actor who proposes, such as an analyser's name or a person's id
   * @param at when
   * @param episode the messages that evidence may quote, oldest first; copied
   */
  public record Proposal(Optional<Source> source, String actor, Instant at, List<Message> episode) {
    /** Copies the messages. */
    public Proposal {
      episode = List.copyOf(episode);
    }

    /**
     * Returns a proposal read from messages, which needs evidence.
     *
     * @param actor the analyser's name
     * @param at when
     * @param episode the messages that evidence may quote, oldest first
     * @return the proposal
     */
    public static Proposal analysed(String actor, Instant at, List<Message> episode) {
      return new Proposal(Optional.empty(), actor, at, episode);
    }

    /**
     * Returns a proposal from elsewhere, which needs no evidence.
     *
     * @param source a system, a person or a default
     * @param actor the system's name or the person's id
     * @param at when
     * @return the proposal
     */
    public static Proposal entered(Source source, String actor, Instant at) {
      return new Proposal(Optional.of(source), actor, at, List.of());
    }
  }
}
