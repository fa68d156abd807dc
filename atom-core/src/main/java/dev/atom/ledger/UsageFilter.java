package dev.atom.ledger;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which records are meant: those for which everything holds that is said here. Immutable and
 * thread-safe; each method returns a filter that says one thing more.
 */
public final class UsageFilter {
  private static final UsageFilter ALL = new UsageFilter();

  private Optional<Instant> from = Optional.empty();
  private Optional<Instant> until = Optional.empty();
  private Optional<String> tenant = Optional.empty();
  private Optional<String> user = Optional.empty();
  private Optional<String> provider = Optional.empty();
  private Optional<String> model = Optional.empty();
  private Optional<String> route = Optional.empty();
  private Optional<Outcome> outcome = Optional.empty();
  private Map<String, String> tags = Map.of();

  private UsageFilter() {}

  private UsageFilter copy() {
    UsageFilter copy = new UsageFilter();
    copy.from = from;
    copy.until = until;
    copy.tenant = tenant;
    copy.user = user;
    copy.provider = provider;
    copy.model = model;
    copy.route = route;
    copy.outcome = outcome;
    copy.tags = tags;
    return copy;
  }

  /**
   * Returns the filter that every record passes, of every tenant.
   *
   * @return the filter
   */
  public static UsageFilter all() {
    return ALL;
  }

  /**
   * Returns the filter that a tenant's records pass.
   *
   * @param tenant the tenant's id
   * @return the filter
   */
  public static UsageFilter tenant(String tenant) {
    UsageFilter copy = ALL.copy();
    copy.tenant = Optional.of(tenant);
    return copy;
  }

  /**
   * Asks for what began at an instant or later.
   *
   * @param from the first instant
   * @return the filter
   */
  public UsageFilter from(Instant from) {
    UsageFilter copy = copy();
    copy.from = Optional.of(from);
    return copy;
  }

  /**
   * Asks for what began before an instant.
   *
   * @param until the first instant that is not meant
   * @return the filter
   */
  public UsageFilter until(Instant until) {
    UsageFilter copy = copy();
    copy.until = Optional.of(until);
    return copy;
  }

  /**
   * Asks for the calls of one user.
   *
   * @param user the user's id; ask for a tenant too, as two tenants may have a user of one id
   * @return the filter
   */
  public UsageFilter user(String user) {
    UsageFilter copy = copy();
    copy.user = Optional.of(user);
    return copy;
  }

  /**
   * Asks for one provider.
   *
   * @param provider the id of the provider that was asked
   * @return the filter
   */
  public UsageFilter provider(String provider) {
    UsageFilter copy = copy();
    copy.provider = Optional.of(provider);
    return copy;
  }

  /**
   * Asks for one model.
   *
   * @param name the name of the model that was asked
   * @return the filter
   */
  public UsageFilter model(String name) {
    UsageFilter copy = copy();
    copy.model = Optional.of(name);
    return copy;
  }

  /**
   * Asks for one route.
   *
   * @param route the route's name
   * @return the filter
   */
  public UsageFilter route(String route) {
    UsageFilter copy = copy();
    copy.route = Optional.of(route);
    return copy;
  }

  /**
   * Asks for one outcome.
   *
   * @param outcome how the attempts ended
   * @return the filter
   */
  public UsageFilter outcome(Outcome outcome) {
    UsageFilter copy = copy();
    copy.outcome = Optional.of(outcome);
    return copy;
  }

  /**
   * Asks for a tag, beside those asked for already.
   *
   * @param name the tag's name
   * @param value its value
   * @return the filter
   */
  public UsageFilter tag(String name, String value) {
    UsageFilter copy = copy();
    Map<String, String> more = new TreeMap<>(tags);
    more.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
    copy.tags = Collections.unmodifiableMap(more);
    return copy;
  }

  /**
   * Returns the first instant that is meant.
   *
   * @return empty for the beginning of time
   */
  public Optional<Instant> from() {
    return from;
  }

  /**
   * Returns the first instant that is not meant any more.
   *
   * @return empty for the end of time
   */
  public Optional<Instant> until() {
    return until;
  }

  /**
   * Returns what is asked for in one dimension.
   *
   * @param dimension any but {@link Grouping.Dimension#DAY}, of which nothing is ever asked
   * @return empty for everything
   */
  public Optional<String> value(Grouping.Dimension dimension) {
    return switch (dimension) {
      case PROVIDER -> provider;
      case MODEL -> model;
      case TENANT -> tenant;
      case USER -> user;
      case ROUTE -> route;
      case DAY -> Optional.empty();
    };
  }

  /**
   * Returns which outcome is asked for.
   *
   * @return empty for all
   */
  public Optional<Outcome> outcome() {
    return outcome;
  }

  /**
   * Returns the tags that a record must have.
   *
   * @return values by name, sorted; empty if none
   */
  public Map<String, String> tags() {
    return tags;
  }

  /**
   * Tells whether a record passes.
   *
   * @param record any
   * @return true if everything holds for it
   */
  public boolean matches(UsageRecord record) {
    return from.map(at -> !record.at().isBefore(at)).orElse(true)
        && until.map(at -> record.at().isBefore(at)).orElse(true)
        && is(tenant, record.tenant())
        && is(provider, record.asked().provider())
        && is(model, record.asked().name())
        && (user.isEmpty() || user.equals(record.user()))
        && (route.isEmpty() || route.equals(record.route()))
        && (outcome.isEmpty() || outcome.get() == record.outcome())
        && record.tags().entrySet().containsAll(tags.entrySet());
  }

  private static boolean is(Optional<String> asked, String value) {
    return asked.isEmpty() || asked.get().equals(value);
  }
}
