package dev.atom.assistant;

import dev.atom.assistant.TurnReport.FiredRule;
import dev.atom.json.Json;
import dev.atom.rules.Action;
import dev.atom.rules.Decision;
import dev.atom.rules.RuleSet;
import dev.atom.schema.Cell;
import dev.atom.schema.Delta;
import dev.atom.schema.Document;
import dev.atom.schema.Field;
import dev.atom.schema.Merge;
import dev.atom.schema.MergeOutcome;
import dev.atom.schema.Schema;
import dev.atom.schema.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The pure middle of a turn: merge what was proposed, then let the rules decide. */
final class Assessment {
  private final Schema schema;
  private final TurnInput input;
  private final Instant now;
  private final Json.Obj analysis;
  private final List<TurnReport.Step> steps = new ArrayList<>();
  private final List<Json.Obj> changes = new ArrayList<>();
  private Document document;
  private Decision decision;

  private Assessment(Schema schema, TurnInput input, Instant now, Json.Obj analysis) {
    this.schema = schema;
    this.input = input;
    this.now = now;
    this.analysis = analysis;
    this.document = input.document();
    this.decision = RuleSet.of(List.of()).evaluate(dev.atom.rules.Facts.of(Json.Obj.EMPTY), now);
  }

  /** What analysers found out: proposed changes apart from the rest. */
  record Found(List<Delta> deltas, Json.Obj analysis) {}

  static Assessment of(Schema schema, RuleSet rules, TurnInput input, Instant now, Found found) {
    Assessment assessment = new Assessment(schema, input, now, found.analysis());
    assessment.merge(found.deltas(), Merge.Proposal.analysed("analysis", now, input.episode()));
    assessment.decide(rules);
    return assessment;
  }

  private void merge(List<Delta> deltas, Merge.Proposal proposal) {
    MergeOutcome outcome = Merge.under(schema).apply(document, deltas, proposal);
    document = outcome.document();
    changes.addAll(outcome.cellChanges());
    outcome.steps().stream().map(this::report).forEach(steps::add);
  }

  private void decide(RuleSet rules) {
    decision = rules.evaluate(TurnRules.facts(input.document(), document, analysis, input), now);
    for (Decision.Planned planned : decision.actions()) {
      if (planned.action().name().equals("set")) {
        Json.Obj with = planned.action().parameters();
        Delta delta =
            new Delta(
                with.text("field").orElse(""),
                new Delta.Set(with.get("value").orElse(Json.NULL)),
                List.of(),
                Delta.Certainty.STATED);
        merge(List.of(delta), Merge.Proposal.entered(Source.SYSTEM, "rule:" + planned.rule(), now));
      }
    }
  }

  Document document() {
    return document;
  }

  List<Json.Obj> changes() {
    return List.copyOf(changes);
  }

  List<TurnReport.Step> steps() {
    return List.copyOf(steps);
  }

  Json.Obj analysis() {
    return analysis;
  }

  List<FiredRule> fired() {
    return decision.fired().stream()
        .map(rule -> new FiredRule(rule.id(), decision.trace().explain(rule.id())))
        .toList();
  }

  /** Returns a text parameter of the first planned action of a name. */
  Optional<String> first(String action, String parameter) {
    return decision.actions().stream()
        .map(Decision.Planned::action)
        .filter(planned -> planned.name().equals(action))
        .findFirst()
        .map(Action::parameters)
        .flatMap(with -> with.text(parameter));
  }

  List<String> instructions() {
    return decision.actions().stream()
        .map(Decision.Planned::action)
        .filter(planned -> planned.name().equals("instruct"))
        .flatMap(planned -> planned.parameters().text("text").stream())
        .toList();
  }

  /** Returns the rules that demand a person's approval. */
  List<String> approvalReasons() {
    return decision.actions().stream()
        .filter(planned -> planned.action().name().equals("require_approval"))
        .map(Decision.Planned::rule)
        .distinct()
        .toList();
  }

  private TurnReport.Step report(MergeOutcome.Step step) {
    return switch (step) {
      case MergeOutcome.Applied applied ->
          step(step, applied.correction() ? "corrected" : "applied", applied.after());
      case MergeOutcome.Strengthened strengthened ->
          step(step, "strengthened", strengthened.after());
      case MergeOutcome.Conflict conflict -> step(step, "conflict", conflict.after());
      case MergeOutcome.Cleared cleared -> new TurnReport.Step(step.field(), "cleared", "", "");
      case MergeOutcome.Ignored ignored ->
          new TurnReport.Step(step.field(), "ignored", "", ignored.reason());
      case MergeOutcome.Refused refused ->
          new TurnReport.Step(step.field(), "refused", "", refused.message());
    };
  }

  private TurnReport.Step step(MergeOutcome.Step step, String outcome, Cell after) {
    boolean hidden = schema.field(step.field()).map(Field::sensitive).orElse(false);
    String value = after.value() instanceof Json.Str s ? s.value() : after.value().toString();
    String quotes =
        after.evidence().stream()
            .map(e -> e.author() + ": \"" + e.quote() + "\"")
            .collect(Collectors.joining("; "));
    String detail = quotes.isEmpty() ? "by " + after.provenance().actor() : quotes;
    return new TurnReport.Step(
        step.field(), outcome, hidden ? "(hidden)" : value, hidden ? "(hidden)" : detail);
  }
}
