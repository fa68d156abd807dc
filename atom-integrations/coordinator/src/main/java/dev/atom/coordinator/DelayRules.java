package dev.atom.coordinator;

import dev.atom.rules.RuleSet;
import dev.atom.rules.RuleVocabulary;
import dev.atom.schema.Document;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Rules that say what is to be done about findings. They plan; the host acts.
 *
 * {@snippet file="dev/atom/coordinator/CoordinatorDocumentationTest.java" region="rules"}
 *
 * <p>The rules are evaluated once for each finding. They may speak of:
 *
 * <ul>
 *   <li>{@code kind}: {@code overdue}, {@code short_of_time}, {@code late_through_blockers}, {@code
 *       silent} or {@code circle}
 *   <li>{@code severity}: {@code notice}, {@code warning} or {@code critical}
 *   <li>{@code late_hours}: working hours, rounded to two places; of all kinds but the last two
 *   <li>{@code silent_days}: of {@code silent}
 *   <li>{@code exact} and {@code waits_for}: of {@code late_through_blockers}; the latter, with all
 *       tasks on it, of {@code circle} too
 *   <li>{@code task.id} and the fields of {@link TaskSchema} below {@code task}
 * </ul>
 *
 * <p>Immutable and thread-safe.
 */
public final class DelayRules {
  /** The action of reminding the task's owner; takes a {@code note}. */
  public static final String REMIND_OWNER = "remindOwner";

  /** The action of telling somebody else; {@code to} says whom. Takes a {@code note}, too. */
  public static final String ESCALATE = "escalate";

  private final RuleSet rules;

  private DelayRules(RuleSet rules) {
    this.rules = rules;
  }

  /**
   * Returns what the rules may speak of, for an editor or to check rules elsewhere.
   *
   * @return the facts and the two actions
   */
  public static RuleVocabulary vocabulary() {
    return DelayFacts.VOCABULARY;
  }

  /**
   * Reads rules.
   *
   * @param text a rule document, see {@link RuleSet}
   * @return the rules
   * @throws dev.atom.rules.InvalidRules if something is wrong with it; says everything at once
   */
  public static DelayRules parse(String text) {
    return new DelayRules(RuleSet.parse(text, DelayFacts.VOCABULARY));
  }

  /**
   * Returns rules to start with: owners are reminded of everything; what is critical, and what
   * nobody is known to own, goes to {@code project_lead}.
   *
   * @return the rules
   */
  public static DelayRules standard() {
    try (InputStream in =
        Objects.requireNonNull(DelayRules.class.getResourceAsStream("delay-rules.json"))) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the rules.
   *
   * @return the set
   */
  public RuleSet rules() {
    return rules;
  }

  /**
   * Plans what is to be done about a report.
   *
   * @param report the findings
   * @param zone the zone in which rules that speak of calendar days count them
   * @return a response to each finding, in their order
   */
  public List<Response> plan(DelayReport report, ZoneId zone) {
    Map<String, Document> tasks =
        report.tasks().stream().collect(Collectors.toMap(Document::id, Function.identity()));
    return report.findings().stream()
        .map(
            finding -> {
              Document task = Objects.requireNonNull(tasks.get(finding.task().id()));
              return new Response(
                  finding, rules.evaluate(DelayFacts.of(finding, task, zone), report.at()));
            })
        .toList();
  }
}
