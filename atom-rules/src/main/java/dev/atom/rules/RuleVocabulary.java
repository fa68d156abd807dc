package dev.atom.rules;

import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.schema.Schema;
import dev.atom.time.WorkCalendar;
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
  private final DeclaredFacts facts;
  private final Map<String, JsonSchema> actions;
  private final Map<String, WorkCalendar> calendars;
  private final Map<String, ExternalFact> external;

  /** A declared fact. */
  record Fact(FactType type, List<String> choices, boolean sensitive) {
    static final Fact ANY = new Fact(FactType.ANY, List.of(), false);
    static final Fact EVENT = new Fact(FactType.TEXT, List.of(), false);
    static final Fact NOW = new Fact(FactType.INSTANT, List.of(), false);

    static Fact of(FactDescription description) {
      return new Fact(
          description.type(), List.copyOf(description.choices().keySet()), description.sensitive());
    }
  }

  /** A declared fact that has to be asked for, and what it can be asked about. */
  record ExternalFact(Fact fact, JsonSchema parameters) {
    static final ExternalFact ANY = new ExternalFact(Fact.ANY, JsonSchema.parse("{}"));
  }

  private RuleVocabulary(Builder builder, boolean open) {
    this.open = open;
    this.facts = DeclaredFacts.of(builder.facts);
    this.actions = Map.copyOf(builder.actions);
    this.calendars = Map.copyOf(builder.calendars);
    this.external = Map.copyOf(builder.external);
  }

  private RuleVocabulary(RuleVocabulary that, Map<String, WorkCalendar> calendars) {
    this.open = that.open;
    this.facts = that.facts;
    this.actions = that.actions;
    this.external = that.external;
    this.calendars = Map.copyOf(calendars);
  }

  /** This vocabulary with further calendars, which stand for those of the same name. */
  RuleVocabulary with(Map<String, WorkCalendar> more) {
    Map<String, WorkCalendar> all = new LinkedHashMap<>(calendars);
    all.putAll(more);
    return more.isEmpty() ? this : new RuleVocabulary(this, all);
  }

  /** What is known of an external fact: empty if there is none of the name. */
  Optional<ExternalFact> external(String name) {
    ExternalFact any = open ? ExternalFact.ANY : null;
    return Optional.ofNullable(external.getOrDefault(name, any));
  }

  List<String> externalNames() {
    return external.keySet().stream().sorted().toList();
  }

  /** The calendars that conditions can name. */
  Map<String, WorkCalendar> calendars() {
    return calendars;
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
   * Returns the vocabulary of the objects of a record class, with any action. Its components are the
   * facts, those of records in it too; enums have choices, lists items. {@code Described} annotations
   * describe.
   *
   * @param type a record class
   * @return the vocabulary
   */
  public static RuleVocabulary of(Class<? extends Record> type) {
    return newBuilder().record(type).build();
  }

  /**
   * Returns the facts.
   *
   * @return in the order in which they were declared; none of an open vocabulary need to be
   */
  public List<FactDescription> facts() {
    return List.copyOf(facts.byPath().values());
  }

  /**
   * Tells whether facts that are not declared, and external ones, may be spoken of too.
   *
   * @return false unless set
   */
  public boolean open() {
    return open;
  }

  /**
   * Describes the vocabulary for an editor of rules: {@code version} (1), {@code facts} ({@code path,
   * type, label, description, unit, choices, examples, sensitive}; a path with {@code []} is of the
   * items of a list), {@code reserved} facts of every evaluation, {@code types} with the operators of
   * each, {@code operators} ({@code name, operand, complementOf, missing}), {@code items} (what can be
   * asked of lists), {@code actions} and {@code external} facts (each with a JSON Schema in {@code
   * parameters}), and {@code calendars} ({@code name, zone}).
   *
   * @return an object; what it has by now keeps its meaning as long as the version is the same
   */
  public Json.Obj toJson() {
    return VocabularyJson.write(this);
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
    return facts.find(path).or(() -> open ? Optional.of(Fact.ANY) : Optional.empty());
  }

  /**
   * Returns the type of a fact.
   *
   * @param path names with dots between
   * @return {@link FactType#ANY} where nothing is known about it; empty if there is no such fact
   */
  public Optional<FactType> type(String path) {
    return fact(path).map(Fact::type);
  }

  /**
   * Returns the values that a fact may have.
   *
   * @param path names with dots between
   * @return the choices of a schema's field; empty if any value will do or nothing is known
   */
  public List<String> choices(String path) {
    return fact(path).map(Fact::choices).orElse(List.of());
  }

  /**
   * Returns what the parameters of an action must fit.
   *
   * @param action what the action is called in {@code do}
   * @return empty if the action was not declared
   */
  public Optional<JsonSchema> parameters(String action) {
    return Optional.ofNullable(actions.get(action));
  }

  List<String> factNames() {
    return facts.byPath().keySet().stream().sorted().toList();
  }

  /** The declared external facts. */
  Map<String, ExternalFact> external() {
    return external;
  }

  /** The declared actions; none means any. */
  Map<String, JsonSchema> actions() {
    return actions;
  }

  /** Builds a {@link RuleVocabulary}. Defaults: no facts; any action until one is declared. */
  public static final class Builder {
    private final Map<String, FactDescription> facts = new LinkedHashMap<>();
    private boolean open;
    private final Map<String, JsonSchema> actions = new LinkedHashMap<>();
    private final Map<String, WorkCalendar> calendars = new LinkedHashMap<>();
    private final Map<String, ExternalFact> external = new LinkedHashMap<>();

    private Builder() {}

    /**
     * Declares the fields of a schema as facts of their names.
     *
     * @param schema the schema
     * @return this builder
     */
    public Builder schema(Schema schema) {
      schema.fields().forEach(field -> fact(DeclaredFacts.description(field.name(), field)));
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
      schema
          .fields()
          .forEach(field -> fact(DeclaredFacts.description(name + "." + field.name(), field)));
      return this;
    }

    /**
     * Declares the components of a record class as facts of their names.
     *
     * @param type the record class
     * @return this builder
     */
    public Builder record(Class<? extends Record> type) {
      new RecordFacts(this::fact).record("", type);
      return this;
    }

    /**
     * Declares the components of a record class below a name.
     *
     * @param name such as {@code order} for {@code order.total}
     * @param type the record class
     * @return this builder
     */
    public Builder record(String name, Class<? extends Record> type) {
      new RecordFacts(this::fact).record(name + ".", type);
      return this;
    }

    /**
     * Declares a fact with what people are to know of it. The list that an item's fact is in is
     * declared with it, unless it was before.
     *
     * @param description the fact
     * @return this builder
     */
    public Builder fact(FactDescription description) {
      String path = description.path();
      int list = path.lastIndexOf(DeclaredFacts.ITEMS);
      if (list >= 0 && !facts.containsKey(path.substring(0, list))) {
        fact(path.substring(0, list), FactType.LIST);
      }
      facts.put(path, description);
      return this;
    }

    /**
     * Lets rules speak of facts and external facts that are not declared too.
     *
     * @return this builder
     */
    public Builder open() {
      open = true;
      return this;
    }

    /**
     * Declares a fact.
     *
     * @param path its name, with dots between the parts; {@code lines[].price} is of a list's items
     * @param type its type
     * @return this builder
     * @throws IllegalArgumentException if the path is none
     */
    public Builder fact(String path, FactType type) {
      return fact(FactDescription.newBuilder(path, type).build());
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
     * Declares a fact that has to be asked for, whatever it is asked about.
     *
     * @param name what conditions call it
     * @param type the type of the answer
     * @return this builder
     */
    public Builder external(String name, FactType type) {
      return external(name, type, JsonSchema.parse("{}"));
    }

    /**
     * Declares a fact that has to be asked for.
     *
     * @param name what conditions call it
     * @param type the type of the answer
     * @param parameters what the question's {@code with} must fit; values of fields are not checked
     * @return this builder
     */
    public Builder external(String name, FactType type, JsonSchema parameters) {
      external.put(name, new ExternalFact(new Fact(type, List.of(), false), parameters));
      return this;
    }

    /**
     * Adds a calendar, by which working time is told.
     *
     * @param name what conditions call it
     * @param calendar when work is done
     * @return this builder
     */
    public Builder calendar(String name, WorkCalendar calendar) {
      calendars.put(name, calendar);
      return this;
    }

    /**
     * Returns the vocabulary.
     *
     * @return the vocabulary
     */
    public RuleVocabulary build() {
      return new RuleVocabulary(this, open);
    }
  }
}
