package dev.atom.router;

import dev.atom.model.Capability;
import dev.atom.model.CapabilityMissing;
import dev.atom.model.ContextTooLong;
import dev.atom.model.Failure;
import dev.atom.model.ModelException;
import dev.atom.router.policy.RequestFacts;
import dev.atom.router.policy.Targets;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which of a route's targets a call can go to, and why not to the others. */
final class Fitting {
  private final Lanes lanes;
  private final Selection selection;
  private final RequestFacts facts;
  private final long able;
  private final long always;

  private Fitting(Lanes lanes, Selection selection, long able, long always) {
    this.lanes = lanes;
    this.selection = selection;
    this.facts = selection.facts();
    this.able = able;
    this.always = always;
  }

  static Fitting of(Lanes lanes, Selection selection) {
    long able = selection.fitting() & namedBy(lanes, selection.facts());
    return new Fitting(lanes, selection, able, lanes.usedFor(Target.Use.ALWAYS));
  }

  /** A model's name means something at one provider only: the first target's that bears the name. */
  private static long namedBy(Lanes lanes, RequestFacts facts) {
    if (facts.model().isEmpty()) {
      return -1;
    }
    List<Target> targets = lanes.route().targets();
    String provider = named(targets, facts.model().get());
    long set = 0;
    for (int i = 0; i < targets.size(); i++) {
      if (targets.get(i).ref().provider().equals(provider)) {
        set |= Targets.only(i);
      }
    }
    return set;
  }

  private static String named(List<Target> targets, String model) {
    return targets.stream()
        .filter(target -> target.ref().name().equals(model))
        .findFirst()
        .orElse(targets.get(0))
        .ref()
        .provider();
  }

  Selection selection() {
    return selection;
  }

  /** The targets to begin with. */
  long set() {
    return able & always;
  }

  /** The targets that come in after a refusal. */
  long special() {
    return able & ~always;
  }

  List<Candidate> candidates() {
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < lanes.size(); i++) {
      Target target = lanes.get(i).target();
      double usd = selection.expectedUsd(i);
      candidates.add(
          new Candidate(
              target.name(),
              target.asked(facts.model()),
              reason(i),
              Double.isNaN(usd) ? Optional.empty() : Optional.of(BigDecimal.valueOf(usd))));
    }
    return candidates;
  }

  private Optional<String> reason(int number) {
    Lane lane = lanes.get(number);
    Target target = lane.target();
    if (!lane.can(facts.needBits())) {
      EnumSet<Capability> missing = EnumSet.copyOf(facts.needs());
      missing.removeAll(target.capabilities());
      return Optional.of("it lacks " + missing);
    }
    if (!lane.holds(facts)) {
      return Optional.of(
          "its context of %d tokens is too small for about %d"
              .formatted(target.contextTokens().orElse(0), facts.promptTokens()));
    }
    if (!Targets.has(able, number)) {
      List<Target> targets = lanes.route().targets();
      return facts.model().map(name -> "the request names a model of " + named(targets, name));
    }
    if (target.use() != Target.Use.ALWAYS) {
      return Optional.of("it is for requests that others refuse");
    }
    long wait = selection.nanosUntilReady(number, selection.present());
    return wait == 0
        ? Optional.empty()
        : Optional.of(selection.trouble(number) + ", closed for " + Duration.ofNanos(wait));
  }

  ModelException nothingFits() {
    String reasons =
        candidates().stream().map(Candidate::toString).collect(Collectors.joining("; "));
    Failure failure =
        Failure.at(lanes.get(0).target().ref())
            .message("no target of the router can do what the request needs: " + reasons)
            .build();
    boolean tooLong = false;
    for (int i = 0; i < lanes.size(); i++) {
      tooLong |= lanes.get(i).can(facts.needBits()) && !lanes.get(i).holds(facts);
    }
    return tooLong ? new ContextTooLong(failure) : new CapabilityMissing(failure);
  }
}
