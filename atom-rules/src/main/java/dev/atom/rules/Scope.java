package dev.atom.rules;

import dev.atom.json.Json;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a condition looks at: the facts of one event and the time that counts as now; within a list,
 * the item too. It is the same snapshot for the decision and the trace.
 */
final class Scope {
  /** Reserved path of the instant that counts as now. */
  static final String NOW = "@now";

  private final Facts facts;
  private final Instant now;
  private final @Nullable Scope outer;
  private final @Nullable Json item;
  private final Answers answers;
  private final Effort effort;
  private Comparison.@Nullable Term nowTerm;

  /** With the effort that is the default. */
  Scope(Facts facts, Instant now) {
    this(facts, now, Effort.of(RuleLimits.DEFAULT.effort()));
  }

  Scope(Facts facts, Instant now, Effort effort) {
    this(facts, now, Answers.NONE, effort, null, null);
  }

  private Scope(
      Facts facts,
      Instant now,
      Answers answers,
      Effort effort,
      @Nullable Scope outer,
      @Nullable Json item) {
    this.facts = facts;
    this.now = now;
    this.answers = answers;
    this.effort = effort;
    this.outer = outer;
    this.item = item;
  }

  /** The scope of conditions on an item of a list. */
  Scope on(Json listItem) {
    return new Scope(facts, now, answers, effort, this, listItem);
  }

  /** This scope with the answers to what was asked. */
  Scope with(Answers given) {
    return new Scope(facts, now, given, effort, outer, item);
  }

  /** This scope with an effort of its own. */
  Scope with(Effort own) {
    return new Scope(facts, now, answers, own, outer, item);
  }

  Effort effort() {
    return effort;
  }

  Answers answers() {
    return answers;
  }

  /** Whether a condition is to say that it may hold where that hangs on what is not asked yet. */
  boolean awaits() {
    return answers == Answers.AWAITED;
  }

  Facts facts() {
    return facts;
  }

  Instant now() {
    return now;
  }

  /** What JsonLogic looks at: the item, within a list. */
  Json data() {
    return item == null ? facts.values() : item;
  }

  /** The time that counts as now, ready to be compared. */
  Comparison.Term nowTerm() {
    Comparison.Term term = nowTerm;
    if (term == null) {
      // Two threads that come here at once make the same.
      term = new Comparison.Term(Json.of(now.toString()), new Moment.At(now), null);
      nowTerm = term;
    }
    return term;
  }

  Optional<ZoneId> zone() {
    return facts.zone();
  }

  /** The value at a path, or null if there is none. */
  @Nullable Json value(FieldPath path) {
    if (path.reserved()) {
      return reserved(path.text());
    }
    Json root = at(path).item;
    return root == null ? facts.find(path) : path.find(root);
  }

  private Scope at(FieldPath path) {
    Scope at = this;
    for (int i = path.outward(); i > 0 && at.outer != null; i--) {
      at = at.outer;
    }
    return at;
  }

  private @Nullable Json reserved(String path) {
    return switch (path) {
      case Facts.EVENT -> facts.event().map(Json::of).orElse(null);
      case NOW -> Json.of(now.toString());
      default -> null;
    };
  }

  /** What the event did to the field, or null if it left the field alone. */
  Facts.@Nullable Change change(FieldPath path) {
    return facts.change(path);
  }
}
