package dev.atom.approval;

import dev.atom.store.Event;
import dev.atom.store.Subject;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How often people are asked, and what they make of it: the measure of what is proposed, and of
 * whether they need to be asked. A pure function of events. Immutable and thread-safe.
 *
 * @param kinds the counts of every kind of approval; copied
 */
public record ApprovalMetrics(SortedMap<String, Counts> kinds) {
  /** Nothing counted. */
  public static final ApprovalMetrics NONE = new ApprovalMetrics(new TreeMap<>());

  /** Copies the map. */
  public ApprovalMetrics {
    kinds = Collections.unmodifiableSortedMap(new TreeMap<>(kinds));
  }

  /**
   * The counts of a kind.
   *
   * @param asked how many were asked for
   * @param statuses how many stand where, by {@link ApprovalStatus#word} of their outcome
   * @param reasons how often each reason was given for asking
   * @param editDistance of all that were edited, together
   * @param decisionTime from asking to a person's decision, of all that were decided, together
   */
  public record Counts(
      long asked,
      SortedMap<String, Long> statuses,
      SortedMap<String, Long> reasons,
      long editDistance,
      Duration decisionTime) {
    /** Copies the maps. */
    public Counts {
      statuses = Collections.unmodifiableSortedMap(new TreeMap<>(statuses));
      reasons = Collections.unmodifiableSortedMap(new TreeMap<>(reasons));
    }

    private static Counts of(Approval approval) {
      ApprovalStatus status =
          approval.status().outcome().<ApprovalStatus>map(o -> o).orElse(approval.status());
      SortedMap<String, Long> reasons = new TreeMap<>();
      approval.request().reasons().forEach(reason -> reasons.merge(reason, 1L, Long::sum));
      return new Counts(
          1,
          new TreeMap<>(Map.of(status.word(), 1L)),
          reasons,
          status instanceof ApprovalStatus.Edited edited ? edited.edit().distance() : 0,
          decidedBy(status)
              .map(vote -> Duration.between(approval.times().askedAt(), vote.at()))
              .orElse(Duration.ZERO));
    }

    private static Optional<Vote> decidedBy(ApprovalStatus status) {
      return switch (status) {
        case ApprovalStatus.Approved approved -> Optional.of(approved.votes().getLast());
        case ApprovalStatus.Edited edited -> Optional.of(edited.by());
        case ApprovalStatus.Rejected rejected -> Optional.of(rejected.by());
        case ApprovalStatus.RevisionAsked revise -> Optional.of(revise.by());
        case ApprovalStatus.TakenOver takenOver -> Optional.of(takenOver.by());
        case ApprovalStatus.Pending pending -> Optional.empty();
        case ApprovalStatus.Expired expired -> Optional.empty();
        case ApprovalStatus.Superseded superseded -> Optional.empty();
        case ApprovalStatus.Withdrawn withdrawn -> Optional.empty();
        case ApprovalStatus.Executed executed -> Optional.empty();
        case ApprovalStatus.Failed failed -> Optional.empty();
      };
    }

    private Counts plus(Counts other) {
      return new Counts(
          asked + other.asked,
          sum(statuses, other.statuses),
          sum(reasons, other.reasons),
          editDistance + other.editDistance,
          decisionTime.plus(other.decisionTime));
    }

    private static SortedMap<String, Long> sum(Map<String, Long> one, Map<String, Long> other) {
      SortedMap<String, Long> sum = new TreeMap<>(one);
      other.forEach((name, count) -> sum.merge(name, count, Long::sum));
      return sum;
    }

    /**
     * Returns how many stand somewhere.
     *
     * @param status a status's word, such as {@code "APPROVED"}
     * @return 0 or more
     */
    public long count(String status) {
      return statuses.getOrDefault(status, 0L);
    }

    /**
     * Returns how many of those that a person decided on went ahead unchanged: where it is near 1,
     * people may not be needed.
     *
     * @return 0 to 1; empty if nobody decided on any
     */
    public Optional<Double> unchanged() {
      long decided =
          List.of("APPROVED", "EDITED", "REJECTED", "REVISE", "TAKEN_OVER").stream()
              .mapToLong(this::count)
              .sum();
      return decided == 0 ? Optional.empty() : Optional.of((double) count("APPROVED") / decided);
    }
  }

  /**
   * Counts a subject's approvals.
   *
   * @param subject whose events they are
   * @param events of any type, in their order
   * @return the counts; those of many subjects are added up with {@link #plus}
   */
  public static ApprovalMetrics of(Subject subject, Iterable<Event> events) {
    ApprovalLedger ledger = ApprovalLedger.of(subject);
    events.forEach(ledger::fold);
    Map<String, Counts> kinds = new HashMap<>();
    for (Approval approval : ledger.all()) {
      kinds.merge(approval.request().kind(), Counts.of(approval), Counts::plus);
    }
    return new ApprovalMetrics(new TreeMap<>(kinds));
  }

  /**
   * Adds up.
   *
   * @param other other subjects' counts
   * @return the sum
   */
  public ApprovalMetrics plus(ApprovalMetrics other) {
    SortedMap<String, Counts> sum = new TreeMap<>(kinds);
    other.kinds.forEach((kind, counts) -> sum.merge(kind, counts, Counts::plus));
    return new ApprovalMetrics(sum);
  }
}
