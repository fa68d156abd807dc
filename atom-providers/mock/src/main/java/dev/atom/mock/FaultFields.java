package dev.atom.mock;

import dev.atom.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The faults as a script words them: by the names of records and methods of {@link Fault}. */
final class FaultFields {
  private static final int MOST = Integer.MAX_VALUE;

  static final Map<String, Function<Fields, Fault>> FAULTS = faults();

  private FaultFields() {}

  private static Map<String, Function<Fields, Fault>> faults() {
    Map<String, Function<Fields, Fault>> faults = new LinkedHashMap<>();
    faults.put("refuse", f -> new Fault.Refuse());
    faults.put("hangUp", f -> new Fault.HangUp());
    faults.put("reset", f -> new Fault.Reset());
    faults.put("silence", f -> new Fault.Silence());
    faults.put("delay", f -> new Fault.Delay(f.duration("time")));
    faults.put("drip", f -> new Fault.Drip(f.whole("bytes", 1, MOST), f.duration("every")));
    faults.put("pieces", FaultFields::pieces);
    faults.put("splitCharacters", f -> new Fault.SplitCharacters());
    faults.put("cutAfter", f -> new Fault.CutAfter(bytes(f)));
    faults.put("resetAfter", f -> new Fault.ResetAfter(bytes(f)));
    faults.put("malformedAfter", f -> new Fault.MalformedAfter(bytes(f)));
    faults.put("stallAfter", f -> new Fault.StallAfter(bytes(f)));
    faults.put("endAfter", f -> new Fault.EndAfter(bytes(f)));
    faults.put("headersOnly", f -> Fault.headersOnly());
    faults.put("empty", f -> Fault.empty());
    faults.put("garbageAfter", f -> new Fault.GarbageAfter(bytes(f), f.text("garbage")));
    faults.put(
        "randomAfter",
        f -> new Fault.RandomAfter(bytes(f), f.whole("count", 0, MOST), f.seed("seed")));
    faults.put("hugeLine", f -> new Fault.HugeLine(bytes(f)));
    faults.put("status", FaultFields::status);
    faults.put("html", f -> Fault.html());
    faults.put("json", f -> Fault.json(f.get("body").orElse(Json.Obj.EMPTY).toString()));
    faults.put("error", f -> Fault.error(dialect(f), f.whole("status", 400, 599)));
    faults.put("rateLimit", FaultFields::rateLimit);
    faults.put("header", FaultFields::header);
    faults.put("contentType", f -> Fault.contentType(f.text("type")));
    faults.put(
        "errorEvent",
        f ->
            new Fault.ErrorEvent(
                dialect(f), f.whole("status", 400, 599, 500), f.whole("events", 0, MOST, 0)));
    faults.put(
        "repeatEvent",
        f ->
            new Fault.RepeatEvent(
                f.whole("event", -1_000_000, MOST), f.whole("times", 0, 1_000_000)));
    faults.put("noTerminator", f -> Fault.noTerminator());
    faults.put("terminatorTwice", f -> Fault.terminatorTwice());
    faults.put("beforeEvents", f -> new Fault.BeforeEvents(f.text("text")));
    faults.put("keepAlives", f -> Fault.keepAlives());
    faults.put("all", FaultFields::all);
    return faults;
  }

  static Fault read(Fields fields) {
    String name = fields.text("fault");
    Function<Fields, Fault> reader = FAULTS.get(name);
    if (reader == null) {
      throw fields.invalid(
          "fault",
          "there is no fault of this name; known are " + String.join(", ", FAULTS.keySet()));
    }
    return reader.apply(fields);
  }

  private static int bytes(Fields fields) {
    return fields.whole("bytes", 0, MOST);
  }

  private static Dialect dialect(Fields fields) {
    return fields.choice("dialect", Dialect.class).orElse(Dialect.OPENAI);
  }

  private static Fault pieces(Fields fields) {
    List<Integer> sizes = fields.sizes("sizes");
    if (sizes.isEmpty()) {
      throw fields.invalid("sizes", "must hold the pieces' sizes, such as [1]");
    }
    return new Fault.Pieces(sizes);
  }

  private static Fault status(Fields fields) {
    String body =
        fields
            .get("body")
            .map(json -> json instanceof Json.Str text ? text.value() : json.toString())
            .orElse("");
    Map<String, List<String>> headers = new LinkedHashMap<>();
    fields.texts("headers").forEach((name, value) -> headers.put(name, List.of(value)));
    return new Fault.Status(fields.whole("status", 200, 599), headers, body);
  }

  private static Fault rateLimit(Fields fields) {
    return new Fault.RateLimit(
        dialect(fields),
        fields.choice("hint", RetryHint.class).orElse(RetryHint.SECONDS),
        fields.optionalDuration("retryAfter").orElse(Duration.ofSeconds(1)),
        fields.choice("quota", Quota.class).orElse(Quota.MINUTE));
  }

  private static Fault header(Fields fields) {
    List<String> values = fields.optionalText("value").map(List::of).orElse(List.of());
    return new Fault.Header(fields.text("name"), values);
  }

  private static Fault all(Fields fields) {
    List<Fault> faults = new ArrayList<>();
    for (Json item : fields.list("of")) {
      Fields each = fields.object("of/" + faults.size(), item);
      faults.add(read(each));
      each.done();
    }
    return new Fault.All(faults);
  }
}
