package dev.atom.benchmarks;

import static dev.atom.rules.Condition.field;

import dev.atom.rules.Action;
import dev.atom.rules.Condition;
import dev.atom.rules.Rule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * A rule of two to five conditions on different facts of a {@link Ticket}, as data and as a person
 * would write it in Java. Of a thousand about seven match a ticket.
 *
 * @param rule as data
 * @param written in Java
 */
record TicketRule(Rule rule, Predicate<Ticket> written) {
  private static final int FIELDS = 12;

  /** One condition, twice. */
  private record Part(Condition data, Predicate<Ticket> written) {}

  static TicketRule random(int number, Random random) {
    List<Integer> fields = new ArrayList<>();
    for (int i = 0; i < FIELDS; i++) {
      fields.add(i);
    }
    Collections.shuffle(fields, random);
    List<Part> parts =
        fields.subList(0, random.nextInt(2, 6)).stream().map(f -> part(f, random)).toList();
    Rule rule =
        Rule.newBuilder("rule-" + number)
            .priority(random.nextInt(3))
            .when(Condition.all(parts.stream().map(Part::data).toArray(Condition[]::new)))
            .then(Action.of("note"))
            .build();
    return new TicketRule(rule, all(parts.stream().map(Part::written).toList()));
  }

  private static Predicate<Ticket> all(List<Predicate<Ticket>> parts) {
    Predicate<Ticket> all = parts.getFirst();
    for (Predicate<Ticket> part : parts.subList(1, parts.size())) {
      all = all.and(part);
    }
    return all;
  }

  private static Part part(int field, Random random) {
    return switch (field) {
      case 0 -> equal("tier", Ticket::tier, Ticket.TIERS, random);
      case 1 -> oneOf("country", Ticket::country, Ticket.COUNTRIES, random);
      case 2 -> equal("channel", Ticket::channel, Ticket.CHANNELS, random);
      case 3 -> equal("language", Ticket::language, Ticket.LANGUAGES, random);
      case 4 -> oneOf("product", Ticket::product, Ticket.PRODUCTS, random);
      case 5 -> oneOf("team", Ticket::team, Ticket.TEAMS, random);
      case 6 -> new Part(field("vip").eq(true), Ticket::vip);
      case 7 -> between("totalCents", Ticket::totalCents, Ticket.TOTAL, random);
      case 8 -> between("items", Ticket::items, Ticket.ITEMS, random);
      case 9 -> sentiment(random);
      case 10 -> between("age", Ticket::age, Ticket.AGE, random);
      default -> atLeast("score", Ticket::score, Ticket.SCORE, random);
    };
  }

  private interface Text {
    String of(Ticket ticket);
  }

  private static Part equal(String name, Text text, List<String> values, Random random) {
    String value = Ticket.pick(values, random);
    return new Part(field(name).eq(value), ticket -> text.of(ticket).equals(value));
  }

  private static Part oneOf(String name, Text text, List<String> values, Random random) {
    int from = random.nextInt(values.size() - 4);
    List<String> some = values.subList(from, from + 4);
    Set<String> set = Set.copyOf(some);
    return new Part(field(name).in(some.toArray()), ticket -> set.contains(text.of(ticket)));
  }

  private static Part between(String name, ToLongFunction<Ticket> value, long most, Random random) {
    long low = random.nextLong(most * 3 / 4);
    long high = low + most / 4;
    return new Part(
        field(name).between(low, high),
        ticket -> value.applyAsLong(ticket) >= low && value.applyAsLong(ticket) <= high);
  }

  private static Part atLeast(String name, ToLongFunction<Ticket> value, long most, Random random) {
    long low = random.nextLong(most / 2, most);
    return new Part(field(name).gte(low), ticket -> value.applyAsLong(ticket) >= low);
  }

  private static Part sentiment(Random random) {
    BigDecimal most = BigDecimal.valueOf(random.nextLong(-Ticket.SENTIMENT, 0), 2);
    return new Part(
        field("sentiment").lte(most), ticket -> ticket.sentiment().compareTo(most) <= 0);
  }
}
