package dev.atom.rules.table;

import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.rules.InvalidRules;
import dev.atom.rules.InvalidRules.Kind;
import dev.atom.rules.RuleVocabulary;
import dev.atom.rules.table.ScoreAttribute.Band;
import dev.atom.rules.table.ScoreCard.Threshold;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the document of a score card: its attributes are read as tables. Not thread-safe. */
final class ScoreCardReader {
  private static final JsonSchema FORM = Faults.schema("score-card.schema.json", "cell");

  /** The work of checking one attribute: it is done whenever a card is read. */
  private static final long STEPS = 1_000_000;

  private final RuleVocabulary vocabulary;
  private final TableLimits limits;
  private final Faults faults = new Faults();

  ScoreCardReader(RuleVocabulary vocabulary, TableLimits limits) {
    this.vocabulary = vocabulary;
    this.limits =
        new TableLimits(
            limits.characters(), limits.rows(), limits.columns(), Math.min(STEPS, limits.steps()));
  }

  ScoreCard read(Json json) {
    if (json instanceof Json.Obj object && items(object, "attributes").size() > limits.columns()) {
      String message = "the card has more than " + limits.columns() + " attributes";
      faults.add("", "/attributes", Kind.LIMIT_EXCEEDED, message);
    }
    faults.throwIfAny();
    faults.form(json, FORM);
    Json.Obj document = (Json.Obj) json;
    List<ScoreAttribute> attributes = new ArrayList<>();
    List<Json> items = items(document, "attributes");
    for (int i = 0; i < items.size(); i++) {
      attribute((Json.Obj) items.get(i), "/attributes/" + i).ifPresent(attributes::add);
    }
    BigDecimal base = number(document, "base", "/base").orElse(BigDecimal.ZERO);
    List<Threshold> outcomes = outcomes(items(document, "outcomes"));
    faults.throwIfAny();
    return new ScoreCard(document, base, attributes, outcomes);
  }

  private static List<Json> items(Json.Obj object, String member) {
    return object.get(member).orElse(Json.NULL) instanceof Json.Arr a ? a.items() : List.of();
  }

  private Optional<BigDecimal> number(Json.Obj object, String member, String at) {
    Optional<BigDecimal> number = object.get(member).map(value -> ((Json.Num) value).value());
    if (number.isPresent() && !ColumnType.small(number.get())) {
      faults.add("", at, Kind.LIMIT_EXCEEDED, "the number has too many digits");
      return Optional.empty();
    }
    return number;
  }

  /** A table whose input is the attribute and whose outputs are points and reason. */
  private Optional<ScoreAttribute> attribute(Json.Obj json, String at) {
    var input = Json.object();
    json.members()
        .forEach(
            (name, value) -> {
              if (!name.equals("bands") && !name.equals("otherwise")) {
                input.put(name, value);
              }
            });
    List<Json> rows = items(json, "bands").stream().map(ScoreCardReader::row).toList();
    Json table =
        Json.object()
            .put("id", "attribute")
            .put("hitPolicy", "first")
            .put("inputs", List.of(input.build()))
            .put("outputs", List.of(output("points", "number"), output("reason", "text")))
            .put("rows", rows)
            .build();
    Optional<Band> otherwise =
        json.get("otherwise")
            .map(value -> (Json.Obj) value)
            .flatMap(
                value ->
                    number(value, "points", at + "/otherwise/points")
                        .map(points -> new Band(points, value.text("reason"))));
    try {
      DecisionTable read = DecisionTable.parse(table, vocabulary, limits);
      String label = json.text("label").or(() -> json.text("field")).orElseThrow();
      return Optional.of(new ScoreAttribute(label, read, otherwise));
    } catch (InvalidRules e) {
      e.problems().forEach(p -> faults.add(p.rule(), at + inCard(p.path()), p.kind(), p.message()));
      return Optional.empty();
    }
  }

  private static Json row(Json band) {
    Json.Obj json = (Json.Obj) band;
    var row = Json.object().put("id", json.text("id"));
    return row.put("when", List.of(json.get("when").orElseThrow()))
        .put(
            "then", List.of(json.get("points").orElseThrow(), json.get("reason").orElse(Json.NULL)))
        .build();
  }

  private static Json output(String name, String type) {
    return Json.object().put("name", name).put("type", type).build();
  }

  private static String inCard(String path) {
    return path.replace("/inputs/0", "")
        .replace("/rows/", "/bands/")
        .replaceAll("/when/0.*", "/when")
        .replace("/then/0", "/points")
        .replace("/then/1", "/reason");
  }

  private List<Threshold> outcomes(List<Json> items) {
    List<Threshold> outcomes = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      Json.Obj item = (Json.Obj) items.get(i);
      Optional<BigDecimal> from = number(item, "from", "/outcomes/" + i + "/from");
      boolean ascends =
          i == 0
              || (from.isPresent()
                  && outcomes.get(i - 1).from().map(f -> f.compareTo(from.get()) < 0).orElse(true));
      if (!ascends) {
        String message = "outcomes ascend: each but the first has a \"from\" above the one before";
        faults.add("", "/outcomes/" + i, Kind.WRONG_FORM, message);
      }
      outcomes.add(new Threshold(from, item.text("outcome").orElseThrow()));
    }
    return outcomes;
  }
}
