package dev.atom.rules;

import dev.atom.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A rule: when a condition holds, actions are to be done. Immutable, thread-safe, equal by content; a
 * rule built here equals the one parsed from its {@link #toJson()}. Whether it makes sense is checked
 * by {@link RuleSet}.
 */
public final class Rule {
  private final String id;
  private final String name;
  private final String description;
  private final boolean enabled;
  private final int priority;
  private final Optional<String> group;
  private final boolean stop;
  private final boolean repeat;
  private final BigDecimal score;
  private final List<Trigger> triggers;
  private final Effective effective;
  private final Condition condition;
  private final List<Action> actions;
  private final List<String> tags;
  private final Json.Obj extra;

  /** Made when first asked for; two threads that come here at once make the same. */
  private @Nullable String fingerprint;

  private Rule(Builder builder, Condition condition) {
    this.id = builder.id;
    this.name = builder.name;
    this.description = builder.description;
    this.enabled = builder.enabled;
    this.priority = builder.priority;
    this.group = builder.group;
    this.stop = builder.stop;
    this.repeat = builder.repeat;
    this.score = builder.score;
    this.triggers = List.copyOf(builder.triggers);
    this.effective = builder.effective;
    this.condition = condition;
    this.actions = List.copyOf(builder.actions);
    this.tags = List.copyOf(builder.tags);
    this.extra = builder.extra;
  }

  /**
   * Returns a builder of a rule.
   *
   * @param id what names the rule in its set, not blank
   * @return a new builder
   */
  public static Builder newBuilder(String id) {
    return new Builder(id);
  }

  /**
   * Returns what names the rule in its set.
   *
   * @return not blank
   */
  public String id() {
    return id;
  }

  /**
   * Returns the name for people.
   *
   * @return may be empty
   */
  public String name() {
    return name;
  }

  /**
   * Returns what the rule is for.
   *
   * @return may be empty
   */
  public String description() {
    return description;
  }

  /**
   * Tells whether the rule can fire.
   *
   * @return true unless switched off
   */
  public boolean enabled() {
    return enabled;
  }

  /**
   * Returns the rank among the rules.
   *
   * @return the higher fires first; 0 unless set
   */
  public int priority() {
    return priority;
  }

  /**
   * Returns the group that the rule belongs to.
   *
   * @return empty if it is in none
   */
  public Optional<String> group() {
    return group;
  }

  /**
   * Tells whether no rule after this one fires, of whatever group, if this one does.
   *
   * @return false unless set
   */
  public boolean stop() {
    return stop;
  }

  /**
   * Tells whether the rule may fire again for what came of its own firing; see {@link Chain}.
   *
   * @return false unless set
   */
  public boolean repeat() {
    return repeat;
  }

  /**
   * Returns what the rule adds to the sum of its group, if that is of the mode {@link
   * GroupMode#SCORE}.
   *
   * @return 1 unless set; may be negative
   */
  public BigDecimal score() {
    return score;
  }

  /**
   * Returns what makes the rule be looked at.
   *
   * @return empty for every event
   */
  public List<Trigger> triggers() {
    return triggers;
  }

  /**
   * Returns from when until when the rule can fire.
   *
   * @return always unless set
   */
  public Effective effective() {
    return effective;
  }

  /**
   * Returns when the rule matches, once it is looked at.
   *
   * @return the condition
   */
  public Condition condition() {
    return condition;
  }

  /**
   * Returns what is to be done.
   *
   * @return the actions in their order
   */
  public List<Action> actions() {
    return actions;
  }

  /**
   * Returns words that the host sorts rules by.
   *
   * @return may be empty
   */
  public List<String> tags() {
    return tags;
  }

  /**
   * Returns the members of the rule document that Atom does not know.
   *
   * @return kept as they were
   */
  public Json.Obj extra() {
    return extra;
  }

  /**
   * Returns the rule document, without members that have their default value.
   *
   * @return an object
   */
  public Json.Obj toJson() {
    return RuleWriter.write(this);
  }

  /**
   * Returns what tells this rule from every other one: the SHA-256 of the canonical text ({@link
   * Json#toCanonicalString}) of {@link #toJson}. Equal rules have the same, however their documents
   * were written; a change of any member, of a name or of an unknown one too, makes it another.
   *
   * @return 64 hexadecimal digits in lower case
   */
  public String fingerprint() {
    String made = fingerprint;
    if (made == null) {
      made = Fingerprint.of(this);
      fingerprint = made;
    }
    return made;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Rule that && contents().equals(that.contents());
  }

  @Override
  public int hashCode() {
    return contents().hashCode();
  }

  private List<Object> contents() {
    return List.of(
        id,
        name,
        description,
        enabled,
        priority,
        group,
        stop,
        repeat,
        score.stripTrailingZeros(),
        triggers,
        effective,
        condition,
        actions,
        tags,
        extra);
  }

  @Override
  public String toString() {
    return toJson().toString();
  }

  /**
   * Builds a {@link Rule}. Defaults: no name, no description, enabled, priority 0, no group, a score
   * of 1, no stop, no repeat, every event, effective always, no actions, no tags. Not thread-safe.
   */
  public static final class Builder {
    private final String id;
    private String name = "";
    private String description = "";
    private boolean enabled = true;
    private int priority;
    private Optional<String> group = Optional.empty();
    private boolean stop;
    private boolean repeat;
    private BigDecimal score = BigDecimal.ONE;
    private final List<Trigger> triggers = new ArrayList<>();
    private Effective effective = Effective.ALWAYS;
    private Optional<Condition> condition = Optional.empty();
    private final List<Action> actions = new ArrayList<>();
    private final List<String> tags = new ArrayList<>();
    private Json.Obj extra = Json.Obj.EMPTY;

    private Builder(String id) {
      if (id.isBlank()) {
        throw new IllegalArgumentException("a rule needs an id that is not blank");
      }
      this.id = id;
    }

    /**
     * Sets the name for people.
     *
     * @param text the name
     * @return this builder
     */
    public Builder name(String text) {
      name = Objects.requireNonNull(text, "text");
      return this;
    }

    /**
     * Says what the rule is for.
     *
     * @param text for people
     * @return this builder
     */
    public Builder description(String text) {
      description = Objects.requireNonNull(text, "text");
      return this;
    }

    /**
     * Switches the rule on or off.
     *
     * @param on whether it can fire
     * @return this builder
     */
    public Builder enabled(boolean on) {
      enabled = on;
      return this;
    }

    /**
     * Sets the rank among the rules.
     *
     * @param rank the higher fires first
     * @return this builder
     */
    public Builder priority(int rank) {
      priority = rank;
      return this;
    }

    /**
     * Puts the rule into a group; the set says how many of the group fire.
     *
     * @param groupName the group's name, not blank
     * @return this builder
     */
    public Builder group(String groupName) {
      if (groupName.isBlank()) {
        throw new IllegalArgumentException("rule \"" + id + "\": a group needs a name");
      }
      group = Optional.of(groupName);
      return this;
    }

    /**
     * Lets no rule after this one fire, of whatever group, if this one does.
     *
     * @return this builder
     */
    public Builder stop() {
      stop = true;
      return this;
    }

    /**
     * Lets the rule fire again for what came of its own firing, as often as the chain is long.
     *
     * @return this builder
     */
    public Builder repeat() {
      repeat = true;
      return this;
    }

    /**
     * Sets what the rule adds to the sum of its group, if that is of the mode {@link
     * GroupMode#SCORE}.
     *
     * @param points exact; may be negative
     * @return this builder
     */
    public Builder score(BigDecimal points) {
      score = Objects.requireNonNull(points, "points");
      return this;
    }

    /**
     * Adds what makes the rule be looked at; several stand for any of them.
     *
     * @param on the triggers
     * @return this builder
     */
    public Builder on(Trigger... on) {
      triggers.addAll(List.of(on));
      return this;
    }

    /**
     * Sets from when until when the rule can fire.
     *
     * @param time the time
     * @return this builder
     */
    public Builder effective(Effective time) {
      effective = Objects.requireNonNull(time, "time");
      return this;
    }

    /**
     * Sets when the rule matches.
     *
     * @param when the condition; {@code all()} for always
     * @return this builder
     */
    public Builder when(Condition when) {
      condition = Optional.of(when);
      return this;
    }

    /**
     * Adds actions.
     *
     * @param toDo what is to be done, in this order
     * @return this builder
     */
    public Builder then(Action... toDo) {
      actions.addAll(List.of(toDo));
      return this;
    }

    /**
     * Adds words that the host sorts rules by.
     *
     * @param words the words
     * @return this builder
     */
    public Builder tags(String... words) {
      tags.addAll(List.of(words));
      return this;
    }

    /**
     * Sets members of the rule document that Atom does not know.
     *
     * @param members the members; none that a rule document has a meaning for
     * @return this builder
     * @throws IllegalArgumentException if a member has a meaning
     */
    public Builder extra(Json.Obj members) {
      for (String member : members.members().keySet()) {
        if (RuleWriter.MEMBERS.contains(member)) {
          throw new IllegalArgumentException(
              "rule \"" + id + "\": \"" + member + "\" is a member with a meaning");
        }
      }
      extra = members;
      return this;
    }

    /**
     * Returns the rule.
     *
     * @return the rule
     * @throws IllegalStateException if there is no condition
     */
    public Rule build() {
      return new Rule(
          this,
          condition.orElseThrow(
              () ->
                  new IllegalStateException(
                      "rule \"" + id + "\" has no condition; use when(all()) for always")));
    }
  }
}
