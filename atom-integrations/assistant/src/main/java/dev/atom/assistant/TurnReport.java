package dev.atom.assistant;

import dev.atom.json.Json;
import dev.atom.operation.Passage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

/**
 * What one turn did, as it is recorded.
 *
 * @param turn the turn's id
 * @param messages the ids of the messages it answers
 * @param findings what was found out and changed
 * @param decision what it came to
 */
public record TurnReport(
    String turn, List<String> messages, Findings findings, TurnDecision decision) {
  /** Copies the messages. */
  public TurnReport {
    messages = List.copyOf(messages);
    Objects.requireNonNull(findings, "findings");
    Objects.requireNonNull(decision, "decision");
  }

  /**
   * What a turn found out.
   *
   * @param analysis what the analysers found out besides changes, such as an intent
   * @param steps what became of each proposed change
   * @param rules the rules that fired
   * @param passages what was found in the knowledge base, the best first
   */
  public record Findings(
      Json.Obj analysis, List<Step> steps, List<FiredRule> rules, List<Passage> passages) {
    /** Copies the lists. */
    public Findings {
      steps = List.copyOf(steps);
      rules = List.copyOf(rules);
      passages = List.copyOf(passages);
    }
  }

  /**
   * What became of one proposed change of the document.
   *
   * @param field the field's name
   * @param outcome such as {@code "applied"}, as in {@code MergeOutcome}
   * @param value the cell's value afterwards as text, or {@code (hidden)} for a sensitive field;
   *     empty if there is none
   * @param detail the quoted evidence, or why nothing changed
   */
  public record Step(String field, String outcome, String value, String detail) {}

  /**
   * A rule that fired.
   *
   * @param rule its id
   * @param why the conditions that held, with their values
   */
  public record FiredRule(String rule, String why) {}

  Json.Obj toJson() {
    return Json.object()
        .put("turn", turn)
        .put("messages", messages.stream().map(Json::of).toList())
        .put("analysis", findings.analysis())
        .put("steps", findings.steps().stream().map(TurnReport::json).toList())
        .put("rules", findings.rules().stream().map(TurnReport::json).toList())
        .put("passages", json(findings.passages()))
        .put("decision", decision.toJson())
        .build();
  }

  static TurnReport fromJson(Json.Obj json) {
    Json.Obj analysis = json.get("analysis").map(a -> (Json.Obj) a).orElse(Json.Obj.EMPTY);
    Findings findings =
        new Findings(
            analysis,
            Texts.objects(json, "steps").stream().map(o -> o.as(Step.class)).toList(),
            Texts.objects(json, "rules").stream().map(o -> o.as(FiredRule.class)).toList(),
            passages(json, "passages"));
    Json.Obj decision = json.get("decision").map(d -> (Json.Obj) d).orElse(Json.Obj.EMPTY);
    return new TurnReport(
        json.text("turn").orElse(""),
        Texts.list(json, "messages"),
        findings,
        TurnDecision.fromJson(decision));
  }

  static List<Json> json(List<Passage> passages) {
    return passages.stream().map(TurnReport::json).toList();
  }

  static List<Passage> passages(Json.Obj json, String name) {
    return Texts.objects(json, name).stream().map(TurnReport::passage).toList();
  }

  private static Json json(Object value) {
    return Json.from(value);
  }

  private static Json json(Passage passage) {
    return Json.object()
        .put("source", passage.source())
        .put("title", passage.title())
        .put("text", passage.text())
        .put("start", passage.range().start())
        .put("end", passage.range().end())
        .put("score", BigDecimal.valueOf(passage.score()))
        .build();
  }

  private static Passage passage(Json.Obj json) {
    return new Passage(
        json.text("source").orElse(""),
        json.text("title").orElse(""),
        json.text("text").orElse(""),
        new Passage.Range((int) number(json, "start"), (int) number(json, "end")),
        number(json, "score"));
  }

  private static double number(Json.Obj json, String name) {
    return json.get(name).map(n -> ((Json.Num) n).value().doubleValue()).orElse(0.0);
  }

  /**
   * Returns ids only: the content may be confidential.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "TurnReport[" + turn + ", " + decision.kind() + "]";
  }
}
