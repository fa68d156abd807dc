package dev.atom.rules.jsonlogic;

import dev.atom.json.Json;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A JsonLogic rule, compiled. Immutable, thread-safe, equal by content.
 *
 * <p>It knows the operations of <a href="https://jsonlogic.com">jsonlogic.com</a>, those that the
 * JSON Logic organisation's compatibility suites add ({@code val}, {@code exists}, {@code ??}, {@code
 * try}, {@code throw}, {@code preserve}), and {@code startsWith} and {@code endsWith} of web query
 * builders. {@code log} answers with its argument and writes nothing. Where the suites leave it
 * open: numbers compare exactly and are calculated with as IEEE 754 doubles, texts compare by code
 * point, lists and objects by content, and null equals no text.
 *
 * <p>{@link #apply} and {@link #test} follow JsonLogic to the letter, errors included. {@link #holds}
 * is for a rule as a condition, and never fails: a comparison, {@code all} or {@code some} that meets
 * an error is false, {@code !=}, {@code !==} and {@code none} are true, and any other error makes the
 * whole rule false. Within {@code try} errors are errors. A rule runs nothing but these operations, in
 * steps that {@link JsonLogicLimits} bound.
 */
public final class JsonLogic {
  private final Json rule;
  private final JsonLogicLimits limits;
  private final Expression expression;
  private final Set<String> fields;
  private final List<JsonLogicException> faults;
  private final int operations;

  private JsonLogic(Json rule, JsonLogicLimits limits) {
    Compiler compiler = new Compiler(limits);
    this.rule = Objects.requireNonNull(rule, "rule");
    this.limits = limits;
    this.expression = compiler.compile(rule, Place.TOP, 1);
    this.fields = java.util.Collections.unmodifiableSet(compiler.fields());
    this.faults = compiler.faults().stream().map(Failure::toException).toList();
    this.operations = compiler.operations();
  }

  /**
   * Compiles a rule within the default limits.
   *
   * @param rule the rule; what is no operation stands for itself
   * @return the rule
   * @throws JsonLogicException if there is no such operation, or a limit is exceeded
   */
  public static JsonLogic parse(Json rule) {
    return parse(rule, JsonLogicLimits.DEFAULT);
  }

  /**
   * Compiles a rule within the default limits.
   *
   * @param rule the rule as JSON text
   * @return the rule
   * @throws dev.atom.json.JsonException if the text is not JSON
   * @throws JsonLogicException if there is no such operation, or a limit is exceeded
   */
  public static JsonLogic parse(String rule) {
    return parse(Json.parse(rule));
  }

  /**
   * Compiles a rule.
   *
   * @param rule the rule
   * @param limits how large it may be, and how much work
   * @return the rule
   * @throws JsonLogicException if there is no such operation, or a limit is exceeded
   */
  public static JsonLogic parse(Json rule, JsonLogicLimits limits) {
    return new JsonLogic(rule, limits);
  }

  /**
   * Tells whether there is an operation of this name.
   *
   * @param name such as {@code and}
   * @return true if {@link #parse} knows it
   */
  public static boolean isOperation(String name) {
    return Operation.known(name);
  }

  /**
   * Tells whether an operation of this name answers true or false, rather than some value.
   *
   * @param name such as {@code and}
   * @return true for comparisons, {@code and}, {@code or}, {@code !}, {@code !!}, {@code in}, {@code
   *     all}, {@code some}, {@code none}, {@code startsWith}, {@code endsWith}, {@code exists}
   */
  public static boolean isTruth(String name) {
    return Operation.TRUTHS.contains(name);
  }

  /**
   * Applies the rule to data.
   *
   * @param data any value
   * @return the result
   * @throws JsonLogicException if the evaluation ends in an error
   */
  public Json apply(Json data) {
    try {
      return expression.evaluate(new Frame(data, limits.steps(), false, null));
    } catch (Failure e) {
      throw e.toException();
    }
  }

  /**
   * Tells whether the rule's result counts as true: not null, false, 0, nor an empty text or list.
   *
   * @param data any value
   * @return whether it does
   * @throws JsonLogicException if the evaluation ends in an error
   */
  public boolean test(Json data) {
    try {
      return expression.test(new Frame(data, limits.steps(), false, null));
    } catch (Failure e) {
      throw e.toException();
    }
  }

  /**
   * Returns the number that JsonLogic takes a value for.
   *
   * @param value any value
   * @return 0 for null and false, 1 for true, what a text reads as; empty for all else
   */
  public static Optional<BigDecimal> number(Json value) {
    return Optional.ofNullable(Coercion.toNumber(value));
  }

  /**
   * Tells whether the rule holds as a condition; errors are answers, as the class description says.
   *
   * @param data any value
   * @return true or false
   */
  public boolean holds(Json data) {
    try {
      return expression.test(new Frame(data, limits.steps(), true, null));
    } catch (Failure e) {
      return false;
    }
  }

  /**
   * Tells whether the rule holds as a condition among others. What is too much work is no answer here.
   *
   * @param data any value
   * @param budget bounds the steps in place of the rule's own limit, and is charged with what was
   *     taken
   * @return true or false
   * @throws JsonLogicException of the kind {@link JsonLogicException.Kind#LIMIT_EXCEEDED} if it takes
   *     more steps or makes deeper values than it may, unless charging the budget throws first
   */
  public boolean holds(Json data, Budget budget) {
    long most = budget.left();
    Frame frame = new Frame(data, most, true, null);
    boolean holds = false;
    try {
      holds = expression.test(frame);
    } catch (Failure e) {
      throwLimit(e, most - frame.steps(), budget);
    }
    budget.charge(most - frame.steps());
    return holds;
  }

  private static void throwLimit(Failure failure, long taken, Budget budget) {
    if (failure.kind() == JsonLogicException.Kind.LIMIT_EXCEEDED) {
      budget.charge(taken);
      throw failure.toException();
    }
  }

  /**
   * Tells whether the rule holds as a condition, and on what that rests.
   *
   * @param data any value
   * @return the same answer as {@link #holds(Json)}, with what was read and what failed
   */
  public Explanation explain(Json data) {
    return explained(data, limits.steps());
  }

  /**
   * Tells whether the rule holds as a condition among others, and on what that rests.
   *
   * @param data any value
   * @param budget bounds the steps in place of the rule's own limit, and is charged with what was
   *     taken
   * @return the same answer as {@link #holds(Json, Budget)}, with what was read and what failed
   * @throws JsonLogicException of the kind {@link JsonLogicException.Kind#LIMIT_EXCEEDED} if it takes
   *     more steps or makes deeper values than it may, unless charging the budget throws first
   */
  public Explanation explain(Json data, Budget budget) {
    long most = budget.left();
    holds(data, budget);
    return explained(data, most);
  }

  private Explanation explained(Json data, long steps) {
    Map<String, Json> reads = new LinkedHashMap<>();
    Frame frame = new Frame(data, steps, true, reads);
    boolean holds = false;
    try {
      holds = expression.test(frame);
    } catch (Failure e) {
      frame.note(e);
    }
    return new Explanation(
        holds, reads, frame.failures().stream().map(Failure::toException).toList());
  }

  /**
   * Returns the paths that the rule reads of its data, as far as they stand in it: not those that it
   * works out, nor those that it reads of a list's items.
   *
   * @return paths with dots
   */
  public Set<String> fields() {
    return fields;
  }

  /**
   * Returns the operations that fail whenever they are evaluated, outside of {@code try}: mistakes in
   * the rule, such as a comparison of one value.
   *
   * @return in the order of the rule
   */
  public List<JsonLogicException> faults() {
    return faults;
  }

  /**
   * Returns the number of operations, not counting those that only read a value.
   *
   * @return 0 or more
   */
  public int operations() {
    return operations;
  }

  /**
   * Returns the rule.
   *
   * @return as it was parsed
   */
  public Json toJson() {
    return rule;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JsonLogic that && rule.equals(that.rule);
  }

  @Override
  public int hashCode() {
    return rule.hashCode();
  }

  /** The rule as JSON text. */
  @Override
  public String toString() {
    return rule.toString();
  }
}
