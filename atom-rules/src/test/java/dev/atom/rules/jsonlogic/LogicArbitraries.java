package dev.atom.rules.jsonlogic;

import dev.atom.json.Json;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Random rules on a few fields, among them what is read by its form and what is not; and their data. */
public final class LogicArbitraries {
  private static final List<Json> VALUES =
      List.of(
          Json.NULL,
          Json.of(true),
          Json.of(false),
          Json.of(0),
          Json.of(1),
          Json.of(-3),
          Json.parse("1.0"),
          Json.parse("2.5"),
          Json.parse("1e400"),
          Json.of(""),
          Json.of(" "),
          Json.of("1"),
          Json.of("01"),
          Json.of("1e0"),
          Json.of("a"),
          Json.of("ab"),
          Json.of("0"),
          Json.of("true"),
          Json.of("null"),
          Json.parse("[]"),
          Json.parse("[1]"),
          Json.parse("[null]"),
          Json.parse("[\"a\"]"),
          Json.parse("{}"),
          Json.parse("{\"b\":1}"));
  private static final List<String> FIELDS = List.of("a", "b", "c.d", "c.0", "a b", "", "@now");

  private LogicArbitraries() {}

  /** Facts, with or without a value in each field. */
  public static Arbitrary<Json> data() {
    Arbitrary<Optional<Json>> value = Arbitraries.of(VALUES).optional(0.8);
    return Combinators.combine(value, value, value)
        .as(
            (a, b, d) -> {
              var data = Json.object();
              a.ifPresent(x -> data.put("a", x));
              b.ifPresent(x -> data.put("b", x));
              d.ifPresent(x -> data.put("c", Json.object().put("d", x).build()));
              return data.build();
            });
  }

  /** Rules, some of them with operations that can only fail. */
  public static Arbitrary<Json> rules() {
    Arbitrary<Json> literals = Arbitraries.of(VALUES).filter(v -> !(v instanceof Json.Obj));
    Arbitrary<Json> simple =
        Arbitraries.frequencyOf(Tuple.of(3, reads(literals)), Tuple.of(2, literals));
    Arbitrary<Json> tests =
        Combinators.combine(
                Arbitraries.of(
                    "==",
                    "===",
                    "<",
                    "<=",
                    ">",
                    ">=",
                    "!=",
                    "!==",
                    "in",
                    "startsWith",
                    "endsWith",
                    "some",
                    "all",
                    "none"),
                simple.list().ofMinSize(2).ofMaxSize(3))
            .as((name, args) -> operation(name, Json.array(args)));
    return Arbitraries.recursive(
        () -> Arbitraries.oneOf(tests, tests, tests, reads(literals)),
        inner ->
            Combinators.combine(
                    Arbitraries.of("and", "or", "and", "or", "!", "!!", "try"),
                    inner.list().ofMinSize(1).ofMaxSize(3))
                .as((name, args) -> operation(name, Json.array(args))),
        0,
        3);
  }

  private static Arbitrary<Json> reads(Arbitrary<Json> literals) {
    return Combinators.combine(
            Arbitraries.of(FIELDS), Arbitraries.integers().between(0, 9), literals)
        .as(
            (field, form, otherwise) ->
                operation(
                    form == 8 ? "val" : "var",
                    form == 0
                        ? Json.array(List.of(Json.of(field), otherwise))
                        : form == 1 ? Json.array(List.of(Json.of(field))) : Json.of(field)));
  }

  private static Json operation(String name, Json argument) {
    return Json.object().put(name, argument).build();
  }
}
