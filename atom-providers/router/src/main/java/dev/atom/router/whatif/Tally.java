package dev.atom.router.whatif;

import dev.atom.ledger.UsageRecord;
import dev.atom.model.ModelRef;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Adds up a replay. Used by one thread. */
final class Tally {
  private static final int MOST_EXAMPLES = 5;

  /** As many decimals as ledgers keep of a cost, so that equal costs stay equal. */
  private static final int DECIMALS = 18;

  private final ZoneId zone;
  private final Sums total = new Sums();
  private final Map<String, Sums> models = new TreeMap<>();
  private final Map<String, Sums> routes = new TreeMap<>();
  private final Map<String, Sums> tenants = new TreeMap<>();
  private final Map<String, Sums> days = new TreeMap<>();
  private final Map<LeftOut.Reason, Out> leftOut = new EnumMap<>(LeftOut.Reason.class);
  private final Map<Assumption.Kind, Long> assumptions = new EnumMap<>(Assumption.Kind.class);
  private BigDecimal unanswered = BigDecimal.ZERO;

  /** What a replay has an attempt cost. */
  record Share(ModelRef model, BigDecimal usd) {
    Share {
      usd = usd.setScale(DECIMALS, RoundingMode.HALF_EVEN);
    }
  }

  private static final class Sums {
    private long calls;
    private BigDecimal actual = BigDecimal.ZERO;
    private long replayedCalls;
    private BigDecimal replayed = BigDecimal.ZERO;

    void actual(BigDecimal usd) {
      calls++;
      actual = actual.add(usd);
    }

    void replayed(BigDecimal usd) {
      replayedCalls++;
      replayed = replayed.add(usd);
    }

    ReplayLine line(String key) {
      return new ReplayLine(
          key, calls, ReplayForms.plain(actual), replayedCalls, ReplayForms.plain(replayed));
    }
  }

  private static final class Out {
    private long calls;
    private BigDecimal actual = BigDecimal.ZERO;
    private final Set<String> examples = new LinkedHashSet<>();
  }

  Tally(ZoneId zone) {
    this.zone = zone;
  }

  void assume(Assumption.Kind kind) {
    assumptions.merge(kind, 1L, Long::sum);
  }

  void leaveOut(RecordedCall call, LeftOut.Reason reason) {
    leaveOut(call, reason, "");
  }

  void leaveOut(RecordedCall call, LeftOut.Reason reason, String example) {
    Out out = leftOut.computeIfAbsent(reason, fresh -> new Out());
    out.calls++;
    out.actual = out.actual.add(call.known());
    if (!example.isEmpty() && out.examples.size() < MOST_EXAMPLES) {
      out.examples.add(example);
    }
  }

  /** Counts a call whose costs are known on both sides. */
  void compare(RecordedCall call, List<Share> replayed) {
    BigDecimal actual = call.known();
    BigDecimal other = replayed.stream().map(Share::usd).reduce(BigDecimal.ZERO, BigDecimal::add);
    UsageRecord first = call.first();
    String day = first.at().atZone(zone).toLocalDate().toString();
    for (Sums sums :
        List.of(
            total,
            of(routes, first.route().orElse("")),
            of(tenants, first.tenant()),
            of(days, day))) {
      sums.actual(actual);
      sums.replayed(other);
    }
    for (UsageRecord attempt : call.attempts()) {
      BigDecimal usd = RecordedCall.usd(attempt.cost());
      of(models, attempt.asked().toString()).actual(usd);
      if (!RecordedCall.gaveAnswer(attempt)) {
        unanswered = unanswered.add(usd);
      }
    }
    replayed.forEach(share -> of(models, share.model().toString()).replayed(share.usd()));
    if (call.estimated()) {
      assume(Assumption.Kind.ESTIMATED_USAGE);
    }
    if (call.attempts().stream().anyMatch(one -> one.usage().reportedUsd().isPresent())) {
      assume(Assumption.Kind.REPORTED_COST);
    }
  }

  private static Sums of(Map<String, Sums> groups, String key) {
    return groups.computeIfAbsent(key, fresh -> new Sums());
  }

  Replay replay(String name) {
    List<LeftOut> out = new ArrayList<>();
    leftOut.forEach(
        (reason, sums) ->
            out.add(
                new LeftOut(
                    reason,
                    sums.calls,
                    ReplayForms.plain(sums.actual),
                    List.copyOf(sums.examples))));
    List<Assumption> assumed = new ArrayList<>();
    assumptions.forEach((kind, calls) -> assumed.add(new Assumption(kind, calls)));
    return new Replay(
        name,
        total.line("all"),
        ReplayForms.plain(unanswered),
        lines(models),
        lines(routes),
        lines(tenants),
        lines(days),
        out,
        assumed);
  }

  private static List<ReplayLine> lines(Map<String, Sums> groups) {
    List<ReplayLine> lines = new ArrayList<>();
    groups.forEach((key, sums) -> lines.add(sums.line(key)));
    return lines;
  }
}
