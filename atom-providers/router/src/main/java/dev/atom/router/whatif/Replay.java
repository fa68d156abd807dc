package dev.atom.router.whatif;

import dev.atom.json.Json;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the calls of a ledger cost, and what they would have cost. Actual and replayed cost are of the
 * same calls, those that could be compared; the others stand apart in {@link #leftOut}. Immutable and
 * thread-safe.
 *
 * @param name what was replayed, such as the route's name
 * @param total the sums of all compared calls
 * @param unanswered the part of the actual cost that was spent on attempts without an answer, US
 *     dollars
 * @param byModel by the models that were asked, and those that the replay chose
 * @param byRoute by the recorded routes
 * @param byTenant by the tenants
 * @param byDay by the days on which the calls began
 * @param leftOut the calls that could not be compared, by reason
 * @param assumptions what is taken for granted
 */
public record Replay(
    String name,
    ReplayLine total,
    BigDecimal unanswered,
    List<ReplayLine> byModel,
    List<ReplayLine> byRoute,
    List<ReplayLine> byTenant,
    List<ReplayLine> byDay,
    List<LeftOut> leftOut,
    List<Assumption> assumptions) {
  /** Copies the lists. */
  public Replay {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(total, "total");
    Objects.requireNonNull(unanswered, "unanswered");
    byModel = List.copyOf(byModel);
    byRoute = List.copyOf(byRoute);
    byTenant = List.copyOf(byTenant);
    byDay = List.copyOf(byDay);
    leftOut = List.copyOf(leftOut);
    assumptions = List.copyOf(assumptions);
  }

  /**
   * Returns how many calls were compared.
   *
   * @return 0 or more
   */
  public long compared() {
    return total.calls();
  }

  /**
   * Returns what the compared calls cost in fact, attempts without an answer included.
   *
   * @return US dollars, exact
   */
  public BigDecimal actual() {
    return total.actual();
  }

  /**
   * Returns what the compared calls cost in the replay.
   *
   * @return US dollars, exact
   */
  public BigDecimal replayed() {
    return total.replayed();
  }

  /**
   * Returns what the replay costs more.
   *
   * @return US dollars; negative if it costs less
   */
  public BigDecimal difference() {
    return total.difference();
  }

  /**
   * Returns the replayed cost as a part of the actual one.
   *
   * @return 0 or more, to seven digits; empty if the actual cost is zero
   */
  public Optional<BigDecimal> ratio() {
    return actual().signum() == 0
        ? Optional.empty()
        : Optional.of(replayed().divide(actual(), MathContext.DECIMAL32));
  }

  /**
   * Returns everything as a text in Markdown: the sums as a table, with amounts to six decimals, then
   * what was left out and what is assumed.
   *
   * @return several lines
   */
  public String text() {
    return ReplayForms.text(this);
  }

  /**
   * Returns everything as JSON, amounts exact.
   *
   * @return an object
   */
  public Json json() {
    return ReplayForms.json(this);
  }

  @Override
  public String toString() {
    return "Replay[%s, %d calls: $%s instead of $%s]"
        .formatted(name, compared(), replayed().toPlainString(), actual().toPlainString());
  }
}
