package dev.atom.mock;

import dev.atom.json.Json;
import dev.atom.model.Failure;
import dev.atom.model.FinishReason;
import dev.atom.model.ModelException;
import dev.atom.model.Part;
import dev.atom.model.TruncatedStream;
import dev.atom.model.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a {@link MockModel} answers: parts, or a failure. Immutable and thread-safe; every method that
 * changes something returns a new reply.
 *
 * <p>Defaults: it finishes with {@link FinishReason#TOOL_CALLS} if it calls a tool, {@link
 * FinishReason#REFUSAL} if it declines, else {@link FinishReason#STOP}; its usage is estimated at one
 * token for four characters, at least one, and flagged so; it takes no time.
 */
public final class MockReply {
  private final List<Part> parts;
  private final Optional<FinishReason> finish;
  private final Optional<Usage> usage;
  private final Timing timing;
  private final Optional<Break> broken;

  private MockReply(
      List<Part> parts,
      Optional<FinishReason> finish,
      Optional<Usage> usage,
      Timing timing,
      Optional<Break> broken) {
    this.parts = List.copyOf(parts);
    this.finish = finish;
    this.usage = usage;
    this.timing = timing;
    this.broken = broken;
  }

  /** How long it takes until the answer begins and from one event of a stream to the next. */
  record Timing(Duration first, Duration between) {}

  /** A failure and how many events of a stream come before it. */
  record Break(int afterEvents, Function<Failure.Builder, ModelException> failure) {}

  /**
   * Returns a reply of parts in this order. Tool calls with an empty id get one from the model.
   *
   * @param parts what is answered; may be empty
   * @return the reply
   */
  public static MockReply of(List<Part> parts) {
    return new MockReply(
        parts,
        Optional.empty(),
        Optional.empty(),
        new Timing(Duration.ZERO, Duration.ZERO),
        Optional.empty());
  }

  /**
   * Returns a reply of one text.
   *
   * @param text the text
   * @return the reply
   */
  public static MockReply text(String text) {
    return of(List.of(Part.text(text)));
  }

  /**
   * Returns a reply whose text is the JSON of a value, as for a request with a schema.
   *
   * @param value a record, a {@link Json} or another value that {@link Json#from} can write
   * @return the reply
   */
  public static MockReply json(Object value) {
    return text((value instanceof Json json ? json : Json.from(value)).toString());
  }

  /**
   * Returns a reply that calls a tool; call it again on the reply for parallel calls.
   *
   * @param name the tool's name
   * @param arguments a record, a map, a {@link Json}, or a String with the text that the model wrote
   * @return the reply
   */
  public static MockReply toolCall(String name, Object arguments) {
    return of(List.of()).andToolCall(name, arguments);
  }

  /**
   * Returns a reply in which the model declines.
   *
   * @param text the model's words
   * @return the reply
   */
  public static MockReply refusal(String text) {
    return of(List.of(new Part.Refusal(text)));
  }

  /**
   * Returns a failure instead of a reply.
   *
   * @param failure what is thrown, the same each time
   * @return the reply
   */
  public static MockReply failure(ModelException failure) {
    return failure(facts -> failure);
  }

  /**
   * Returns a failure instead of a reply, made anew for each call.
   *
   * @param failure makes the exception from facts that name the model already, such as {@code facts
   *     -> new RateLimited(facts.status(429).build())}
   * @return the reply
   */
  public static MockReply failure(Function<Failure.Builder, ModelException> failure) {
    return of(List.of()).brokenAfter(0, failure);
  }

  /**
   * Returns this reply with another tool call at its end.
   *
   * @param name the tool's name
   * @param arguments a record, a map, a {@link Json}, or a String with the text that the model wrote
   * @return the new reply
   */
  public MockReply andToolCall(String name, Object arguments) {
    String text = arguments instanceof String s ? s : Json.from(arguments).toString();
    return and(new Part.ToolCall("", name, text, Optional.empty()));
  }

  /**
   * Returns this reply with another part at its end.
   *
   * @param part the part
   * @return the new reply
   */
  public MockReply and(Part part) {
    List<Part> more = new ArrayList<>(parts);
    more.add(Objects.requireNonNull(part, "part"));
    return new MockReply(more, finish, usage, timing, broken);
  }

  /**
   * Returns this reply with reasoning before everything else.
   *
   * @param text the reasoning
   * @return the new reply
   */
  public MockReply reasoning(String text) {
    List<Part> more = new ArrayList<>();
    more.add(new Part.Reasoning(text, Optional.empty()));
    more.addAll(parts);
    return new MockReply(more, finish, usage, timing, broken);
  }

  /**
   * Returns this reply with another reason to stop.
   *
   * @param reason why the model stopped
   * @return the new reply
   */
  public MockReply finish(FinishReason reason) {
    return new MockReply(parts, Optional.of(reason), usage, timing, broken);
  }

  /**
   * Returns this reply with exact tokens in place of the estimate.
   *
   * @param usage the tokens
   * @return the new reply
   */
  public MockReply usage(Usage usage) {
    return new MockReply(parts, finish, Optional.of(usage), timing, broken);
  }

  /**
   * Returns this reply after a time on the model's virtual clock.
   *
   * @param time until the whole reply comes, or the stream opens; not negative
   * @return the new reply
   */
  public MockReply after(Duration time) {
    return timed(new Timing(notNegative(time), timing.between()));
  }

  /**
   * Returns this reply with a time on the model's virtual clock before each event of a stream but
   * the first; a whole reply takes no longer by it.
   *
   * @param time from one event to the next; not negative
   * @return the new reply
   */
  public MockReply betweenEvents(Duration time) {
    return timed(new Timing(timing.first(), notNegative(time)));
  }

  /**
   * Returns this reply, but broken: a stream fails behind its first events, a whole reply fails
   * altogether.
   *
   * @param events how many events come first; with 0 the stream does not open
   * @param failure makes the exception from facts that name the model already
   * @return the new reply
   */
  public MockReply brokenAfter(int events, Function<Failure.Builder, ModelException> failure) {
    if (events < 0) {
      throw new IllegalArgumentException("events is " + events + "; it can't be negative");
    }
    Break after = new Break(events, Objects.requireNonNull(failure, "failure"));
    return new MockReply(parts, finish, usage, timing, Optional.of(after));
  }

  /**
   * Returns this reply, but cut: {@link TruncatedStream} behind its first events.
   *
   * @param events how many events come first; with 0 the stream does not open
   * @return the new reply
   */
  public MockReply cutAfter(int events) {
    return brokenAfter(
        events, facts -> new TruncatedStream(facts.message("the scripted stream is cut").build()));
  }

  List<Part> parts() {
    return parts;
  }

  Optional<Usage> usage() {
    return usage;
  }

  Timing timing() {
    return timing;
  }

  Optional<Break> broken() {
    return broken;
  }

  FinishReason finish() {
    return finish.orElseGet(
        () -> {
          if (parts.stream().anyMatch(Part.ToolCall.class::isInstance)) {
            return FinishReason.TOOL_CALLS;
          }
          boolean declined = parts.stream().anyMatch(Part.Refusal.class::isInstance);
          return declined ? FinishReason.REFUSAL : FinishReason.STOP;
        });
  }

  private MockReply timed(Timing timing) {
    return new MockReply(parts, finish, usage, timing, broken);
  }

  private static Duration notNegative(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("time is " + time + "; it can't be negative");
    }
    return time;
  }

  /**
   * Returns sizes only: the content may be confidential.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "MockReply[" + parts.size() + " parts" + (broken.isPresent() ? ", broken]" : "]");
  }
}
