package dev.atom.benchmarks;

import static dev.atom.rules.Condition.all;
import static dev.atom.rules.Condition.any;
import static dev.atom.rules.Condition.field;
import static dev.atom.rules.Condition.not;

import dev.atom.rules.Action;
import dev.atom.rules.Condition;
import dev.atom.rules.Rule;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * A rule as data, and the same rule as a person would write it in Java.
 *
 * @param id the rule's id
 * @param condition as data
 * @param written in Java
 */
record WrittenTwice(String id, Condition condition, Predicate<Customer> written) {
  private static final int SHAPES = 5;

  /** Returns a rule of one of five shapes, in turn, with values by chance. */
  static WrittenTwice random(int number, RandomGenerator random) {
    String id = "rule-" + number;
    return switch (number % SHAPES) {
      case 0 -> tierAndTotal(id, random);
      case 1 -> countryAndSentiment(id, random);
      case 2 -> channelOrLanguage(id, random);
      case 3 -> wordFromVip(id, random);
      default -> newcomerWithProduct(id, random);
    };
  }

  Rule rule() {
    return Rule.newBuilder(id).when(condition).then(Action.of("note")).build();
  }

  private static WrittenTwice tierAndTotal(String id, RandomGenerator random) {
    String tier = Customer.pick(Customer.TIERS, random);
    long least = random.nextLong(100_000);
    return new WrittenTwice(
        id,
        all(field("tier").eq(tier), field("totalCents").gte(least)),
        customer -> customer.tier().equals(tier) && customer.totalCents() >= least);
  }

  private static WrittenTwice countryAndSentiment(String id, RandomGenerator random) {
    int from = random.nextInt(Customer.COUNTRIES.size() - 3);
    List<String> countries = Customer.COUNTRIES.subList(from, from + 3);
    String a = countries.get(0);
    String b = countries.get(1);
    String c = countries.get(2);
    BigDecimal most = BigDecimal.valueOf(random.nextLong(-100, 101), 2);
    return new WrittenTwice(
        id,
        all(field("country").in(a, b, c), field("sentiment").lte(most)),
        customer ->
            countries.contains(customer.country()) && customer.sentiment().compareTo(most) <= 0);
  }

  private static WrittenTwice channelOrLanguage(String id, RandomGenerator random) {
    String channel = Customer.pick(Customer.CHANNELS, random);
    String language = Customer.pick(Customer.LANGUAGES, random);
    long low = random.nextLong(15);
    long high = low + 3;
    return new WrittenTwice(
        id,
        all(
            any(field("channel").eq(channel), field("language").eq(language)),
            field("items").between(low, high)),
        customer ->
            (customer.channel().equals(channel) || customer.language().equals(language))
                && customer.items() >= low
                && customer.items() <= high);
  }

  private static WrittenTwice wordFromVip(String id, RandomGenerator random) {
    String word = Customer.pick(Customer.WORDS, random);
    long more = random.nextLong(8);
    return new WrittenTwice(
        id,
        all(field("subject").contains(word), field("vip").eq(true), field("openTickets").gt(more)),
        customer ->
            customer.subject().contains(word) && customer.vip() && customer.openTickets() > more);
  }

  private static WrittenTwice newcomerWithProduct(String id, RandomGenerator random) {
    String product = Customer.pick(Customer.PRODUCTS, random);
    long less = random.nextLong(100_000);
    return new WrittenTwice(
        id,
        all(
            not(field("returning").eq(true)),
            field("product").startsWith(product),
            field("totalCents").lt(less)),
        customer ->
            !customer.returning()
                && customer.product().startsWith(product)
                && customer.totalCents() < less);
  }
}
