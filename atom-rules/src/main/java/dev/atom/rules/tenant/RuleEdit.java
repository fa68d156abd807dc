package dev.atom.rules.tenant;

import dev.atom.rules.GroupMode;
import dev.atom.rules.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A change of a tenant's rules: all of it is made, or nothing. Immutable and thread-safe.
 */
public final class RuleEdit {
  private final String author;
  private final String comment;
  private final OptionalLong expected;
  private final List<Rule> put;
  private final List<String> removed;
  private final Map<String, Optional<GroupMode>> groups;

  private RuleEdit(Builder builder) {
    author = builder.author;
    comment = builder.comment;
    expected = builder.expected;
    put = List.copyOf(builder.put.values());
    removed = List.copyOf(builder.removed);
    groups = Map.copyOf(builder.groups);
  }

  /**
   * Returns a builder.
   *
   * @param author who makes the change: a person's id, not blank
   * @return a new builder
   */
  public static Builder by(String author) {
    return new Builder(author);
  }

  String author() {
    return author;
  }

  String comment() {
    return comment;
  }

  OptionalLong expected() {
    return expected;
  }

  List<Rule> put() {
    return put;
  }

  List<String> removed() {
    return removed;
  }

  Map<String, Optional<GroupMode>> groups() {
    return groups;
  }

  /** Builds a {@link RuleEdit}. Defaults: no comment, whatever the version is. Not thread-safe. */
  public static final class Builder {
    private final String author;
    private String comment = "";
    private OptionalLong expected = OptionalLong.empty();
    private final Map<String, Rule> put = new LinkedHashMap<>();
    private final List<String> removed = new ArrayList<>();
    private final Map<String, Optional<GroupMode>> groups = new LinkedHashMap<>();

    private Builder(String author) {
      if (author.isBlank()) {
        throw new IllegalArgumentException("a change of rules names its author");
      }
      this.author = author;
    }

    /**
     * Adds a rule, or replaces the one of its id in its place.
     *
     * @param rule the rule
     * @return this builder
     */
    public Builder put(Rule rule) {
      removed.remove(rule.id());
      put.put(rule.id(), rule);
      return this;
    }

    /**
     * Removes a rule; does nothing if there is none of the id.
     *
     * @param id the rule's id
     * @return this builder
     */
    public Builder remove(String id) {
      put.remove(id);
      removed.add(Objects.requireNonNull(id, "id"));
      return this;
    }

    /**
     * Sets how many of a group's rules fire.
     *
     * @param name the group
     * @param mode the mode
     * @return this builder
     */
    public Builder group(String name, GroupMode mode) {
      groups.put(name, Optional.of(mode));
      return this;
    }

    /**
     * Gives a group the default mode again.
     *
     * @param name the group
     * @return this builder
     */
    public Builder noGroup(String name) {
      groups.put(name, Optional.empty());
      return this;
    }

    /**
     * Says why.
     *
     * @param text for people
     * @return this builder
     */
    public Builder comment(String text) {
      comment = Objects.requireNonNull(text, "text");
      return this;
    }

    /**
     * Makes the change only if nobody has changed the rules since a version.
     *
     * @param version the version that the author has seen; 0 for no rules yet
     * @return this builder
     */
    public Builder expect(long version) {
      expected = OptionalLong.of(version);
      return this;
    }

    /**
     * Returns the change.
     *
     * @return the value
     */
    public RuleEdit build() {
      return new RuleEdit(this);
    }
  }
}
