package dev.atom.router.config;

import dev.atom.budget.Budget;
import dev.atom.budget.Budgets;
import dev.atom.json.Json;
import dev.atom.limit.LimitRule;
import dev.atom.limit.Limiter;
import dev.atom.router.Guard;
import dev.atom.router.Route;
import dev.atom.router.RouterBuilder;
import dev.atom.router.health.BreakerSettings;
import dev.atom.usage.PriceBook;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A router's configuration as values that a document said: the same that the builders make in Java.
 * Immutable and thread-safe; equal if the documents are.
 *
 * {@snippet file="dev/atom/router/config/RouterConfigTest.java" region="parse"}
 *
 * <p>Guarantees: a document is read wholly or not at all, and all of its faults are told at once, each
 * with its place and what may stand there. A member that would hold a key is refused without showing
 * its value. Without {@code limits} or {@code budgets} in the host's parts a document that has them is
 * refused, as they would not hold.
 */
public final class RouterConfig {
  private static final String SCHEMA = "router.schema.json";

  private final Json document;
  private final ConfigParts parts;
  private final List<Route> routes;
  private final PriceBook prices;
  private final BreakerSettings breaker;
  private final boolean traced;
  private final LimitReader.Limits limits;
  private final BudgetReader.All budgets;

  RouterConfig(Json document, ConfigParts parts, ConfigReader reader) {
    this.document = document;
    this.parts = parts;
    routes = reader.routes();
    prices = reader.prices().book();
    breaker = reader.breaker();
    traced = reader.traced();
    limits = reader.limits();
    budgets = reader.budgets();
  }

  /**
   * Reads a document.
   *
   * @param document as {@code router.schema.json} describes it
   * @param parts what it may call by name
   * @return the configuration
   * @throws InvalidConfig if anything in it is wrong; tells all of it
   */
  public static RouterConfig parse(Json document, ConfigParts parts) {
    Problems problems = new Problems();
    ConfigReader reader = new ConfigReader(new Field(problems, "", document), parts);
    if (!problems.all().isEmpty()) {
      throw new InvalidConfig(problems.all());
    }
    return new RouterConfig(document, parts, reader);
  }

  /**
   * Returns the JSON schema of documents, of draft 2020-12, for editors and other checks. What it
   * accepts may still be refused: names that lead nowhere, for example.
   *
   * @return the schema's document
   */
  public static Json.Obj schema() {
    try (InputStream in = RouterConfig.class.getResourceAsStream(SCHEMA)) {
      if (in == null) {
        throw new IllegalStateException(SCHEMA + " is missing in the jar of atom-router");
      }
      return Json.parseObject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(SCHEMA + " in the jar of atom-router can't be read", e);
    }
  }

  /**
   * Returns what was read.
   *
   * @return the document
   */
  public Json document() {
    return document;
  }

  /**
   * Returns the routes.
   *
   * @return in order, at least one; the first is taken by requests that name none
   */
  public List<Route> routes() {
    return routes;
  }

  /**
   * Returns what calls cost.
   *
   * @return the document's prices over the bundled ones, unless it leaves these out
   */
  public PriceBook prices() {
    return prices;
  }

  /**
   * Returns when targets that fail are left out.
   *
   * @return the settings
   */
  public BreakerSettings breaker() {
    return breaker;
  }

  /**
   * Returns whether traces tell of targets that were not asked.
   *
   * @return true unless the document says otherwise
   */
  public boolean traced() {
    return traced;
  }

  /**
   * Returns the limits' rules.
   *
   * @return in the document's order, often none
   */
  public List<LimitRule> limits() {
    return limits.rules();
  }

  /**
   * Returns the budgets.
   *
   * @return in the document's order, often none
   */
  public List<Budget> budgets() {
    return budgets.amounts();
  }

  /**
   * Sets all that the document says: routes, prices, breakers, traces, guards for limits and budgets,
   * and the rules of the parts' limiter.
   *
   * @param builder what the host has set of it otherwise is overwritten; listeners and the like stay
   * @return the builder
   */
  public RouterBuilder apply(RouterBuilder builder) {
    limit();
    return configure(builder);
  }

  /** All but the rules of the limiter, which calls under way share. */
  RouterBuilder configure(RouterBuilder builder) {
    routes.forEach(builder::route);
    builder.prices(prices).breaker(breaker).traced(traced);
    parts.limiter().map(Guard::limits).ifPresent(builder::guard);
    held().map(Guard::budgets).ifPresent(builder::guard);
    return builder;
  }

  /** The rules hold for calls that come from now on. */
  void limit() {
    if (parts.limiter().isPresent()) {
      Limiter limiter = parts.limiter().get();
      limiter.rules(limits.rules());
      limiter.waiting(limits.waiting(), limits.waitingPerTenant(), limits.longestWait());
    }
  }

  private Optional<Budgets> held() {
    if (budgets.amounts().isEmpty()) {
      return Optional.empty();
    }
    Budgets.Builder builder = parts.budgets().orElseThrow().get().lease(budgets.lease());
    budgets.amounts().forEach(builder::budget);
    return Optional.of(builder.build());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RouterConfig that && document.equals(that.document);
  }

  @Override
  public int hashCode() {
    return document.hashCode();
  }

  @Override
  public String toString() {
    return "RouterConfig[%d routes, %d limits, %d budgets]"
        .formatted(routes.size(), limits().size(), budgets().size());
  }
}
