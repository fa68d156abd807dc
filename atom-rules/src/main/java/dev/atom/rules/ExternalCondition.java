package dev.atom.rules;

import dev.atom.json.Json;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * A test of a fact that the host has to ask for ({@link ExternalFacts}). It is asked only if the rest
 * of the rule leaves it open. Immutable, thread-safe, equal by content; {@link Condition#external}
 * begins one.
 *
 * <p>A question about a field that is missing or {@code null} is not asked: the fact is then missing
 * too. That, and an answer of {@code null}, is what {@code missing} is about; {@link
 * #onUnavailable()} is about no answer at all.
 */
public final class ExternalCondition implements Condition {
  private final Optional<String> id;
  private final Json.Obj with;
  private final FieldCondition test;
  private final Optional<OnUnavailable> onUnavailable;

  ExternalCondition(
      Optional<String> id,
      Json.Obj with,
      FieldCondition test,
      Optional<OnUnavailable> onUnavailable) {
    this.id = id;
    this.with = with;
    this.test = test;
    this.onUnavailable = onUnavailable;
  }

  /** Says what is asked about, and then what of the answer. Immutable and thread-safe. */
  public static final class Asking {
    private final String external;
    private final Json.Obj with;

    Asking(String external, Json.Obj with) {
      this.external = Objects.requireNonNull(external, "external");
      this.with = with;
    }

    /**
     * Adds what is asked about.
     *
     * @param name what the value is to the question
     * @param value a value that {@link Json#from} can write, or {@link Condition#otherField}
     * @return what can be said further
     */
    public Asking with(String name, Object value) {
      return new Asking(external, with.toBuilder().put(name, Json.from(value)).build());
    }

    /**
     * Ends the condition.
     *
     * @param test what is asked of the answer, such as {@code score -> score.gte(600)}
     * @return the condition
     */
    public ExternalCondition is(Function<FieldOperators, FieldCondition> test) {
      FieldCondition made = test.apply(new FieldOperators(external));
      return new ExternalCondition(Optional.empty(), with, made, Optional.empty());
    }
  }

  /**
   * Returns this condition with an id, by which traces name it.
   *
   * @param name unique in its rule, not blank
   * @return the condition
   */
  public ExternalCondition id(String name) {
    return new ExternalCondition(Optional.of(name), with, test, onUnavailable);
  }

  /**
   * Returns this condition with what it does when there is no answer in time.
   *
   * @param answer false unless set
   * @return the condition
   */
  public ExternalCondition onUnavailable(OnUnavailable answer) {
    return new ExternalCondition(id, with, test, Optional.of(answer));
  }

  /**
   * Returns the id by which traces name the condition.
   *
   * @return empty if it was given none; traces then name its place in the rule
   */
  public Optional<String> id() {
    return id;
  }

  /**
   * Returns what is asked for.
   *
   * @return the name of the external fact
   */
  public String external() {
    return test.field();
  }

  /**
   * Returns what is asked about, as it stands in the rule document.
   *
   * @return values, and {@code {"field": path}} for those of fields
   */
  public Json.Obj with() {
    return with;
  }

  /**
   * Returns what is asked of the answer.
   *
   * @return the operator
   */
  public Operator operator() {
    return test.operator();
  }

  /**
   * Returns what the answer is compared with, as it stands in the rule document.
   *
   * @return empty if the operator takes none
   */
  public Optional<Json> value() {
    return test.value();
  }

  /**
   * Returns what the condition does when there is no answer in time.
   *
   * @return {@link OnUnavailable#NO_MATCH} unless set
   */
  public OnUnavailable onUnavailable() {
    return onUnavailable.orElse(OnUnavailable.NO_MATCH);
  }

  /** The comparison of the answer, as if that were a field. */
  FieldCondition test() {
    return test;
  }

  /** Whether the condition is true, given what was found. */
  boolean holds(Finding finding) {
    return (finding == Finding.UNAVAILABLE || finding == Finding.NOT_ASKED)
        ? onUnavailable() == OnUnavailable.MATCH
        : test.holds(finding);
  }

  @Override
  public Json.Obj toJson() {
    var json = Json.object().put("id", id).put("external", external());
    if (!with.members().isEmpty()) {
      json.put("with", with);
    }
    test.toJson()
        .members()
        .forEach(
            (name, value) -> {
              if (!name.equals("field") && !name.equals("id")) {
                json.put(name, value);
              }
            });
    return json.put("onUnavailable", onUnavailable.map(OnUnavailable::jsonName)).build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ExternalCondition that && toJson().equals(that.toJson());
  }

  @Override
  public int hashCode() {
    return toJson().hashCode();
  }

  @Override
  public String toString() {
    return toJson().toString();
  }
}
