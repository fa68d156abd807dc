package dev.atom.router;

import java.util.ArrayList;
import java.util.List;

/** Keeps what a router tells, and the order it was told in. */
final class Recorder implements RouterListener {
  private final List<String> events = new ArrayList<>();
  private final List<RoutingTrace> traces = new ArrayList<>();

  @Override
  public synchronized void callStarted(RoutedCall call) {
    events.add("call " + call.id());
  }

  @Override
  public synchronized void attemptStarted(Attempt.Begun attempt) {
    events.add("attempt " + attempt.number() + " " + attempt.model());
  }

  @Override
  public synchronized void attemptEnded(Attempt attempt, Exchange exchange) {
    events.add("ended " + attempt.begun().number() + " " + describe(attempt.outcome()));
  }

  @Override
  public synchronized void callEnded(RoutingTrace trace) {
    events.add("call ended " + trace.call().id());
    traces.add(trace);
  }

  synchronized List<String> events() {
    return List.copyOf(events);
  }

  synchronized List<RoutingTrace> traces() {
    return List.copyOf(traces);
  }

  RoutingTrace last() {
    List<RoutingTrace> all = traces();
    return all.get(all.size() - 1);
  }

  List<String> outcomes() {
    return last().attempts().stream().map(attempt -> describe(attempt.outcome())).toList();
  }

  private static String describe(Attempt.Outcome outcome) {
    return switch (outcome) {
      case Attempt.Outcome.Answered answered -> "answered";
      case Attempt.Outcome.Failed failed -> failed.code();
      case Attempt.Outcome.Cached cached -> "cached";
    };
  }
}
