package dev.atom.rules;

import dev.atom.json.Json;
import dev.atom.schema.Document;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the rules look at: one snapshot of the values at an event, with what the event changed.
 * Immutable and thread-safe.
 */
public final class Facts {
  /** Reserved path of the event's kind, for conditions. */
  public static final String EVENT = "@event";

  private final Optional<String> event;
  private final Json.Obj values;
  private final Map<String, Change> changes;
  private final Optional<ZoneId> zone;

  private Facts(Builder builder) {
    values = new Json.Obj(builder.values);
    zone = builder.zone;
    event = builder.event;
    Map<String, Change> changed = new LinkedHashMap<>();
    builder.before.forEach(
        (path, before) -> {
          Change change = new Change(before, value(path));
          if (!change.before().equals(change.after())) {
            changed.put(path, change);
          }
        });
    changes = Collections.unmodifiableMap(changed);
  }

  /**
   * What an event did to a field.
   *
   * @param before the value before; empty if there was none
   * @param after the value now; empty if there is none
   */
  public record Change(Optional<Json> before, Optional<Json> after) {}

  /**
   * Returns facts in which nothing was changed.
   *
   * @param values the facts by name
   * @return the facts
   */
  public static Facts of(Json.Obj values) {
    return newBuilder().values(values).build();
  }

  /**
   * Returns the values of a document as facts in which nothing was changed.
   *
   * @param document the document
   * @return the facts
   */
  public static Facts of(Document document) {
    return of(document.values());
  }

  /**
   * Returns the values of a document as facts, with what differs from an earlier state of it.
   *
   * @param before the document before the event
   * @param now the document now
   * @return the facts
   */
  public static Facts between(Document before, Document now) {
    Builder builder = newBuilder().values(now.values());
    before.cells().forEach((field, cell) -> builder.changedFrom(field, cell.value()));
    now.cells().keySet().stream()
        .filter(field -> before.cell(field).isEmpty())
        .forEach(builder::added);
    return builder.build();
  }

  /**
   * Returns a builder of facts.
   *
   * @return a new, empty builder
   */
  public static Builder newBuilder() {
    return new Builder();
  }

  /**
   * Returns a builder that starts with these facts, so that more can be added.
   *
   * @return a new builder
   */
  public Builder toBuilder() {
    Builder builder = newBuilder().values(values);
    changes.forEach((path, change) -> builder.before.put(path, change.before()));
    builder.zone = zone;
    builder.event = event;
    return builder;
  }

  /**
   * Returns the kind of the event, which {@link Trigger triggers} look at.
   *
   * @return empty if it was given none; rules for events of a kind then don't match
   */
  public Optional<String> event() {
    return event;
  }

  /**
   * Returns the values.
   *
   * @return the facts by name
   */
  public Json.Obj values() {
    return values;
  }

  /**
   * Returns a value.
   *
   * @param path names with dots between
   * @return empty if there is none there
   */
  public Optional<Json> value(String path) {
    return FieldPath.parse(path).map(p -> p.find(values));
  }

  /**
   * Returns what the event changed.
   *
   * @return by path; a field that has the same value as before is not among them
   */
  public Map<String, Change> changes() {
    return changes;
  }

  /**
   * Returns the zone in which calendar days begin.
   *
   * @return empty if none was given; comparisons that need one then don't match, and say so
   */
  public Optional<ZoneId> zone() {
    return zone;
  }

  /** Builds {@link Facts}. Defaults: no values, no changes, no kind, no zone. Not thread-safe. */
  public static final class Builder {
    private final Map<String, Json> values = new LinkedHashMap<>();
    private final Map<String, Optional<Json>> before = new LinkedHashMap<>();
    private Optional<ZoneId> zone = Optional.empty();
    private Optional<String> event = Optional.empty();

    private Builder() {}

    /**
     * Adds values.
     *
     * @param facts values by name; they replace those of the same name
     * @return this builder
     */
    public Builder values(Json.Obj facts) {
      values.putAll(facts.members());
      return this;
    }

    /**
     * Adds a value.
     *
     * @param name the fact's name, without dots
     * @param value the value
     * @return this builder
     */
    public Builder put(String name, Json value) {
      values.put(name, Objects.requireNonNull(value, "value"));
      return this;
    }

    /**
     * Adds a text.
     *
     * @param name the fact's name, without dots
     * @param text the text
     * @return this builder
     */
    public Builder put(String name, String text) {
      return put(name, Json.of(text));
    }

    /**
     * Says which value a field had before the event. It counts as changed if the value now differs.
     *
     * @param path the field
     * @param value the value before
     * @return this builder
     * @throws IllegalArgumentException if the path is none
     */
    public Builder changedFrom(String path, Json value) {
      before.put(checked(path), Optional.of(value));
      return this;
    }

    /**
     * Says that a field had no value before the event.
     *
     * @param path the field
     * @return this builder
     * @throws IllegalArgumentException if the path is none
     */
    public Builder added(String path) {
      before.put(checked(path), Optional.empty());
      return this;
    }

    private static String checked(String path) {
      return FieldPath.parse(path)
          .orElseThrow(
              () -> new IllegalArgumentException("\"" + path + "\" is no path; use names and dots"))
          .text();
    }

    /**
     * Sets the kind of the event, such as {@link Trigger#MESSAGE}, {@link Trigger.OnWebhook#kind} or
     * one of the host's.
     *
     * @param kind the kind, not blank
     * @return this builder
     */
    public Builder event(String kind) {
      Triggers.named("an event's kind", kind);
      event = Optional.of(kind);
      return this;
    }

    /**
     * Sets the zone in which calendar days begin and spans of days, months and years are counted.
     *
     * @param id the zone
     * @return this builder
     */
    public Builder zone(ZoneId id) {
      zone = Optional.of(id);
      return this;
    }

    /**
     * Returns the facts.
     *
     * @return the snapshot
     */
    public Facts build() {
      return new Facts(this);
    }
  }
}
