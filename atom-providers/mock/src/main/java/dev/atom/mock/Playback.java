package dev.atom.mock;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Finds for every call the exchange that answers it and the faults that befall it: what a {@link
 * ReplayServer} plays, for other servers to play. Made by {@link ReplayServer.Builder#playback}.
 * Thread-safe.
 */
public final class Playback {
  private static final Exchange.Response NOTHING = Exchange.Response.of(200, Map.of(), "");

  private final Recordings recordings;
  private final List<FaultRule> rules;
  private final ServerTime time;
  private final Instant started;
  private final Queue<Fault> injected = new ConcurrentLinkedQueue<>();
  private final List<String> unmatched = new ArrayList<>();
  private volatile List<Integer> pieces = List.of();

  Playback(Recordings recordings, List<FaultRule> rules, ServerTime time) {
    this.recordings = recordings;
    this.rules = rules.stream().map(FaultRule::anew).toList();
    this.time = time;
    this.started = time.now();
  }

  /**
   * Returns how a call is to be answered; counts it.
   *
   * @param request what is asked
   * @return the answer and how it goes out
   */
  public Play next(ReceivedRequest request) {
    List<Fault> faults = faults(request);
    boolean replaced = faults.stream().anyMatch(Fault::replacesTheAnswer);
    Optional<Exchange> found = replaced ? Optional.empty() : recordings.find(request);
    Exchange.Response recorded =
        replaced
            ? NOTHING
            : found.map(Exchange::response).orElseGet(() -> recordings.noMatch(request));
    boolean matched = replaced || found.isPresent();
    if (!matched) {
      synchronized (unmatched) {
        unmatched.add(recorded.text());
      }
    }
    Answer answer = new Answer(recorded, pieces, time.now());
    faults.forEach(answer::with);
    return new Play(answer, found, matched, faults);
  }

  private List<Fault> faults(ReceivedRequest request) {
    Duration elapsed = Duration.between(started, time.now());
    List<Fault> faults = new ArrayList<>();
    Fault next = injected.poll();
    if (next != null) {
      flatten(next, faults);
    }
    for (FaultRule rule : rules) {
      if (rule.befalls(request, elapsed)) {
        flatten(rule.fault(), faults);
      }
    }
    return faults;
  }

  private static void flatten(Fault fault, List<Fault> into) {
    if (fault instanceof Fault.All all) {
      all.faults().forEach(each -> flatten(each, into));
    } else {
      into.add(fault);
    }
  }

  void inject(List<Fault> faults) {
    if (faults.stream().anyMatch(FaultRule::refuses)) {
      throw new IllegalArgumentException(
          "connections are refused in a span of time, not for the next call; use"
              + " fault(new Fault.Refuse(), When.during(from, length)) or refuseConnections()");
    }
    injected.addAll(faults);
  }

  void pieces(List<Integer> sizes) {
    pieces = sizes;
  }

  List<String> unmatched() {
    synchronized (unmatched) {
      return List.copyOf(unmatched);
    }
  }

  /**
   * Returns the faults that may befall calls.
   *
   * @return those of all rules, none of them an {@link Fault.All}
   */
  public List<Fault> faults() {
    List<Fault> faults = new ArrayList<>();
    rules.forEach(rule -> flatten(rule.fault(), faults));
    return List.copyOf(faults);
  }

  List<When.Span> refusals() {
    return rules.stream().flatMap(rule -> rule.refusal().stream()).toList();
  }

  /**
   * Fails unless everything that was scripted was asked for and nothing else was.
   *
   * @throws UnexpectedCall if a request matched no exchange, an exchange was never played, or a fault
   *     still waits for the call that it was meant for; says which
   */
  public void assertFinished() {
    List<String> problems = new ArrayList<>(unmatched());
    recordings.unplayed().forEach(name -> problems.add("exchange " + name + " was not asked for"));
    injected.forEach(fault -> problems.add(fault + " waits for the next call"));
    rules.forEach(rule -> rule.unfinished().ifPresent(problems::add));
    if (!problems.isEmpty()) {
      throw new UnexpectedCall(
          "calls and script differ in "
              + problems.size()
              + " points:\n- "
              + String.join("\n- ", problems));
    }
  }
}
