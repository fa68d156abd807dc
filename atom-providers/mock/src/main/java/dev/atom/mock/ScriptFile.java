package dev.atom.mock;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The form of a {@link ProviderScript} as JSON, read with a check of every field. */
final class ScriptFile {
  private final String file;
  private final Function<String, List<Exchange>> exchanges;

  private ScriptFile(String file, Function<String, List<Exchange>> exchanges) {
    this.file = file;
    this.exchanges = exchanges;
  }

  /** The function reads what a path in the script names: a file or a folder. */
  static ProviderScript parse(
      String file, String text, Function<String, List<Exchange>> exchanges) {
    try {
      return new ScriptFile(file, exchanges).script(Json.parseObject(text));
    } catch (JsonException e) {
      throw new InvalidScript(file, e.path(), "is no JSON object: " + e.getMessage(), e);
    }
  }

  private ProviderScript script(Json.Obj json) {
    Fields script = new Fields(file, "", json);
    script.optionalText("$schema");
    script.optionalText("about");
    Optional<Matching> matching =
        script.choice("matching", Matching.class).or(() -> Optional.of(Matching.PATH));
    List<Integer> pieces = script.sizes("pieces");
    List<Exchange> played = new ArrayList<>();
    List<Json> items = script.list("exchanges");
    for (int i = 0; i < items.size(); i++) {
      played.addAll(exchanges(script, "exchanges/" + i, items.get(i)));
    }
    List<FaultRule> rules = new ArrayList<>();
    for (Json item : script.list("faults")) {
      rules.add(rule(script.object("faults/" + rules.size(), item)));
    }
    script.done();
    return new ProviderScript(file, played, rules, matching, pieces);
  }

  private List<Exchange> exchanges(Fields script, String at, Json item) {
    try {
      return item instanceof Json.Str path ? exchanges.apply(path.value()) : List.of(own(at, item));
    } catch (InvalidExchange e) {
      boolean named = item instanceof Json.Str;
      throw script.invalid(
          named ? at : at + e.field(), "no exchange can be read: " + e.getMessage(), e);
    }
  }

  /** An exchange of the script's own need not say where it comes from. */
  private Exchange own(String at, Json item) {
    Json.Obj origin =
        Json.object().put("source", file).put("provider", "").put("operation", "").build();
    Json.Obj whole =
        item instanceof Json.Obj object ? origin.toBuilder().putAll(object).build() : origin;
    return Exchange.parse(at, whole.toString());
  }

  private static FaultRule rule(Fields fields) {
    Fault fault = FaultFields.read(fields);
    When when =
        fields.get("when").map(json -> when(fields.object("when", json))).orElse(When.always());
    fields.done();
    try {
      return new FaultRule(fault, when);
    } catch (IllegalArgumentException e) {
      throw fields.invalid("when", String.valueOf(e.getMessage()), e);
    }
  }

  private static When when(Fields fields) {
    try {
      When when = calls(fields, span(fields));
      when = fields.optionalText("path").map(when::path).orElse(when);
      when = fields.optionalText("method").map(when::method).orElse(when);
      when = fields.optionalText("model").map(when::model).orElse(when);
      for (Map.Entry<String, String> header : fields.texts("headers").entrySet()) {
        when = when.header(header.getKey(), header.getValue());
      }
      when = when.chance(fields.chance("chance"), fields.seed("seed"));
      fields.done();
      return when;
    } catch (IllegalArgumentException e) {
      throw fields.invalid(String.valueOf(e.getMessage()));
    }
  }

  private static When span(Fields fields) {
    Optional<Duration> from = fields.optionalDuration("from");
    Optional<Duration> length = fields.optionalDuration("for");
    Optional<Duration> every = fields.optionalDuration("every");
    if (length.isEmpty()) {
      if (from.isPresent() || every.isPresent()) {
        throw fields.invalid("for", "is missing; say how long the time from its begin lasts");
      }
      return When.always();
    }
    When span = When.during(from.orElse(Duration.ZERO), length.get());
    return every.map(span::every).orElse(span);
  }

  private static When calls(Fields fields, When when) {
    List<Integer> range = fields.sizes("calls");
    int call = fields.whole("call", 1, Integer.MAX_VALUE, 0);
    if (call > 0 && range.isEmpty()) {
      return when.calls(call, call);
    }
    if (call > 0 || range.size() == 1 || range.size() > 2) {
      throw fields.invalid(
          "calls", "must be the first and the last call, such as [1, 3], and no call");
    }
    return range.isEmpty() ? when : when.calls(range.get(0), range.get(1));
  }
}
