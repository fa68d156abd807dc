package dev.atom.workflow;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.json.JsonSchema;
import dev.atom.rules.Action;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * What is to be done step by step, as data: checked when it is made, and run by {@link Workflows}.
 *
 * {@snippet file="dev/atom/workflow/WorkflowsDocTest.java" region="first"}
 *
 * <p>{@code workflow.schema.json}, beside this class, describes the document. Immutable, thread-safe,
 * equal by content.
 */
public final class Workflow {
  static final int LONGEST_TEXT = 1_000_000;

  private final Json.Obj document;
  private final String name;
  private final int version;
  private final JsonSchema inputs;
  private final List<Step> steps;
  private final Definition definition;

  Workflow(Json.Obj document, Header header, List<Step> steps, Definition definition) {
    this.document = document;
    this.name = header.name();
    this.version = header.version();
    this.inputs = header.inputs();
    this.steps = List.copyOf(steps);
    this.definition = definition;
  }

  /** What stands above the steps. */
  record Header(String name, int version, JsonSchema inputs) {}

  /**
   * Parses a workflow document.
   *
   * @param text at most a million characters of JSON
   * @return the workflow
   * @throws InvalidWorkflow if something is wrong with the document; says everything at once
   */
  public static Workflow parse(String text) {
    Problems problems = new Problems();
    if (text.length() > LONGEST_TEXT) {
      problems.add("", "has " + text.length() + " characters; at most " + LONGEST_TEXT);
      problems.throwIfAny();
    }
    try {
      return of(Json.parse(text));
    } catch (JsonException e) {
      throw new InvalidWorkflow(
          List.of(new InvalidWorkflow.Problem("", Objects.requireNonNull(e.getMessage()))));
    }
  }

  /**
   * Reads a workflow document.
   *
   * @param document an object
   * @return the workflow
   * @throws InvalidWorkflow if something is wrong with the document; says everything at once
   */
  public static Workflow of(Json document) {
    return WorkflowReader.read(document);
  }

  /**
   * Returns the workflow that takes a rule's actions one after the other: each is a call of the
   * operation of its name, and its further members {@code id}, {@code retry}, {@code timeout}, {@code
   * key}, {@code onError} and {@code compensate} are those of a call step. The inputs are the facts;
   * parameters may refer to them. Start it under a key of rule and event, and each action has an
   * idempotency key of rule, event and step.
   *
   * @param name the workflow's name, such as the rule's id
   * @param actions what a rule does when it fires
   * @return the workflow, of version 1
   * @throws InvalidWorkflow if an action's further members are wrong
   */
  public static Workflow ofActions(String name, List<Action> actions) {
    List<Json> steps = new ArrayList<>();
    for (Action action : actions) {
      var step = Json.object();
      step.put("id", "action-" + (steps.size() + 1)).put("call", action.name());
      if (!action.parameters().members().isEmpty()) {
        step.put("with", action.parameters());
      }
      action.extra().members().forEach(step::put);
      steps.add(step.build());
    }
    return of(Json.object().put("name", name).put("version", 1).put("steps", steps).build());
  }

  /**
   * Returns a builder.
   *
   * @param name the workflow's name
   * @return a new builder
   */
  public static Builder newBuilder(String name) {
    return new Builder(name);
  }

  /**
   * Returns the name.
   *
   * @return not blank
   */
  public String name() {
    return name;
  }

  /**
   * Returns the version.
   *
   * @return 1 or more
   */
  public int version() {
    return version;
  }

  /**
   * Returns what the inputs must be.
   *
   * @return a schema of an object
   */
  public JsonSchema inputs() {
    return inputs;
  }

  /**
   * Returns the steps.
   *
   * @return in their order
   */
  public List<Step> steps() {
    return steps;
  }

  Definition definition() {
    return definition;
  }

  /**
   * Checks the calls against the operations that there are: their names, and as far as they are known
   * the types of their arguments.
   *
   * @param operations the operations
   * @throws InvalidWorkflow if an operation is not known or its arguments don't fit; says everything
   *     at once
   */
  public void check(Collection<Signature> operations) {
    Problems problems = new Problems();
    new CallCheck(this, operations, problems).run();
    problems.throwIfAny();
  }

  /**
   * Returns the document.
   *
   * @return what {@link #of} reads
   */
  public Json.Obj toJson() {
    return document;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Workflow that && document.equals(that.document);
  }

  @Override
  public int hashCode() {
    return document.hashCode();
  }

  @Override
  public String toString() {
    return "Workflow[" + name + ", version " + version + ", " + steps.size() + " steps]";
  }

  /** Builds a {@link Workflow}. Defaults: version 1, any object as inputs. Not thread-safe. */
  public static final class Builder {
    private final String name;
    private int version = 1;
    private Json.Obj inputs = Json.Obj.EMPTY;
    private final List<Step> steps = new ArrayList<>();

    private Builder(String name) {
      this.name = Objects.requireNonNull(name, "name");
    }

    /**
     * Sets the version.
     *
     * @param number 1 or more
     * @return this builder
     */
    public Builder version(int number) {
      version = number;
      return this;
    }

    /**
     * Sets what the inputs must be.
     *
     * @param schema a schema of an object
     * @return this builder
     */
    public Builder inputs(JsonSchema schema) {
      inputs = schema.document();
      return this;
    }

    /**
     * Adds steps.
     *
     * @param more the steps, in their order
     * @return this builder
     */
    public Builder steps(Step... more) {
      steps.addAll(List.of(more));
      return this;
    }

    /**
     * Returns the workflow.
     *
     * @return checked
     * @throws InvalidWorkflow if something is wrong with it; says everything at once
     */
    public Workflow build() {
      var document = Json.object().put("name", name).put("version", version);
      if (!inputs.members().isEmpty()) {
        document.put("inputs", inputs);
      }
      return of(document.put("steps", StepWriter.write(steps)).build());
    }
  }
}
