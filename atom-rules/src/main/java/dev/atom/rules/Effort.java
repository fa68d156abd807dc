package dev.atom.rules;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.rules.jsonlogic.Budget;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The steps that one evaluation may still take: what does not take the same time whatever the facts
 * hold is charged here. A step is some nanoseconds: an item of a list and a condition on it, a place in
 * which a regular expression is, a step of JsonLogic, sixteen characters that are searched. Plain
 * conditions on fields charge nothing. Where a context is given it is looked at now and then. Shared by
 * nested scopes; not thread-safe.
 */
final class Effort implements Budget {
  /** Reading a clock takes about as long as this many steps divided by a thousand. */
  private static final int LOOK = 1 << 16;

  /** Up to here a list or a text takes no longer than the condition itself. */
  private static final int SHORT = 64;

  private static final int CHARACTERS = 4;

  private final long most;
  private final @Nullable CallContext context;

  /** What is left until the next look, negative once more was taken; and what is left beyond. */
  private long slice;

  private long beyond;

  private Effort(long most, @Nullable CallContext context) {
    this.most = most;
    this.context = context;
    this.beyond = most;
  }

  static Effort of(long most) {
    return new Effort(most, null);
  }

  static Effort of(long most, CallContext context) {
    return new Effort(most, context);
  }

  long most() {
    return most;
  }

  @Override
  public long left() {
    return Math.max(0, slice + beyond);
  }

  long taken() {
    return most - (slice + beyond);
  }

  @Override
  public void charge(long steps) {
    slice -= steps;
    if (slice < 0) {
      go();
    }
  }

  /** Charges for going through a text once. */
  void text(String text) {
    if (text.length() > SHORT) {
      charge(text.length() >>> CHARACTERS);
    }
  }

  /** Charges for going through a list once. */
  void items(int count) {
    if (count > SHORT) {
      charge(count);
    }
  }

  /** Charges for going through a value with all that is in it. */
  void value(Json value) {
    switch (value) {
      case Json.Str text -> text(text.value());
      case Json.Arr array -> {
        items(array.items().size());
        array.items().forEach(this::value);
      }
      case Json.Obj object -> {
        items(object.members().size());
        object.members().values().forEach(this::value);
      }
      case Json.Num number -> {}
      case Json.Bool bool -> {}
      case Json.Null none -> {}
    }
  }

  /** What is thrown when nothing is left; leaves nothing. */
  Spent spent() {
    slice = -1;
    beyond = 0;
    return new Spent(this);
  }

  private void go() {
    if (slice + beyond < 0) {
      throw new Spent(this);
    }
    if (context != null) {
      EvaluationCancelled.throwIfOver(context);
    }
    beyond += slice;
    slice = context == null ? beyond : Math.min(beyond, LOOK);
    beyond -= slice;
  }

  /** Ends an evaluation; without a stack trace, because who catches it says more. */
  static final class Spent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Effort effort;
    private transient @Nullable Node node;
    private String condition = "";

    Spent(Effort effort) {
      super(null, null, false, false);
      this.effort = effort;
    }

    /** Names the condition; the outermost, which is the one that traces name, comes last. */
    Spent at(Node within, String id) {
      node = within;
      condition = id;
      return this;
    }

    String condition() {
      return condition;
    }

    EffortExceeded in(String rule) {
      return new EffortExceeded(rule, condition, effort.most, effort.taken());
    }

    /** A condition that several rules share is named in the first of them. */
    EffortExceeded among(List<CompiledRule> rules) {
      return in(
          rules.stream()
              .filter(rule -> rule.rule().enabled() && has(rule.condition()))
              .map(rule -> rule.rule().id())
              .findFirst()
              .orElse(""));
    }

    private boolean has(Node within) {
      return switch (within) {
        case Node.All all -> all.nodes().stream().anyMatch(this::has);
        case Node.AtLeast some -> some.nodes().stream().anyMatch(this::has);
        case Node.Not not -> has(not.node());
        case Node.Leaf leaf -> leaf.equals(node);
        case Node.Items items -> items.equals(node);
        case ExternalNode external -> external.equals(node);
        case LogicNode logic -> logic.equals(node);
      };
    }
  }
}
