package dev.atom.rules;

import dev.atom.json.JsonSchema;
import dev.atom.schema.Field;
import dev.atom.schema.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What rules may speak of: the facts with their types, and the actions with their parameters. Rules
 * are checked against it when they are parsed, and text of facts declared as days, times or instants
 * is compared as such. Immutable and thread-safe.
 */
public final class RuleVocabulary {
  /** Everything may be spoken of, and nothing is known about it. */
  public static final RuleVocabulary OPEN = new RuleVocabulary(new Builder(), true);

  private final boolean open;
  private final Map<String, Fact> facts;
  private final Map<String, JsonSchema> actions;

  /** A declared fact. */
  record Fact(FactType type, List<String> choices, boolean sensitive) {
    static final Fact ANY = new Fact(FactType.ANY, List.of(), false);
    static final Fact EVENT = new Fact(FactType.TEXT, List.of(), false);
    static final Fact NOW = new Fact(FactType.INSTANT, List.of(), false);
  }

  private RuleVocabulary(Builder builder, boolean open) {
    this.open = open;
    this.facts = Map.copyOf(builder.facts);
    this.actions = Map.copyOf(builder.actions);
  }

  /**
   * Returns the vocabulary of a schema's fields, with any action.
   *
   * @param schema the schema
   * @return the vocabulary
   */
  public static RuleVocabulary of(Schema schema) {
    return newBuilder().schema(schema).build();
  }

  /**
   * Returns a builder of a vocabulary.
   *
   * @return a new, empty builder
   */
  public static Builder newBuilder() {
    return new Builder();
  }

  /** What is known of a fact: empty if there is none of the path. */
  Optional<Fact> fact(String path) {
    if (path.equals(Facts.EVENT)) {
      return Optional.of(Fact.EVENT);
    }
    if (path.equals(Scope.NOW)) {
      return Optional.of(Fact.NOW);
    }
    Fact fact = open ? Fact.ANY : facts.get(path);
    if (fact != null) {
      return Optional.of(fact);
    }
    int dot = path.lastIndexOf('.');
    // Of what lies within a list or an undeclared object nothing is known but whether to hide it.
    return dot < 0
        ? Optional.empty()
        : fact(path.substring(0, dot))
            .filter(above -> above.type() == FactType.ANY || above.type() == FactType.LIST)
            .map(above -> new Fact(FactType.ANY, List.of(), above.sensitive()));
  }

  List<String> factNames() {
    return facts.keySet().stream().sorted().toList();
  }

  /** The declared actions; none means any. */
  Map<String, JsonSchema> actions() {
    return actions;
  }

  /** Builds a {@link RuleVocabulary}. Defaults: no facts; any action until one is declared. */
  public static final class Builder {
    private final Map<String, Fact> facts = new LinkedHashMap<>();
    private final Map<String, JsonSchema> actions = new LinkedHashMap<>();

    private Builder() {}

    /**
     * Declares the fields of a schema as facts of their names.
     *
     * @param schema the schema
     * @return this builder
     */
    public Builder schema(Schema schema) {
      schema.fields().forEach(field -> declare(field.name(), field));
      return this;
    }

    /**
     * Declares the fields of a schema below a name.
     *
     * @param name such as {@code customer} for {@code customer.tier}
     * @param schema the schema
     * @return this builder
     */
    public Builder schema(String name, Schema schema) {
      schema.fields().forEach(field -> declare(name + "." + field.name(), field));
      return this;
    }

    private void declare(String path, Field field) {
      FactType type =
          switch (field.type()) {
            case TEXT, CHOICE -> FactType.TEXT;
            case INTEGER, DECIMAL -> FactType.NUMBER;
            case BOOLEAN -> FactType.BOOLEAN;
            case DATE -> FactType.DATE;
            case TIME -> FactType.TIME;
            case INSTANT -> FactType.INSTANT;
          };
      facts.put(path, new Fact(type, field.choices(), field.sensitive()));
    }

    /**
     * Declares a fact.
     *
     * @param path its name, with dots between the parts
     * @param type its type
     * @return this builder
     * @throws IllegalArgumentException if the path is none
     */
    public Builder fact(String path, FactType type) {
      if (FieldPath.parse(path).isEmpty()) {
        throw new IllegalArgumentException("\"" + path + "\" is no path; use names and dots");
      }
      facts.put(path, new Fact(type, List.of(), false));
      return this;
    }

    /**
     * Declares an action, whatever its parameters. Once one is declared, others are refused.
     *
     * @param name what the action is called in {@code do}
     * @return this builder
     */
    public Builder action(String name) {
      return action(name, JsonSchema.parse("{}"));
    }

    /**
     * Declares an action. Once one is declared, others are refused.
     *
     * @param name what the action is called in {@code do}
     * @param parameters what its {@code with} must fit
     * @return this builder
     */
    public Builder action(String name, JsonSchema parameters) {
      actions.put(name, parameters);
      return this;
    }

    /**
     * Returns the vocabulary.
     *
     * @return the vocabulary
     */
    public RuleVocabulary build() {
      return new RuleVocabulary(this, false);
    }
  }
}
