package dev.atom.rules;

import dev.atom.CallContext;
import dev.atom.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Facts that the host has to ask somebody for: a credit score, the stock of a warehouse. Rules ask
 * only for what they hang on, each question once, all questions of an evaluation in one call.
 * Implementations are thread-safe.
 */
@FunctionalInterface
public interface ExternalFacts {
  /**
   * Asks, on the thread that evaluates. A question without an answer in the map is unavailable; so
   * are all questions if this throws, or returns after the context's deadline.
   *
   * @param questions what is to be asked, each once, at least one
   * @param context for whom, until when, and what cancels; obeyed by who asks over a network
   * @return the answers; {@link Json#NULL} says that there is no such value, which is an answer
   */
  Map<Question, Json> ask(List<Question> questions, CallContext context);

  /**
   * Returns a source that never knows anything, so that every condition on an external fact answers
   * as it does for one that is unavailable.
   *
   * @return the empty source
   */
  static ExternalFacts none() {
    return (questions, context) -> Map.of();
  }

  /**
   * One question.
   *
   * @param fact what is asked for: {@code "external"} in a rule document
   * @param with what it is asked about, fields replaced by their values
   */
  record Question(String fact, Json.Obj with) {
    /** Refuses null. */
    public Question {
      Objects.requireNonNull(fact, "fact");
      Objects.requireNonNull(with, "with");
    }
  }
}
