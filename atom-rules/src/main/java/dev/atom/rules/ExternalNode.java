package dev.atom.rules;

import dev.atom.json.Json;
import dev.atom.rules.ExternalFacts.Question;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A condition on a fact that the host has to ask for. */
record ExternalNode(
    String id,
    ExternalCondition condition,
    List<Argument> arguments,
    Probe probe,
    boolean sensitive)
    implements Node {

  /** What is asked about: a value, or the value of a field. */
  record Argument(String name, Json value, @Nullable FieldPath field, boolean sensitive) {
    @Nullable Json in(Scope scope) {
      if (field == null) {
        return value;
      }
      Json found = scope.value(field);
      return found instanceof Json.Null ? null : found;
    }
  }

  /** Null if a field that it is about is missing. */
  @Nullable Question question(Scope scope) {
    var with = Json.object();
    for (Argument argument : arguments) {
      Json value = argument.in(scope);
      if (value == null) {
        return null;
      }
      with.put(argument.name(), value);
    }
    return new Question(condition.external(), with.build());
  }

  Finding find(Scope scope) {
    Question question = question(scope);
    if (question == null) {
      return probed(scope);
    }
    Answers.Answer answer = scope.answers().to(question);
    if (answer == null) {
      return Finding.NOT_ASKED;
    }
    return answer.value() == null ? Finding.UNAVAILABLE : probed(scope);
  }

  private Finding probed(Scope scope) {
    try {
      return probe.find(scope);
    } catch (Effort.Spent e) {
      throw e.at(this, id);
    }
  }

  /** What the probe looks at; null if there is no such value. */
  static @Nullable Json answer(@Nullable Question question, Scope scope) {
    Answers.Answer answer = question == null ? null : scope.answers().to(question);
    return answer == null ? null : answer.value();
  }

  /** Whether the condition is still open. */
  boolean open(Scope scope) {
    Finding finding = find(scope);
    return finding == Finding.NOT_ASKED
        || (finding == Finding.UNAVAILABLE && condition.onUnavailable() == OnUnavailable.FAIL);
  }

  @Override
  public boolean test(Scope scope) {
    return condition.holds(find(scope));
  }

  @Override
  public boolean asks() {
    return true;
  }

  @Override
  public Stream<Check> checks(Scope scope) {
    Finding finding = find(scope);
    var check = new Check.Builder(id, condition, finding, condition.holds(finding), sensitive);
    var about = Json.object();
    for (Argument argument : arguments) {
      Json value = argument.in(scope);
      if (value != null) {
        about.put(argument.name(), argument.sensitive() ? Check.hidden(value) : value);
      }
    }
    return Stream.of(
        check
            .actual(Optional.ofNullable(answer(question(scope), scope)))
            .asked(about.build(), scope.answers().why())
            .build());
  }

  /** What was not asked was not needed, and is no reason. */
  @Override
  public Stream<Check> reasons(Scope scope) {
    return find(scope) == Finding.NOT_ASKED ? Stream.empty() : checks(scope);
  }
}
