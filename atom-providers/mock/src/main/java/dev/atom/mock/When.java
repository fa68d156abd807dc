package dev.atom.mock;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which calls a {@link Fault} befalls. Without a condition all of them; of several conditions all must
 * hold. Calls are counted among those that path, method, model and headers fit, from 1. Immutable and
 * thread-safe.
 */
public final class When {
  private static final When ALWAYS = new When(new Conditions());

  /** Gemini names the model in the path. */
  private static final Pattern MODEL_IN_PATH = Pattern.compile("/models/([^/:?]+)");

  private final Conditions is;

  private When(Conditions is) {
    this.is = is;
  }

  /** What one {@link When} asks for; changed only while it is made. */
  private static final class Conditions {
    private int first = 1;
    private int last = Integer.MAX_VALUE;
    private double chance = 1;
    private long seed;
    private Optional<Span> span = Optional.empty();
    private String path = "*";
    private String method = "*";
    private Optional<String> model = Optional.empty();
    private Map<String, String> headers = Map.of();

    private Conditions copy() {
      Conditions copy = new Conditions();
      copy.first = first;
      copy.last = last;
      copy.chance = chance;
      copy.seed = seed;
      copy.span = span;
      copy.path = path;
      copy.method = method;
      copy.model = model;
      copy.headers = headers;
      return copy;
    }
  }

  /** A span of time since the server's start, once or again and again. */
  record Span(Duration from, Duration length, Optional<Duration> period) {
    boolean holds(Duration elapsed) {
      if (elapsed.compareTo(from) < 0) {
        return false;
      }
      Duration since = elapsed.minus(from);
      if (period.isPresent()) {
        since = since.minus(period.get().multipliedBy(since.dividedBy(period.get())));
      }
      return since.compareTo(length) < 0;
    }
  }

  /**
   * Every call.
   *
   * @return no condition
   */
  public static When always() {
    return ALWAYS;
  }

  /**
   * One call only.
   *
   * @param number which one, from 1
   * @return the condition
   */
  public static When call(int number) {
    return ALWAYS.calls(number, number);
  }

  /**
   * The calls of a span of time.
   *
   * @param from its begin, counted from the server's start, on the server's clock
   * @param length how long it lasts
   * @return the condition
   */
  public static When during(Duration from, Duration length) {
    if (from.isNegative() || length.isNegative() || length.isZero()) {
      throw new IllegalArgumentException(
          "a span from " + from + " for " + length + " is none; it must lie ahead and last");
    }
    Conditions copy = ALWAYS.is.copy();
    copy.span = Optional.of(new Span(from, length, Optional.empty()));
    return new When(copy);
  }

  /**
   * Adds that the call's number lies in a range.
   *
   * @param first the first, from 1
   * @param last the last, itself included
   * @return the narrower condition
   */
  public When calls(int first, int last) {
    if (first < 1 || last < first) {
      throw new IllegalArgumentException(
          "calls " + first + " to " + last + " are none; count from 1, the first before the last");
    }
    Conditions copy = is.copy();
    copy.first = first;
    copy.last = last;
    return new When(copy);
  }

  /**
   * Adds that chance has it so. The same seed and the same calls give the same faults.
   *
   * @param probability above 0, up to 1
   * @param seed of the random source that this condition has for itself
   * @return the narrower condition
   */
  public When chance(double probability, long seed) {
    if (!(probability > 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "probability is " + probability + "; it must be above 0 and at most 1");
    }
    Conditions copy = is.copy();
    copy.chance = probability;
    copy.seed = seed;
    return new When(copy);
  }

  /**
   * Has the span of {@link #during} come again and again.
   *
   * @param period from one begin to the next; longer than the span
   * @return the wider condition
   * @throws IllegalStateException if there is no span
   */
  public When every(Duration period) {
    Span once = is.span.orElseThrow(() -> new IllegalStateException("say during(...) first"));
    if (period.compareTo(once.length()) <= 0) {
      throw new IllegalArgumentException(
          "period is " + period + "; it must be longer than the span of " + once.length());
    }
    Conditions copy = is.copy();
    copy.span = Optional.of(new Span(once.from(), once.length(), Optional.of(period)));
    return new When(copy);
  }

  /**
   * Adds that the request goes to a path.
   *
   * @param glob the path without its query; a star stands for any text
   * @return the narrower condition
   */
  public When path(String glob) {
    Conditions copy = is.copy();
    copy.path = Objects.requireNonNull(glob, "glob");
    return new When(copy);
  }

  /**
   * Adds that the request has a method.
   *
   * @param method such as {@code "POST"}
   * @return the narrower condition
   */
  public When method(String method) {
    Conditions copy = is.copy();
    copy.method = Objects.requireNonNull(method, "method");
    return new When(copy);
  }

  /**
   * Adds that the request is for a model, by the body's member {@code model} or a path with {@code
   * /models/}.
   *
   * @param glob the model; a star stands for any text
   * @return the narrower condition
   */
  public When model(String glob) {
    Conditions copy = is.copy();
    copy.model = Optional.of(glob);
    return new When(copy);
  }

  /**
   * Adds that the request has a header.
   *
   * @param name the header's name in any case
   * @param glob its value; a star stands for any text
   * @return the narrower condition
   */
  public When header(String name, String glob) {
    Conditions copy = is.copy();
    Map<String, String> more = new LinkedHashMap<>(is.headers);
    more.put(name, glob);
    copy.headers = Map.copyOf(more);
    return new When(copy);
  }

  boolean fits(ReceivedRequest request) {
    return glob(is.path, request.path().split("\\?", 2)[0])
        && glob(is.method, request.method())
        && (is.model.isEmpty() || glob(is.model.get(), model(request)))
        && is.headers.entrySet().stream()
            .allMatch(
                entry ->
                    request
                        .header(entry.getKey())
                        .filter(value -> glob(entry.getValue(), value))
                        .isPresent());
  }

  private static String model(ReceivedRequest request) {
    Matcher path = MODEL_IN_PATH.matcher(request.path());
    if (path.find()) {
      return path.group(1);
    }
    try {
      return request.json() instanceof Json.Obj body ? body.text("model").orElse("") : "";
    } catch (JsonException e) {
      // No JSON, hence no model that could be told.
      return "";
    }
  }

  private static boolean glob(String glob, String text) {
    String pattern =
        Stream.of(glob.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    return Pattern.compile(pattern, Pattern.DOTALL).matcher(text).matches();
  }

  int first() {
    return is.first;
  }

  int last() {
    return is.last;
  }

  double chance() {
    return is.chance;
  }

  long seed() {
    return is.seed;
  }

  Optional<Span> span() {
    return is.span;
  }

  /** Whether it names calls by number, so that a script is unfinished without them. */
  boolean counted() {
    return is.last < Integer.MAX_VALUE || is.first > 1;
  }

  /** Whether it asks for time only: where there is no request, nothing else can be asked. */
  boolean onlyOfTime() {
    return is.span.isPresent()
        && !counted()
        && is.chance == 1
        && is.path.equals("*")
        && is.method.equals("*")
        && is.model.isEmpty()
        && is.headers.isEmpty();
  }

  /**
   * Returns the conditions without the headers' values.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("When[");
    text.append(counted() ? "calls " + is.first + " to " + is.last : "any call");
    is.span.ifPresent(span -> text.append(", from ").append(span.from()).append(" for "));
    is.span.ifPresent(span -> text.append(span.length()));
    text.append(is.chance < 1 ? ", chance " + is.chance : "");
    text.append(is.path.equals("*") ? "" : ", path " + is.path);
    is.model.ifPresent(model -> text.append(", model ").append(model));
    return text.append(']').toString();
  }
}
