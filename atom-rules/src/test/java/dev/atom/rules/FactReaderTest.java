package dev.atom.rules;

import static dev.atom.rules.Condition.all;
import static dev.atom.rules.Condition.field;
import static dev.atom.rules.Condition.items;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.json.Json;
import java.lang.invoke.MethodHandles;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Facts that lie in records, beans and maps, and are read as rules ask for them. */
class FactReaderTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  /** A record as hosts have them. */
  public record Line(String sku, BigDecimal price, Optional<String> note) {}

  /** A bean as hosts have them: getters, an is-getter, a public field, and a way back. */
  public static class Order {
    public final String channel = "web";
    private final List<Line> lines;
    private double total;
    private int reads;

    Order(double total, Line... lines) {
      this.total = total;
      this.lines = List.of(lines);
    }

    public double getTotal() {
      reads++;
      return total;
    }

    public List<Line> getLines() {
      return lines;
    }

    public boolean isPaid() {
      return true;
    }

    public Order getSelf() {
      return this;
    }

    public String getURL() {
      return "u";
    }

    public String getBroken() {
      throw new IllegalStateException("password=secret");
    }

    public String get() {
      return "no property";
    }

    public String gettysburg() {
      return "no property";
    }

    public static String getStatic() {
      return "no property";
    }
  }

  private static Line line(String sku, String price) {
    return new Line(sku, new BigDecimal(price), Optional.empty());
  }

  private static boolean holds(Condition condition, Facts facts) {
    Rule rule = Rule.newBuilder("r").when(condition).build();
    return RuleSet.of(List.of(rule)).evaluate(facts, NOW).fired().size() == 1;
  }

  @Test
  void readsObjectsAsTheyAre() {
    Instant now = NOW;
    // @start region="reader"
    FactReader<Order> orders = FactReader.of(Order.class);
    RuleSet rules =
        RuleSet.of(
            List.of(
                Rule.newBuilder("dear")
                    .when(
                        all(
                            field("paid").eq(true),
                            items("lines").any(field("price").gt(100)),
                            field("lines.0.sku").startsWith("A")))
                    .then(Action.of("insure"))
                    .build()));
    Order order = new Order(120, line("A-1", "20"), line("B-7", "100.01"));
    assertThat(rules.evaluate(orders.read(order), now).actions()).hasSize(1);
    // @end
  }

  @Test
  void readsGettersFieldsAndComponents() {
    Facts facts = Facts.of(new Order(5, new Line("a", BigDecimal.ONE, Optional.of("n"))));
    assertThat(facts.value("total")).contains(Json.of(new BigDecimal("5.0")));
    assertThat(facts.value("paid")).contains(Json.of(true));
    assertThat(facts.value("channel")).contains(Json.of("web"));
    assertThat(facts.value("URL")).contains(Json.of("u"));
    assertThat(facts.value("lines.0.note")).contains(Json.of("n"));
    assertThat(facts.value("self.self.total")).isEqualTo(facts.value("total"));
    for (String none :
        List.of("", "class", "static", "tysburg", "lines.1", "lines.x", "total.x", "self.nope")) {
      assertThat(facts.value(none)).as(none).isEmpty();
    }
  }

  @Test
  void readsOnlyWhatRulesAskForAndOnce() {
    Order order = new Order(5);
    Facts facts = Facts.of(order);
    RuleSet rules =
        RuleSet.of(
            List.of(
                Rule.newBuilder("a").when(field("total").gt(1)).build(),
                Rule.newBuilder("b").when(field("total").lt(1)).build(),
                Rule.newBuilder("c").when(field("channel").eq("web")).build()));
    Decision decision = rules.evaluate(facts, NOW);
    order.total = 0;
    assertThat(decision.trace().explain("b")).contains("is 5.0");
    assertThat(order.reads).isEqualTo(1);
  }

  @Test
  void aGetterThatFailsIsNamedWithItsPath() {
    Map<String, Object> map = Map.of("order", new Order(5));
    Facts facts = Facts.of(map);
    UnreadableFact thrown =
        catchThrowableOfType(
            UnreadableFact.class, () -> holds(field("order.self.broken").exists(), facts));
    assertThat(thrown)
        .hasMessage(
            "the fact \"order.self.broken\" can't be read: "
                + Order.class.getName()
                + " failed with java.lang.IllegalStateException")
        .hasRootCauseMessage("password=secret");
    assertThat(thrown.path()).isEqualTo("order.self.broken");
    assertThat(holds(field("order.total").eq(5), facts)).as("others are read").isTrue();
  }

  /** Parts of a whole, and each knows the whole. */
  public static class Node {
    public final String name;
    public final List<Node> children = new ArrayList<>();
    public Node parent;

    Node(String name) {
      this.name = name;
    }

    Node add(Node child) {
      children.add(child);
      child.parent = this;
      return this;
    }
  }

  @Test
  void anObjectWithinItselfIsLeftOutOfTheWholeAndReachedByPath() {
    Facts facts = Facts.of(new Node("a").add(new Node("b")));
    assertThat(facts.value("children.0.parent.name")).contains(Json.of("a"));
    assertThat(facts.values())
        .isEqualTo(
            Json.parse(
                "{\"name\":\"a\",\"parent\":null,\"children\":[{\"name\":\"b\",\"children\":[]}]}"));
    assertThat(holds(items("children").all(field("name").eq("b")), facts)).isTrue();
  }

  @Test
  void depthIsBounded() {
    Node deep = new Node("leaf");
    for (int i = 0; i < 100; i++) {
      deep = new Node("n").add(deep);
    }
    Facts facts = Facts.of(deep);
    assertThat(facts.value("children.0.children.0.name")).contains(Json.of("n"));
    assertThatThrownBy(() -> facts.value("children"))
        .isInstanceOf(UnreadableFact.class)
        .hasMessageContaining("more than 50 levels");
    Map<String, Object> itself = new HashMap<>();
    itself.put("x", itself);
    assertThatThrownBy(() -> Facts.of(itself)).isInstanceOf(UnreadableFact.class);
  }

  @Test
  void readsValuesOfAllKinds() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("text", "x");
    map.put("char", 'c');
    map.put("long", 9007199254740993L);
    map.put("big", new BigDecimal("1.10"));
    map.put("atomic", new AtomicInteger(3));
    map.put("enum", DayOfWeek.MONDAY);
    map.put("date", LocalDate.of(2026, 11, 21));
    map.put("instant", NOW);
    map.put("legacy", Date.from(NOW));
    map.put("ints", new int[] {1, 2});
    map.put("texts", new String[] {"a", null});
    map.put("set", Set.of(7));
    map.put("optional", Optional.of(Map.of(DayOfWeek.MONDAY, 1, 2, "two")));
    map.put("none", Optional.empty());
    map.put("number", OptionalInt.of(4));
    map.put("null", null);
    map.put("json", Json.parse("{\"a\":[1]}"));
    assertThat(Facts.of(map).values())
        .isEqualTo(
            Json.parse(
                """
                {"text": "x", "char": "c", "long": 9007199254740993, "big": 1.1, "atomic": 3,
                 "enum": "MONDAY", "date": "2026-11-21", "instant": "2026-11-21T10:00:00Z",
                 "legacy": "2026-11-21T10:00:00Z", "ints": [1, 2], "texts": ["a", null],
                 "set": [7], "optional": {"MONDAY": 1, "2": "two"}, "number": 4, "null": null,
                 "json": {"a": [1]}}
                """));
    assertThat(Facts.of(map).value("json.a.0")).contains(Json.of(1));
    assertThat(holds(field("none").exists(), Facts.of(map))).isFalse();
    assertThat(holds(field("null").exists(), Facts.of(map))).isTrue();
    assertThat(holds(field("legacy").within("PT1S"), Facts.of(map))).isTrue();
  }

  @Test
  void refusesWhatHasNoJsonFormOnlyWhenAskedFor() {
    record Odd(Thread thread, double nan, String fine) {}
    Facts facts = Facts.of(new Odd(Thread.currentThread(), Double.NaN, "x"));
    assertThat(holds(field("fine").eq("x"), facts)).isTrue();
    for (String path : List.of("thread", "nan")) {
      assertThatThrownBy(() -> holds(field(path).exists(), facts))
          .isInstanceOf(UnreadableFact.class)
          .hasMessageContaining("the fact \"" + path + "\" can't be read");
    }
    for (Object value : List.of("text", 7, List.of(1), NOW)) {
      assertThatThrownBy(() -> Facts.of(value))
          .isInstanceOf(UnreadableFact.class)
          .hasMessageContaining("an object with members");
    }
  }

  @Test
  void aClassThatIsNotPublicIsReadWithALookup() {
    record Hidden(String name) {}
    FactReader<Hidden> reader = FactReader.of(Hidden.class, MethodHandles.lookup());
    assertThat(reader.read(new Hidden("x")).value("name")).contains(Json.of("x"));
  }

  @Test
  void aClosedPackageIsRefusedWithWhatToDo() {
    class Base extends java.util.EventObject {
      Base() {
        super("x");
      }
    }
    assertThat(Facts.of(new Base()).value("source")).contains(Json.of("x"));
    assertThatThrownBy(() -> FactReader.of(Class.forName("jdk.internal.misc.Unsafe")))
        .isInstanceOf(UnreadableFact.class)
        .hasMessageContaining("export its package");
  }

  @Test
  void seesChangesBetweenTwoObjects() {
    FactReader<Order> orders = FactReader.of(Order.class, MethodHandles.lookup());
    Facts facts = orders.between(new Order(5, line("a", "1")), new Order(7, line("a", "2")));
    assertThat(holds(field("total").increased(), facts)).isTrue();
    assertThat(holds(field("total").changedFrom(5), facts)).isTrue();
    assertThat(holds(field("lines").changed(), facts)).isTrue();
    assertThat(holds(field("lines.0.price").changedTo(2), facts)).isTrue();
    assertThat(holds(field("lines.0.sku").changed(), facts)).isFalse();
    assertThat(holds(field("channel").changed(), facts)).isFalse();
    FactReader<Node> nodes = FactReader.of(Node.class);
    assertThat(nodes.between(new Node("a"), new Node("b").add(new Node("c"))).changes())
        .containsOnlyKeys("name", "children");
  }

  @Test
  void moreFactsAndAZoneCanBeAdded() {
    Facts facts =
        FactReader.of(Order.class).read(new Order(5)).toBuilder()
            .zone(ZoneId.of("Europe/Berlin"))
            .put("channel", "phone")
            .put("extra", "x")
            .changedFrom("total", Json.of(4))
            .build();
    assertThat(facts.value("channel")).contains(Json.of("phone"));
    assertThat(facts.value("extra")).contains(Json.of("x"));
    assertThat(facts.value("total")).contains(Json.of(new BigDecimal("5.0")));
    assertThat(facts.changes()).containsOnlyKeys("total");
    assertThat(facts.zone()).contains(ZoneId.of("Europe/Berlin"));
    assertThat(facts.toBuilder().build().value("paid")).contains(Json.of(true));
  }
}
