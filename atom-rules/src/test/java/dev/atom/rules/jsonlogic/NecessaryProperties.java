package dev.atom.rules.jsonlogic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whoever goes by what is necessary never loses a match. */
class NecessaryProperties {
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

  @Provide
  Arbitrary<Json> data() {
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

  @Provide
  Arbitrary<Json> rules() {
    Arbitrary<Json> reads =
        Combinators.combine(Arbitraries.of(FIELDS), Arbitraries.integers().between(0, 9))
            .as(
                (field, form) ->
                    operation(
                        form == 8 ? "val" : "var",
                        form == 0
                            ? Json.array(List.of(Json.of(field), Json.of(1)))
                            : form == 1 ? Json.array(List.of(Json.of(field))) : Json.of(field)));
    Arbitrary<Json> literals = Arbitraries.of(VALUES).filter(v -> !(v instanceof Json.Obj));
    Arbitrary<Json> simple =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(3, reads), net.jqwik.api.Tuple.of(2, literals));
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
        () -> Arbitraries.oneOf(tests, tests, tests, reads),
        inner ->
            Combinators.combine(
                    Arbitraries.of("and", "or", "and", "or", "!", "!!", "try"),
                    inner.list().ofMinSize(1).ofMaxSize(3))
                .as((name, args) -> operation(name, Json.array(args))),
        0,
        3);
  }

  private static Json operation(String name, Json argument) {
    return Json.object().put(name, argument).build();
  }

  @Property(tries = 3_000)
  void noMatchIsLost(@ForAll("rules") Json rule, @ForAll("data") Json data) {
    JsonLogic logic = JsonLogic.parse(rule);
    if (!logic.holds(data)) {
      return;
    }
    for (Necessary necessary : logic.necessary()) {
      Optional<Json> value = Optional.ofNullable(Path.ofDots(necessary.field()).find(data));
      assertThat(necessary.accepts(value)).as("%s accepts %s", necessary, value).isTrue();
    }
  }
}
