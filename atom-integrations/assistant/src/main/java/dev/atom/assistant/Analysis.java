package dev.atom.assistant;

import dev.atom.json.Json;
import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import java.util.List;
import java.util.Objects;

/**
 * What an {@link Analyser} or a {@link ReplyWriter} found out. It is recorded before it is used, so
 * that a turn that runs again finds it and pays no model twice.
 *
 * @param result the result, as data
 * @param calls the model calls it took; often one, none for plain code; copied
 */
public record Analysis(Json.Obj result, List<Call> calls) {
  /** Copies the calls. */
  public Analysis {
    Objects.requireNonNull(result, "result");
    calls = List.copyOf(calls);
  }

  /**
   * One call of a model.
   *
   * @param model which model answered
   * @param usage its tokens
   */
  public record Call(ModelRef model, Usage usage) {}

  /**
   * Returns what plain code found out.
   *
   * @param result the result
   * @return an analysis without model calls
   */
  public static Analysis of(Json.Obj result) {
    return new Analysis(result, List.of());
  }

  /**
   * Returns sizes only: the result may be confidential.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "Analysis[" + result.members().keySet() + ", " + calls.size() + " calls]";
  }
}
